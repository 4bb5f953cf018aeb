"""A Word document as Word shows it. The only reader of Word files: articles and question lists use it alike."""

from __future__ import annotations

import re
import zipfile
import zlib
from typing import Any, Final

from chalicelib.foreign_files.archives import Damaged
from chalicelib.foreign_files.elements import Limits
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.word_files.body import Story
from chalicelib.word_files.known import Known
from chalicelib.word_files.model import Block, Document, Remark
from chalicelib.word_files.names import inner, q
from chalicelib.word_files.numbering import Numbering
from chalicelib.word_files.package import Package, Part
from chalicelib.word_files.styles import Styles

_PAGE_NUMBER: Final = re.compile(r"[\s\d\-—–－.·/第页共]*")
_SHOWN_CHARS: Final = 20
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, LookupError,
)  # fmt: skip
"""What the readers of zip archives and of XML raise over a file that is damaged behind its directory."""


def read_document(body: bytes, limits: Limits, *, keeps_pictures: bool = True) -> Document:
    """What Word shows of a .docx or .docm, its unaccepted changes as if accepted.

    What can't be carried along is a remark of its paragraph. Raises ``FileRefused`` if the file is none, is damaged
    or exceeds ``limits``.
    """
    try:
        return _read(body, limits, keeps_pictures)
    except FileRefused:
        raise
    except _BROKEN as error:
        raise Damaged("内容已损坏或不完整") from error


def _read(body: bytes, limits: Limits, keeps_pictures: bool) -> Document:
    package = Package(body, limits)
    main = package.main()
    theme = package.related(main, "theme")
    styles = Styles(_root(package.related(main, "styles")), _root(theme))
    numbering = Numbering(_root(package.related(main, "numbering")), styles.list_of)
    known = Known(
        package,
        styles,
        numbering,
        keeps_pictures=keeps_pictures,
        ground=inner(main.root, "w:background") is not None,
    )
    text = inner(main.root, "w:body")
    if text is None:
        raise Damaged("内容已损坏或不完整，里面没有正文")
    blocks = Story(known, main).blocks(text)
    notes = _notes(known, main)
    known.remarks += _about(known, main)
    return Document(blocks, notes, known.pictures, known.remarks)


def _notes(known: Known, main: Part) -> dict[str, list[Block]]:
    """The notes whose marks were met; a note may have marks of its own."""
    found: dict[str, list[Block]] = {}
    parts = {kind: known.package.related(main, f"{kind}s") for kind in ("footnote", "endnote")}
    given = {
        f"{kind}-{one.get(q('w:id'))}": (part, one)
        for kind, part in parts.items()
        if part is not None
        for one in part.root.iterchildren(q(f"w:{kind}"))
    }
    done = 0
    while done < len(known.marks):
        for key in list(known.marks)[done:]:
            done += 1
            if key in given:
                part, note = given[key]
                found[key] = Story(known, part).blocks(note)
    return found


def _about(known: Known, main: Part) -> list[Remark]:
    """Remarks about the document as a whole."""
    found = []
    if known.revisions:
        found.append(
            Remark(
                f"有 {known.revisions} 处修订还没有接受或拒绝，已按全部接受带入；请在 Word 里确认定稿，特别是日期和数字"
            )
        )
    comments = known.package.related(main, "comments")
    number = 0 if comments is None else len(comments.root.findall(q("w:comment")))
    if number:
        found.append(Remark(f"{number} 条批注未带入；请确认意见都已处理"))
    found += [
        Remark(f"自动编号的格式“{form}”认不出；请把编号改成普通文字", serious=True)
        for form in sorted(known.numbering.unknown)
    ]
    words = _around_pages(known.package, main)
    if words:
        shown = words if len(words) <= _SHOWN_CHARS else words[:_SHOWN_CHARS] + "…"
        found.append(Remark(f"页眉页脚里的文字没有带入：“{shown}”；需要请写进正文"))
    return found


def _around_pages(package: Package, main: Part) -> str:
    """The words of headers and footers; page numbers are none."""
    found: list[str] = []
    for name in (*main.named("header"), *main.named("footer")):
        part = package.part(name)
        texts = () if part is None else (one.text or "" for one in part.root.iter(q("w:t")))
        words = "".join(texts).strip()
        if words and not _PAGE_NUMBER.fullmatch(words) and words not in found:
            found.append(words)
    return " ".join(found)


def _root(part: Part | None) -> Any:
    return None if part is None else part.root
