"""The columns of a question list and of a policy list: how each field is called, read, written and shown.

Files, exports, templates, the comparison of versions and the command line all work from these two tables. A new field
is one line in ``models.py`` and one row here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from chalicelib.knowledge.labels import (
    POLICY_STATUS_NAMES,
    STANDING_NAMES,
    day_or_moment,
    last_day,
)
from chalicelib.knowledge.models import FaqEntry, Link, PolicyDocument, PolicyStatus, Standing
from chalicelib.sheets import cells
from chalicelib.sheets.columns import (
    Column,
    Form,
    choice,
    day,
    end,
    identifier,
    line,
    lines,
    long_text,
    moment,
    start,
)
from chalicelib.sheets.headings import Table
from chalicelib.sheets.links import LinkForm

QUESTION_CHARS: Final = 200
ANSWER_CHARS: Final = 20_000
"""Some thirty pages of a reply; more is a document, not an answer."""
NAME_CHARS: Final = 60
TITLE_CHARS: Final = 300

_ADDRESS: Final = re.compile(r"https?://\S+")


def columns_of(kind: type[FaqEntry] | type[PolicyDocument]) -> Sequence[Column]:
    """The columns of a kind of list."""
    return FAQ if issubclass(kind, FaqEntry) else POLICY


def cells_of(one: FaqEntry | PolicyDocument) -> dict[str, str]:
    """An entry or a document as the cells of a sheet, by field."""
    return {
        column.field: column.written(getattr(one, column.field)) for column in columns_of(type(one))
    }


def _links() -> Form:
    """One link a line: words, then perhaps an address."""

    def read(value: str) -> tuple[Link, ...]:
        return tuple(_link(one) for one in value.split("\n") if one.strip())

    def write(several: Sequence[Link]) -> str:
        return "\n".join(f"{one.title} {one.url}".strip() for one in several)

    return Form(read, write, join="\n".join, link=LinkForm.LINE)


def _link(words: str) -> Link:
    found = _ADDRESS.search(words)
    read_title = line(TITLE_CHARS).read
    if found is None:
        return Link(title=read_title(words.strip()))
    address = cells.url(found.group())
    title = (words[: found.start()] + words[found.end() :]).strip(" \t　|，,：:()（）")
    return Link(title=read_title(title or address), url=address)


STANDINGS: Final[Table] = {
    Standing.LIVE: (STANDING_NAMES[Standing.LIVE], "已发布", "发布", "正常", "有效", "released"),
    Standing.DRAFT: (STANDING_NAMES[Standing.DRAFT], "待审"),
    Standing.RETIRED: (STANDING_NAMES[Standing.RETIRED], "下线", "作废", "失效"),
}
POLICY_STATUSES: Final[Table] = {
    PolicyStatus.EFFECTIVE: (POLICY_STATUS_NAMES[PolicyStatus.EFFECTIVE], "现行有效", "全文有效", "现行", "继续有效"),
    PolicyStatus.LAPSED: (POLICY_STATUS_NAMES[PolicyStatus.LAPSED], "已失效", "全文失效", "全部失效", "到期失效", "已过期"),
    PolicyStatus.REPEALED: (POLICY_STATUS_NAMES[PolicyStatus.REPEALED], "已废止", "全文废止", "全部废止", "废除", "作废", "已作废"),
    PolicyStatus.PARTLY_LAPSED: (
        POLICY_STATUS_NAMES[PolicyStatus.PARTLY_LAPSED], "部分条款失效", "条款失效", "已部分失效", "部分条款已失效", "部分有效",
    ),
    PolicyStatus.PARTLY_REPEALED: (
        POLICY_STATUS_NAMES[PolicyStatus.PARTLY_REPEALED], "部分条款废止", "条款废止", "已部分废止", "部分条款已废止",
    ),
}  # fmt: skip

_NAME: Final = line(NAME_CHARS)
_TITLE: Final = line(TITLE_CHARS)
_QUESTION: Final = line(QUESTION_CHARS)
_FROM: Final = Form(start, moment, day_or_moment, dated=True)
_UNTIL: Final = Form(end, moment, last_day, dated=True)
_DATE: Final = Form(day, date.isoformat, dated=True)

FAQ: Final = (
    Column("id", "编号", ("faq_id", "问答编号"), "英文字母、数字、- 和 _，最多 32 位。不填时由问题生成，同一个问题编号不变。", Form(identifier), 14),
    Column("question", "问题", ("标准问", "标准问题", "问", "提问", "问题描述", "q"), "最多 200 字，写成粉丝会问的一句话。", _QUESTION, 32, required=True),
    Column("variants", "相似问", ("相似问题", "扩展问", "其他问法", "similar"), "同一个问题的其他问法，用 | 或换行分开。", lines(QUESTION_CHARS), 32),
    Column("answer", "答案", ("答复", "回答", "答", "解答", "答复内容", "回复内容", "a"), "粉丝收到的文字，可以有 <a href=\"网址\">链接</a>；长了会自动分页。", long_text(ANSWER_CHARS, "请放到网页上，答案里给链接"), 56),
    Column("owner", "责任部门", ("部门", "主管部门", "责任处室", "处室", "department"), "对内容负责、到期前要复核的部门。", _NAME, 16),
    Column("basis", "政策依据", ("依据", "法规依据", "文件依据", "政策文件"), "每行一条：文件名称，后面可以空一格写网址。", _links(), 36),
    Column("valid_from", "生效时间", ("开始时间", "生效日期"), "如 2026-03-01（北京时间）；不填为立即。", _FROM, 18),
    Column("valid_until", "失效时间", ("结束时间", "有效期至", "失效日期"), "如 2026-06-30；只写日期时，当天仍有效。到期后自动停止回答。", _UNTIL, 18),
    Column("audience", "适用对象", ("适用人群", "对象"), "如：个人、小规模纳税人。", _NAME, 16),
    Column("region", "适用地区", ("地区", "适用范围"), "不填为全部。", _NAME, 14),
    Column("standing", "状态", ("standing",), "启用、草稿、停用。不填为“启用”。", choice(STANDINGS, Standing), 9),
)  # fmt: skip
"""Of a question list, in its order."""

POLICY: Final = (
    Column("id", "编号", (), "不填时由文号（没有文号时由标题）生成。", Form(identifier), 14),
    Column("number", "文号", ("发文字号", "文件编号", "公告号"), "如 云税发〔2026〕3号、云岭省税务局公告2026年第9号；可以不填。", _NAME, 24, leads="link"),
    Column("title", "标题", ("文件名称", "文件标题", "政策名称", "名称"), "文件全称。", _TITLE, 44, required=True, leads="link"),
    Column("issuer", "发文机关", ("发文单位", "发布机构", "印发机关"), "", _NAME, 22),
    Column("issued", "发文日期", ("成文日期", "印发日期", "发布日期", "日期", "date"), "如 2026-03-01。", _DATE, 14),
    Column("status", "效力", ("有效性", "状态", "时效性", "效力状态"), "有效、失效、废止、部分失效、部分废止。不填为“有效”。", choice(POLICY_STATUSES, PolicyStatus), 9),
    Column("replaced_by", "替代文件", ("被替代", "现行文件", "新文件"), "废止或失效后，现在以哪份文件为准。", _TITLE, 24),
    Column("link", "链接", ("原文链接", "网址", "url"), "文件原文的网址。", Form(cells.url, link=LinkForm.ADDRESS), 36),
    Column("interpretations", "解读", ("政策解读", "解读文章"), "每行一条：解读的标题，后面空一格写网址。", _links(), 40),
    Column("topics", "主题", ("标签", "关键词"), "用 | 或换行分开。", lines(NAME_CHARS), 20),
    Column("questions", "常见问法", ("相似问", "问法"), "粉丝会怎样问到它，用 | 或换行分开。", lines(QUESTION_CHARS), 32),
)  # fmt: skip
"""Of a policy list, in its order."""
