"""WeChat's server API, for one account: wechatpy 2.0.0a26, repaired by subclassing (sheet §5).

Get one from ``chalicelib.accounts.wechat_client(account_id)``; importing this module brings in
wechatpy and requests (135 ms), so it stands inside the functions that need it.

What callers use, beside everything else that wechatpy offers::

    client.draft.add([{"title": …, "content": …, "thumb_media_id": …}])     → {"media_id"}
    client.draft.get / update / delete / count / batchget
    client.material.add("image", (name, bytes, mime))                       → {"media_id", "url"}
    client.media.upload_image((name, bytes, mime))                          → URL for an article's body
    client.media.upload("image", file)  ·  client.media.download(media_id)  → Download
    client.message.send_mass_article(media_id, is_to_all=True, client_msg_id=…, send_ignore_reprint=True)
    client.message.send_mass_article(media_id, tag_id, client_msg_id=…)     → {"msg_id", "msg_data_id"}
    client.message.send_mass_article(media_id, openid, preview=True)
    client.message.get_mass(msg_id)  ·  delete_mass(msg_id, article_idx)  ·  get_mass_speed / set_mass_speed
    client.message.send_text(openid, text)  ·  send_typing(openid)  ·  send_published_article(openid, article_id)
    client.freepublish.submit / get / getarticle / batchget / delete
    client.notices.get_templates / add_template / delete_template / send          → subscription notices
    client.menu.create({"button": […]})  ·  get (None where there is none)  ·  delete
    client.openapi.get_quota(path)  ·  clear_quota  ·  clear_api_quota(path)  ·  get_rid(rid)
    client.openid_of(code)                                                  → who opened a page (网页授权)
    client.misc.get_wechat_ips()  ·  get_api_domain_ips()  ·  check_network()
    client.datacube.ask(name, begin, end)                                   → statistics; see wechat.statistics

Every call raises errors of ``chalicelib.wechat.errors`` and no others: ``AlreadySent`` (with ``msg_id``) and
``UnknownOutcome`` are the two that a sender has to know. What fails before the call itself begins is never one of these:
``Unreachable``, or ``TokenUnavailable`` for whatever stood between us and a token, AWS included.

Who writes down that a message is being sent calls ``client.ready()`` before: from there on only WeChat can fail.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests
from pydantic import SecretStr
from wechatpy.client import WeChatClient

from chalicelib.cloud.errors import FAILURES
from chalicelib.cloud.explain import explain
from chalicelib.wechat import apis
from chalicelib.wechat.error_codes import TOKEN_API
from chalicelib.wechat.errors import (
    ApiRefused,
    Busy,
    TokenRejected,
    TokenUnavailable,
    UnknownOutcome,
)
from chalicelib.wechat.token import Fetched, TokenKeeper
from chalicelib.wechat.transport import WECHAT, Download, Transport

__all__ = ["AccountClient", "Download"]

OAUTH_API: Final = "/sns/oauth2/access_token"
TIMEOUT: Final = (3.05, 10.0)
"""Seconds to connect, and to wait for an answer."""
UPLOAD_TIMEOUT: Final = (3.05, 45.0)
TOKEN_TIMEOUT: Final = (3.05, 5.0)
"""Twice this is still less than the token's lease."""


class AccountClient(WeChatClient):
    """The server API as one account. Reuse it: it keeps its connections and its token."""

    draft = apis.Draft()
    material = apis.Material()
    media = apis.Media()
    message = apis.Message()
    menu = apis.Menu()
    openapi = apis.Openapi()
    misc = apis.Misc()
    datacube = apis.DataCube()
    customservice = apis.CustomService()
    qrcode = apis.QRCode()
    notices = apis.Notices()

    def __init__(
        self,
        appid: str,
        secret: SecretStr | Callable[[], SecretStr],
        *,
        http: requests.Session | None = None,
        keeper: Callable[[str, Callable[[bool], Fetched]], TokenKeeper] = TokenKeeper,
    ) -> None:
        super().__init__(appid, None, timeout=TIMEOUT, auto_retry=False)
        # wechatpy keeps a plain str; nothing of what is left of it uses that.
        self._secret = secret
        self._transport = Transport(appid, http or self._http)
        self._tokens = keeper(appid, self.fetch_stable_token)

    def __repr__(self) -> str:
        return f"AccountClient({self.appid!r})"

    def _told(self) -> str:
        """The app secret, asked for once. Raises what the question for it raises."""
        if callable(self._secret):
            self._secret = self._secret()
        return self._secret.get_secret_value()

    def _hidden(self) -> list[str]:
        """What no error may show; a secret that was not asked for is in none."""
        return [] if callable(self._secret) else [self._secret.get_secret_value()]

    @property
    def access_token(self) -> str:
        """The token in force, shared with all functions. Raises ``WeChatError``."""
        return self._had(self._tokens.current)

    def ready(self) -> None:
        """Have the token in hand for the next call, and the minute after. Raises ``WeChatError``: nothing was tried."""
        self._had(self._tokens.current)

    def fetch_access_token(self) -> dict[str, Any]:
        """Not offered: the old token call would end the token of everybody else (sheet §2.1)."""
        raise NotImplementedError("tokens come from stable_token, through the TokenKeeper")

    def forget_token(self) -> None:
        """Drop the shared token, so that the next call fetches one (a secret that was replaced)."""
        self._tokens.forget()

    def fetch_stable_token(self, force: bool = False) -> Fetched:
        """Ask WeChat itself for the token, past everything shared; ``force`` ends the old one (20 a day)."""
        body = {
            "grant_type": "client_credential",
            "appid": self.appid,
            "secret": self._told(),
            "force_refresh": force,
        }
        answer = self._call(
            "POST", WECHAT + TOKEN_API, {"data": _json(body), "timeout": TOKEN_TIMEOUT}
        )
        try:
            return Fetched(str(answer["access_token"]), int(answer["expires_in"]))
        except (KeyError, TypeError, ValueError):
            unreadable = UnknownOutcome("返回中没有 access_token", appid=self.appid, api=TOKEN_API)
        raise unreadable

    def openid_of(self, code: str) -> str:
        """The openid of who came back from WeChat's page with ``code`` (网页授权, snsapi_base): once, within five minutes.

        It needs the secret and no token. Raises ``ApiRefused`` for a code that is old (40029) or used (40163).
        """
        asked = {
            "appid": self.appid,
            "secret": self._told(),
            "code": code,
            "grant_type": "authorization_code",
        }
        hidden = [*self._hidden(), code]
        request = {"params": asked, "timeout": TOKEN_TIMEOUT}
        answer = self._transport.call("GET", WECHAT + OAUTH_API, request, hidden)
        openid = answer.get("openid") if isinstance(answer, dict) else None
        if isinstance(openid, str) and openid:
            return openid
        raise UnknownOutcome("返回中没有 openid", appid=self.appid, api=OAUTH_API)

    def _request(self, method: str, url_or_endpoint: str, **kwargs: Any) -> Any:
        """One call with a token; repeated once, with another token, when WeChat refuses the first one."""
        base = kwargs.pop("api_base_url", self.API_BASE_URL)
        url = url_or_endpoint if "://" in url_or_endpoint else base + url_or_endpoint
        process = kwargs.pop("result_processor", None)
        request = self._prepared(kwargs)
        token = self.access_token
        answer: Any = None
        rejected: ApiRefused | None = None
        try:
            answer = self._call(method, url, request, token)
        except TokenRejected as error:
            rejected = error
        if rejected is not None:
            used = token
            token, before = self._had(lambda: self._tokens.after_rejection(used)), token
            if token == before:
                raise rejected
            answer = self._call(method, url, request, token)
        return answer if process is None else self._processed(process, answer, url)

    def _had(self, ask: Callable[[], str]) -> str:
        """A token; where there is none, an error which says that the call that needs it was not made.

        A lost or doubtful answer to the question for a token would else be taken for that of the call.
        """
        try:
            return ask()
        except FAILURES as error:
            why = (explain(error) or type(error).__name__).rstrip("。")
        except UnknownOutcome as error:
            why = f"换取时没有得到结果（{error.what}）"
        except Busy as error:
            why = f"{error.treatment.meaning}（错误码 {error.errcode}）"
        raise TokenUnavailable(why, appid=self.appid)

    def _prepared(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """The arguments for requests, in a form that can be sent twice."""
        params = {
            k: v for k, v in dict(kwargs.pop("params", None) or {}).items() if k != "access_token"
        }
        files = kwargs.pop("files", None)
        form = kwargs.pop("form", None)
        data = kwargs.pop("data", None)
        if isinstance(data, dict):
            data = _json(data)
        request = {
            "params": params,
            "data": data,
            "timeout": kwargs.pop("timeout", TIMEOUT),
            **kwargs,
        }
        if files:
            # An open file would be at its end for the second try.
            request |= {"files": {name: _part(part) for name, part in files.items()}}
            request |= {"data": form, "timeout": UPLOAD_TIMEOUT}
        return request

    def _call(
        self, method: str, url: str, request: dict[str, Any], token: str | None = None
    ) -> Any:
        params = dict(request.get("params") or {})
        hidden = self._hidden()
        if token is not None:
            params["access_token"] = token
            hidden.append(token)
        return self._transport.call(method, url, {**request, "params": params}, hidden)

    def _processed(self, process: Callable[[Any], Any], answer: Any, url: str) -> Any:
        try:
            return process(answer)
        except (KeyError, TypeError, IndexError):
            unreadable = UnknownOutcome(
                "返回缺少应有的字段", appid=self.appid, api=urlsplit(url).path
            )
        raise unreadable


def _json(body: dict[str, Any]) -> bytes:
    # Raw UTF-8: WeChat takes \\u escapes for text, or refuses them with 40033 (sheet §2).
    return json.dumps(body, ensure_ascii=False).encode()


def _part(part: Any) -> Any:
    """One file of a form, read into memory."""
    if isinstance(part, (tuple, list)):
        name, content, *rest = part
        return (name, content if isinstance(content, bytes) else content.read(), *rest)
    if isinstance(part, bytes):
        return ("media", part)
    return (Path(str(getattr(part, "name", "media"))).name, part.read())
