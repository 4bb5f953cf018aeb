"""A province with people and an account, cities below it, and the stream that tells of what is written."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import SecretStr

from chalicelib import accounts, newsroom, publishing
from chalicelib.accounts import AccountKind, OfficialAccount, Secrets
from chalicelib.actor import local
from chalicelib.application import column_events
from chalicelib.cloud import table
from chalicelib.h5 import works
from chalicelib.newsroom import StoredArticle
from tests.cloud.newsroom import people as newspeople
from tests.cloud.newsroom.people import add_unit, newsroom_of
from tests.cloud.publishing.conftest import NOW, ROOM

ACCOUNT: Final = "province"
UNIT: Final = "province"
LI, WANG, ZONG = local("li"), local("wang"), local("zongbian")
H5: Final = "https://h5.example/h5/"


@dataclass
class Room:
    """What a test does, and the stream."""

    now: datetime = NOW
    seen: dict[str, Any] = field(default_factory=dict)

    def article(self, title: str, *, approved: bool = True, **fields: str) -> StoredArticle:
        """An article of the province with these fields."""
        made = newspeople.composed(title=title)
        made = replace(made, article=made.article.model_copy(update=fields))
        stored = newsroom.create(made, unit=UNIT, by=LI, now=self.now)
        if approved:
            newsroom.submit(stored.id, by=LI, now=self.now)
            for person in ("chu", "fu", "zhong"):
                newsroom.approve(stored.id, by=local(person), now=self.now)
        return newsroom.get_article(stored.id)

    def planned(self, article: str, hours: int = 1) -> str:
        """A push of it, so many hours from now; its delivery."""
        at = self.now + timedelta(hours=hours)
        issue = publishing.plan_issue(
            ACCOUNT, at=at, by=ZONG, now=self.now, article_ids=[article], off_slot=True
        )
        return str(publishing.schedule(issue.id, by=ZONG, now=self.now, off_slot=True).delivery)

    def out(self, article: str, url: str = "", hours: int = 1) -> str:
        """The article as WeChat put it out, and told."""
        delivery = self.planned(article, hours)
        address = url or f"https://mp.weixin.qq.com/s/{article}"
        rewritten(delivery, state="confirmed", urls=[address], msg_id=7, draft="d")
        self.stream()
        return delivery

    def stream(self, times: int = 2) -> None:
        """Tell of everything that was written and not yet told of, each so many times, until nothing follows."""
        while changed := self._changed():
            for item in changed:
                for _ in range(times):
                    column_events.follow(item, self.now)

    def _changed(self) -> list[table.Item]:
        found = []
        for item in every_item():
            key = f"{item['pk']} {item['sk']}"
            if self.seen.get(key) != item:
                self.seen[key] = item
                found.append(item)
        return found


def every_item() -> list[table.Item]:
    """All items of the table (tests)."""
    from chalicelib.cloud.clients import dynamodb
    from chalicelib.settings import settings

    pages = dynamodb().get_paginator("scan").paginate(TableName=settings().table)
    return [table.decode(item) for page in pages for item in page["Items"]]


def rewritten(delivery: str, **fields: Any) -> None:
    """The delivery with these fields, as a worker would have written it."""
    from tests.cloud.console.pushes import written

    item = table.get(f"DELIVERIES#{ACCOUNT}", delivery, consistent=True)
    assert item is not None
    version = int(item["version"]) + 1
    written(delivery, version=version, **fields)
    item = table.get(f"DELIVERIES#{ACCOUNT}", delivery, consistent=True)
    assert item is not None
    table.put({**item, "version": version})


def opened(path: str, **query: str) -> dict[str, Any]:
    """A page of followers, by its address below ``/h5/works/``."""
    event = {
        "httpMethod": "GET",
        "path": f"/api/h5/works/{path}",
        "headers": {},
        "queryStringParameters": query or None,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()} or None,
        "body": "",
    }
    return works.handler(event, None)


def set_up() -> Room:
    """People and an account."""
    newsroom_of(UNIT)
    add_unit("city", parent=UNIT)
    newsroom_of("city")
    accounts.store.add_account(
        OfficialAccount(
            id=ACCOUNT,
            name="云岭税务",
            unit=UNIT,
            kind=AccountKind.SERVICE,
            appid="wx0123456789",
            limits=ROOM,
        )
    )
    secrets = Secrets(app_secret=SecretStr("s"), token=SecretStr("tok"), aes_key=None)
    accounts.store.keep_secrets(ACCOUNT, secrets)
    return Room()
