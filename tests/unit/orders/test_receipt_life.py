"""The life of a receipt, walked at random and held against a model that says in words what may follow what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib import orders
from chalicelib.clock import SHANGHAI
from chalicelib.orders import NotNow, Receipt, ReceiptState, Report, Urging, Who, following, rows

START: Final = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
Q = ReceiptState
MAY: Final = {
    "sign": {Q.SENT},
    "start": {Q.SIGNED},
    "forward": {Q.SIGNED, Q.WORKING, Q.RETURNED},
    "report": {Q.SIGNED, Q.WORKING, Q.RETURNED},
    "close": {Q.REPORTED},
    "return": {Q.REPORTED},
    "remind": {Q.SENT, Q.SIGNED, Q.WORKING, Q.RETURNED},
    "done": set(Q) - {Q.DONE, Q.WITHDRAWN},
    "withdraw": set(Q) - {Q.DONE, Q.WITHDRAWN},
}
BECOMES: Final = {
    "sign": Q.SIGNED,
    "start": Q.WORKING,
    "forward": Q.WORKING,
    "report": Q.REPORTED,
    "close": Q.DONE,
    "return": Q.RETURNED,
    "done": Q.DONE,
    "withdraw": Q.WITHDRAWN,
}


def fresh() -> Receipt:
    return Receipt(
        order=orders.rules.new_id(START),
        unit="xian",
        issuer="sheng",
        above="sheng",
        label="〔2026〕1号",
        title="报送",
        kind=orders.OrderKind.SUBMISSION,
        urgency=orders.Urgency.URGENT,
        sign_by=START + timedelta(hours=4),
        done_by=START + timedelta(days=2),
        sent_at=START,
    )


class Life:
    """Any step at any time: it is possible just where the model says, and leads where the model says."""

    def __init__(self) -> None:
        self.receipt, self.state, self.now = fresh(), Q.SENT, START
        self.returned, self.late = 0, False

    def attempt(self, name: str, after: Receipt | None) -> bool:
        """Whether the step was possible, which the model has to say, too."""
        assert (after is not None) == (self.state in MAY[name]), (name, self.state)
        if after is None:
            return False
        self.receipt, self.state = after, BECOMES.get(name, self.state)
        return True

    def by_table(self, action: orders.ReceiptAction, who: Who, **more: object) -> Receipt | None:
        try:
            return orders.rules.receipt_after(
                self.receipt, action, who, by="li", at=self.now, **more
            )
        except NotNow:
            return None

    def time_passes(self) -> None:
        self.now += timedelta(hours=7)

    def sign(self) -> None:
        if self.receipt.signed_at is not None and self.receipt.open:
            assert orders.rules.signed(self.receipt, by="wu", at=self.now) == self.receipt
            return
        try:
            after: Receipt | None = orders.rules.signed(self.receipt, by="li", at=self.now)
        except NotNow:
            after = None
        if self.attempt("sign", after):
            assert self.receipt.signed_late == (self.now > self.receipt.sign_by)

    def start(self) -> None:
        self.attempt("start", self.by_table(orders.ReceiptAction.START, Who.RECEIVER))

    def forward(self) -> None:
        after = self.by_table(orders.ReceiptAction.FORWARD, Who.RECEIVER, forwarded=("xiang",))
        self.attempt("forward", after)

    def report(self) -> None:
        try:
            after: Receipt | None = orders.rules.reported(
                self.receipt, Report(text="已办"), by="li", at=self.now
            )
        except NotNow:
            after = None
        late = self.now > self.receipt.done_by
        if self.attempt("report", after):
            self.late = self.late or late

    def close(self) -> None:
        after = self.by_table(orders.ReceiptAction.CLOSE, Who.ISSUER, closed_at=self.now)
        self.attempt("close", after)

    def give_back(self) -> None:
        changes = {"returned": self.receipt.returned + 1, "done_by": self.now + timedelta(days=1)}
        if self.attempt(
            "return", self.by_table(orders.ReceiptAction.RETURN, Who.ISSUER, **changes)
        ):
            self.returned += 1

    def remind(self) -> None:
        self.attempt("remind", self.by_table(orders.ReceiptAction.REMIND, Who.ISSUER))

    def is_done_elsewhere(self) -> None:
        late = self.now > self.receipt.done_by
        try:
            after: Receipt | None = following.done(
                self.receipt, Report(text="已发布"), by="system", at=self.now
            )
        except NotNow:
            after = None
        if self.attempt("done", after):
            self.late = self.late or late
            assert self.receipt.signed_at is not None

    def withdraw(self) -> None:
        self.attempt("withdraw", self.by_table(orders.ReceiptAction.WITHDRAW, Who.SYSTEM))

    def no_receiver_judges_and_no_issuer_answers(self) -> None:
        for action, stranger in (
            (orders.ReceiptAction.CLOSE, Who.RECEIVER),
            (orders.ReceiptAction.RETURN, Who.RECEIVER),
            (orders.ReceiptAction.SIGN, Who.ISSUER),
            (orders.ReceiptAction.REPORT, Who.ISSUER),
            (orders.ReceiptAction.WITHDRAW, Who.ISSUER),
        ):
            assert self.by_table(action, stranger) is None

    def is_what_the_model_says(self) -> None:
        receipt = self.receipt
        assert (receipt.state, receipt.returned, receipt.done_late) == (
            self.state,
            self.returned,
            self.late,
        )
        assert receipt.open == (self.state not in (Q.DONE, Q.WITHDRAWN))
        row = rows.row_of(receipt)
        assert rows.unpacked("xian", rows.packed(row)) == row
        assert row.overdue(self.now) == (
            (self.state is Q.SENT and self.now > receipt.sign_by)
            or (self.state in (Q.SIGNED, Q.WORKING, Q.RETURNED) and self.now > receipt.done_by)
        )
        if receipt.urged is not Urging.NONE:
            assert row.overdue(self.now)


STEPS: Final = (
    Life.time_passes,
    Life.sign,
    Life.start,
    Life.forward,
    Life.report,
    Life.close,
    Life.give_back,
    Life.remind,
    Life.is_done_elsewhere,
    Life.withdraw,
    Life.no_receiver_judges_and_no_issuer_answers,
)
LONGEST: Final = 30


# The steps take nothing, so a list of them is a walk, drawn in a tenth of the time that hypothesis' own machine takes.
# Each walk knows some steps only: where any may end a life, few get far.
WALKS: Final = st.lists(st.sampled_from(STEPS), min_size=1, unique=True).flatmap(
    lambda some: st.lists(st.sampled_from(some), min_size=LONGEST, max_size=LONGEST)
)


@settings(max_examples=600, deadline=None)
@given(WALKS)
def test_any_step_at_any_time_leads_where_the_model_says(
    steps: list[Callable[[Life], None]],
) -> None:
    life = Life()
    life.is_what_the_model_says()
    for step in steps:
        step(life)
        life.is_what_the_model_says()
