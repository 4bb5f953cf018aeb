"""What the columns of a question list and of a policy list are called: Chinese as shown, English as alias."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chalicelib.knowledge.models import PolicyStatus, Standing
from chalicelib.sheets.headings import Table, words
from chalicelib.sheets.tables import Heads


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field, how it is headed, what else people call it, what the template explains, its width."""

    field: str
    header: str
    aliases: tuple[str, ...]
    explained: str
    width: int = 16


FAQ_SHEET: Final = "问答"
POLICY_SHEET: Final = "政策"

FAQ: Final = (
    Column("id", "编号", ("faq_id", "问答编号"), "英文字母、数字、- 和 _，最多 32 位。不填时由问题生成，同一个问题编号不变。", 14),
    Column("question", "问题", ("标准问", "标准问题", "问", "提问", "问题描述", "q"), "最多 200 字，写成粉丝会问的一句话。", 32),
    Column("variants", "相似问", ("相似问题", "扩展问", "其他问法", "similar"), "同一个问题的其他问法，用 | 或换行分开。", 32),
    Column("answer", "答案", ("答复", "回答", "答", "解答", "答复内容", "回复内容", "a"), "粉丝收到的文字，可以有 <a href=\"网址\">链接</a>；长了会自动分页。", 56),
    Column("owner", "责任部门", ("部门", "主管部门", "责任处室", "处室", "department"), "对内容负责、到期前要复核的部门。", 16),
    Column("basis", "政策依据", ("依据", "法规依据", "文件依据", "政策文件"), "每行一条：文件名称，后面可以空一格写网址。", 36),
    Column("valid_from", "生效时间", ("开始时间", "生效日期"), "如 2026-03-01（北京时间）；不填为立即。", 18),
    Column("valid_until", "失效时间", ("结束时间", "有效期至", "失效日期"), "如 2026-06-30；只写日期时，当天仍有效。到期后自动停止回答。", 18),
    Column("audience", "适用对象", ("适用人群", "对象"), "如：个人、小规模纳税人。", 16),
    Column("region", "适用地区", ("地区", "适用范围"), "不填为全部。", 14),
    Column("standing", "状态", ("standing",), "启用、草稿、停用。不填为“启用”。", 9),
)  # fmt: skip

POLICY: Final = (
    Column("id", "编号", (), "不填时由文号（没有文号时由标题）生成。", 14),
    Column("number", "文号", ("发文字号", "文件编号", "公告号"), "如 云税发〔2026〕3号、云岭省税务局公告2026年第9号；可以不填。", 24),
    Column("title", "标题", ("文件名称", "文件标题", "政策名称", "名称"), "文件全称。", 44),
    Column("issuer", "发文机关", ("发文单位", "发布机构", "印发机关"), "", 22),
    Column("issued", "发文日期", ("成文日期", "印发日期", "发布日期", "日期", "date"), "如 2026-03-01。", 14),
    Column("status", "效力", ("有效性", "状态", "时效性", "效力状态"), "有效、失效、废止。不填为“有效”。", 9),
    Column("replaced_by", "替代文件", ("被替代", "现行文件", "新文件"), "废止或失效后，现在以哪份文件为准。", 24),
    Column("link", "链接", ("原文链接", "网址", "url"), "文件原文的网址。", 36),
    Column("interpretations", "解读", ("政策解读", "解读文章"), "每行一条：解读的标题，后面空一格写网址。", 40),
    Column("topics", "主题", ("标签", "关键词"), "用 | 或换行分开。", 20),
    Column("questions", "常见问法", ("相似问", "问法"), "粉丝会怎样问到它，用 | 或换行分开。", 32),
)  # fmt: skip

STANDINGS: Final[Table] = {
    Standing.LIVE: ("启用", "已发布", "发布", "正常", "有效", "released"),
    Standing.DRAFT: ("草稿", "待审"),
    Standing.RETIRED: ("停用", "下线", "作废", "失效"),
}
POLICY_STATUSES: Final[Table] = {
    PolicyStatus.EFFECTIVE: ("有效", "现行有效", "全文有效", "现行"),
    PolicyStatus.LAPSED: ("失效", "已失效", "全文失效", "到期失效"),
    PolicyStatus.REPEALED: ("废止", "已废止", "全文废止"),
}


def _heads(columns: Sequence[Column], missing: str, dates: frozenset[str]) -> Heads:
    return Heads(
        words=words({one.field: (one.header, *one.aliases) for one in columns}),
        shown={one.field: one.header for one in columns},
        missing=missing,
        dates=dates,
        passes_over=True,  # lists come from many departments, with columns of their own
    )


FAQ_HEADS: Final = _heads(
    FAQ,
    "找不到表头：至少要有“问题”和“答案”两列，用 `faq template` 可以生成模板",
    frozenset({"valid_from", "valid_until"}),
)
POLICY_HEADS: Final = _heads(
    POLICY,
    "找不到表头：至少要有“文号”和“标题”两列，用 `policy template` 可以生成模板",
    frozenset({"issued"}),
)
STANDING_WORDS: Final = words(STANDINGS)
POLICY_STATUS_WORDS: Final = words(POLICY_STATUSES)
