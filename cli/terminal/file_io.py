"""Files that commands read and write: problems are printed as a table, and overwriting is asked about."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from chalicelib.foreign_files.encoding import decoded
from chalicelib.foreign_files.opening import read_given
from chalicelib.foreign_files.refusal import FileRefused, megabytes
from chalicelib.sheets.problems import Problem, Severity, kinds, rows_named
from cli.terminal import output

Overwrite = Annotated[
    bool, typer.Option("--yes", "--force", help="文件已存在时直接覆盖，不再询问。")
]
Sheets = Annotated[
    list[str] | None,
    typer.Option("--sheet", metavar="工作表", help="只导入 .xlsx 里的这个工作表；可以写多个。"),
]
MOST_REMINDERS: Final = 30
_WHY: Final = {
    errno.ENOENT: "没有这个文件，请核对路径",
    errno.EISDIR: "这是文件夹，请写里面的文件",
    errno.EACCES: "没有权限读它",
}
WORDS: Final = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}


MOST_BYTES: Final = 100 * 1024 * 1024
MOST_TYPED: Final = 1024 * 1024
"""What standard input may hold: a text that a person wrote."""


def read(file: Path) -> bytes:
    """The bytes of a file; one that can't be read ends the command."""
    try:
        return read_given(file, MOST_BYTES)
    except FileRefused as refused:
        output.complain(f"读不了 {file}：{refused}。")
        raise typer.Exit(1) from refused
    except OSError as error:
        output.complain(f"无法读取 {file}：{_WHY.get(error.errno or 0, error.strerror)}。")
        raise typer.Exit(1) from error


def text(file: Path) -> str:
    """The words in a file, in UTF-8, UTF-16 or GBK; others end the command."""
    return _words(read(file), str(file))


def text_or_input(name: str) -> str:
    """The words in the file of that name, or for ``-`` in standard input."""
    if name != "-":
        return text(Path(name))
    body = sys.stdin.buffer.read(MOST_TYPED + 1)
    if len(body) > MOST_TYPED:
        output.complain(f"标准输入超过 {megabytes(MOST_TYPED)}，没有读完。")
        raise typer.Exit(1)
    return _words(body, "标准输入")


def _words(body: bytes, name: str) -> str:
    try:
        return decoded(body)
    except FileRefused as refused:
        output.complain(f"读不了{name if name == '标准输入' else f' {name}'}：{refused}。")
        raise typer.Exit(1) from refused


def save(file: Path, body: bytes, *, overwrite: bool) -> None:
    """Write a file, asking before one is overwritten."""
    if file.exists() and not overwrite and not output.confirmed(f"{file} 已存在，要覆盖吗？"):
        raise typer.Exit(1)
    try:
        file.write_bytes(body)
    except OSError as error:
        output.complain(f"无法写入 {file}：{error.strerror}。")
        raise typer.Exit(1) from error
    output.done(f"已写入 {file}。")


def problems(title: str, found: Iterable[Problem]) -> None:
    """Print what is wrong with a file, one line a kind."""
    alike = kinds(found)
    several = any(one.first.sheet for one in alike)
    output.table(
        title,
        [*(["工作表"] if several else []), "行", "列", "", "原因"],
        [
            (
                *([one.first.sheet] if several else []),
                rows_named(one.rows).removesuffix(" 行"),
                one.first.column,
                WORDS[one.first.severity],
                one.first.reason,
            )
            for one in alike
        ],
        whole=[""],
    )


def remind(found: Iterable[Problem]) -> None:
    """Print what a person should know of a file that was read, one line a kind."""
    alike = kinds(found)
    for one in alike[:MOST_REMINDERS]:
        output.warn(f"提醒：{one}")
    if len(alike) > MOST_REMINDERS:
        output.note(f"只列出前 {MOST_REMINDERS} 处提醒，共 {len(alike)} 处；全部内容请加 --json。")
