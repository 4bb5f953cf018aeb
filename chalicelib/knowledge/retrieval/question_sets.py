"""Labelled questions of an evaluation, read from JSON lines: the entries, and questions with the entry that is right.

Two sets are read: one to fit an account's confidence on, one to measure it with. Pure.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from chalicelib.errors import Invalid
from chalicelib.knowledge.retrieval.errors import RetrievalError
from chalicelib.sheets.problems import Problem, Severity


class TextFile(NamedTuple):
    """A file that was read."""

    name: str
    text: str
    """One JSON object a line."""


class Question(NamedTuple):
    """A message, and the number of the entry that answers it; None where none does."""

    text: str
    entry: int | None


class BadQuestionSets(RetrievalError, Invalid):
    """Files of labelled questions with errors: a measure of the rows that are left would measure something else."""

    def __init__(self, problems: dict[str, list[Problem]]) -> None:
        self.problems = problems
        """By file."""
        told = "；".join(f"{name} 有 {len(bad)} 处错误" for name, bad in problems.items())
        super().__init__(f"{told}，没有检验。")


class QuestionSets(NamedTuple):
    """The questions that an evaluation works on."""

    entries: int
    texts: list[tuple[int, str]]
    """Number of the entry, and one way to ask for it."""
    fit: list[Question]
    test: list[Question]
    without_question: int
    """Entries that have no question: they are searched by their answer, much worse."""


def read_question_sets(
    entries: TextFile,
    *,
    fit: TextFile,
    fit_negatives: TextFile,
    test: TextFile,
    test_negatives: TextFile | None = None,
    similar: TextFile | None = None,
) -> QuestionSets:
    """The sets of an evaluation.

    ``entries`` has ``faq_id`` and ``question`` (or ``answer``), ``similar`` has ``faq_id`` and ``question``, the sets
    have ``query`` and ``faq_id``, the negatives, which no entry answers, ``query`` alone. Raises ``BadQuestionSets``
    with every problem of every file.
    """
    reader = _Reader()
    reader.read_entries(entries)
    if similar:
        reader.read_similar(similar)
    fitting = [*reader.questions(fit), *reader.questions(fit_negatives, negative=True)]
    testing = reader.questions(test)
    if test_negatives:
        testing += reader.questions(test_negatives, negative=True)
    if reader.problems:
        raise BadQuestionSets(reader.problems)
    return QuestionSets(
        len(reader.numbers), reader.texts, fitting, testing, reader.without_question
    )


@dataclass
class _Reader:
    numbers: dict[str, int] = field(default_factory=dict)
    """``faq_id`` → number of the entry."""
    texts: list[tuple[int, str]] = field(default_factory=list)
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    without_question: int = 0

    def read_entries(self, file: TextFile) -> None:
        for at, row in self._rows(file):
            given, question, answer = (
                _text(row, name) for name in ("faq_id", "question", "answer")
            )
            if given in self.numbers:
                self._bad(file, at, "faq_id", f"编号 {given} 重复。")
            elif not given or not (question or answer):
                self._bad(file, at, "faq_id" if question else "question", "不能为空。")
            else:
                self.without_question += not question
                self.numbers[given] = len(self.numbers)
                self.texts.append((self.numbers[given], question or answer))
        if not self.numbers:
            self._bad(file, 1, "", "没有一条可用的问答。")

    def read_similar(self, file: TextFile) -> None:
        for at, row in self._rows(file):
            number = self._number(file, at, row)
            if number is None:
                continue
            if text := _text(row, "question"):
                self.texts.append((number, text))
            else:
                self._bad(file, at, "question", "不能为空。")

    def questions(self, file: TextFile, *, negative: bool = False) -> list[Question]:
        found = []
        for at, row in self._rows(file):
            number = None if negative else self._number(file, at, row)
            if not (text := _text(row, "query")):
                self._bad(file, at, "query", "不能为空。")
            elif negative or number is not None:
                found.append(Question(text, number))
        if not found and file.name not in self.problems:
            self._bad(file, 1, "", "文件里没有问题。")
        return found

    def _rows(self, file: TextFile) -> Iterator[tuple[int, dict[str, Any]]]:
        for at, line in enumerate(file.text.split("\n"), 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if isinstance(row, dict):
                yield at, row
            else:
                self._bad(file, at, "", "不是一个 JSON 对象。")

    def _number(self, file: TextFile, at: int, row: dict[str, Any]) -> int | None:
        wanted = _text(row, "faq_id")
        if wanted not in self.numbers:
            self._bad(file, at, "faq_id", f"问答里没有编号 {wanted}。" if wanted else "不能为空。")
        return self.numbers.get(wanted)

    def _bad(self, file: TextFile, row: int, column: str, reason: str) -> None:
        problem = Problem(Severity.ERROR, file.name, row, column, reason)
        self.problems.setdefault(file.name, []).append(problem)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""
