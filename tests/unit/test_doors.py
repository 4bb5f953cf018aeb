"""Every domain has one door; what it names is there, and of the kind that it says."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
DOORS = sorted(
    file.parent.name
    for file in (ROOT / "chalicelib").glob("*/__init__.py")
    if file.parent.name not in ("triggers", "wechat", "cloud", "sheets", "application")
)


def _late(tree: ast.Module) -> dict[str, str]:
    """Names that a door imports for type checkers only, with their modules."""
    return {
        alias.asname or alias.name: str(node.module)
        for block in tree.body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _named(door: ModuleType) -> list[str]:
    """Names that a door offers at once; a door that opens late has its own table."""
    return list(vars(door).get("__all__", ()))


@pytest.mark.parametrize("domain", DOORS)
def test_a_door_opens_what_it_names(domain: str) -> None:
    door = importlib.import_module(f"chalicelib.{domain}")
    tree = ast.parse(Path(str(door.__file__)).read_text())
    for name, module in _late(tree).items():
        found = getattr(door, name)
        origin = importlib.import_module(module)
        expected = getattr(origin, name, None) or importlib.import_module(f"{module}.{name}")
        assert found is expected, f"{domain}.{name} is not {module}.{name}"
    for name in _named(door):
        assert hasattr(door, name), f"chalicelib.{domain} names {name} and has it not"


@pytest.mark.parametrize("domain", DOORS)
def test_a_function_at_a_door_is_not_hidden_by_a_module_of_its_name(domain: str) -> None:
    door = importlib.import_module(f"chalicelib.{domain}")
    tree = ast.parse(Path(str(door.__file__)).read_text())
    rooms = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == f"chalicelib.{domain}"
        for alias in node.names
    }
    hidden = [
        name
        for name in _named(door)
        if name not in rooms and isinstance(getattr(door, name), ModuleType)
    ]
    assert hidden == []


@pytest.mark.parametrize("domain", DOORS)
def test_what_a_door_opens_late_is_no_module_of_another_thing(domain: str) -> None:
    # Whoever imports the module first puts it at the door, and the function of its name is gone.
    door = importlib.import_module(f"chalicelib.{domain}")
    home = Path(str(door.__file__)).parent
    modules = {file.stem for file in home.glob("*.py")} | {one.name for one in home.iterdir()}
    late = _late(ast.parse((home / "__init__.py").read_text()))
    assert [name for name, of in late.items() if name in modules and of != door.__name__] == []
