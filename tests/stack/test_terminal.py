"""The terminal at which the walks type: what it runs is as good as a process of its own."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator

import pytest

from dev.stack import CLEAN
from tests.stack.conftest import Stack
from tests.stack.terminal import Terminal


@pytest.fixture(scope="module")
def typed() -> Iterator[Terminal]:
    made = Terminal()
    yield made
    made.close()


def code(typed: Terminal, text: str, **env: str) -> subprocess.CompletedProcess[str]:
    return typed.run(("-c", text, "first"), CLEAN | env, seconds=60)


def test_a_command_has_its_arguments_environment_code_and_both_ways_of_speaking(
    typed: Terminal,
) -> None:
    text = "import os, sys; print(sys.argv[1], os.environ['WHO']); print('no', file=sys.stderr); sys.exit(3)"
    done = code(typed, text, WHO="周宁")
    assert (done.returncode, done.stdout, done.stderr) == (3, "first 周宁\n", "no\n")
    assert code(typed, "import os; print(os.environ.get('WHO'))").stdout == "None\n"


def test_nothing_of_a_command_is_left_for_the_next(typed: Terminal) -> None:
    text = "from chalicelib.settings import settings; print(settings().table); settings().__class__.left = 1"
    assert code(typed, text, RONGMEI_TABLE="one").stdout == "one\n"
    text += "; import chalicelib.settings as s; print(s.Settings.__dict__.get('left'))"
    text = text.replace("settings().__class__.left = 1; ", "")
    assert code(typed, text, RONGMEI_TABLE="two").stdout == "two\nNone\n"


def test_a_command_that_fails_says_where(typed: Terminal) -> None:
    done = code(typed, "1 / 0")
    assert done.returncode == 1
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")


def test_a_command_that_does_not_end_is_ended_and_the_next_one_runs() -> None:
    typed = Terminal()
    with pytest.raises(subprocess.TimeoutExpired):
        typed.run(("-c", "input_never_comes = __import__('threading').Event().wait()"), CLEAN, 0.1)
    assert code(typed, "print('here')").stdout == "here\n"
    typed.close()


def test_the_shell_command_says_the_same(seeded: Stack) -> None:
    words = ("account", "list", "--json")
    # Other walks change accounts meanwhile: only between two equal answers has the third to be the same.
    before = seeded.process("./rongmei", *words)
    for _ in range(10):
        typed, after = seeded.rongmei(*words), seeded.process("./rongmei", *words)
        assert (before.returncode, after.returncode) == (0, 0), before.stderr + after.stderr
        if before.stdout == after.stdout:
            break
        before = after
    assert before.stdout == after.stdout
    assert (typed.returncode, typed.stdout, typed.stderr) == (0, after.stdout, after.stderr)
