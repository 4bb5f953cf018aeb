"""WeChat's library of 订阅通知: categories, titles and keywords, of which an account makes its templates.

A small choice, of the kind that a government account finds there. Only 政务民生 has long-term titles (sheet §2.10).
"""

import re
from typing import NamedTuple

ONE_TIME, LONG_TERM = 2, 3
CATEGORIES = {616: "政务民生", 612: "生活服务"}


class Title(NamedTuple):
    """A title; `keywords` are kids of KEYWORDS."""

    tid: int
    title: str
    kind: int
    category: int
    keywords: tuple[int, ...]


class Keyword(NamedTuple):
    kid: int
    name: str
    example: str
    rule: str


KEYWORDS = {
    one.kid: one
    for one in (
        Keyword(1, "事项名称", "汇算清缴", "thing"),
        Keyword(2, "办理时间", "2026年3月1日 09:00", "time"),
        Keyword(3, "备注", "请携带身份证", "thing"),
        Keyword(4, "办理地点", "青溪区办税服务厅", "thing"),
        Keyword(5, "预约号", "A0012", "character_string"),
        Keyword(6, "截止日期", "2026年3月31日", "date"),
        Keyword(7, "办理状态", "已受理", "phrase"),
        Keyword(8, "退税金额", "¥128.50", "amount"),
        Keyword(9, "联系人", "李静", "name"),
        Keyword(10, "联系电话", "0871-12366", "phone_number"),
        Keyword(11, "前面人数", "3", "number"),
    )
}
TITLES = (
    Title(1001, "办理进度通知", ONE_TIME, 616, (1, 2, 3)),
    Title(1002, "申报期限提醒", LONG_TERM, 616, (1, 2, 3, 6)),
    Title(1003, "退税到账通知", ONE_TIME, 616, (1, 2, 3, 8)),
    Title(1004, "预约成功通知", ONE_TIME, 616, (1, 2, 3, 4, 5)),
    Title(1005, "预约提醒", LONG_TERM, 616, (1, 2, 3, 4, 5)),
    Title(1006, "预约取消通知", LONG_TERM, 616, (1, 2, 3, 4, 5)),
    Title(1007, "政策更新提醒", LONG_TERM, 616, (1, 3, 6)),
    Title(1008, "咨询回复通知", ONE_TIME, 616, (1, 2, 3, 7)),
    Title(1009, "候补成功通知", ONE_TIME, 616, (1, 2, 3, 4, 5)),
    Title(2001, "排队叫号提醒", ONE_TIME, 612, (1, 5, 9, 10, 11)),
)

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_DAY = r"(?:\d{4}年\d{1,2}月\d{1,2}日|\d{4}-\d{1,2}-\d{1,2})"
_DATE = rf"{_DAY}(?: {_CLOCK})?"
_TIME = rf"(?:{_DATE}|{_CLOCK})"
# What a value of each kind looks like, as WeChat's page on subscription messages lists them; rest: [M].
FORMS = {
    "thing": r".{1,20}",
    "number": r"-?\d{1,32}(?:\.\d{1,32})?",
    "letter": r"[A-Za-z]{1,32}",
    "symbol": r"[^\w\s]{1,5}",
    "character_string": r"[\x21-\x7e]{1,32}",
    "time": rf"{_TIME}(?:~{_TIME})?",
    "date": rf"{_DATE}(?:~{_DATE})?",
    "amount": r"[¥￥$€£]?\d{1,10}(?:\.\d{1,10})?元?",
    "phone_number": r"[\d+\-() ]{1,17}",
    "car_number": r"\w{1,8}",
    "name": r"(?:[\u4e00-\u9fff·]{1,10}|[A-Za-z .'\-]{1,20})",
    "phrase": r"[\u4e00-\u9fff]{1,5}",
}


def fits(rule: str, value: str) -> bool:
    """Whether WeChat takes this value for a keyword of this kind."""
    return re.fullmatch(FORMS[rule], value) is not None


def title_of(tid: str, categories: list[int]) -> Title | None:
    """The title with this tid, if it belongs to one of the account's categories."""
    return next((t for t in TITLES if str(t.tid) == tid and t.category in categories), None)
