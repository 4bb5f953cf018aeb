"""A city with one of everything, a person for each role there, and a neighbour with every role elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final

from chalicelib import (
    accounts,
    distribution,
    jobs,
    newsroom,
    people,
    publishing,
    service_tokens,
    units,
    webhooks,
)
from chalicelib.accounts import SLOTS
from chalicelib.actor import SYSTEM, Actor, KnownBy, local
from chalicelib.clock import SHANGHAI, utc_now
from chalicelib.newsroom import Workflow, Written
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.newsroom.people import composed

NOW: Final = datetime(2026, 11, 28, 9, tzinfo=UTC)
MARK: Final = "甲市"
"""Stands in every name of the city: an answer for the neighbour has it nowhere."""
NEIGHBOUR: Final = "neighbour"
"""Holds every role in the city next to it."""
ONE_STAGE: Final = Workflow.model_validate({"stages": [{"name": "终审", "roles": [Role.CHIEF]}]})
"""How the city reviews."""
ABOVE: Final = "above"
"""An operator of the province."""


def person_of(role: Role) -> str:
    """Who holds just this role in the city."""
    return f"r.{role.value}"


def fill() -> dict[str, str]:
    """Make it; returns the id of each thing of the city by the name that routes give it."""
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    for unit, name in (("jia", f"{MARK}局"), ("yi", "乙市局")):
        units.add_unit(unit, name=name, level=UnitLevel.CITY, parent="province")
    by = local("ops")
    for role in Role:
        people.add_staff(person_of(role), "jia", [role], by=by, now=NOW, name=f"{MARK}{role.value}")
    people.add_staff("li", "jia", [Role.EDITOR], by=by, now=NOW, name=f"{MARK}李")
    people.add_staff(NEIGHBOUR, "yi", list(Role), by=by, now=NOW, name="乙市全能")
    people.add_staff(ABOVE, "province", [Role.OPERATOR], by=by, now=NOW, name="省运维")
    for one, name, appid in (
        ("jia", f"{MARK}税务", "wxjia12345"),
        ("yi", "乙市税务", "wxyi123456"),
    ):
        accounts.add_account(
            account(id=one, name=name, unit=one, appid=appid), SECRETS, by=SYSTEM, now=NOW
        )
    newsroom.set_workflow("jia", ONE_STAGE, by=SYSTEM, now=NOW)
    article, waiting, released = (
        newsroom.create(composed(title=f"{MARK}{title}"), unit="jia", by=local("li"), now=NOW)
        for title in ("稿件", "待审稿件", "已审稿件")
    )
    newsroom.add_comment(article.id, f"{MARK}批注", by=local("li"), now=NOW)
    for handed_in in (waiting, released):
        newsroom.submit(handed_in.id, by=local("li"), now=NOW)
    newsroom.approve(released.id, by=local(person_of(Role.CHIEF)), now=NOW)
    kept = newsroom.keep_draft(
        "new-12345678",
        "jia",
        0,
        Written(fields={"title": f"{MARK}草稿"}, body=""),
        by=local("li"),
        now=utc_now(),
    )
    return {
        "unit": "jia",
        "account": "jia",
        "person": "li",
        "article_id": article.id,
        "waiting": waiting.id,
        "released": released.id,
        "cover": _cover(),
        "draft_id": kept.id,
        "number": "1",
        "job_id": _job(),
        "token_id": _token(),
        **_webhook(),
    }


def _job() -> str:
    """A job of somebody in the city that has not ended."""
    return jobs.start(
        "audit.export",
        f"{MARK}日志",
        by=Actor(person="li", known_by=KnownBy.SIGN_IN),
        unit="jia",
        arguments={},
        now=NOW,
    ).id


def _token() -> str:
    """A service token of the city, made by its chief."""
    made = service_tokens.make(
        f"{MARK}平台",
        "jia",
        ["newsroom:article:read"],
        days=30,
        by=Actor(person=person_of(Role.CHIEF), known_by=KnownBy.SIGN_IN),
        now=utc_now(),
    )
    return made.token.id


def _webhook() -> dict[str, str]:
    """A webhook of the city with an event on its way. It leads to this machine, where nobody answers."""
    made = webhooks.make(
        f"{MARK}门户", "jia", "http://127.0.0.1:9/events", ["offer.made"], by=SYSTEM, now=NOW
    )
    event = webhooks.Event(
        id="e" * 32, kind="offer.made", unit="jia", subject="offer:x", at=NOW, data={"title": MARK}
    )
    webhooks.spread(event, NOW)
    [sending] = webhooks.sendings_of(made.webhook.id, by=SYSTEM)
    return {"hook_id": made.webhook.id, "sending_id": sending.id}


def publish(ids: dict[str, str]) -> dict[str, str]:
    """The same with what is planned, pushed and offered of it."""
    return {**ids, **_pushes(ids["released"]), **_offers(ids["released"])}


def _cover() -> str:
    """The picture of the city's articles, as a text of the editor names it."""
    cover = composed().article.cover
    assert cover is not None
    return cover.key


def _pushes(article: str) -> dict[str, str]:
    """An issue that is planned, one that is scheduled with its delivery, and a slot that is free."""
    now = utc_now()
    day = now.astimezone(SHANGHAI).date() + timedelta(days=20)
    first, second, free = (
        datetime.combine(day + timedelta(days=n), time.fromisoformat(SLOTS[0]), SHANGHAI)
        for n in range(3)
    )
    issue, other = (
        publishing.plan_issue(
            "jia", at=at, by=SYSTEM, now=now, title=f"{MARK}专题{n}", article_ids=[article]
        )
        for n, at in enumerate((first, second))
    )
    scheduled = publishing.schedule(other.id, by=SYSTEM, now=now)
    assert scheduled.delivery
    delivery = publishing.get(scheduled.delivery)
    return {
        "issue_id": issue.id,
        "issue_version": str(issue.version),
        "scheduled": scheduled.id,
        "scheduled_version": str(scheduled.version),
        "delivery_id": delivery.id,
        "delivery_version": str(delivery.version),
        "pushed_title": delivery.pieces[0].title,
        "free_slot": free.isoformat(),
    }


def _offers(article: str) -> dict[str, str]:
    """What the city offers to a county below it: one that was recalled, and one that stands."""
    now = utc_now()
    units.add_unit("xian", name=f"{MARK}县局", level=UnitLevel.COUNTY, parent="jia")
    accounts.add_account(
        account(id="xian", name=f"{MARK}县税务", unit="xian", appid="wxxian1234"),
        SECRETS,
        by=SYSTEM,
        now=now,
    )
    made: dict[str, str] = {}
    for name in ("recalled_offer", "offer_id"):
        offer = distribution.make_offer(
            article,
            requirement=distribution.Requirement.OPTIONAL,
            deadline=now + timedelta(days=9),
            by=SYSTEM,
            now=now,
        )
        if name == "recalled_offer":
            # Taken over before it was recalled, so the account has a task.
            distribution.carry_out(f"{offer.id} xian", now)
            distribution.adopt(offer.id, "xian", by=local("li"), now=now)
            offer = distribution.change_source(
                offer.id,
                distribution.ChangeKind.RECALL,
                reason="数字有误",
                deadline=now + timedelta(days=9),
                by=SYSTEM,
                now=now,
                at_once=False,
            )
        distribution.carry_out(f"{offer.id} xian", now)
        made[name] = offer.id
        made["offer_version"] = str(distribution.get(offer.id).version)
    return {**made, "below": "xian"}
