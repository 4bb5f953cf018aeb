"""Foreign text on a terminal: it is seen, and it moves nothing."""

from __future__ import annotations

import ast
import inspect
import io
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import typer
from rich.cells import cell_len
from typer import rich_utils

from chalicelib.errors import Remedy
from cli.terminal import file_io, output, remedies, usage
from cli.terminal.visible import visible

CLI = Path(output.__file__).parents[1]
HARMFUL = [
    *(chr(code) for code in range(0x20) if chr(code) not in "\n\t"),
    "\x7f",
    *(chr(code) for code in range(0x80, 0xA0)),
    *"\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "\ud83d",
]
FOREIGN = "怎么" + "".join(HARMFUL) + "办"
SEEN = "怎么␀␁"
"""How the foreign text begins on a screen."""

DOORS: dict[str, Callable[[str], Any]] = {
    "table": lambda text: output.table(text, [text], [[text]]),
    "table, empty": lambda text: output.table("", ["列"], [], empty=text),
    "facts": lambda text: output.facts(text, [(text, text)]),
    "as_json": lambda text: output.as_json({text: [text]}),
    "as_json_line": lambda text: output.as_json_line({text: [text]}),
    "line": output.line,
    "marked": lambda text: output.marked([("same", text), ("added", text)], indent=text),
    "note": output.note,
    "warn": output.warn,
    "complain": output.complain,
    "done": output.done,
    "wrong usage": lambda text: usage.complain(SimpleNamespace(format_message=lambda: text)),
    "remedy": lambda text: output.complain(
        remedies.advised(text, [Remedy("account.check", "检查", (("account", text),))])
    ),
}
"""Every way to print, told to print a foreign text."""


def harmful_in(printed: str) -> set[str]:
    return set(HARMFUL) & set(printed)


@pytest.fixture(autouse=True)
def _wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "2000")
    monkeypatch.setenv("TERM", "dumb")


@pytest.mark.parametrize("door", DOORS.values(), ids=DOORS.keys())
def test_no_way_of_printing_lets_a_control_character_through(
    door: Callable[[str], Any], capsys: pytest.CaptureFixture[str]
) -> None:
    door(FOREIGN)
    out, err = capsys.readouterr()
    assert "怎么" in out + err
    assert harmful_in(out + err) == set()


@pytest.mark.parametrize("name", ["table", "facts", "line", "marked", "note", "complain"])
def test_what_was_there_is_seen(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    DOORS[name](FOREIGN)
    said = "".join(capsys.readouterr())
    assert SEEN in said
    assert r"␛" in said
    assert r"\u009b" in said
    assert r"\u202e" in said


def test_questions_to_the_person_are_shown_in_signs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("甲\ny\n"))
    assert output.ask(FOREIGN) == "甲"
    assert output.confirmed(FOREIGN) is True
    out, err = capsys.readouterr()
    assert SEEN in err
    assert harmful_in(out + err) == set()


def test_progress_is_shown_in_signs(capsys: pytest.CaptureFixture[str]) -> None:
    with output.progress(FOREIGN) as tell:
        tell(FOREIGN)
    assert harmful_in("".join(capsys.readouterr())) == set()


def test_a_screen_that_changes_is_shown_in_signs(capsys: pytest.CaptureFixture[str]) -> None:
    with output.Screen() as screen:
        screen.show(FOREIGN, [FOREIGN], [[FOREIGN]])
    out = capsys.readouterr().out
    assert SEEN in out
    assert harmful_in(out) == set()


def test_an_error_that_nobody_expects_quotes_it_in_signs() -> None:
    told = rich_utils.get_traceback(ValueError(FOREIGN), None, [])  # type: ignore[arg-type]
    assert SEEN in str(told)
    assert harmful_in(str(told)) == set()


def test_a_document_is_exact_in_a_pipe_and_seen_on_a_screen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output.document("BEGIN:\x1b\r\n")
    assert capsys.readouterr().out == "BEGIN:\x1b\r\n"
    monkeypatch.setattr(output, "on_screen", lambda: True)
    output.document("BEGIN:\x1b\r\n")
    assert capsys.readouterr().out == "BEGIN:␛\n"


def test_json_keeps_its_content(capsys: pytest.CaptureFixture[str]) -> None:
    text = FOREIGN.replace("\ud83d", "")
    output.as_json({"text": text, "half": "\ud83d"})
    printed = capsys.readouterr().out
    assert r"\u009b" in printed
    assert r"\u202e" in printed
    assert r"\u007f" in printed
    assert json.loads(printed) == {"text": text, "half": "\ud83d"}


def test_line_breaks_and_tabs_stay() -> None:
    assert visible("第一行\n第二行\t完") == "第一行\n第二行\t完"
    assert visible("第一行\r\n第二行\r完") == "第一行\n第二行␍完"


def test_what_people_write_stays() -> None:
    text = "发票 ￥100，👨\u200d👩\u200d👧 ñ é ﷼"
    assert visible(text) == text


def test_a_column_is_as_wide_as_what_is_seen_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    output.table("题", ["甲", "乙"], [["中文字", "x"], ["a\x1b[31mb", "y"], ["\u009b2J", "z"]])
    drawn = [line for line in capsys.readouterr().out.splitlines() if line != "题"]
    assert len({cell_len(line) for line in drawn}) == 1
    assert [line.count("│") for line in drawn if "│" in line] == [3, 3, 3]


def test_every_way_of_printing_is_tried_here() -> None:
    offered = {
        name
        for name, one in vars(output).items()
        if inspect.isfunction(one) and one.__module__ == output.__name__ and name[0] != "_"
    }
    tried = {name.split(",")[0] for name in DOORS}
    others = {"ask", "confirmed", "progress", "document", "traced", "on_screen"}
    assert offered - tried == others


PRINTERS = {
    *("echo", "secho", "echo_via_pager", "prompt", "confirm", "progressbar", "pause", "edit"),
    *("print_exception", "print_exc", "rule"),
}


def printing(source: str) -> list[str]:
    """What a module prints by itself: calls, streams and libraries."""
    found = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="print" | "input")):
                found.append(f"{node.lineno}: {node.func.id}")
            case ast.Attribute(value=ast.Name(id="sys"), attr="stdout" | "stderr" | "__stdout__"):
                found.append(f"{node.lineno}: sys.{node.attr}")
            case ast.Attribute(value=ast.Name(id="typer" | "click"), attr=attr) if attr in PRINTERS:
                found.append(f"{node.lineno}: {attr}")
            case ast.Import(names=names):
                found += [f"{node.lineno}: {one.name}" for one in names if foreign(one.name)]
            case ast.ImportFrom(module=str(module), names=names):
                words = {one.name for one in names}
                doors = {"sys": {"stdout", "stderr"}, "typer": PRINTERS, "os": {"write"}}
                if foreign(module) or words & doors.get(module, set()):
                    found.append(f"{node.lineno}: {module}")
    return found


def foreign(module: str) -> bool:
    return module.partition(".")[0] in {"rich", "click", "logging", "warnings"}


def test_only_the_terminal_prints() -> None:
    past = {
        str(file.relative_to(CLI)): found
        for file in sorted(CLI.rglob("*.py"))
        if file.name != "output.py" and (found := printing(file.read_text()))
    }
    assert past == {}


@pytest.mark.parametrize(
    "source",
    [
        "print(1)",
        "import sys\nsys.stdout.write('a')",
        "from sys import stderr",
        "import typer\ntyper.echo('a')",
        "from typer import confirm",
        "from rich.console import Console",
        "import click",
        "input('a')",
    ],
)
def test_a_module_that_prints_by_itself_is_noticed(source: str) -> None:
    assert printing(source)


def test_a_file_that_is_refused_is_named_in_signs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        file_io.read(tmp_path / "a\x1b[2J")
    assert harmful_in(capsys.readouterr().err) == set()
