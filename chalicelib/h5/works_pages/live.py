"""The page of a live stream (直播): before, now, over, to be watched again; cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from chalicelib import broadcasts
from chalicelib.broadcasts import Standing
from chalicelib.clock import shown as at
from chalicelib.clock import shown_time
from chalicelib.gateway import Answer
from chalicelib.h5.document import document
from chalicelib.h5.markup import Html, element, joined
from chalicelib.h5.works_pages.visit import FILE, WorkVisit, missing, shown

_SCRIPT: Final = (Path(__file__).parent / "live.js").read_text("utf-8")
_COVER: Final = "cover.png"
_STYLE: Final = """.cover{display:block;width:100%;height:auto;margin-bottom:.75rem;border-radius:.5rem}
.wide{display:flex;align-items:center;justify-content:center;min-height:3rem;margin-bottom:.75rem;border-radius:.5rem;background:var(--head);color:var(--on-head);font-size:1.0625rem;text-align:center}
.big main a.wide{text-decoration:none}
.count{font-size:1.125rem;font-weight:600;font-variant-numeric:tabular-nums}"""
_NAMES: Final = {
    Standing.BEFORE: "还没有开始",
    Standing.NOW: "正在直播",
    Standing.OVER: "已经结束",
    Standing.REPLAY: "已经结束，可以看回放",
    Standing.CANCELLED: "已取消",
}


def page(visit: WorkVisit) -> Answer:
    """Its one page."""
    if visit.page:
        return missing(visit)
    work, content = visit.work, visit.work.content
    starts, ends = _time(content.get("starts")), _time(content.get("ends"))
    stands = Standing.BEFORE
    if starts and ends:
        stands = broadcasts.standing(starts, ends, visit.now, cancelled=bool(content.get("cancelled")), replay=bool(content.get("replay")))  # fmt: skip
    main = joined(
        _cover(visit),
        element("h1", work.title),
        _stand(stands, content, starts, visit.now),
        _link(stands, content),
        _facts(content, starts, ends),
        element("p", content["summary"], class_="card lines") if content.get("summary") else "",
        _points(content),
        _remind(stands, content),
    )
    look = visit.look._replace(style=_STYLE, script=_SCRIPT)
    return shown(visit, document(work.title, main, look))


def _cover(visit: WorkVisit) -> Html:
    if _COVER not in visit.work.files:
        return Html("")
    # Its words stand on the page as well.
    source = f"{FILE}{_COVER}?{visit.work.version}"
    return Html(f'<img src="{source}" alt="" width="900" height="500" class="cover">')


def _stand(
    stands: Standing, content: dict[str, Any], starts: datetime | None, now: datetime
) -> Html:
    parts = [element("p", _NAMES[stands], class_="count")]
    if stands is Standing.CANCELLED and content.get("cancel_note"):
        parts.append(element("p", f"原因：{content['cancel_note']}"))
    if stands is Standing.BEFORE and starts is not None:
        parts.append(
            element(
                "p",
                _left(starts - now),
                data_starts=str(int(starts.timestamp())),
                data_now=str(int(now.timestamp())),
            )
        )
    return element("section", *parts, class_="card notice")


def _link(stands: Standing, content: dict[str, Any]) -> Html:
    url = str(content.get("replay" if stands is Standing.REPLAY else "url") or "")
    if not url or stands in (Standing.CANCELLED, Standing.OVER):
        return Html("")
    said = {Standing.NOW: "进入直播", Standing.REPLAY: "看回放"}.get(stands, "到直播间预约")
    return element("a", said, href=url, class_="wide")


def _facts(content: dict[str, Any], starts: datetime | None, ends: datetime | None) -> Html:
    when = ""
    if starts and ends:
        same = at(starts)[:10] == at(ends)[:10]
        when = f"{at(starts)} 至 {shown_time(ends) if same else at(ends)}"
    rows = [("时间", when), ("主讲主办", content.get("host")), ("在哪里看", content.get("where"))]
    listed = [joined(element("dt", name), element("dd", str(said))) for name, said in rows if said]
    return element("section", element("dl", *listed), class_="card")


def _points(content: dict[str, Any]) -> Html:
    points = content.get("points") or ()
    if not points:
        return Html("")
    listed = element("ul", *(element("li", str(one)) for one in points), class_="dots")
    return element("section", element("h2", "看点"), listed, class_="card")


def _remind(stands: Standing, content: dict[str, Any]) -> Html:
    keyword = str(content.get("keyword") or "")
    if stands is not Standing.BEFORE or not keyword:
        return Html("")
    said = f"想在开播前收到提醒：回到公众号，发送“{keyword}”，再点回复里的链接。"
    return element("p", said, class_="said")


def _left(left: timedelta) -> str:
    """How long until it starts, in words: what stands there without scripts."""
    minutes = max(1, int(left.total_seconds()) // 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days:
        return f"离开始还有 {days} 天 {hours} 小时"
    return f"离开始还有 {hours} 小时 {minutes % 60} 分" if hours else f"离开始还有 {minutes} 分"


def _time(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None
