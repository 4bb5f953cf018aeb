"""Rules of orders: what an order needs, whom it reaches, what a report has to bring, what a receipt becomes. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from chalicelib.clock import SHANGHAI
from chalicelib.errors import Field
from chalicelib.orders import labels, terms
from chalicelib.orders.errors import BadOrder, EvidenceMissing, NotNow
from chalicelib.orders.models import (
    AddressWay,
    Draft,
    Order,
    OrderAction,
    OrderAddress,
    OrderEvidence,
    OrderId,
    OrderKind,
    OrderLine,
    Receipt,
    ReceiptAction,
    ReceiptState,
    Report,
    Round,
    Step,
    Urging,
)
from chalicelib.orders.transitions import ORDER, RECEIPT, Who
from chalicelib.units import OrgUnit

_LETTERS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_STEPS: Final = 40
"""Of a receipt or an order that are kept, the latest; the log has them all."""


def new_id(at: datetime) -> OrderId:
    """An id that sorts by time."""
    mark = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return OrderId(f"zl-{at.astimezone(SHANGHAI):%Y%m%d%H%M%S}-{mark}")


def below(unit: str, units: Iterable[OrgUnit]) -> dict[str, OrgUnit]:
    """The units below one, by id."""
    known = {one.id: one for one in units}
    children: dict[str, list[str]] = {}
    for one in known.values():
        children.setdefault(one.parent or "", []).append(one.id)
    found, waiting = {}, list(children.get(unit, []))
    while waiting:
        one_id = waiting.pop()
        if one_id not in found:
            found[one_id] = known[one_id]
            waiting += children.get(one_id, [])
    return found


def receivers(
    unit: str,
    address: OrderAddress,
    units: Sequence[OrgUnit],
    tagged: Iterable[str] = (),
    of_accounts: Iterable[str] = (),
) -> tuple[str, ...]:
    """The units that an address reaches, in order of id.

    ``tagged`` are the units of its tags, ``of_accounts`` those of its accounts. Raises ``BadOrder`` where one is not
    below the unit that issues, or where it reaches nobody.
    """
    under = below(unit, units)
    if address.way is AddressWay.TREE:
        root = address.root or unit
        if root != unit and root not in under:
            _not_below([root], "address.root")
        inside = below(root, units) | ({root: under[root]} if root in under else {})
        found = {
            one.id for one in inside.values() if not address.levels or one.level in address.levels
        }
    elif address.way is AddressWay.TAG:
        found = set(tagged) & set(under)
    else:
        found = {*address.units, *of_accounts}
        if strangers := sorted(found - set(under)):
            _not_below(strangers, "address.units")
    if not found:
        raise BadOrder(
            "没有下级单位会收到这条指令，请检查下达范围。", fields=[Field("address", "没有单位")]
        )
    return tuple(sorted(found))


def _not_below(units: Sequence[str], field: str) -> None:
    raise BadOrder(
        f"单位“{'、'.join(units[:5])}”不是本单位的下级，不能向它下达指令。",
        fields=[Field(field, "不是下级单位")],
    )


def check_complete(draft: Draft, now: datetime) -> None:
    """Raises ``BadOrder`` where a draft is not ready to be issued."""
    wrong: list[Field] = []
    if not draft.title.strip():
        wrong.append(Field("title", "没有填写"))
    if not draft.text.strip() and not draft.attachments:
        wrong.append(Field("text", "没有填写"))
    if draft.kind is OrderKind.REPRINT and not draft.article:
        wrong.append(Field("article", "转载指令要附一篇已审稿件"))
    if draft.kind is OrderKind.TAKEDOWN and not draft.clues:
        wrong.append(Field("clues", "撤稿指令要写明撤什么"))
    for name, at in (("sign_by", draft.sign_by), ("done_by", draft.done_by)):
        if at is not None and at <= now:
            wrong.append(Field(name, "期限已经过去"))
    if draft.sign_by and draft.done_by and draft.sign_by > draft.done_by:
        wrong.append(Field("done_by", "办结期限不能早于签收期限"))
    if wrong:
        said = "；".join(f"{one.problem}" for one in wrong)
        raise BadOrder(f"指令还不能签发：{said}。", fields=wrong)


def check_report(order_wants: Sequence[OrderEvidence], report: Report) -> None:
    """Raises ``EvidenceMissing`` where a report lacks what has to come back, or a link is none."""
    wrong: list[Field] = []
    for number, link in enumerate(report.links):
        address = urlsplit(link)
        if address.scheme not in ("http", "https") or not address.hostname:
            wrong.append(Field(f"links.{number}", "不是网址"))
    there = {
        OrderEvidence.LINK: bool(report.links),
        OrderEvidence.PICTURE: any(one.picture for one in report.files),
        OrderEvidence.TEXT: bool(report.text.strip()),
    }
    fields = {
        OrderEvidence.LINK: "links",
        OrderEvidence.PICTURE: "files",
        OrderEvidence.TEXT: "text",
    }
    wrong += [
        Field(fields[one], f"要附{labels.EVIDENCE[one]}") for one in order_wants if not there[one]
    ]
    if not any(there.values()) and not report.files:
        wrong.append(Field("text", "没有填写"))
    if wrong:
        said = "、".join(dict.fromkeys(one.problem for one in wrong))
        raise EvidenceMissing(f"反馈还不完整：{said}。", fields=wrong)


def order_after(
    order: Order, action: OrderAction, who: Who, *, by: str, at: datetime, note: str = ""
) -> Order:
    """The order after an action by table. Raises ``NotNow``."""
    found = ORDER.find(order, action, [who])
    if found is None:
        possible = ORDER.possible(order, Who)
        raise NotNow(
            f"指令 {order.label or order.id} {labels.STATES[order.state]}，不能{labels.ACTIONS[action]}。",
            state=order.state.value,
            possible=[one.value for one in possible],
        )
    step = Step(action=action.value, by=by, at=at, note=note)
    return order.model_copy(
        update={"state": found.target or order.state, "steps": (*order.steps, step)[-_STEPS:]}
    )


def receipt_refusal(receipt: Receipt, action: ReceiptAction, who: Who) -> str:
    """Why an action is not possible now, as a sentence; empty where it is."""
    if RECEIPT.find(receipt, action, [who]):
        return ""
    if action is ReceiptAction.ACKNOWLEDGE and receipt.open:
        return "没有新的补充。"
    return (
        f"回执{labels.RECEIPTS[receipt.state]}，现在不能{labels.RECEIPT_ACTIONS[action]}。"
        if receipt.state is not ReceiptState.SENT
        else f"先签收，才能{labels.RECEIPT_ACTIONS[action]}。"
    )


def receipt_after(
    receipt: Receipt,
    action: ReceiptAction,
    who: Who,
    *,
    by: str,
    at: datetime,
    note: str = "",
    **changes: Any,
) -> Receipt:
    """The receipt after an action by table; a step that moves on is no longer escalated. Raises ``NotNow``."""
    found = RECEIPT.find(receipt, action, [who])
    if found is None:
        raise NotNow(
            receipt_refusal(receipt, action, who),
            state=receipt.state.value,
            possible=[one.value for one in RECEIPT.possible(receipt, [who])],
        )
    target = found.target or receipt.state
    told: dict[str, Any] = {"state": target, **changes}
    if target is not receipt.state and _waits(target) != _waits(receipt.state):
        told["urged"] = Urging.NONE
    return with_step(receipt.model_copy(update=told), action.value, by=by, at=at, note=note)


def with_step(receipt: Receipt, action: str, *, by: str, at: datetime, note: str = "") -> Receipt:
    """The receipt with one more step of its way."""
    step = Step(action=action, by=by, at=at, note=note)
    return receipt.model_copy(update={"steps": (*receipt.steps, step)[-_STEPS:]})


def _waits(state: ReceiptState) -> str:
    """Which deadline a state is measured by."""
    if state is ReceiptState.SENT:
        return "sign"
    if state in (ReceiptState.SIGNED, ReceiptState.WORKING):
        return "done"
    return state.value


def signed(receipt: Receipt, *, by: str, at: datetime) -> Receipt:
    """The receipt after 签收; twice is once. Raises ``NotNow``."""
    if receipt.signed_at is not None and receipt.open:
        return receipt
    return receipt_after(
        receipt,
        ReceiptAction.SIGN,
        Who.RECEIVER,
        by=by,
        at=at,
        signed_at=at,
        signed_by=by,
        signed_late=at > receipt.sign_by,
    )


def reported(receipt: Receipt, report: Report, *, by: str, at: datetime) -> Receipt:
    """The receipt after 反馈. Raises ``NotNow``."""
    return receipt_after(
        receipt,
        ReceiptAction.REPORT,
        Who.RECEIVER,
        by=by,
        at=at,
        note=report.why or report.text[:80],
        report=report.model_copy(update={"by": by, "at": at}),
        reported_at=at,
        done_late=receipt.done_late or at > receipt.done_by,
    )


def delivered(order: Order, unit: str, round_: Round, *, at: datetime) -> Receipt:
    """A unit's new receipt, by a round that delivers or forwards."""
    draft = order.draft
    sign = draft.sign_by if draft.sign_by and draft.sign_by > at else None
    done = round_.done_by or draft.done_by
    sign = sign or terms.sign_by(draft.urgency, at)
    done = done if done and done > at else terms.done_by(draft.urgency, at)
    receipt = Receipt(
        order=order.id,
        unit=unit,
        issuer=order.unit,
        above=round_.above or order.unit,
        label=order.label,
        title=draft.title,
        kind=draft.kind,
        urgency=draft.urgency,
        sign_by=min(sign, done),
        done_by=done,
        sent_at=at,
        note=round_.note,
        known=len(order.amendments),
        amended=len(order.amendments),
    )
    return with_step(receipt, "deliver", by=round_.by, at=at, note=round_.note)


def line_of(order: Order) -> OrderLine:
    """An order as it stands in the list of its unit."""
    return OrderLine(
        id=order.id,
        unit=order.unit,
        label=order.label,
        title=order.draft.title,
        kind=order.draft.kind,
        urgency=order.draft.urgency,
        state=order.state,
        receivers=order.receivers,
        by=order.by,
        at=order.at,
        issued_at=order.issued_at,
        sign_by=order.draft.sign_by,
        done_by=order.draft.done_by,
    )
