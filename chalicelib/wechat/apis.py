"""API groups: those of wechatpy, and in its style those that it lacks or has wrong (sheet §5).

Imported with ``client`` only, never by the callback path.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final
from urllib.parse import quote

from wechatpy.client.api import (
    WeChatCustomService,
    WeChatDataCube,
    WeChatDraft,
    WeChatMaterial,
    WeChatMedia,
    WeChatMenu,
    WeChatMessage,
    WeChatMisc,
    WeChatQRCode,
)
from wechatpy.client.api.base import BaseWeChatAPI

from chalicelib.wechat.error_codes import NO_MENU
from chalicelib.wechat.errors import ApiRefused

Answer = dict[str, Any]

_SWITCHES: Final = ("need_open_comment", "only_fans_can_comment")


class Draft(WeChatDraft):
    """draft/…: wechatpy drops ``article_type``, ``pic_crop_…`` and ``image_info`` (sheet §2.4)."""

    def add(self, articles: Sequence[Mapping[str, Any]]) -> Answer:
        """Add a draft of one to eight articles; returns ``media_id``, good for one send.

        Articles are passed on whole, booleans as WeChat's 0 and 1.
        """
        answer: Answer = self._post(
            "draft/add", data={"articles": [_article(one) for one in articles]}
        )
        return answer

    def update(self, media_id: str, index: int, article: Mapping[str, Any]) -> Answer:
        """Replace the article at ``index`` (from 0)."""
        data = {"media_id": media_id, "index": index, "articles": _article(article)}
        answer: Answer = self._post("draft/update", data=data)
        return answer


class Material(WeChatMaterial):
    """material/…"""

    def add(
        self,
        media_type: str,
        media_file: Any,
        title: str | None = None,
        introduction: str | None = None,
    ) -> Answer:
        """Add permanent material; ``media_file`` is an open file or ``(name, bytes, mime)``.

        A video's title and introduction go into the form, where WeChat reads them; wechatpy puts them in the
        query, in ``\\u`` escapes.
        """
        form = None
        if media_type == "video":
            if not title or not introduction:
                raise ValueError("a video needs a title and an introduction")
            described = {"title": title, "introduction": introduction}
            form = {"description": json.dumps(described, ensure_ascii=False)}
        answer: Answer = self._post(
            "material/add_material",
            params={"type": media_type},
            files={"media": media_file},
            form=form,
        )
        return answer


class Media(WeChatMedia):
    """media/…"""

    def get_url(self, media_id: str) -> str:
        """Not offered: the address would carry the token. Use ``download``."""
        raise NotImplementedError("the address would carry the access_token; use download()")


class Message(WeChatMessage):
    """message/…: customer messages, mass sends, templates."""

    def _send_mass_message(
        self,
        tag_or_users: int | str | Sequence[str] | None,
        msg_type: str,
        msg: Mapping[str, Any],
        is_to_all: bool = False,
        preview: bool = False,
        send_ignore_reprint: bool | int = 0,
        client_msg_id: str | None = None,
    ) -> Answer:
        # Every send_mass_… of wechatpy ends here.
        data: dict[str, Any] = {"msgtype": msg_type, **msg}
        if preview:
            if not isinstance(tag_or_users, str):
                raise ValueError("a preview goes to one openid or one WeChat name")
            to = "touser" if re.match(self.OPENID_RE, tag_or_users) else "towxname"
            answer: Answer = self._post("message/mass/preview", data={**data, to: tag_or_users})
            return answer
        data["send_ignore_reprint"] = int(bool(send_ignore_reprint))
        if client_msg_id is not None:
            data["clientmsgid"] = _client_msg_id(client_msg_id)
        if isinstance(tag_or_users, (list, tuple)):
            answer = self._post("message/mass/send", data={**data, "touser": list(tag_or_users)})
            return answer
        answer = self._post(
            "message/mass/sendall", data={"filter": _filter(tag_or_users, is_to_all), **data}
        )
        return answer

    def delete_mass(
        self, msg_id: int | None = None, article_idx: int = 0, url: str | None = None
    ) -> Answer:
        """Take a mass send's pages down, by job and article (from 1; 0: all) or by ``url`` (sheet §2.5)."""
        if (msg_id is None) == (url is None):
            raise ValueError("either msg_id or url")
        data = {"url": url} if url else {"msg_id": msg_id, "article_idx": article_idx}
        answer: Answer = self._post("message/mass/delete", data=data)
        return answer

    def get_mass_speed(self) -> Answer:
        """``{speed, realspeed}``: 0 is 80, 4 is 10 ten-thousands a minute."""
        answer: Answer = self._post("message/mass/speed/get", data={})
        return answer

    def set_mass_speed(self, speed: int) -> Answer:
        """Throttle mass sends, 0 (fastest) to 4."""
        answer: Answer = self._post("message/mass/speed/set", data={"speed": speed})
        return answer

    def send_typing(self, openid: str, *, typing: bool = True) -> Answer:
        """Show the follower that somebody is writing, or no longer."""
        command = "Typing" if typing else "CancelTyping"
        answer: Answer = self._post(
            "message/custom/typing", data={"touser": openid, "command": command}
        )
        return answer

    def send_published_article(
        self, openid: str, article_id: str, account: str | None = None
    ) -> Answer:
        """A customer message with an article that freepublish has published."""
        data = {
            "touser": openid,
            "msgtype": "mpnewsarticle",
            "mpnewsarticle": {"article_id": article_id},
        }
        answer: Answer = self._send_custom_message(data, account=account)
        return answer


class Menu(WeChatMenu):
    """menu/…"""

    def get(self) -> Answer | None:
        """The menus in force, or None where there are none."""
        try:
            answer: Answer = self._get("menu/get")
        except ApiRefused as error:
            if error.errcode != NO_MENU:
                raise
            return None
        return answer


class Openapi(BaseWeChatAPI):
    """openapi/…: quotas and diagnostics (sheet §2.1). Missing in wechatpy."""

    def get_quota(self, cgi_path: str) -> Answer:
        """The rest of today's calls of one API, for instance ``/cgi-bin/message/custom/send``."""
        answer: Answer = self._post("openapi/quota/get", data={"cgi_path": cgi_path})
        return answer

    def clear_quota(self) -> Answer:
        """Reset all counters; 10 times a month, shared with the platform's page."""
        answer: Answer = self._post("clear_quota", data={"appid": self.appid})
        return answer

    def clear_api_quota(self, cgi_path: str) -> Answer:
        """Reset the counter of one API; counts against the same 10."""
        answer: Answer = self._post("openapi/quota/clear", data={"cgi_path": cgi_path})
        return answer

    def get_rid(self, rid: str) -> Answer:
        """WeChat's record of one failed call."""
        answer: Answer = self._post("openapi/rid/get", data={"rid": rid})
        return answer


class Misc(WeChatMisc):
    """getcallbackip (``get_wechat_ips``), callback/check (``check_network``), get_api_domain_ip."""

    def get_api_domain_ips(self) -> list[str]:
        """Addresses under which WeChat's API answers; about 1000 calls a day."""
        answer: list[str] = self._get(
            "get_api_domain_ip", result_processor=lambda found: found["ip_list"]
        )
        return answer


class DataCube(WeChatDataCube):
    """datacube/…: the calls of November 2025, which replace the unmaintained ones (sheet §2.8)."""

    def ask(self, name: str, begin: date | str, end: date | str) -> Answer:
        """Any call by its name: ``{list, is_delay}``. What WeChat takes stands in ``wechat.statistics_calls``."""
        data = {"begin_date": self._to_date_str(begin), "end_date": self._to_date_str(end)}
        answer: Answer = self._post(name, data=data)
        return answer


class CustomService(WeChatCustomService):
    """customservice/…: without wechatpy's md5 password, which the new system no longer has (sheet §2.7)."""

    def add_account(self, account: str, nickname: str) -> Answer:
        """Make an agent's account; ``account`` is ``name@gh-name``."""
        data = {"kf_account": account, "nickname": nickname}
        answer: Answer = self._post("kfaccount/add", data=data)
        return answer

    def update_account(self, account: str, nickname: str) -> Answer:
        """Rename an agent."""
        data = {"kf_account": account, "nickname": nickname}
        answer: Answer = self._post("kfaccount/update", data=data)
        return answer

    def delete_account(self, account: str) -> Answer:
        """Remove an agent."""
        answer: Answer = self._get("kfaccount/del", params={"kf_account": account})
        return answer


class Notices(BaseWeChatAPI):
    """wxaapi/newtmpl/… and message/subscribe/bizsend: subscription notices (sheet §2.10). Missing in wechatpy."""

    API_BASE_URL = "https://api.weixin.qq.com/wxaapi/newtmpl/"

    def get_categories(self) -> Answer:
        """The categories of the account: ``{data: [{id, name}]}``."""
        answer: Answer = self._get("getcategory")
        return answer

    def get_titles(self, ids: Sequence[int | str], start: int = 0, limit: int = 30) -> Answer:
        """Public titles of some categories: ``{count, data: [{tid, title, type, categoryId}]}``; 30 a page at most."""
        params = {"ids": ",".join(str(one) for one in ids), "start": start, "limit": limit}
        answer: Answer = self._get("getpubtemplatetitles", params=params)
        return answer

    def get_keywords(self, tid: int | str) -> Answer:
        """What a template of a title may hold: ``{data: [{kid, name, example, rule}]}``."""
        answer: Answer = self._get("getpubtemplatekeywords", params={"tid": tid})
        return answer

    def get_templates(self) -> Answer:
        """The templates that the account has: ``{data: [{priTmplId, title, content, example, type}]}``."""
        answer: Answer = self._get("gettemplate")
        return answer

    def add_template(self, tid: int | str, keywords: Sequence[int], scene: str) -> Answer:
        """Choose a template with two to five keywords; returns ``priTmplId``. Twice makes two."""
        data = {"tid": str(tid), "kidList": list(keywords), "sceneDesc": scene}
        answer: Answer = self._post("addtemplate", data=data)
        return answer

    def delete_template(self, template_id: str) -> Answer:
        """Delete a template of the account."""
        answer: Answer = self._post("deltemplate", data={"priTmplId": template_id})
        return answer

    def send(self, body: Mapping[str, Any]) -> Answer:
        """Send one notice: ``{touser, template_id, page, miniprogram, data}``. Twice is two notices."""
        answer: Answer = self._post(
            "https://api.weixin.qq.com/cgi-bin/message/subscribe/bizsend", data=dict(body)
        )
        return answer


class QRCode(WeChatQRCode):
    """qrcode/…"""

    def show(self, ticket: Any) -> Any:
        """Not offered: wechatpy fetches it without a time-out. Link to ``get_url`` instead."""
        raise NotImplementedError("link to get_url(ticket) instead")

    @classmethod
    def get_url(cls, ticket: str | Mapping[str, Any]) -> str:
        """The picture's address, which needs no token."""
        plain = ticket if isinstance(ticket, str) else str(ticket["ticket"])
        return f"https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket={quote(plain, safe='')}"


def _article(article: Mapping[str, Any]) -> dict[str, Any]:
    return {name: int(value) if name in _SWITCHES else value for name, value in article.items()}


def _filter(tag_id: int | str | Sequence[str] | None, is_to_all: bool) -> dict[str, Any]:
    # A filter of neither would leave the choice of receivers to WeChat; one of both says two things.
    if is_to_all == (tag_id is not None):
        raise ValueError("a mass send goes either to all or to one tag")
    return {"is_to_all": True} if is_to_all else {"is_to_all": False, "tag_id": int(str(tag_id))}


def _client_msg_id(value: str) -> str:
    if not value.isascii() or not 1 <= len(value) <= 64:
        raise ValueError("clientmsgid is 1 to 64 ASCII characters; 32 are sure to be taken")
    return value
