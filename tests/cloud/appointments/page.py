"""A browser at the counter: cookies, forms and redirects, as the function gets them from API Gateway."""

from __future__ import annotations

import re
from html import unescape
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from chalicelib import accounts
from chalicelib.application import visitors
from chalicelib.clock import utc_now
from chalicelib.h5 import counter

ROOT: Final = "/api/h5/appointments/province/"
HOST: Final = "h5.example"
_HIDDEN: Final = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
_LINK: Final = re.compile(r'<a ([^>]*)href="([^"]*)"[^>]*>(.*?)</a>')


class Browser:
    """One browser; ``status``, ``html`` and ``path`` are of the page that it shows."""

    def __init__(self) -> None:
        self.cookies: dict[str, str] = {}
        self.status = 0
        self.html = ""
        self.path = ROOT
        self.left = ""
        """Where a redirect led away from this host."""
        self.policy = ""

    def get(self, address: str = "", *, method: str = "GET", **headers: str) -> str:
        """Open an address, relative to the page that is open; redirects of this host are followed."""
        return self._request(method, urljoin(self.path, address or ROOT), "", headers)

    def send(self, action: str, fields: dict[str, str], **headers: str) -> str:
        """Send a form."""
        site = {"Sec-Fetch-Site": "same-origin"} | {k.replace("_", "-"): v for k, v in headers.items()}  # fmt: skip
        return self._request("POST", urljoin(self.path, action), urlencode(fields), site)

    @property
    def fields(self) -> dict[str, str]:
        """The hidden fields of the page's form."""
        return {name: unescape(value) for name, value in _HIDDEN.findall(self.html)}

    @property
    def links(self) -> list[tuple[str, str]]:
        """Words and address of each link of the page's main part."""
        main = self.html.partition("<main")[2]
        return [
            (re.sub(r"<[^>]*>", "", shown), unescape(to)) for _, to, shown in _LINK.findall(main)
        ]

    @property
    def text(self) -> str:
        """The words of the page."""
        return unescape(re.sub(r"<[^>]*>", "\n", self.html.partition("<main")[2]))

    def tap(self, shown: str) -> str:
        """Open the first link that begins so."""
        to = next((to for words, to in self.links if words.startswith(shown)), None)
        assert to is not None, f"no link “{shown}” among {self.links}"
        return self.get(to)

    def _request(self, method: str, address: str, body: str, headers: dict[str, str]) -> str:
        split = urlsplit(address)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        event: dict[str, Any] = {
            "httpMethod": method,
            "path": split.path.removeprefix("/api"),
            "headers": {"Host": HOST, "Cookie": cookie} | headers,
            "queryStringParameters": dict(parse_qsl(split.query, keep_blank_values=True)) or None,
            "body": body or None,
            "requestContext": {"path": split.path},
        }
        answer = counter.handler(event, None)
        several: dict[str, list[str]] = answer["multiValueHeaders"]
        for one in several.get("Set-Cookie", []):
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies.pop(name, None)
            if value:
                self.cookies[name] = value
        where = several.get("Location", [""])[0]
        if answer["statusCode"] in (302, 303):
            if "://" in where:
                self.left = where
                return where
            return self._request("GET", urljoin(split.path, where), "", {})
        self.status, self.html, self.path = answer["statusCode"], answer["body"], address
        self.policy = several.get("Content-Security-Policy", [""])[0]
        return self.html


def come_in(openid: str = "oFollower") -> Browser:
    """A browser that came in by a link of the chat."""
    browser = Browser()
    account = accounts.live("province")
    ticket = visitors.signed(account, visitors.Purpose.LINK, openid, utc_now())
    browser.get(f"in?{urlencode({'ticket': ticket})}")
    return browser
