"""How two menus differ, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chalicelib.menus.kinds import FIELDS, KINDS, LANGUAGES, PLATFORMS
from chalicelib.menus.models import Button, MatchRule, MenuDocument
from chalicelib.menus.wire import normal
from chalicelib.values import Value

DEFAULT: Final = "默认菜单"


class MenuDifference(Value):
    """One entry, or one menu, that is not the same in both."""

    kind: str
    """``added``, ``removed``, ``changed`` or ``moved``."""
    where: str
    """``默认菜单：办税 / 发票``."""
    before: str
    after: str

    def __str__(self) -> str:
        words = {"added": "新增", "removed": "删除", "changed": "修改", "moved": "移动"}
        if self.kind in ("added", "removed"):
            return f"{words[self.kind]} {self.where}：{self.after or self.before}"
        return f"{words[self.kind]} {self.where}：{self.before} → {self.after}"


def differences(before: MenuDocument, after: MenuDocument) -> tuple[MenuDifference, ...]:
    """What is added, gone, changed and moved from ``before`` to ``after``, menu by menu."""
    return tuple(_differences(normal(before), normal(after)))


def rule_text(rule: MatchRule, tags: dict[int, str] | None = None) -> str:
    """Who sees a conditional menu, as people say it: ``标签“企业” · 安卓手机``."""
    said = []
    if rule.tag is not None:
        name = (tags or {}).get(rule.tag)
        said.append(f"标签“{name}”" if name else f"标签 {rule.tag}")
    if rule.platform:
        said.append(PLATFORMS[rule.platform.value])
    if rule.language:
        said.append(LANGUAGES.get(rule.language, rule.language))
    return " · ".join(said) or "没有条件"


def action_text(button: Button) -> str:
    """What an entry does, as people read it: ``跳转网页 https://…``."""
    if button.children:
        return f"打开 {len(button.children)} 个下级"
    kind = KINDS.get(button.type)
    if kind is None:
        return f"{button.type or '没有类型'} {button.key or button.url}".strip()
    told = [getattr(button, field) for field in kind.fields if getattr(button, field)]
    return " ".join([kind.label, *told])


def _differences(before: MenuDocument, after: MenuDocument) -> Iterator[MenuDifference]:
    yield from _menus(DEFAULT, before.buttons, after.buttons)
    old = {rule_text(one.rule): one.buttons for one in before.conditional}
    new = {rule_text(one.rule): one.buttons for one in after.conditional}
    for name in dict.fromkeys([*old, *new]):
        where = f"个性化菜单（{name}）"
        if name not in new:
            yield MenuDifference(
                kind="removed", where=where, before=_all_names(old[name]), after=""
            )
        elif name not in old:
            yield MenuDifference(kind="added", where=where, before="", after=_all_names(new[name]))
        else:
            yield from _menus(where, old[name], new[name])
    kept = [[name for name in one if name in old and name in new] for one in (old, new)]
    if kept[0] != kept[1]:
        yield MenuDifference(
            kind="moved",
            where="个性化菜单的先后",
            before="、".join(kept[0]),
            after="、".join(kept[1]),
        )


def _menus(
    menu: str, before: tuple[Button, ...], after: tuple[Button, ...]
) -> Iterator[MenuDifference]:
    old, new = _rows(before), _rows(after)
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    moved: set[str] = set()
    for name in gone:
        # The same entry under another name, or elsewhere.
        same = [one for one in come if _same(old[name], new[one]) and one not in moved]
        if same:
            moved.add(same[0])
            yield MenuDifference(
                kind="moved", where=f"{menu}：{action_text(old[name])}", before=name, after=same[0]
            )
        else:
            yield MenuDifference(
                kind="removed", where=f"{menu}：{name}", before=action_text(old[name]), after=""
            )
    for name in come:
        if name not in moved:
            yield MenuDifference(
                kind="added", where=f"{menu}：{name}", before="", after=action_text(new[name])
            )
    for name in new:
        if name in old and _shape(old[name]) != _shape(new[name]):
            was, now = action_text(old[name]), action_text(new[name])
            yield MenuDifference(kind="changed", where=f"{menu}：{name}", before=was, after=now)
    kept = [[name for name in one if name in old and name in new] for one in (old, new)]
    if kept[0] != kept[1]:
        yield MenuDifference(
            kind="moved", where=f"{menu}的顺序", before="、".join(kept[0]), after="、".join(kept[1])
        )


def _rows(buttons: tuple[Button, ...]) -> dict[str, Button]:
    """Every entry by the names that lead to it; a second one of the same name gets a number."""
    rows: dict[str, Button] = {}
    for one in buttons:
        top = _unused(one.name, rows)
        rows[top] = one
        for below in one.children:
            rows[_unused(f"{top} / {below.name}", rows)] = below
    return rows


def _unused(name: str, taken: dict[str, Button]) -> str:
    number, unused = 1, name
    while unused in taken:
        number += 1
        unused = f"{name}（{number}）"
    return unused


def _same(one: Button, other: Button) -> bool:
    """Whether two entries do the same; those that only open others are told apart by these."""
    if bool(one.children) != bool(other.children):
        return False
    return _shape(one) == _shape(other) if not one.children else one.children == other.children


def _shape(button: Button) -> tuple[object, ...]:
    """What an entry does; the entries below it are rows of their own."""
    if button.children:
        return ("children",)
    return (button.type, *(getattr(button, field) for field in FIELDS if field in _FIELDS))


_FIELDS: Final = frozenset({"key", "url", "appid", "pagepath", "media_id", "article_id"})


def _all_names(buttons: tuple[Button, ...]) -> str:
    return "、".join(_rows(buttons)) or "空"
