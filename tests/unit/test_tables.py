"""What is made from the code and checked in: up to date, and written between its marks only."""

from __future__ import annotations

from pathlib import Path

import pytest

from dev.places import ROOT
from dev.problem import Problem
from dev.tables import items, marks, texts
from dev.tables.files import FILES, filled

BEGINS = "<!-- table: days, made by make tables -->\n"
ENDS = "<!-- end of table -->"


@pytest.mark.parametrize("name", FILES)
def test_what_is_made_from_the_code_is_up_to_date(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert filled(name, text) == text, f"{name} is stale: run `make tables`"


def test_a_table_is_made_between_its_marks_and_nowhere_else() -> None:
    page = f"before\n\n{BEGINS}old\n{ENDS}\n\nafter\n"
    made = marks.filled(page, {"days": lambda: marks.table(("day", "open"), [("Monday", "")])})
    table = "| day | open |\n|---|---|\n| Monday | |"
    assert made == f"before\n\n{BEGINS}\n{table}\n\n{ENDS}\n\nafter\n"
    assert marks.filled(made, {"days": lambda: table}) == made


def test_a_page_that_wants_an_unknown_table_is_refused() -> None:
    with pytest.raises(Problem, match="a table days that nothing makes"):
        marks.filled(f"{BEGINS}{ENDS}", {})


def test_a_mark_that_nothing_ends_is_refused() -> None:
    with pytest.raises(Problem, match="1 tables that begin, and 0 that end"):
        marks.filled(f"{BEGINS}| a |\n", {"days": str})


ITEMS = '''"""Items.

| pk | sk | attributes |
|---|---|---|
| ``B#{{id}}`` | ``IN`` | ``doc``; {why} |
| ``A`` | id | ``doc`` |

Prose.
"""
'''


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package like ``chalicelib``, with one module that stores."""
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside/store.py").write_text(ITEMS.format(why="why: docs/decisions/0020"))
    monkeypatch.setattr(items, "_CODE", tmp_path)
    return tmp_path


def test_items_are_found_in_docstrings_wherever_the_module_lies(code: Path) -> None:
    link = "[why](decisions/0020-token-in-the-table.md)"
    assert items.items().splitlines() == [
        "| pk | sk | attributes | module |",
        "|---|---|---|---|",
        "| `A` | id | `doc` | `inside/store.py` |",
        f"| `B#{{id}}` | `IN` | `doc`; why: {link} | `inside/store.py` |",
    ]


def test_an_item_has_one_module_that_documents_it(code: Path) -> None:
    other = code / "other.py"
    other.write_text(ITEMS.format(why="see ``store.py``").replace("| ``A`` | id | ``doc`` |\n", ""))
    assert "other.py" not in items.items()
    other.write_text(ITEMS.format(why="again"))
    with pytest.raises(Problem, match=r"documented twice: in inside/store\.py and in other\.py"):
        items.items()


def test_a_decision_that_does_not_exist_is_not_linked() -> None:
    no_such = 9999
    with pytest.raises(Problem, match="0 decisions"):
        texts.markdown(f"as docs/decisions/{no_such} says")
