"""What is measured by a command of its own, beside the parts of ``python -m benchmarks``: longer, or on a running system."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
_COMMAND: Final = re.compile(r"(?:: )?``python -m benchmarks\.[^`]*``(?:: )?")


def commands() -> Iterator[tuple[str, str]]:
    """Every command with what it measures, from the first line of its module."""
    for file in sorted(_HERE.rglob("*.py")):
        if file.parent == _HERE and file.stem == "__main__":
            continue
        read = ast.parse(file.read_text("utf-8"))
        if "__main__" in {file.stem, *_compared(read)}:
            said = (ast.get_docstring(read) or "").partition("\n")[0]
            named = file.parent if file.stem == "__main__" else file.with_suffix("")
            dotted = ".".join(named.relative_to(_HERE.parent).parts)
            yield f"python -m {dotted}", _COMMAND.sub("", said).rstrip(".")


def _compared(module: ast.Module) -> Iterator[str]:
    """Texts that an ``if`` of the module itself compares with."""
    for node in module.body:
        if isinstance(node, ast.If) and isinstance(node.test, ast.Compare):
            yield from (
                str(one.value) for one in node.test.comparators if isinstance(one, ast.Constant)
            )
