"""A WeChat of a few rules, in the process: what it was asked, what it sent, and faults on request (sheet §2.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from chalicelib.publishing import Accepted
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
    drafts: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    sent: list[tuple[str, list[Mapping[str, Any]]]] = field(default_factory=list)
    """The ledger: what followers received, by clientmsgid."""
    status: str = "SENDING"
    before: list[WeChatError | None] = field(default_factory=list)
    """Faults of the next sends, before they take effect; None lets one pass."""
    after: list[BaseException | None] = field(default_factory=list)
    """Faults of the next sends, after they took effect."""
    on_call: Callable[[], None] = lambda: None
    """Called after a call took effect, before its answer arrives."""
    _known: dict[str, tuple[int, datetime, datetime]] = field(default_factory=dict)

    def upload_picture(self, name: str, body: bytes, media_type: str) -> str:
        self._called(f"uploadimg {media_type}")
        return f"http://mmbiz.qpic.cn/{name}"

    def upload_cover(self, name: str, body: bytes, media_type: str) -> str:
        self._called(f"add_material {media_type}")
        return f"thumb-{name}"

    def make_draft(self, articles: Sequence[Mapping[str, Any]]) -> str:
        media_id = f"draft-{len(self.calls)}"
        self.drafts[media_id] = list(articles)
        self._called("draft/add")
        return media_id

    def send_to_all(self, draft: str, clientmsgid: str) -> Accepted:
        self._fault(self.before)
        if self.looks_at_draft_first and draft not in self.drafts:
            raise refused(40007)
        accepted = self._accept(draft, clientmsgid)
        self._called("sendall")
        self._fault(self.after)
        return accepted

    def outcome(self, msg_id: int) -> str:
        self._called("mass/get")
        return self.status

    def _accept(self, draft: str, clientmsgid: str) -> Accepted:
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
        if draft not in self.drafts:
            raise refused(40007)
        msg_id = 1000 + len(self.sent)
        self._known[clientmsgid] = (msg_id, now, now)
        self.sent.append((clientmsgid, self.drafts[draft]))
        if self.looks_at_draft_first:
            del self.drafts[draft]
        return Accepted(msg_id, 5000 + msg_id)

    def _called(self, name: str) -> None:
        self.calls.append(name)
        self.on_call()

    @staticmethod
    def _fault(faults: list[Any]) -> None:
        fault = faults.pop(0) if faults else None
        if fault is not None:
            raise fault
