"""The page of a relay (接龙): every step in order, with a link to what is out; those to come are greyed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from chalicelib.clock import shown as shown_at
from chalicelib.gateway import Answer
from chalicelib.h5.document import document
from chalicelib.h5.markup import Html, element, joined
from chalicelib.h5.works_pages.visit import WorkVisit, missing, shown

_STYLE: Final = (
    ".bar{display:flex;gap:2px;margin:.5rem 0 1rem}"
    ".bar i{flex:1;height:.5rem;border-radius:.2rem;background:var(--line)}"
    ".bar .in{background:var(--link)}"
    ".track{padding:0;list-style:none}"
    ".track li{position:relative;display:flex;gap:.8rem;align-items:flex-start}"
    ".track .n{flex:none;width:2.4rem;height:2.4rem;border-radius:50%;display:grid;place-items:center;"
    "background:var(--head);color:var(--on-head);font-weight:600}"
    ".track h2 a{display:inline-block;min-height:2.15rem}"
    ".track h2 a::after{content:'';position:absolute;inset:0}"
    ".track p{color:var(--quiet);font-size:.875rem}"
    ".track p span{white-space:nowrap}"
    ".track .to-come{border-style:dashed;background:none}"
    ".track .to-come .n{background:none;color:var(--quiet);border:1px dashed currentColor}"
    ".track .to-come h2{color:var(--quiet);font-weight:400}"
)


def page(visit: WorkVisit) -> Answer:
    """The one page that a relay has."""
    if visit.page:
        return missing(visit)
    content = visit.work.content
    steps: list[dict[str, Any]] = list(content.get("steps", ()))
    out = sum(bool(one.get("out")) for one in steps)
    parts = []
    if content.get("intro"):
        parts.append(element("p", str(content["intro"]), class_="card lines"))
    parts.append(element("p", _said(out, len(steps), bool(content.get("ended"))), class_="said"))
    if steps:
        parts.append(_bar(steps))
        parts.append(element("ol", *(_step(one) for one in steps), class_="track"))
    look = visit.look._replace(style=_STYLE, home="")
    return shown(visit, document(visit.work.title, joined(*parts), look, front=True))


def _said(out: int, number: int, ended: bool) -> str:
    if ended:
        return f"接龙已结束，共 {out} 棒。"
    return f"已接 {out} 棒，还有 {number - out} 棒。" if number > out else f"共 {number} 棒。"


def _bar(steps: list[dict[str, Any]]) -> Html:
    dots = (element("i", class_="in" if one.get("out") else "") for one in steps)
    return element("div", *dots, class_="bar", aria_hidden="true")


def _step(one: dict[str, Any]) -> Html:
    title, out = str(one.get("title", "")), bool(one.get("out"))
    url = str(one.get("url", ""))
    # WeChat names some of its pages by http.
    named = element("a", title, href=url) if url.startswith(("https://", "http://")) else title
    return element(
        "li",
        element("span", str(one.get("number", "")), class_="n", aria_hidden="true"),
        element(
            "div",
            element("h2", named),
            element("p", f"{one.get('account', '')} · ", element("span", _when(one, out))),
        ),
        class_="card" if out else "card to-come",
        value=str(one.get("number", "")),
    )


def _when(one: dict[str, Any], out: bool) -> str:
    if not out:
        return "未到"
    at = str(one.get("at", ""))
    return shown_at(datetime.fromisoformat(at))[:10] if at else "已发布"
