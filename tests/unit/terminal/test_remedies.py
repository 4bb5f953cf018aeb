"""Remedies of errors: as data in the domain, as commands in a shell."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command

from chalicelib.errors import DomainError, NotFound, remedy
from cli.app import app
from cli.terminal import remedies

ROOT = Path(__file__).parents[3]


def _used() -> Iterator[tuple[str, set[str]]]:
    """Action and arguments of every ``remedy(…)`` in the bundle."""
    for file in (ROOT / "chalicelib").rglob("*.py"):
        if "remedy" not in (text := file.read_text("utf-8")):
            continue
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", getattr(node.func, "attr", "")) == "remedy"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value), {str(one.arg) for one in node.keywords}


def test_every_remedy_has_a_command_that_takes_its_arguments() -> None:
    used = list(_used())
    assert used
    for action, arguments in used:
        assert action in remedies.COMMANDS, f"cli/terminal/remedies.py lacks {action}"
        fields = {
            name for _, name, _, _ in string.Formatter().parse(remedies.COMMANDS[action]) if name
        }
        assert fields <= arguments, f"{action} needs {fields - arguments}"


def test_every_command_of_a_remedy_exists() -> None:
    known = get_command(app)
    for line in remedies.COMMANDS.values():
        words = [word for word in line.split() if not word.startswith(("-", "{"))]
        node, path = known, []
        for word in words:
            commands = getattr(node, "commands", None)
            if not commands:
                break
            assert word in commands, f"there is no command {line}"
            node = commands[word]
            path.append(word)
        assert path


def test_no_sentence_of_the_bundle_holds_a_command() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in (ROOT / "chalicelib").rglob("*.py")
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if "./rongmei" in line
    ]
    assert found == []


def test_an_error_is_told_with_the_commands_that_help() -> None:
    error = NotFound(
        "没有单位“x y”。",
        remedies=[remedy("unit.tree", "查看已有的单位"), remedy("unit.add", "新建单位")],
    )
    assert remedies.told(error) == (
        "没有单位“x y”。用 `./rongmei unit tree` 查看已有的单位，或用 `./rongmei unit add` 新建单位。"
    )
    assert remedies.told(DomainError("没有。")) == "没有。"
