"""A WeChat of a few rules, in the process: what it was asked, what it sent, and faults on request (sheet §2.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.publishing import Accepted
from chalicelib.publishing.deliveries.models import Kind, Material, Publication
from chalicelib.publishing.sending.wechat import File, Listed, ListedDraft
from chalicelib.wechat.errors import UnknownOutcome, WeChatError, refusal

SENDALL = "/cgi-bin/message/mass/sendall"


class Killed(BaseException):
    """The worker's process is gone."""


def refused(errcode: int, **answer: Any) -> WeChatError:
    return refusal(errcode, f"words of {errcode} rid: 1-2", appid="wx0", api=SENDALL, answer=answer)


def lost() -> WeChatError:
    return UnknownOutcome("超时", appid="wx0", api=SENDALL)


@dataclass
class Platform:
    """``Channel``, as one account sees it."""

    clock: Callable[[], datetime]
    looks_at_draft_first: bool = False
    """Whether a used draft is gone, and noticed before a repeated clientmsgid; nobody has documented the order.
    Otherwise drafts stay, harsher than the real one: a clientmsgid that changes sends twice."""
    calls: list[str] = field(default_factory=list)
    box: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    sent: list[tuple[str, list[Mapping[str, Any]]]] = field(default_factory=list)
    """The ledger: what followers received, by clientmsgid."""
    audiences: list[int | None] = field(default_factory=list)
    """The tag of each send; None: all."""
    published: dict[str, tuple[list[Mapping[str, Any]], datetime]] = field(default_factory=dict)
    publish_status: int = 1
    deleted: list[tuple[int | str, int]] = field(default_factory=list)
    status: str = "SENDING"
    before: list[WeChatError | None] = field(default_factory=list)
    """Faults of the next sends, before they take effect; None lets one pass."""
    after: list[BaseException | None] = field(default_factory=list)
    """Faults of the next sends, after they took effect."""
    on_call: Callable[[], None] = lambda: None
    """Called after a call took effect, before its answer arrives."""
    _known: dict[str, tuple[int, datetime, datetime]] = field(default_factory=dict)

    def ready(self) -> None:
        pass

    def upload_picture(self, file: File) -> str:
        self._called(f"uploadimg {file[2]}")
        return f"http://mmbiz.qpic.cn/{file[0]}"

    def upload_material(self, material: Material, file: File) -> str:
        media_id = f"media-{len(self.calls)}"
        self._called(f"add_material {file[2]}")
        return media_id

    def make_draft(self, articles: Sequence[Mapping[str, Any]]) -> str:
        media_id = f"draft-{len(self.calls)}"
        self.box[media_id] = list(articles)
        self._called("draft/add")
        return media_id

    def send(self, kind: Kind, media_id: str, tag_id: int | None, clientmsgid: str) -> Accepted:
        self._fault(self.before)
        if self.looks_at_draft_first and kind == "news" and media_id not in self.box:
            raise refused(40007)
        accepted = self._accept(kind, media_id, clientmsgid)
        self.audiences.append(tag_id)
        self._called("sendall")
        self._fault(self.after)
        return accepted

    def outcome(self, msg_id: int) -> str:
        self._called("mass/get")
        return self.status

    def delete_sent(self, msg_id: int, article: int) -> None:
        self._fault(self.before)
        self.deleted.append((msg_id, article))
        self._called("mass/delete")
        self._fault(self.after)

    def publish(self, draft: str) -> Accepted:
        self._fault(self.before)
        if draft not in self.box:
            raise refused(40007)
        articles = self.box.pop(draft)
        publish_id = str(2000 + len(self.published))
        self.published[publish_id] = (articles, self.clock())
        self._called("freepublish/submit")
        self._fault(self.after)
        return Accepted(publish_id=publish_id, msg_data_id=7000)

    def publication(self, publish_id: str, now: datetime) -> Publication:
        self._called("freepublish/get")
        status = self.publish_status
        return Publication(
            publish_id=publish_id,
            status=status,
            article_id=f"page-{publish_id}" if status == 0 else "",
            urls=("http://mp.weixin.qq.com/s/p",) if status == 0 else (),
            received_at=now,
        )

    def publications(self) -> Sequence[Listed]:
        self._called("freepublish/batchget")
        done = self.published.items() if self.publish_status == 0 else ()
        return [
            Listed(f"page-{one}", tuple(a["title"] for a in articles), ("http://p",), at)
            for one, (articles, at) in done
        ]

    def delete_published(self, article_id: str, article: int) -> None:
        self.deleted.append((article_id, article))
        self._called("freepublish/delete")

    def has_draft(self, media_id: str) -> bool:
        self._called("draft/get")
        return media_id in self.box

    def drafts(self) -> Sequence[ListedDraft]:
        self._called("draft/batchget")
        return [
            ListedDraft(media_id, frozenset(str(one["thumb_media_id"]) for one in articles))
            for media_id, articles in self.box.items()
        ]

    def delete_draft(self, media_id: str) -> None:
        self.box.pop(media_id, None)
        self._called("draft/delete")

    def _accept(self, kind: Kind, draft: str, clientmsgid: str) -> Accepted:
        now = self.clock()
        if clientmsgid in self._known:
            msg_id, first, last = self._known[clientmsgid]
            if now - first < timedelta(hours=24):
                self._known[clientmsgid] = (msg_id, first, now)
                raise (
                    refused(45066)
                    if now - last < timedelta(seconds=60)
                    else refused(45065, msg_id=msg_id)
                )
        if kind in ("news", "newspic") and draft not in self.box:
            raise refused(40007)
        msg_id = 1000 + len(self.sent)
        self._known[clientmsgid] = (msg_id, now, now)
        self.sent.append((clientmsgid, self.box.get(draft, [])))
        if self.looks_at_draft_first:
            self.box.pop(draft, None)
        return Accepted(msg_id, 5000 + msg_id)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        self.on_call()

    @staticmethod
    def _fault(faults: list[Any]) -> None:
        fault = faults.pop(0) if faults else None
        if fault is not None:
            raise fault
