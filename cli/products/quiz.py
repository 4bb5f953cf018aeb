"""``./rongmei quiz``: the bank of questions of a unit, and what came of a quiz."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chalicelib import quizzes
from chalicelib.application import quiz_numbers
from chalicelib.clock import utc_now
from cli.terminal import file_io, output
from cli.terminal.acting import By, acting

app = typer.Typer(help="题库：答题用的题目；导入、导出，和答题的数字。", no_args_is_help=True)
Unit = Annotated[str, typer.Option("--unit", metavar="ID", help="单位的短名。")]
Id = Annotated[str, typer.Argument(metavar="产品", help="产品的编号。")]


@app.command("list", epilog="例：./rongmei quiz list --unit province --matter 增值税")
def list_(
    unit: Unit,
    matter: Annotated[str, typer.Option("--matter", help="只看这个事项。")] = "",
    words: Annotated[str, typer.Option("--words", help="题目里的字。")] = "",
    by: By = None,
    json: output.Json = False,
) -> None:
    """一个单位的题库。"""
    found = quizzes.bank.questions_for(unit, by=acting(by), matter=matter, words=words)
    if json:
        output.as_json(found)
        return
    names = quizzes.labels
    output.table(
        f"单位“{unit}”的题库",
        ["编号", "题型", "题目", "事项", "难度"],
        [
            (
                one.question.id,
                names.KIND_NAMES[one.question.kind],
                one.question.text,
                one.question.matter,
                names.DIFFICULTY_NAMES[one.question.difficulty],
            )
            for one in found
        ],
        whole=["编号"],
        empty="题库还是空的。用 `./rongmei quiz import` 导入。",
    )


@app.command("import", epilog="例：./rongmei quiz import 题库.xlsx --unit province --by li")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="题库，.xlsx 或 .csv。")],
    unit: Unit,
    by: By = None,
    json: output.Json = False,
) -> None:  # fmt: skip
    """从表格导入题目：全部导入，或一道也不导入并指出每一处错误；已有的题跳过。"""
    try:
        found = quizzes.bank_file.read(file.name, file_io.read(file))
    except quizzes.bank_file.QuestionFileErrors as error:
        output.complain(str(error))
        raise typer.Exit(1) from error
    added = quizzes.bank.bring_in(unit, found, by=acting(by), now=utc_now())
    if json:
        output.as_json(added)
        return
    known = len(found) - len(added)
    output.done(f"导入 {len(added)} 道题" + (f"，{known} 道已经有了" if known else ""))


@app.command("export", epilog="例：./rongmei quiz export 题库.xlsx --unit province")
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="写到这个 .xlsx 文件。")],
    unit: Unit,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="覆盖已有的文件。")] = False,
    by: By = None,
) -> None:
    """把题库写成表格，改好后可以再导入。"""
    found = quizzes.bank.questions_for(unit, by=acting(by))
    body = quizzes.bank_file.written(one.question for one in found).body
    file_io.save(file, body, overwrite=overwrite)


@app.command("numbers", epilog="例：./rongmei quiz numbers p-20261130-7f3k2a")
def numbers(product: Id, by: By = None, json: output.Json = False) -> None:
    """一个答题的数字：多少人答、及格，哪些题错得最多。"""
    found = quiz_numbers.numbers_for(product, by=acting(by))
    if json:
        output.as_json(found)
        return
    output.done(f"开始 {found.started} 次，交卷 {found.ended} 份，及格 {found.passed} 份")
    output.table(
        "错得最多的题",
        ["题目", "作答", "答对", "错误率"],
        [(one.text, one.answered, one.right, f"{one.wrong_share:.0%}") for one in found.questions],
        empty="还没有人答题。",
    )
