"""Remedies of errors as commands. A page renders the same remedies as buttons."""

from __future__ import annotations

import shlex
from typing import Final

from chalicelib.errors import DomainError, Remedy

COMMANDS: Final = {
    "staff.add": "staff add {person} --unit {unit} --role {role}",
    "staff.list": "staff list",
    "unit.add": "unit add",
    "unit.tree": "unit tree",
}
"""Name of a use case → its command; ``{name}`` stands for an argument of the remedy."""


def told(error: BaseException) -> str:
    """An error as the person reads it: the sentence, then the commands that help."""
    if not isinstance(error, DomainError) or not error.remedies:
        return str(error)
    ways = "，或".join(f"用 `{command(one)}` {one.label}" for one in error.remedies)
    return f"{error}{ways}。"


def command(remedy: Remedy) -> str:
    """A remedy as the line to type. An argument that the remedy leaves out stays a placeholder, such as ``单位``."""
    arguments = {name: shlex.quote(value) if value else value for name, value in remedy.arguments}
    return f"./rongmei {COMMANDS[remedy.action].format_map(arguments)}"
