"""A live stream (直播): when, by whom, where it is watched; published, whoever wished is reminded of it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import AwareDatetime, model_validator
from pydantic import Field as Typed

from chalicelib import broadcasts
from chalicelib.broadcasts import Broadcast
from chalicelib.clock import shown
from chalicelib.cloud import table
from chalicelib.errors import Field
from chalicelib.posters import is_known
from chalicelib.products.forms import Readable, Written, paragraphs

NEEDS_FILES: Final = True
Line = Annotated[str, Typed(min_length=1, max_length=60)]
Address = Annotated[str, Typed(max_length=400, pattern=r"^(https://[^\s\"<>]+)?$")]


class Content(Written):
    """What an editor writes."""

    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None
    host: str = Typed(default="", max_length=30)
    """主讲、主办"""
    summary: str = Typed(default="", max_length=300)
    points: tuple[Line, ...] = Typed(default=(), max_length=8)
    where: str = Typed(default="", max_length=30)
    """In words: 视频号“云岭税务”."""
    url: Address = ""
    replay: Address = ""
    keyword: str = Typed(default="", max_length=20)
    """What a follower writes in the chat to be reminded: a keyword rule of the account."""
    cancelled: bool = False
    cancel_note: str = Typed(default="", max_length=60)

    @model_validator(mode="after")
    def _is_possible(self) -> Content:
        if self.starts and self.ends and self.starts >= self.ends:
            raise ValueError("结束时间要在开始时间之后")
        for one in (self.url, self.replay):
            if one and not is_known(one.split("/")[2].partition(":")[0].rpartition("@")[2]):
                raise ValueError("网址只能是视频号、微信和政府网站（.gov.cn）的")
        return self


def empty(title: str) -> Content:
    """What a new entry begins with."""
    return Content()


def missing(content: Content) -> list[Field]:
    """What has to be there before a review."""
    found = []
    if content.starts is None or content.ends is None:
        found.append(Field("starts", "没有写开始和结束时间"))
    if not content.where.strip():
        found.append(Field("where", "没有写在哪里看"))
    if content.cancelled and not content.cancel_note.strip():
        found.append(Field("cancel_note", "取消要写明原因"))
    return found


def readable(content: Content) -> Readable:
    """What it is about as text, everything else as fields."""
    fields = {
        "开始": shown(content.starts) if content.starts else "",
        "结束": shown(content.ends) if content.ends else "",
        "主讲或主办": content.host,
        "在哪里看": content.where,
        "直播网址": content.url,
        "回放网址": content.replay,
        "提醒关键词": content.keyword,
        "取消这场直播": "是" if content.cancelled else "",
        "取消原因": content.cancel_note,
    }
    return Readable(fields, (*paragraphs(content.summary), *(f"· {one}" for one in content.points)))


def work_of(content: Content, title: str) -> dict[str, Any]:
    """What the page reads."""
    kept: dict[str, Any] = content.model_dump(mode="json")
    return kept


def published(
    account: str, product: str, title: str, page: str, content: Content, now: datetime
) -> list[table.Action]:
    """What is written with the publication: whoever wished is reminded, or told that it moved or is cancelled."""
    if content.starts is None or content.ends is None:
        return []
    wanted = Broadcast(
        account=account,
        id=product,
        title=title,
        host=content.host,
        where=content.where,
        page=page,
        starts=content.starts,
        ends=content.ends,
        cancelled=content.cancelled,
        note=content.cancel_note,
    )
    before = broadcasts.store.find(account, product)
    return [broadcasts.store.put_action(broadcasts.announced(before, wanted, now))]


def withdrawn(account: str, product: str, reason: str, now: datetime) -> list[table.Action]:
    """What is written when it is taken down: it is cancelled for whoever wished to be reminded."""
    before = broadcasts.store.find(account, product)
    if before is None:
        return []
    gone = before.model_copy(update={"cancelled": True, "note": reason[:60]})
    return [broadcasts.store.put_action(broadcasts.announced(before, gone, now))]
