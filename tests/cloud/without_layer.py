"""Functions without the layer of files meet its libraries in no test either.

On Lambda only the console and the jobs have the layer ``files``; here every library is installed. So what the other
functions carry out runs behind a watch: an import of such a library, or of a module that begins with one, fails as it
does there. Doors forget what they have found in modules of that kind, so that each look at them is seen.
"""

from __future__ import annotations

import builtins
import functools
import importlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path
from types import ModuleType
from typing import Any, Final, ParamSpec, TypeVar

import pytest

from chalicelib import door
from chalicelib.application import control_tasks
from chalicelib.h5 import works
from chalicelib.products import forms

P = ParamSpec("P")
R = TypeVar("R")
_REAL: Final = builtins.__import__
ROOT: Final = Path(__file__).resolve().parents[2]
WITHOUT: Final = (
    ("application.appointment_chat", "answer"),
    ("application.appointment_tellings", "work"),
    ("application.broadcast_tellings", "work"),
    ("application.column_events", "follow"),
    ("application.contribution_events", "follow"),
    ("application.control_tasks", "carry_out"),
    ("application.count_days", "carry_out"),
    ("application.erase_follower", "do_task"),
    ("application.follower_orders", "carry_out"),
    ("application.happenings", "announce"),
    ("application.incoming", "follow"),
    ("application.order_follow", "follow"),
    ("application.relay_follow", "follow"),
    ("application.second_look", "look_again"),
    ("application.series_links", "around"),
    ("application.sweep", "queue_due"),
    ("application.tell_askers", "work"),
    ("application.topic_events", "follow"),
    ("application.topic_events", "work"),
    ("application.wall_log", "follow"),
    ("appointments.tending", "work"),
    ("conversation", "answer"),
    ("conversation.follow_ups", "work"),
    ("desk", "work"),
    ("distribution", "carry_out"),
    ("h5.counter", "handler"),
    ("h5.handler", "handler"),
    ("h5.works", "handler"),
    ("hotline", "receive"),
    ("hotline", "work"),
    ("insight", "collect"),
    ("insight", "facts_of"),
    ("insight", "hand_on"),
    ("insight.topics", "carry_out"),
    ("insight.wechat_numbers", "carry_out"),
    ("menus", "work"),
    ("notices", "work"),
    ("publishing", "deliver"),
    ("webhooks", "attempt"),
)
"""Module below ``chalicelib`` and name of what each function without the layer calls (``chalicelib/triggers``)."""


def watch(patch: pytest.MonkeyPatch) -> None:
    """Let all of ``WITHOUT`` run as on a function that has no layer of files."""
    patch.setattr(builtins, "__import__", _import)
    for module in (door, control_tasks, forms, works):
        patch.setattr(module, "import_module", _import_module)
    for below, name in WITHOUT:
        module = importlib.import_module(f"chalicelib.{below}")
        patch.setattr(module, name, _watched(getattr(module, name)))
    with no_layer():  # what it has to know is learnt now, and not in a test that looks at a clock
        pass


@contextmanager
def no_layer() -> Iterator[None]:
    """Refuse what comes with the layer, until the end of the block."""
    before = _refuses()
    _HERE.refuses = True
    for package, names in _rooms_with_libraries(len(sys.modules)):
        for name in names:
            package.__dict__.pop(name, None)
    try:
        yield
    finally:
        _HERE.refuses = before


_HERE: Final = threading.local()
"""Others of the process may be the console meanwhile, which has the layer."""


def _refuses() -> bool:
    return getattr(_HERE, "refuses", False)


def _watched(call: Callable[P, R]) -> Callable[P, R]:
    @functools.wraps(call)
    def watched(*args: P.args, **kwargs: P.kwargs) -> R:
        with no_layer():
            return call(*args, **kwargs)

    return watched


def _import(
    name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
) -> ModuleType:
    if not level and _refuses():
        _refuse(name)
        if name.startswith("chalicelib"):
            for one in fromlist or ():
                _refuse(f"{name}.{one}")
    return _REAL(name, globals, locals, fromlist, level)


def _import_module(name: str) -> ModuleType:
    if _refuses():
        _refuse(name)
    return importlib.import_module(name)


def _refuse(name: str) -> None:
    _HERE.refuses = False  # what looks is not looked at
    try:
        why = needs(name)
    finally:
        _HERE.refuses = True
    if why:
        raise ModuleNotFoundError(f"{name} wants {why}: the layer of files is not on this function")


@functools.cache
def libraries() -> frozenset[str]:
    """Top-level modules that the layer of files brings, and the bundle does not."""
    locked = re.compile(r"^([a-z0-9][\w.-]*)==", re.MULTILINE)
    layer, bundle = (
        set(locked.findall((ROOT / file).read_text()))
        for file in ("layers/files/requirements.txt", "requirements.txt")
    )
    alone = {re.sub(r"[-_.]+", "-", one) for one in layer - bundle}
    return frozenset(
        module
        for module, found in packages_distributions().items()
        if {re.sub(r"[-_.]+", "-", one).lower() for one in found} <= alone
    )


@functools.cache
def needs(name: str) -> str:
    """The library of the layer that a module imports as it begins, itself or by others; empty where it needs none."""
    seen, left = set[str](), [name]
    while left:
        one = left.pop()
        if one in seen:
            continue
        seen.add(one)
        top = one.partition(".")[0]
        if top in libraries():
            return top
        if top == "chalicelib":
            left += _begins(one)
    return ""


@functools.cache
def _begins(name: str) -> tuple[str, ...]:
    """What is imported before a module of ours stands: the packages that it is in, and its own imports."""
    file = _source(name)
    if file is None:
        return ()
    around = (name.rpartition(".")[0],) if "." in name else ()
    return around + tuple(_begins_with(file.read_text()))


def _source(name: str) -> Path | None:
    path = ROOT / name.replace(".", "/")
    return next(
        (one for one in (path / "__init__.py", path.with_suffix(".py")) if one.is_file()), None
    )


_IMPORTS: Final = re.compile(
    r"^(?:from ([\w.]+) import (\([^)]*\)|[^\n]*)|import ([^\n]+))", re.MULTILINE
)


def _begins_with(text: str) -> Iterator[str]:
    """What a module imports as it begins: what stands at the beginning of a line, so neither for type checkers nor in functions."""
    for module, names, plain in _IMPORTS.findall(text):
        if plain:
            yield from (one.split()[0] for one in plain.split(","))
        else:
            yield module
            yield from (f"{module}.{one}" for one in re.findall(r"(?:^|[(,])\s*(\w+)", names))


@functools.cache
def _of_door(package: str) -> tuple[str, ...]:
    places: dict[str, str] = {}
    find = sys.modules[package].__dict__["__getattr__"]
    for cell in find.__closure__ or ():
        if isinstance(cell.cell_contents, dict):
            places = cell.cell_contents
    return tuple(
        name
        for name, room in places.items()
        if needs(f"{package}.{room}" if room else f"{package}.{name}")
    )


@functools.lru_cache(1)
def _rooms_with_libraries(modules: int) -> list[tuple[ModuleType, tuple[str, ...]]]:
    """Doors, each with what it offers of modules with a library of the layer; anew where ``modules`` have become more."""
    return [
        (module, found)
        for name, module in list(sys.modules.items())
        if name.startswith("chalicelib")
        and "__getattr__" in getattr(module, "__dict__", {})
        and (found := _of_door(name))
    ]
