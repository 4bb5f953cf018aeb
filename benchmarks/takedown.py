"""``python -m benchmarks.takedown --adopters 400``: one article adopted by some accounts of a province, taken down from all.

Everything but WeChat and AWS is real. AWS is moto in this process, so times say how the work grows and nothing of a
real cloud's speed; calls are counted where botocore makes them. Every account that adopted it has published its copy.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypedDict

from benchmarks import four_levels
from benchmarks.moto_cloud import cloud_here, moto_by_key

NOW: Final = datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
_BODY: Final = "".join(
    f"第{n}条：小规模纳税人月销售额不超过{n}万元的，免征增值税，申报时由系统自动计算。"
    for n in range(40)
)


class Measured(TypedDict):
    """What one size took; per account where it says so."""

    adopters: int
    accounts: int
    places: int
    search_ms_an_account: float
    search_aws_an_account: float
    search_wechat_an_account: float
    preview_ms: float
    """The page of the case, and its first hundred places."""
    preview_aws: int
    carry_out_ms_an_adopter: float
    carry_out_aws_an_adopter: float
    carry_out_wechat_an_adopter: float
    deleted: int


class WeChat:
    """Takes deletions; counts how often it was called."""

    def __init__(self, calls: Counter[str]) -> None:
        self.calls = calls
        self.deleted: Counter[int] = Counter()
        self.sent = 0

    def ready(self) -> None:
        """The token is in hand: no call."""

    def make_draft(self, articles: Sequence[Any]) -> str:
        """draft/add."""
        return "DRAFT"

    def send(self, kind: str, media_id: str, tag_id: int | None, clientmsgid: str) -> Any:
        """mass/sendall, with a number of its own."""
        from chalicelib.publishing import Accepted

        self.sent += 1
        return Accepted(msg_id=self.sent, msg_data_id=self.sent)

    def outcome(self, msg_id: int) -> str:
        """mass/get, as publishing asks."""
        return "SEND_SUCCESS"

    def publications(self, offset: int) -> Sequence[Any]:
        """Nothing was published by hand."""
        self.calls["batchget"] += 1
        return ()

    def delete_sent(self, msg_id: int, article: int) -> None:
        """mass/delete."""
        self.calls["mass/delete"] += 1
        self.deleted[msg_id] += 1

    def mass_status(self, msg_id: int) -> str:
        """mass/get."""
        self.calls["mass/get"] += 1
        return "DELETE" if self.deleted[msg_id] else "SEND_SUCCESS"

    def drafts(self) -> Sequence[Any]:
        """draft/batchget: the box is empty."""
        self.calls["drafts"] += 1
        return ()


def measured(adopters: int, accounts: int) -> Measured:
    """Search, look at, and carry out one takedown."""
    from chalicelib import takedown
    from chalicelib.actor import Actor, KnownBy
    from chalicelib.application import takedown_page, takedown_values, takedowns
    from chalicelib.cloud.read_once import reading_once
    from chalicelib.takedown import Clue, ClueKind, PlaceState, TakedownState

    one, other = (Actor(person=name, known_by=KnownBy.SIGN_IN) for name in ("zong1", "zong2"))
    with cloud_here() as aws, moto_by_key():
        wechat: Counter[str] = Counter()
        stub = WeChat(wechat)
        article = _province(adopters, accounts, stub)
        world = _World(stub)
        wechat.clear()
        aws.clear()
        begun = time.thread_time()
        clue = Clue(kind=ClueKind.ARTICLE, value=article)
        case = takedowns.begin(
            (clue,), unit=four_levels.TOP, reason="税率写错", by=one, now=world.now
        )
        world.work()
        search, searched = time.thread_time() - begun, aws.total()
        asked = wechat.total()
        case = takedown.store.get(case.id)
        if case.state is not TakedownState.PREVIEW:
            raise AssertionError(case.state)
        aws.clear()
        begun = time.thread_time()
        with reading_once():
            takedown_page.takedown_detail(one, case.id)
        with reading_once():
            takedown_page.takedown_places(
                one, case.id, takedown_values.PlaceFilter(), after="", limit=100
            )
        preview, looked = time.thread_time() - begun, aws.total()
        aws.clear()
        wechat.clear()
        begun = time.thread_time()
        takedowns.approve(case.id, by=other, now=world.now)
        world.work(until=TakedownState.CHECKING, case=case.id)
        carried, calls = time.thread_time() - begun, aws.total()
        counts = takedown.store.counts(case.id)
        if counts.places.get(PlaceState.DONE, 0) != counts.all:
            raise AssertionError(counts)
        if set(world.wechat.deleted.values()) != {1}:
            raise AssertionError("a push was deleted twice")
        return Measured(
            adopters=adopters,
            accounts=accounts,
            places=counts.all,
            search_ms_an_account=round(search * 1e3 / accounts, 2),
            search_aws_an_account=round(searched / accounts, 2),
            search_wechat_an_account=round(asked / accounts, 2),
            preview_ms=round(preview * 1e3, 1),
            preview_aws=looked,
            carry_out_ms_an_adopter=round(carried * 1e3 / adopters, 1),
            carry_out_aws_an_adopter=round(calls / adopters, 1),
            carry_out_wechat_an_adopter=round(wechat.total() / adopters, 2),
            deleted=len(world.wechat.deleted),
        )


class _World:
    """The queues, worked off in this process, and a clock that goes on."""

    def __init__(self, wechat: WeChat) -> None:
        self.wechat = wechat
        self.now = NOW + timedelta(hours=3)

    def clock(self) -> datetime:
        return self.now

    def work(self, until: Any = None, case: str = "") -> None:
        """Until nothing is queued, or the case has come to a state."""
        from chalicelib import distribution, publishing, takedown
        from chalicelib.application import takedown_search, takedown_steps, takedown_work

        steps = {
            "takedown": lambda about: takedown_work.tend(about, self.clock),
            "takedown_search": lambda about: takedown_search.search(
                about,
                self.clock,
                lambda _: self.wechat,  # type: ignore[arg-type,return-value]
            ),
            "takedown_steps": lambda about: takedown_steps.steps(
                about,
                self.clock,
                lambda _: self.wechat,  # type: ignore[arg-type,return-value]
            ),
        }
        quiet = 0
        while quiet < 6:  # the sweep looks at a takedown after two minutes at the latest
            done = 0
            for message in _messages("RONGMEI_CONTROL_QUEUE_URL"):
                kind, _, about = message.partition(" ")
                if until is not None and kind == "takedown_search":
                    continue
                steps[kind](about)
                done += 1
            for message in _messages("RONGMEI_DISTRIBUTION_QUEUE_URL"):
                distribution.carry_out(message, self.now)
                done += 1
            for message in _messages("RONGMEI_DELIVERY_QUEUE_URL"):
                publishing.deliver(
                    message,
                    channel_for=lambda _: self.wechat,
                    clock=self.clock,  # type: ignore[arg-type,return-value]
                )
                done += 1
            if until is not None and takedown.store.get(case).state is until:
                return
            quiet = 0 if done else quiet + 1
            self.now += timedelta(seconds=30)
            takedown_work.sweep(self.now)


def _messages(name: str) -> Iterator[str]:
    from chalicelib.cloud import clients

    sqs, url = clients.sqs(), os.environ[name]
    while found := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            yield message["Body"]


def _province(adopters: int, accounts: int, wechat: WeChat) -> str:
    """Four levels, an article of the province, and so many accounts that adopted and mass-sent it; returns its id."""
    from pydantic import SecretStr

    from chalicelib import accounts as accounts_
    from chalicelib import distribution, newsroom, people
    from chalicelib.actor import local
    from chalicelib.newsroom import Article, Composed
    from chalicelib.people import Role

    members = four_levels.fill(accounts)
    staff = {"li": Role.EDITOR, "zong1": Role.CHIEF, "zong2": Role.CHIEF}
    staff |= {"chu": Role.REVIEWER1, "fu": Role.REVIEWER2, "zhong": Role.REVIEWER3}
    for person, role in staff.items():
        people.add_staff(person, four_levels.TOP, [role], by=local("ops"), now=NOW)
    article = Article(title="小规模纳税人减免增值税", html=f"<p>{_BODY}</p>")
    made = newsroom.create(Composed(article, {}), unit=four_levels.TOP, by=local("li"), now=NOW)
    newsroom.submit(made.id, by=local("li"), now=NOW)
    for person in ("chu", "fu", "zhong"):
        newsroom.approve(made.id, by=local(person), now=NOW)
    below = [one.account.id for one in members[1 : adopters + 1]]
    for account in below:
        secrets = accounts_.Secrets(app_secret=SecretStr("s"), token=SecretStr("tok"))
        accounts_.store.keep_secrets(account, secrets)
    offer = distribution.make_offer(
        made.id,
        requirement=distribution.Requirement.MANDATORY,
        deadline=NOW + timedelta(days=1),
        by=local("li"),
        now=NOW,
        account_ids=below,
    )
    for _ in range(3):
        for message in _messages("RONGMEI_DISTRIBUTION_QUEUE_URL"):
            distribution.carry_out(message, NOW)
    for account in offer.accounts:
        copy = distribution.receipt(offer.id, account).article
        if copy is None:
            raise AssertionError(account)
        for person in ("chu", "fu", "zhong"):
            newsroom.approve(copy, by=local(person), now=NOW)
        _sent(account, copy, wechat)
    return made.id


def _sent(account: str, copy: str, wechat: WeChat) -> None:
    """Scheduled, sent, and confirmed by WeChat's own answer."""
    from chalicelib import publishing
    from chalicelib.actor import local

    at = NOW + timedelta(hours=1)
    issue = publishing.plan_issue(
        account, at=at, by=local("li"), now=NOW, article_ids=[copy], off_slot=True
    )
    delivery = publishing.schedule(issue.id, by=local("li"), now=NOW, off_slot=True).delivery
    if delivery is None:
        raise AssertionError("scheduled without a delivery")
    for after in (0, 60, 64, 120):
        publishing.deliver(
            delivery,
            channel_for=lambda _: wechat,  # type: ignore[arg-type,return-value]
            clock=lambda after=after: NOW + timedelta(minutes=after),
        )
    if publishing.get(delivery).state is not publishing.DeliveryState.CONFIRMED:
        raise AssertionError(publishing.get(delivery))


def main() -> None:
    """Print the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.takedown", description=__doc__)
    parser.add_argument("--adopters", type=int, default=400, metavar="N")
    parser.add_argument("--accounts", type=int, default=1750, metavar="N")
    given = parser.parse_args()
    # Metrics are printed; that is their way to CloudWatch.
    with redirect_stdout(io.StringIO()):
        found = measured(given.adopters, given.accounts)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
