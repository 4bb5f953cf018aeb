"""Files that commands read and write: problems are printed as a table, and overwriting is asked about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Final

import typer

from chalicelib.sheets.problems import Problem, Severity
from cli.terminal import output

Overwrite = Annotated[
    bool, typer.Option("--yes", "--force", help="文件已存在时直接覆盖，不再询问。")
]
WORDS: Final = {Severity.ERROR: "错误", Severity.WARNING: "提醒"}


def read(file: Path) -> bytes:
    """The bytes of a file; one that can't be read ends the command."""
    try:
        return file.read_bytes()
    except OSError as error:
        output.complain(f"无法读取 {file}：{error.strerror}。")
        raise typer.Exit(1) from error


def text(file: Path) -> str:
    """The words in a file, in UTF-8; others end the command."""
    try:
        return read(file).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        output.complain(f"{file} 不是 UTF-8 编码的文字，请另存为 UTF-8。")
        raise typer.Exit(1) from error


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
    """Print what is wrong with a file, row by row."""
    output.table(
        title,
        ["行", "列", "", "原因"],
        [(one.row, one.column, WORDS[one.severity], one.reason) for one in found],
        whole=["行", ""],
    )
