"""Secrets from a file, the environment or a hidden prompt; never from arguments, which every user of the machine can
read in the list of processes."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from dotenv import dotenv_values

from chalicelib import accounts
from chalicelib.foreign_files.encoding import decoded
from chalicelib.foreign_files.opening import read_given
from chalicelib.foreign_files.refusal import FileRefused
from cli.terminal import file_io, output

NAMES: Final = {name: accounts.labels.SECRETS[name] for name in ("app_secret", "token", "aes_key")}
"""The secrets that a person enters, as WeChat's page calls them."""

SecretsFile = Annotated[
    Path | None,
    typer.Option(
        "--secrets-file",
        metavar="FILE",
        help="密钥文件，dotenv 或 JSON，含 app_secret token aes_key 三项；- 为标准输入。",
    ),
]


def read(file: Path | None, wanted: Sequence[str]) -> dict[str, str]:
    """The secrets ``wanted``: from ``file`` if given, else the environment, else asked for on a terminal.

    An answer left empty at the prompt is left out. Raises ``typer.BadParameter`` for an unreadable file.
    """
    if file is not None:
        found = _from_file(file)
        return {name: found[name] for name in wanted if found.get(name)}
    found = {name: os.environ.get(f"RONGMEI_{name.upper()}", "") for name in wanted}
    for name in wanted:
        if not found[name] and sys.stdin.isatty():
            found[name] = output.ask(NAMES[name], hidden=True, empty=True)
    return {name: value for name, value in found.items() if value}


def _from_file(file: Path) -> dict[str, str]:
    if str(file) == "-":
        text = file_io.text_or_input("-")
    else:
        try:
            text = decoded(read_given(file, file_io.MOST_TYPED))
            readable = file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
        except FileRefused as refused:
            raise typer.BadParameter(f"读不了 {file}：{refused}") from None
        except OSError as error:
            raise typer.BadParameter(f"读不了 {file}：{error.strerror}") from None
        if readable:
            output.warn(f"提醒：{file} 其他用户也能读，请执行 chmod 600 {file}。")
    values = (
        _json(text) if text.lstrip().startswith("{") else dotenv_values(stream=io.StringIO(text))
    )
    plain = {name.lower().removeprefix("rongmei_"): value for name, value in values.items()}
    unknown = sorted(set(plain) - set(NAMES))
    if unknown:
        raise typer.BadParameter(f"密钥文件中有不认识的项目：{'、'.join(unknown)}")
    return {name: str(value) for name, value in plain.items() if value}


def _json(text: str) -> dict[str, str | None]:
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise typer.BadParameter("密钥文件不是正确的 JSON 对象") from None
    return values
