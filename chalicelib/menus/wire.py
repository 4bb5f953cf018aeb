"""Menus as WeChat writes them, read and written (sheet §2.2). Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chalicelib.menus.kinds import KINDS
from chalicelib.menus.models import (
    Button,
    ConditionalMenu,
    MatchRule,
    MenuDocument,
    Platform,
)
from chalicelib.values import Value

_LONGEST: Final = 2048
_LONGEST_TOLD: Final = 200
"""Characters of a key or an address that the archive keeps."""
_TEXTS: Final = ("key", "url", "appid", "pagepath", "media_id", "article_id")


class Standing(Value):
    """A conditional menu at WeChat, with its number."""

    menuid: str
    menu: ConditionalMenu


class Found(Value):
    """What stands at WeChat."""

    buttons: tuple[Button, ...] = ()
    """Empty where there is no menu."""
    conditional: tuple[Standing, ...] = ()
    """In the order in which they were added: of two that match, followers see the later one."""
    on_page: bool = False
    """Whether the menu was made on WeChat's own page; menu/get does not tell of it."""

    @property
    def document(self) -> MenuDocument:
        """The same as a document."""
        return MenuDocument(
            buttons=self.buttons,
            conditional=tuple(one.menu for one in reversed(self.conditional)),
        )


def bodies(buttons: tuple[Button, ...]) -> list[dict[str, Any]]:
    """The buttons as menu/create and menu/addconditional take them."""
    return [_body(one) for one in buttons]


def rule_body(rule: MatchRule) -> dict[str, str]:
    """A match rule as menu/addconditional takes it."""
    given = {
        "tag_id": "" if rule.tag is None else str(rule.tag),
        "client_platform_type": rule.platform.value if rule.platform else "",
        "language": rule.language,
    }
    return {name: value for name, value in given.items() if value}


def read_menu(answer: Mapping[str, Any]) -> Found:
    """The answer of menu/get."""
    conditional = [
        Standing(
            menuid=str(one.get("menuid", "")),
            menu=ConditionalMenu(rule=_rule(_part(one, "matchrule")), buttons=read_buttons(one)),
        )
        for one in _parts(answer, "conditionalmenu")
    ]
    # WeChat does not say in which order it lists them; their numbers count up.
    conditional.sort(key=lambda one: int(one.menuid) if one.menuid.isdecimal() else 0)
    return Found(buttons=read_buttons(_part(answer, "menu")), conditional=tuple(conditional))


def read_selfmenu(answer: Mapping[str, Any]) -> Found:
    """The answer of get_current_selfmenu_info; a menu that is switched off there is none."""
    if not answer.get("is_menu_open"):
        return Found()
    buttons = read_buttons(_part(answer, "selfmenu_info"))
    return Found(buttons=buttons, on_page=bool(buttons))


def read_buttons(of: Mapping[str, Any]) -> tuple[Button, ...]:
    """The buttons under ``button``, in the normal form."""
    return tuple(_read(one) for one in _parts(of, "button"))


def normal(document: MenuDocument) -> MenuDocument:
    """The document with nothing in it that WeChat is not told: two that are equal to it are equal."""
    return MenuDocument(
        buttons=normal_buttons(document.buttons),
        conditional=tuple(
            ConditionalMenu(rule=one.rule, buttons=normal_buttons(one.buttons))
            for one in document.conditional
        ),
    )


def normal_buttons(buttons: tuple[Button, ...]) -> tuple[Button, ...]:
    """The buttons with the fields of their types alone."""
    return tuple(_normal(one) for one in buttons)


def digest(document: MenuDocument) -> str:
    """Tells one content from another."""
    return hashlib.sha256(normal(document).model_dump_json().encode()).hexdigest()[:16]


def leaves(buttons: tuple[Button, ...]) -> Iterator[tuple[str, Button]]:
    """The entries that do something, each with the names that lead to it: ``办税/发票``."""
    for one in buttons:
        if one.children:
            yield from ((f"{one.name}/{below.name}", below) for below in one.children)
        else:
            yield one.name, one


def target(button: Button) -> str:
    """What taps on the entry are known by in the archive: its key or address, as the event has it (sheet §1.5).

    Empty where WeChat tells no taps.
    """
    told = {"view": button.url, "miniprogram": button.pagepath}.get(button.type, button.key)
    return told[:_LONGEST_TOLD]


def _body(button: Button) -> dict[str, Any]:
    if button.children:
        return {"name": button.name, "sub_button": bodies(button.children)}
    kind = KINDS.get(button.type)
    fields = kind.fields if kind else _TEXTS
    told = {name: getattr(button, name) for name in fields if getattr(button, name)}
    return {"type": button.type, "name": button.name, **told}


def _normal(button: Button) -> Button:
    if button.children:
        return Button(name=button.name, children=normal_buttons(button.children))
    kind = KINDS.get(button.type)
    fields = kind.fields if kind else _TEXTS
    return Button(
        name=button.name, type=button.type, **{name: getattr(button, name) for name in fields}
    )


def _read(found: Mapping[str, Any]) -> Button:
    name = _text(found, "name")
    below = _parts(found, "sub_button")
    if below:
        return Button(name=name, children=tuple(_read(one) for one in below))
    texts = {field: _text(found, field) for field in _TEXTS}
    if not texts["key"]:
        # Entries of WeChat's own page hold what they answer; it serves to tell one from another.
        texts["key"] = _text(found, "value")
    return _normal(Button(name=name, type=_text(found, "type"), **texts))


def _rule(found: Mapping[str, Any]) -> MatchRule:
    # Asked for as tag_id, it comes back as group_id from some accounts [M].
    tag = _text(found, "tag_id") or _text(found, "group_id")
    platform = _text(found, "client_platform_type")
    return MatchRule(
        tag=int(tag) if tag.isdecimal() else None,
        platform=Platform(platform) if platform in set(Platform) else None,
        language=_text(found, "language")[:10],
    )


def _text(of: Mapping[str, Any], name: str) -> str:
    found = of.get(name)
    return str(found)[:_LONGEST] if isinstance(found, (str, int)) else ""


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = of.get(name)
    return found if isinstance(found, Mapping) else {}


def _parts(of: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = of.get(name)
    if isinstance(found, Mapping):
        found = found.get("list")
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []
