"""Questions as offices keep them, in a spreadsheet: read whole or not at all, and written back. For the command line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, Final

from chalicelib.errors import Invalid
from chalicelib.quizzes.bank import question_of
from chalicelib.quizzes.errors import BadQuestion, QuizError
from chalicelib.quizzes.labels import DIFFICULTY_NAMES, KIND_NAMES
from chalicelib.quizzes.models import JUDGED, MOST_OPTIONS, Question, QuestionKind
from chalicelib.sheets.exports import Exported, Form, export
from chalicelib.sheets.headers import TableColumns
from chalicelib.sheets.headings import words
from chalicelib.sheets.lists import SUFFIXES, read_list
from chalicelib.sheets.problems import BadCell, Cell, FileErrors, Notes, Place

MAX_BYTES: Final = 5 * 1024 * 1024
LETTERS: Final = "ABCDEF"
HEADS: Final = {
    "kind": "题型",
    "text": "题目",
    **{f"option_{one.lower()}": f"选项{one}" for one in LETTERS},
    "right": "答案",
    "explanation": "解析",
    "basis": "依据",
    "basis_url": "依据网址",
    "matter": "事项",
    "difficulty": "难度",
}
_COLUMNS: Final = TableColumns(
    words=words(
        {
            "kind": ("题型", "类型", "kind"),
            "text": ("题目", "题干", "问题", "text"),
            **{f"option_{one.lower()}": (f"选项{one}", f"选项 {one}", one) for one in LETTERS},
            "right": ("答案", "正确答案", "right"),
            "explanation": ("解析", "答案解析", "explanation"),
            "basis": ("依据", "政策依据", "basis"),
            "basis_url": ("依据网址", "依据链接", "basis_url"),
            "matter": ("事项", "标签", "matter"),
            "difficulty": ("难度", "difficulty"),
        }
    ),
    shown=HEADS,
    missing="找不到表头：要有“题型”“题目”“答案”三列",
    marks=frozenset({"text", "right"}),
)
_KINDS: Final = {name: kind for kind, name in KIND_NAMES.items()}
_KINDS_LONG: Final = {f"{name}题": kind for name, kind in _KINDS.items()}
_DIFFICULTIES: Final = {name: level for level, name in DIFFICULTY_NAMES.items()} | {
    str(level): level for level in DIFFICULTY_NAMES
}
_JUDGED: Final = {"对": 0, "正确": 0, "是": 0, "√": 0, "A": 0, "错": 1, "错误": 1, "否": 1, "×": 1, "B": 1}  # fmt: skip


class QuestionFileErrors(FileErrors, QuizError, Invalid):
    """A file of questions that can't be imported; ``problems`` has every reason with its place."""


def read(name: str, body: bytes) -> list[dict[str, Any]]:
    """The questions of a file (.xlsx or .csv, as its ``name`` tells), as ``bank.bring_in`` takes them.

    Raises ``QuestionFileErrors``.
    """
    notes = Notes(PurePath(name).name, QuestionFileErrors)
    suffix = PurePath(name).suffix.lower()
    if suffix not in SUFFIXES:
        notes.error(Place(), f"不支持 {suffix or '没有扩展名'} 的文件；可以是 .xlsx、.csv")
    elif len(body) > MAX_BYTES:
        notes.error(Place(), f"文件超过 {MAX_BYTES // 1024 // 1024} MB")
    elif not body.strip():
        notes.error(Place(), "文件是空的")
    notes.stop_on_errors()
    found: list[dict[str, Any]] = []
    for sheet, table in read_list(suffix, body, _COLUMNS, notes):
        for row, cells in table:
            _add(cells, Place(row, sheet=sheet), found, notes)
    if not found and not notes.has_errors:
        notes.error(Place(), "文件里没有题目；要有“题型”“题目”“答案”三列")
    notes.stop_on_errors()
    return found


def written(questions: Iterable[Question]) -> Exported:
    """The questions as a workbook that ``read`` reads again."""
    rows = []
    for one in questions:
        judged = one.kind is QuestionKind.JUDGE
        options = [] if judged else list(one.options)
        right = JUDGED[one.right[0]] if judged else "".join(LETTERS[place] for place in one.right)
        rows.append(
            [
                KIND_NAMES[one.kind],
                one.text,
                *options,
                *[""] * (MOST_OPTIONS - len(options)),
                right,
                one.explanation,
                one.basis,
                one.basis_url,
                one.matter,
                DIFFICULTY_NAMES[one.difficulty],
            ]
        )
    return export(list(HEADS.values()), rows, Form.XLSX)


def _add(cells: dict[str, Cell], row: Place, found: list[dict[str, Any]], notes: Notes) -> None:
    for field in ("text", "right"):
        if field not in cells:
            notes.error(Place(row.row, HEADS[field], row.sheet), f"缺少{HEADS[field]}")
            return
    kind = notes.read(cells["kind"], _kind) if "kind" in cells else QuestionKind.SINGLE
    level = notes.read(cells["difficulty"], _difficulty) if "difficulty" in cells else 1
    if kind is None or level is None:
        return
    plain = {
        name: cell.value
        for name in ("text", "explanation", "basis", "basis_url", "matter")
        if (cell := cells.get(name)) is not None
    }
    options = [
        cell.value for one in LETTERS if (cell := cells.get(f"option_{one.lower()}")) is not None
    ]
    right = notes.read(cells["right"], lambda typed: _right(typed, kind))
    if right is None:
        return
    made = {**plain, "kind": kind, "right": right, "difficulty": level}
    if kind is not QuestionKind.JUDGE:
        made["options"] = options
    try:
        question_of({**made, "id": "q-00000000"})
    except BadQuestion as error:
        notes.error(row, "；".join(dict.fromkeys(one.problem for one in error.fields)))
        return
    found.append(made)


def _kind(typed: str) -> QuestionKind:
    found = _KINDS.get(typed) or _KINDS_LONG.get(typed)
    if found is None:
        raise BadCell(f"没有题型“{typed}”；可以是 单选、多选、判断")
    return found


def _difficulty(typed: str) -> int:
    found = _DIFFICULTIES.get(typed)
    if found is None:
        raise BadCell(f"没有难度“{typed}”；可以是 易、中、难")
    return found


def _right(typed: str, kind: QuestionKind) -> list[int]:
    plain = typed.strip().upper()
    if kind is QuestionKind.JUDGE:
        if plain not in _JUDGED:
            raise BadCell("判断题的答案写 对 或 错")
        return [_JUDGED[plain]]
    letters = [one for one in plain if one not in " ,，、;；"]
    if not letters or any(one not in LETTERS for one in letters):
        raise BadCell("答案写选项的字母，例如 A，多选例如 ACD")
    return sorted({LETTERS.index(one) for one in letters})
