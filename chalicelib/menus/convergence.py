"""Which calls bring the menus at WeChat to what is wanted. Pure.

There are no steps that a crash could stop between: whatever stands there, the calls that are missing are made, and
afterwards it is looked at again.
"""

from __future__ import annotations

from typing import NamedTuple

from chalicelib.menus.models import Button, ConditionalMenu, MenuDocument
from chalicelib.menus.wire import Found, normal, normal_buttons


class Create(NamedTuple):
    """menu/create: the menu of everybody else."""

    buttons: tuple[Button, ...]


class Add(NamedTuple):
    """menu/addconditional."""

    menu: ConditionalMenu


class Remove(NamedTuple):
    """menu/delconditional."""

    menuid: str


class DeleteAll(NamedTuple):
    """menu/delete: the menu and all conditional ones."""


Call = Create | Add | Remove | DeleteAll


def missing_calls(found: Found, wanted: MenuDocument) -> tuple[Call, ...]:
    """The calls, in order, after which WeChat shows ``wanted``; none where it does.

    Of two conditional menus that match, followers see the one that was added later. So the common beginning of both
    lists stays, what follows it goes, and what is missing is added, the first in precedence last.
    """
    wanted = normal(wanted)
    if not wanted.buttons:
        return (DeleteAll(),) if found.buttons or found.conditional else ()
    calls: list[Call] = []
    if found.on_page or normal_buttons(found.buttons) != wanted.buttons:
        calls.append(Create(wanted.buttons))
    standing = [one.menu.model_copy(update={"name": ""}) for one in found.conditional]
    lacking = list(reversed(wanted.conditional))
    same = 0
    while same < min(len(standing), len(lacking)) and standing[same] == lacking[same]:
        same += 1
    calls += [Remove(one.menuid) for one in found.conditional[same:]]
    calls += [Add(one) for one in lacking[same:]]
    return tuple(calls)
