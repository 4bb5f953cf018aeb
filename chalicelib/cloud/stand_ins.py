"""Modules that libraries import at their start and a function calls never, or late: something small stands in their place.

``urllib3`` and ``pydantic`` want ``importlib.metadata`` for plugins and versions, and with it come ``zipfile`` and its
like; ``botocore.client`` wants what writes its documentation, and with it comes a parser of HTML. A fiftieth of a cold
start each (docs/decisions/0362). Whoever asks a stand-in for more than it has gets the module itself.
"""

from __future__ import annotations

import importlib
import sys
import typing
from types import ModuleType
from typing import Any, Final


class _NoDocstring(str):
    """Stands for the documentation of a client's method."""

    __slots__ = ()

    def __new__(cls, *_about: object, **_more: object) -> _NoDocstring:
        return super().__new__(cls)


class _Described(dict[str, Any]):
    """Stands for a ``TypedDict`` that nobody asks for its keys."""

    def __init_subclass__(cls, *, total: bool = True) -> None:
        super().__init_subclass__()


_IN_PLACE: Final[dict[str, dict[str, Any]]] = {
    "botocore.docs.docstring": dict.fromkeys(
        ("ClientMethodDocstring", "PaginatorDocstring", "WaiterDocstring"), _NoDocstring
    ),
    "botocore.docs.service": {"ServiceDocumenter": None},
}
"""Module → what is taken from it and never looked at."""
_CALLED: Final = {"importlib.metadata": ("entry_points", "version")}
"""Module → its functions that are taken at the start, and called by few."""


def install() -> None:
    """Put the stand-ins in place of modules that nobody has imported yet."""
    for name, attributes in _IN_PLACE.items():
        _stand_in(name, attributes)
    for name, functions in _CALLED.items():
        _stand_in(name, {function: _later(name, function) for function in functions})
    _describe_quickly("pydantic_core")


def _stand_in(name: str, attributes: dict[str, Any]) -> None:
    if name in sys.modules:
        return
    module = ModuleType(name)
    module.__dict__.update(attributes)
    module.__dict__["__getattr__"] = lambda wanted: _asked(name, wanted)
    module.__dict__["_stands_in"] = True
    sys.modules[name] = module


def _later(name: str, function: str) -> Any:
    def call(*args: Any, **named: Any) -> Any:
        return getattr(_real(name), function)(*args, **named)

    return call


def _asked(name: str, wanted: str) -> Any:
    # What the import system itself asks of a module is not its content.
    if wanted.startswith("__"):
        raise AttributeError(wanted)
    return getattr(_real(name), wanted)


def _real(name: str) -> ModuleType:
    if "_stands_in" in vars(sys.modules[name]):
        del sys.modules[name]
    return importlib.import_module(name)


def _describe_quickly(name: str) -> None:
    """Import a module whose ``TypedDict`` are annotations: to make one takes a tenth of a millisecond."""
    import typing_extensions

    homes = (typing, typing_extensions)
    kept = [vars(home)["TypedDict"] for home in homes]
    try:
        for home in homes:
            vars(home)["TypedDict"] = _Described
        importlib.import_module(name)
    finally:
        for home, own in zip(homes, kept, strict=True):
            vars(home)["TypedDict"] = own
