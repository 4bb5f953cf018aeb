"""A province with an article, a city and a county below it with an account each, and the queue between them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from chalicelib import accounts, distribution, newsroom, publishing, units
from chalicelib.accounts import AccountKind, Limit, OfficialAccount, Period, Scarce, Secrets
from chalicelib.actor import local
from chalicelib.cloud import clients
from chalicelib.distribution import Offer, Receipt, Requirement, Standing
from chalicelib.newsroom import StoredArticle
from chalicelib.publishing import DeliveryState, Issue
from chalicelib.settings import settings
from chalicelib.units import UnitLevel
from tests.cloud.newsroom.people import NOW, approved_article, composed, newsroom_of
from tests.cloud.publishing.inside import delivery_store

ROOM = dict.fromkeys((Scarce.MASS, Scarce.MASS_TO_ALL), Limit(count=100, per=Period.DAY))


def account(account_id: str, unit: str) -> None:
    accounts.store.add_account(
        OfficialAccount(
            id=account_id,
            name=f"{account_id}税务",
            unit=unit,
            kind=AccountKind.SERVICE,
            appid=f"wx000000{account_id}",
            limits=ROOM,
        )
    )
    accounts.store.keep_secrets(
        account_id, Secrets(app_secret=SecretStr("s"), token=SecretStr("tok"))
    )


@dataclass
class Matrix:
    """What the units do, and a clock."""

    article: StoredArticle
    now: datetime = field(default_factory=lambda: NOW)

    def offer(self, requirement: Requirement = Requirement.MANDATORY, **more: object) -> Offer:
        return distribution.make_offer(
            self.article.id,
            requirement=requirement,
            deadline=self.now + timedelta(days=2),
            by=local("li"),
            now=self.now,
            **more,  # type: ignore[arg-type]
        )

    def change(self, offer: Offer, kind: distribution.ChangeKind) -> Offer:
        return distribution.change_source(
            offer.id,
            kind,
            reason="税率写错",
            deadline=self.now + timedelta(hours=4),
            by=local("li"),
            now=self.now,
        )

    def correct_source(self) -> None:
        newsroom.revise(
            self.article.id, composed(body="工作日八点半开门。"), by=local("li"), now=self.now
        )
        self.review(self.article.id, "li")

    def review(self, article_id: str, author: str | None = None) -> None:
        """All three stages say yes."""
        if author:
            newsroom.submit(article_id, by=local(author), now=self.now)
        for person in ("chu", "fu", "zhong"):
            newsroom.approve(article_id, by=local(person), now=self.now)

    def work(self) -> int:
        """Carry out everything in the queue, each message twice; returns how many there were."""
        done = 0
        while messages := taken():
            for message in messages:
                distribution.carry_out(message, self.now)
                distribution.carry_out(message, self.now)
            done += len(messages)
        return done

    def receipt(self, offer: Offer, account_id: str) -> Receipt:
        return distribution.receipt(offer.id, account_id)

    def schedule(self, account_id: str, article_id: str, hours: int = 3) -> Issue:
        at = self.now + timedelta(hours=hours)
        planned = publishing.plan_issue(
            account_id, at=at, by=local("li"), now=self.now, article_ids=[article_id], off_slot=True
        )
        return publishing.schedule(planned.id, by=local("li"), now=self.now, off_slot=True)


def taken() -> list[str]:
    sqs, url = clients.sqs(), settings().distribution_queue_url
    bodies = []
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        bodies.append(message["Body"])
    return bodies


@pytest.fixture
def matrix(cloud: None) -> Matrix:
    newsroom_of("province")
    for unit, level, parent in (
        ("city", UnitLevel.CITY, "province"),
        ("county", UnitLevel.COUNTY, "city"),
    ):
        units.add_unit(unit, name=unit, level=level, parent=parent)
        account(unit, unit)
    account("province", "province")
    return Matrix(approved_article(), datetime(2026, 11, 23, 2, 0, tzinfo=UTC))


def stands(matrix: Matrix, offer: distribution.Offer) -> dict[str, Standing]:
    return {one.account: one.standing for one in distribution.standings(offer, matrix.now)}


def copy_of(matrix: Matrix, offer: distribution.Offer, account: str) -> str:
    article = matrix.receipt(offer, account).article
    assert article is not None
    return article


def sent(matrix: Matrix, issue: publishing.Issue) -> str:
    """Its delivery, as it is once WeChat has confirmed it."""
    assert issue.delivery is not None
    before = publishing.get(issue.delivery)
    after = before.model_copy(
        update={"state": DeliveryState.CONFIRMED, "msg_id": 7, "first_tried_at": matrix.now}
    )
    delivery_store.save(before, after)
    return issue.delivery
