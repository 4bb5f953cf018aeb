"""``make mutate``: which changes there are, and that they are noticed."""

from __future__ import annotations

import ast

import pytest

from dev.mutate.changes import changes
from dev.mutate.deciding import DECIDING, chosen
from dev.places import ROOT
from dev.problem import Problem


def changed(source: str) -> list[str]:
    return [one.changed for one in changes(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", ["a <= b"]),
        ("a >= b > c", ["a > b > c", "a >= b >= c"]),
        ("a == b", ["a != b"]),
        ("a is None", ["a is not None"]),
        ("a is  not None", ["a is None"]),
        ("a not in b", ["a in b"]),
        ("a and b and c", ["a or b and c", "a and b or c"]),
        ("not a", ["bool(a)"]),
        ("a - b * c", ["a + b * c", "a - b // c"]),
        ("x = 4", ["x = 5"]),
        ("x: Final = 0.5", ["x: Final = 1.5"]),
        ("x = True", ["x = False"]),
        ("min(a, b)", ["max(a, b)"]),
        ("a if b else c", ["a if not (b) else c"]),
        ("[a for a in b if c(a)]", ["[a for a in b if not (c(a))]"]),
        ("x = {K.A: R.X, K.B: R.Y}", ["x = {K.B: R.X, K.B: R.Y}", "x = {K.A: R.Y, K.B: R.Y}",
                                      "x = {K.A: R.X, K.A: R.Y}", "x = {K.A: R.X, K.B: R.X}"]),
    ],
)  # fmt: skip
def test_a_small_change_is_made_in_its_place(source: str, expected: list[str]) -> None:
    assert changed(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        '"""A text of 3 words."""',
        "x = 'a < b'",
        "x = f'{a + 1}'",
        "_log.warning('no %s', a + 1)",
        "x: int | None",
        "def f(a: Literal[1]) -> Literal[2]: ...",
        "@dataclass(frozen=True)\nclass A: ...",
        "if TYPE_CHECKING:\n    x = 1",
        "from a import b",
    ],
)
def test_what_decides_nothing_is_left_alone(source: str) -> None:
    assert changed(source) == []


def test_a_change_is_told_as_a_diff_of_its_line() -> None:
    [one] = changes("# 税率\n标签 = '税'; x = a < b\n")
    assert one.line == 2
    assert one.diff == "  - 标签 = '税'; x = a < b\n  + 标签 = '税'; x = a <= b"


@pytest.mark.parametrize("module", DECIDING)
def test_every_module_has_changes_that_can_be_compiled_and_tests_that_exist(module: str) -> None:
    found = changes((ROOT / module).read_text())
    assert found
    for one in found:
        ast.parse(one.changed)
    for test in DECIDING[module]:
        assert (ROOT / test).exists()


def test_modules_are_chosen_by_a_part_of_their_path() -> None:
    assert list(chosen(["wechat/token"])) == ["chalicelib/wechat/token.py"]
    assert chosen([]) == DECIDING
    with pytest.raises(Problem, match="nowhere"):
        chosen(["nowhere"])
