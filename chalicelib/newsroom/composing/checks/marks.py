"""No mark of Markdown, of a site's own notation or of HTML is left in the finished text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from chalicelib.newsroom.composing.checks.models import Copy, House
from chalicelib.newsroom.models import Finding, Severity

_CONTEXT: Final = 10


@dataclass(frozen=True, slots=True)
class Mark:
    """A notation that a reader would see as it is written."""

    pattern: re.Pattern[str]
    name: str
    mend: str
    severity: Severity = Severity.ERROR


def _mark(pattern: str, name: str, mend: str, severity: Severity = Severity.ERROR) -> Mark:
    return Mark(re.compile(pattern, re.IGNORECASE), name, mend, severity)


_TAGS: Final = (
    "a|b|big|br|blockquote|center|code|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre"
    "|s|section|small|span|strong|style|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul"
)
_MASKED: Final = r"(?<=[\w])\*{2,}(?=[\d、，。；：）)\s]|$)"
"""Stars that hide a name or digits: 张**、138****1234."""

MARKS: Final[tuple[Mark, ...]] = (
    _mark(_MASKED, "星号", "是打码就不用改；是加粗，请检查 ** 是否成对", Severity.WARNING),
    _mark(r"\*\*", "加粗的 **", "检查 ** 是否成对，里侧不要有空格"),
    _mark(r"~~", "删除线的 ~~", "检查 ~~ 是否成对，里侧不要有空格"),
    _mark(r"==[^=\s][^=]*==", "高亮的 ==", "改用 **加粗**"),
    _mark(r"\+\+[^+\s][^+]*\+\+", "下划线的 ++", "改用 <u>文字</u>"),
    _mark(r"!\[\[|!\[[^\]]*\]", "图片", "写成 ![说明](图片.jpg)，文件名里不要有空格"),
    _mark(r"\]\(", "链接", "写成 [文字](https://地址)，中间不要有空格"),
    _mark(r"\[\^[^\]\s]+\]", "注释编号", "在文末补上这条注释，或删去编号"),
    _mark(r"\[\[[^\]]+\]\]", "双链", "改成文字，或写成 [文字](https://地址)"),
    _mark(r"^\s*(?:@?\[toc\]|\$\{toc\})\s*$", "目录", "删去；微信里不能跳转"),
    _mark(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>", "HTML 标签", "删去标签，或检查它是否写完整"),
    _mark(r"&(?:nbsp|lt|gt|amp|quot|emsp|ensp);", "HTML 转义", "改成它代表的字"),
    _mark(r"^\s*:::|^\s*!!!\s?\w|^\s*(?:\?{3}\+?|/{3}|={3})\s+\S", "提示框", "写成 > [!提示] 标题"),
    _mark(r"\[![^\]\s]{1,12}\]\s*[+-]", "折叠的提示框", "删去 + 或 -；微信里不能折叠"),
    _mark(r"\[![A-Za-z\u4e00-\u9fff]{1,12}\]", "提示框的 [!]", "前面加 > ，写成 > [!提示] 标题"),
    _mark(r"%%[^%]+%%|(?<![\d%])%%", "不公开的批注", "删去这段批注"),
    _mark(r"\{[^{}|]{1,20}\|[^{}]{1,40}\}|\[[^\]]{1,20}\]\{[^{}]{1,40}\}", "注音", "改成括号里的注音"),
    _mark(r"\{%.*?%\}|\{\{.*?\}\}", "网站模板的标记", "删去，图片改用 ![说明](图片.jpg)"),
    _mark(r"\{:?\s*(?:[#.:][\w-]|\w+=)[^{}]*\}", "属性标记", "删去花括号和里面的内容"),
    _mark(r"\$\$|\$[^$\s][^$]*[\\^_{}][^$]*\$|(?<![A-Za-z])\$[A-Za-z][^$\u4e00-\u9fff]*\$", "公式", "改成文字或图片"),
    _mark(r"^\s*(?:```|~~~)", "代码框的起止", "检查起止标记是否成对"),
    _mark(r"\|\s*:?-{3,}:?\s*\|", "表格", "表格前空一行，每行列数相同"),
    _mark(r"^\s*-{3}\s*$|^\s*\+{3}(?:\s|$)", "文件头的起止", "文件头只能在开头，写在两行 --- 之间"),
    _mark(r"^\s*#{2,6}[^\s#]|^\s*#[^\s#][^#]*$", "标题的 #", "# 后空一格；话题请写成 #话题#", Severity.WARNING),
    _mark(r"^\s*import\s.+\sfrom\s+['\"]|^\s*export\s+(?:const|default)\b|\{/\*.*?\*/\}|^\s*<<<\s*@", "网页的代码", "删去"),
    _mark(r"\\(?:newpage|pagebreak|clearpage|tableofcontents)\b", "排版命令", "删去"),
    _mark(r"\^[^\s^\[\]]{1,20}\^", "上标的 ^", "改用 <sup>文字</sup>"),
    _mark(r"(?<![~\d])~[^~\s\d][^~\s]{0,30}~(?!~)|[A-Za-z]~\d{1,3}~", "下标的 ~", "改用 <sub>文字</sub>", Severity.WARNING),
    _mark(r"(?<![A-Za-z0-9_])__[^_\s][^_]*__", "加粗的 __", "改用 **加粗**", Severity.WARNING),
    _mark(r"\|\|[^|]+\|\|", "遮挡的 ||", "删去 ||", Severity.WARNING),
    _mark(r"\[[^\[\]]+\]\[[^\[\]]*\]", "没有地址的链接", "写成 [文字](https://地址)", Severity.WARNING),
    _mark(r"\s\^[A-Za-z0-9-]{3,}$", "段落编号", "删去", Severity.WARNING),
    _mark(r"\\n(?![A-Za-z])", "换行的 \\n", "直接换行", Severity.WARNING),
    _mark(r"^\s*:\s+\S|(?<=[\u4e00-\u9fff]) : \S", "定义列表", "改成一句话，或用列表", Severity.WARNING),
    _mark(r"(?<![a-z0-9:/]):[a-z][a-z0-9_+-]{1,30}:(?![a-z0-9])", "表情代码", "换成表情本身", Severity.WARNING),
)  # fmt: skip
"""The first that fits a place speaks for it."""


def left_over(copy: Copy, house: House) -> list[Finding]:
    """One finding for each kind of mark in each block; code may hold any."""
    findings = []
    heads = [(name, copy.fields[name]) for name in ("title", "digest") if copy.fields.get(name)]
    for where, words in (*heads, *copy.prose):
        taken: list[tuple[int, int]] = []
        for mark in MARKS:
            met = [one for one in mark.pattern.finditer(words) if not _inside(one.span(), taken)]
            taken += [one.span() for one in met]
            if met:
                at = met[0].start()
                around = words[max(0, at - _CONTEXT) : met[0].end() + _CONTEXT]
                what = f"{mark.name}会原样显示：…{around}…。{mark.mend}"
                findings.append(Finding(where=where, what=what, severity=mark.severity))
    return findings


def _inside(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(begin < span[1] and span[0] < end for begin, end in taken)
