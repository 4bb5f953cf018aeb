"""Questions and answers in running text: 问：/答：, headings that ask, numbered questions. Pure.

Three ways to write a question list, the first that the text shows is taken: marks before questions or answers;
headings with text below them; lines that end with a question mark. Text before the first question is a
preface and left out; a line of it that asks is told of.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from chalicelib.knowledge.files.rows import pair
from chalicelib.sheets.layouts import FoundRow
from chalicelib.sheets.problems import Notes, Place

_NUMBER: Final = r"(?:第?[一二三四五六七八九十百零〇\d]{1,4}\s*[、.．:：问题)）]|[（(][一二三四五六七八九十百\d]{1,4}[）)])"
_NUMBERED: Final = re.compile(rf"^\s*(?:{_NUMBER}\s*)+")
_ASKED: Final = re.compile(
    rf"^\s*(?:{_NUMBER}\s*)?(?:[【\[](?:问题|提问|问|[QqＱ])\s*\d{{0,4}}\s*[】\]]\s*[:：.、．]?"
    rf"|(?:问题|提问|问|[QqＱ])\s*\d{{0,4}}\s*[:：.、．])\s*(?=\S)"
)
_ANSWERED: Final = re.compile(
    r"^\s*(?:[【\[](?:答复|回答|解答|答案|答|[AaＡ])\s*\d{0,4}\s*[】\]]\s*[:：.、．]?"
    r"|(?:答复|回答|解答|答案|答|[AaＡ])\s*\d{0,4}\s*[:：.、．])\s*"
)
_SECTION: Final = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]{1,3}[章节部])\S{1,24}$"
)
_ASKING: Final = re.compile(r"[?？]\s*$|吗\s*$|呢\s*$")
_LONGEST_QUESTION: Final = 200


@dataclass(frozen=True, slots=True)
class TextLine:
    """One paragraph of a text."""

    row: int
    text: str
    """May hold ``<a href>``."""
    level: int = 0
    """1 to 6 for headings, 0 for everything else."""
    stressed: bool = False
    """All of it is bold."""


@dataclass(slots=True)
class _Question:
    row: int
    question: str
    answer: list[TextLine] = field(default_factory=list)


def to_rows(lines: Sequence[TextLine], notes: Notes, *, beside: bool = False) -> list[FoundRow]:
    """The questions of a text, in its order. Finding none is an error.

    ``beside``: the file has tables of questions already. Then none need be here, and what has no answer is no
    question.
    """
    filled = [line for line in lines if line.text.strip()]
    if is_marked(filled):
        asked = _marked(filled)
    elif _titled(filled):
        asked = _asking(filled)
    else:
        asked = _headed(filled) or _asking(filled)
    _tell_of_unread(filled, asked, notes)
    if beside:
        asked = [one for one in asked if one.answer]
    elif not asked:
        notes.error(
            Place(),
            "没有找到问答：请用“问：…”“答：…”，或让每个问题成为一个标题、答案写在下面，或用“问题、答案”两列的表格",
        )
    return [_row(one, notes) for one in asked]


def _titled(lines: Sequence[TextLine]) -> bool:
    """Whether the only heading is a title above lines that ask."""
    heads = [line for line in lines if line.level]
    return len(heads) == 1 and not asks(heads[0].text) and any(asks(one.text) for one in lines)


def _tell_of_unread(lines: Sequence[TextLine], asked: Sequence[_Question], notes: Notes) -> None:
    """Name the lines that look like questions and became none: before the first, and unmarked among the others."""
    rows = {one.row for one in asked}
    begun = min(rows, default=0)
    for line in lines:
        preface = line.row < begun
        apart = line.level or line.stressed or _NUMBERED.match(line.text)
        text = line.text.strip()
        if line.row in rows or _ANSWERED.match(text) or len(text) > _LONGEST_QUESTION:
            continue
        if begun and asks(text) and (preface or apart):
            notes.warn(
                Place(line.row),
                f"“{text[:20]}”像是问题，没有作为问题导入；是问题请在它前面写“问：”、在答案前面写“答：”",
            )


def is_marked(lines: Sequence[TextLine]) -> bool:
    """Whether a text says which of its lines ask or answer."""
    return any(_ASKED.match(one.text) or _ANSWERED.match(one.text) for one in lines)


def asks(text: str) -> bool:
    """Whether a line sounds like a question."""
    return _ASKING.search(text) is not None


def _marked(lines: Sequence[TextLine]) -> list[_Question]:
    """问：and 答：; where only 答： is marked, the line before it asks."""
    asked: list[_Question] = []
    before: list[TextLine] = []
    for line in lines:
        question, answer = _ASKED.match(line.text), _ANSWERED.match(line.text)
        if question:
            _drop_section(asked)
            asked.append(_Question(line.row, line.text[question.end() :]))
        elif answer:
            open_one = asked and not asked[-1].answer
            if not open_one:
                taken = asked[-1].answer.pop() if asked and asked[-1].answer else None
                taken = taken or (before.pop() if before else TextLine(line.row, ""))
                _drop_section(asked)
                asked.append(_Question(taken.row, _NUMBERED.sub("", taken.text)))
            asked[-1].answer.append(TextLine(line.row, line.text[answer.end() :]))
        elif asked:
            asked[-1].answer.append(line)
        else:
            before.append(line)
    return asked


def _drop_section(asked: list[_Question]) -> None:
    """A heading between two questions belongs to neither."""
    while asked and len(asked[-1].answer) > 1:
        last = asked[-1].answer[-1]
        if not last.level and not (_SECTION.match(last.text) and not _ASKING.search(last.text)):
            return
        asked[-1].answer.pop()


def _headed(lines: Sequence[TextLine]) -> list[_Question]:
    """Headings with text below; one without any is a section, and so is a lone one above all others."""
    levels = [line.level for line in lines if line.level]
    if not levels:
        return []
    lone = levels.count(min(levels)) == 1 and len(levels) > 1
    asked: list[_Question] = []
    for line in lines:
        if line.level:
            asked.append(_Question(line.row, _NUMBERED.sub("", line.text)))
            title = lone and line.level == min(levels) and not _ASKING.search(line.text)
            if title:
                asked[-1].question = ""
        elif asked:
            asked[-1].answer.append(line)
    return [one for one in asked if one.question and one.answer]


def _asking(lines: Sequence[TextLine]) -> list[_Question]:
    """Lines that end with a question mark, and what follows each."""
    asked: list[_Question] = []
    for line in lines:
        text = _NUMBERED.sub("", line.text)
        if _ASKING.search(text) and len(text) <= _LONGEST_QUESTION:
            asked.append(_Question(line.row, text))
        elif asked:
            asked[-1].answer.append(line)
    return asked


def _row(one: _Question, notes: Notes) -> FoundRow:
    answer = "\n".join(line.text.strip() for line in one.answer)
    return pair(one.row, one.question, answer, notes)
