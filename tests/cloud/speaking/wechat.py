"""A WeChat and a hotline in the process: what they took, and nothing else."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests

from tests.cloud.speaking.process import Fate, Process

HOTLINE = "https://hotline.example.gov.cn"
SUBMIT = "/cgi-bin/freepublish/submit"
SENDALL = "/cgi-bin/message/mass/sendall"


@dataclass
class WeChat:
    """What stands at the other end of every HTTP call."""

    process: Callable[[], Process]
    clock: Callable[[], float]
    took: Counter[str] = field(default_factory=Counter)
    """How often followers got a text, or a draft went out."""
    jobs: dict[str, str] = field(default_factory=dict)
    """Number of the mass send by its clientmsgid."""
    drafts: dict[str, dict[str, Any]] = field(default_factory=dict)
    published: list[dict[str, Any]] = field(default_factory=list)
    """What freepublish/batchget lists."""
    hotline: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What the hotline was told, by path."""
    hotline_is_down: bool = False

    def request(self, method: str, url: str, **given: Any) -> requests.Response:
        """In place of ``requests.Session.request``."""
        parts = urlsplit(url)
        fate = self.process().before_call("http", parts.path.rsplit("/", 1)[-1])
        if fate is Fate.UNREACHABLE:
            raise requests.ConnectTimeout
        if fate is Fate.NOT_TAKEN:
            raise requests.ReadTimeout
        if url.startswith(HOTLINE):
            return self._at_hotline(parts.path, given, fate)
        if fate is Fate.BUSY:
            return _said({"errcode": -1, "errmsg": "system error"})
        if fate is Fate.TURNED_DOWN:
            code = 40125 if parts.path.endswith("stable_token") else 45015
            return _said({"errcode": code, "errmsg": "no"})
        if fate is Fate.BAD_GATEWAY:
            return _said({}, status=502)
        answer = self._taken(parts.path, _body(given))
        if fate is Fate.KILLED_AFTER:
            self.process().die()
        if fate is Fate.LOST:
            raise requests.ReadTimeout
        return _said(answer)

    def _taken(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        name = path.removeprefix("/cgi-bin/")
        return getattr(self, "_" + name.replace("/", "_"))(body)  # type: ignore[no-any-return]

    def _stable_token(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"access_token": "T", "expires_in": 7200}

    def _message_custom_send(self, body: dict[str, Any]) -> dict[str, Any]:
        self.took[body["text"]["content"]] += 1
        return {"errcode": 0}

    def _media_uploadimg(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"url": "http://mmbiz.qpic.cn/p"}

    def _material_add_material(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"media_id": "cover", "url": "http://mmbiz.qpic.cn/c"}

    def _material_del_material(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"errcode": 0}

    def _draft_add(self, body: dict[str, Any]) -> dict[str, Any]:
        media_id = f"draft-{len(self.drafts) + 1}"
        self.drafts[media_id] = body
        return {"media_id": media_id}

    def _draft_get(self, body: dict[str, Any]) -> dict[str, Any]:
        if self.drafts.get(body["media_id"]) is None:
            return {"errcode": 40007, "errmsg": "invalid media_id"}
        return {"news_item": []}

    def _draft_delete(self, body: dict[str, Any]) -> dict[str, Any]:
        self.drafts.pop(body["media_id"], None)
        return {"errcode": 0}

    def _draft_batchget(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"item": []}

    def _freepublish_submit(self, body: dict[str, Any]) -> dict[str, Any]:
        draft = self.drafts.pop(body["media_id"], None)
        if draft is None:
            return {"errcode": 40007, "errmsg": "invalid media_id"}
        page = {
            "news_item": [{"title": one["title"], "url": "http://p"} for one in draft["articles"]]
        }
        self.published.append(
            {"article_id": "page", "content": page, "update_time": int(self.clock())}
        )
        self.took["publication"] += 1
        return {"errcode": 0, "publish_id": str(2000 + len(self.published))}

    def _freepublish_get(self, body: dict[str, Any]) -> dict[str, Any]:
        items = [{"idx": 1, "article_url": "http://mp.weixin.qq.com/s/1"}]
        return {"publish_status": 0, "article_id": "page", "article_detail": {"item": items}}

    def _freepublish_batchget(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"item": self.published}

    def _message_mass_sendall(self, body: dict[str, Any]) -> dict[str, Any]:
        # Harsher than the real one: the draft stays, so that a clientmsgid that changes would send twice.
        mark = body["clientmsgid"]
        if mark in self.jobs:
            return {"errcode": 45065, "errmsg": "exists", "msg_id": int(self.jobs[mark])}
        self.jobs[mark] = str(1000 + len(self.jobs))
        self.took["mass send"] += 1
        return {"errcode": 0, "msg_id": int(self.jobs[mark]), "msg_data_id": 1}

    def _message_mass_get(self, _: dict[str, Any]) -> dict[str, Any]:
        return {"msg_status": "SEND_SUCCESS"}

    def _message_mass_preview(self, _: dict[str, Any]) -> dict[str, Any]:
        self.took["preview"] += 1
        return {"errcode": 0}

    def _at_hotline(self, path: str, given: dict[str, Any], fate: Fate | None) -> requests.Response:
        if self.hotline_is_down or fate in (Fate.BUSY, Fate.BAD_GATEWAY, Fate.TURNED_DOWN):
            return _said({}, status=503)
        self.hotline[path] = json.loads(given["data"])
        if fate is Fate.KILLED_AFTER:
            self.process().die()
        if fate is Fate.LOST:
            raise requests.ReadTimeout
        return _said({"ticket": "12366-1"})


def _body(given: dict[str, Any]) -> dict[str, Any]:
    data = given.get("data")
    return json.loads(data) if data and not given.get("files") else {}


def _said(answer: dict[str, Any], status: int = 200) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = json.dumps(answer).encode()
    response._content_consumed = True  # type: ignore[attr-defined]
    return response
