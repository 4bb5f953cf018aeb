"""Word documents, through mammoth: the meaning of the styles is kept, their looks are the house's."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, Final

from chalicelib.foreign_files.archives import Damaged, survey
from chalicelib.foreign_files.elements import Limits
from chalicelib.foreign_files.opening import NAMED_BYTES
from chalicelib.foreign_files.refusal import FileRefused, megabytes
from chalicelib.newsroom.composing.frontmatter import known
from chalicelib.newsroom.composing.limits import CHINESE_NAMES, FIELDS
from chalicelib.newsroom.composing.sources.source import AT, Source
from chalicelib.newsroom.errors import UnreadableFile
from chalicelib.newsroom.models import Finding, Severity

if TYPE_CHECKING:
    from bs4 import Tag

LIMITS: Final = Limits(
    elements=200_000,
    paragraphs=10_000,
    rows=10_000,
    cells=100_000,
    advice="微信的一篇正文最多 20,000 个字符，请分成几篇",
)
MOST_PICTURES: Final = 200

HEADS: Final = (("字段", "内容"), ("字段", "值"))
"""First rows that make the first table the article's fields."""

_ZIP: Final = b"PK"
_STYLES: Final = """
p[style-name='标题 1'] => h2:fresh
p[style-name='标题 2'] => h3:fresh
p[style-name='标题 3'] => h4:fresh
p[style-name='Heading 1'] => h2:fresh
p[style-name='Heading 2'] => h3:fresh
p[style-name='Heading 3'] => h4:fresh
p[style-name='heading 1'] => h2:fresh
p[style-name='heading 2'] => h3:fresh
p[style-name='heading 3'] => h4:fresh
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='引用'] => blockquote > p:fresh
p[style-name='明显引用'] => blockquote > p:fresh
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
p[style-name='题注'] => p.caption:fresh
u => u
"""
_BLOCKS: Final = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre"]
_UNKNOWN_STYLE: Final = re.compile(r"^Unrecognised (?:paragraph|run|table) style")


def read_word(body: bytes) -> Source:
    """A .docx as a source; a first table of 字段 and 内容 gives the fields. Raises ``UnreadableFile``."""
    from bs4 import BeautifulSoup

    html, inside, messages = _converted(body)
    soup = BeautifulSoup(html, "html.parser")
    given, findings = _fields(soup)
    for number, block in enumerate(soup.find_all(_BLOCKS), 1):
        block[AT] = f"第 {number} 段“{_beginning(block)}”"
    heading = soup.find("h1")
    if heading is not None and "title" not in given and heading.get_text(strip=True):
        given["title"] = " ".join(heading.get_text().split())
        heading.decompose()
    findings += [
        Finding(where="文档", what=f"转换时：{one}", severity=Severity.WARNING)
        for one in dict.fromkeys(messages)
        if not _UNKNOWN_STYLE.match(one)
    ]
    return Source(fields=given, html=str(soup), inside=inside, findings=tuple(findings))


def _converted(body: bytes) -> tuple[str, dict[str, bytes], list[str]]:
    import mammoth

    _measure(body)
    inside: dict[str, bytes] = {}
    known: dict[bytes, str] = {}
    shown: list[str] = []

    def keep(image: Any) -> dict[str, str]:
        # A document may show one picture ten thousand times: each showing is read anew.
        if len(shown) == MOST_PICTURES:
            raise FileRefused(f"里面的图片超过 {MOST_PICTURES} 张；请分成几篇")
        with image.open() as opened:
            content = opened.read(NAMED_BYTES + 1)
        if len(content) > NAMED_BYTES:
            raise FileRefused(f"里面有一张图片超过 {megabytes(NAMED_BYTES)}；请压缩后再放进文档")
        name = known.setdefault(content, f"docx-{len(known) + 1}")
        inside[name] = content
        shown.append(name)
        return {"src": name}

    try:
        done = mammoth.convert_to_html(
            io.BytesIO(body),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(keep),
            # A document's own map could turn its styles into any tag.
            include_embedded_style_map=False,
        )
    except FileRefused as refused:
        raise UnreadableFile(f"读不了这个 Word 文件：{refused}。") from refused
    except (
        Exception
    ) as error:  # mammoth lets whatever its XML, zip and image readers raise pass through
        raise UnreadableFile(
            "读不了这个 Word 文件：内容已损坏或不完整。请用 Word 打开后另存为 .docx 再试。"
        ) from error
    return str(done.value), inside, [str(one.message) for one in done.messages]


def _measure(body: bytes) -> None:
    if not body.startswith(_ZIP):
        raise UnreadableFile("这不是 .docx 文件。旧的 .doc 请先用 Word 另存为 .docx。")
    try:
        found = survey(body, LIMITS)
    except Damaged as damaged:
        raise UnreadableFile(
            f"读不了这个 .docx 文件：{damaged}。请用 Word 打开后另存为 .docx 再试。"
        ) from damaged
    except FileRefused as refused:
        raise UnreadableFile(f"读不了这个 Word 文件：{refused}。") from refused
    if "[Content_Types].xml" not in found.names:
        raise UnreadableFile("这不是 .docx 文件：里面没有 Word 文档。")


def _fields(soup: Any) -> tuple[dict[str, str], list[Finding]]:
    """The fields of the first table, if it holds fields; it is removed from the body then."""
    table = soup.find("table")
    if table is None:
        return {}, []
    rows = [row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr")]
    pairs = [(_words(row[0]), row[1]) for row in rows if len(row) == 2]
    if not pairs or len(pairs) != len(rows) or table.find("table") is not None:
        return {}, []
    if (pairs[0][0], _words(pairs[0][1])) in HEADS:
        pairs = pairs[1:]
    elif not all(name in CHINESE_NAMES or name in FIELDS for name, _ in pairs):
        return {}, []
    given = {name: _value(cell) for name, cell in pairs}
    table.decompose()
    fields, findings = known(given)
    return fields, list(findings)


def _value(cell: Tag) -> str:
    pictures = [str(image["src"]) for image in cell.find_all("img")]
    return "\n".join(pictures) if pictures else _words(cell)


def _words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def _beginning(tag: Tag, most: int = 10) -> str:
    words = "".join(tag.get_text().split())
    return words if len(words) <= most else words[:most] + "…"
