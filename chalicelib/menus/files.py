"""A menu as a file that people write: YAML or JSON, both ways. Pure.

::

    buttons:
      - name: 办税
        children:
          - {name: 发票, type: view, url: "https://tax.example/invoice"}
          - {name: 征期, type: click, key: TAX_DATES}
    conditional:
      - name: 企业
        rule: {tag: 2}
        buttons: [...]
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError

from chalicelib.errors import Field
from chalicelib.foreign_files.refusal import FileRefused
from chalicelib.foreign_files.yaml_text import check_yaml, told_fault
from chalicelib.menus.errors import BadMenuFile
from chalicelib.menus.models import Button, MenuDocument
from chalicelib.menus.wire import read_menu
from chalicelib.values import reason_of

_MOST_VALUES: Final = 20_000
_KNOWN: Final = {
    "": frozenset(MenuDocument.model_fields),
    "buttons": frozenset(Button.model_fields),
    "conditional": frozenset({"name", "rule", "buttons"}),
}


def read_file(name: str, body: bytes) -> MenuDocument:
    """The menus in a file, as written by ``write_file`` or as menu/get answers. Raises ``BadMenuFile``."""
    given = _parsed(name, body)
    if not isinstance(given, Mapping):
        raise BadMenuFile(f"{name} 不是菜单：最外层要有 buttons。")
    if "menu" in given or "button" in given:
        # WeChat's own form, as its other tools keep it.
        return read_menu(given if "menu" in given else {"menu": given}).document
    unknown = [str(one) for one in given if one not in _KNOWN[""]] or _strange(given)
    if unknown:
        raise BadMenuFile(
            f"{name} 里有不认识的字段：{'、'.join(dict.fromkeys(unknown))}。",
            fields=[Field(one, "没有这个字段") for one in dict.fromkeys(unknown)],
        )
    try:
        return MenuDocument.model_validate(given)
    except ValidationError as error:
        fields = [
            Field(".".join(str(part) for part in one["loc"]), reason_of(one))
            for one in error.errors()
        ]
        listed = "；".join(f"{one.name} {one.problem}" for one in fields)
        raise BadMenuFile(f"{name} 不能读成菜单：{listed}。", fields=fields) from None


def write_file(name: str, document: MenuDocument) -> bytes:
    """The menus as a file; its name's ending says which form."""
    told = _told(document.model_dump(mode="json", exclude_defaults=True))
    told.setdefault("buttons", [])
    if name.lower().endswith(".json"):
        return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()
    import yaml

    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000).encode()


def _parsed(name: str, body: bytes) -> Any:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadMenuFile(f"{name} 不是 UTF-8 编码的文字。") from None
    if name.lower().endswith(".json"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            raise BadMenuFile(f"{name} 不是正确的 JSON。") from None
    import yaml

    try:
        check_yaml(text, most=_MOST_VALUES)
        return yaml.safe_load(text)
    except FileRefused as error:
        raise BadMenuFile(f"无法读取 {name}：{error}。") from None
    except yaml.YAMLError as error:
        raise BadMenuFile(f"无法读取 {name}：{told_fault(error)}。") from None


def _strange(given: Mapping[str, Any]) -> list[str]:
    """Fields of entries that nobody knows: a slip of the pen must not vanish."""
    found: list[str] = []

    def buttons(of: Any) -> None:
        for one in of if isinstance(of, list) else ():
            if isinstance(one, Mapping):
                found.extend(str(name) for name in one if name not in _KNOWN["buttons"])
                buttons(one.get("children"))

    buttons(given.get("buttons"))
    menus = given.get("conditional")
    for menu in menus if isinstance(menus, list) else ():
        if isinstance(menu, Mapping):
            found.extend(str(name) for name in menu if name not in _KNOWN["conditional"])
            buttons(menu.get("buttons"))
    return found


def _told(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _told(one) for name, one in value.items()}
    return [_told(one) for one in value] if isinstance(value, (list, tuple)) else value
