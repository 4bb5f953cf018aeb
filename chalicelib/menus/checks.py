"""Every limit of WeChat's menus and each refusal known beforehand, all at once and with its place (sheet §2.2). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from chalicelib.menus.entry_checks import action_faults, host_of, name_faults
from chalicelib.menus.faults import NOTHING_KNOWN, Fault, Known
from chalicelib.menus.kinds import LANGUAGES
from chalicelib.menus.models import Button, ConditionalMenu, MatchRule, MenuDocument
from chalicelib.menus.wire import leaves

TOP: Final = 3
SUB: Final = 5
MOST_CONDITIONAL: Final = 50
"""WeChat's pages name the error 65305 and no number; real accounts are refused at about so many [M]."""
OUTSIDE_DOMAINS: Final = 3
MOST_BYTES: Final = 300_000
"""Of a whole document: a version is one item of the table."""
_OWN_HOST: Final = "mp.weixin.qq.com"


def faults(document: MenuDocument, known: Known = NOTHING_KNOWN) -> tuple[Fault, ...]:
    """Everything that is wrong with a document, in the order in which it reads; warnings among it."""
    return tuple(_faults(document, known))


def refusals(found: Iterable[Fault]) -> tuple[Fault, ...]:
    """Those that stand against publishing."""
    return tuple(one for one in found if not one.warning)


def _faults(document: MenuDocument, known: Known) -> Iterator[Fault]:
    if document.conditional and not document.buttons:
        yield Fault(
            place="buttons",
            field="",
            where="默认菜单",
            problem="有个性化菜单时，要先有默认菜单",
            code=65303,
        )
    elif not document.buttons:
        yield Fault(
            place="buttons", field="", where="默认菜单", problem="至少要有一个一级菜单", code=40016
        )
    yield from _menu(document.buttons, "buttons", "", known)
    if len(document.conditional) > MOST_CONDITIONAL:
        yield Fault(
            place="conditional",
            field="",
            where="个性化菜单",
            problem=f"最多 {MOST_CONDITIONAL} 个，现在有 {len(document.conditional)} 个",
            code=65305,
        )
    for number, one in enumerate(document.conditional):
        yield from _conditional(one, number, known)
    yield from _hidden(document.conditional)
    yield from _domains(document.conditional)
    if len(document.model_dump_json().encode()) > MOST_BYTES:
        yield Fault(
            place="",
            field="",
            where="菜单",
            problem=f"整份菜单超过 {MOST_BYTES // 1000} kB，请减少",
        )


def _conditional(one: ConditionalMenu, number: int, known: Known) -> Iterator[Fault]:
    place = f"conditional.{number}"
    where = called(one, number)
    if not one.buttons:
        yield Fault(place=place, field="", where=where, problem="至少要有一个一级菜单", code=65307)
    yield from _rule(one.rule, place, where, known)
    yield from _menu(one.buttons, f"{place}.buttons", f"{where}：", known)


def called(one: ConditionalMenu, number: int) -> str:
    """A conditional menu as people speak of it; ``number`` counts from 0."""
    return f"个性化菜单“{one.name}”" if one.name else f"第 {number + 1} 个个性化菜单"


def _rule(rule: MatchRule, place: str, where: str, known: Known) -> Iterator[Fault]:
    def fault(field: str, problem: str, code: int = 0, *, warning: bool = False) -> Fault:
        return Fault(
            place=place, field=field, where=where, problem=problem, code=code, warning=warning
        )

    if rule == MatchRule():
        yield fault("tag", "标签、手机系统、语言至少要选一项", 65304)
    if rule.tag is not None and known.tags is not None and rule.tag not in known.tags:
        yield fault("tag", f"公众号没有编号为 {rule.tag} 的标签", 45159)
    if rule.tag is not None and known.tags is None:
        yield fault("tag", "没能向微信核对标签", warning=True)
    if rule.language and rule.language not in LANGUAGES:
        yield fault("language", f"微信没有语言“{rule.language}”", 40035)


def _hidden(menus: tuple[ConditionalMenu, ...]) -> Iterator[Fault]:
    """Menus that nobody can ever see, because one before them matches whoever they match."""
    for number, one in enumerate(menus):
        for earlier in range(number):
            if _covers(menus[earlier].rule, one.rule):
                first = called(menus[earlier], earlier)
                yield Fault(
                    place=f"conditional.{number}",
                    field="rule",
                    where=called(one, number),
                    problem=f"没有人会看到：排在前面的{first}对同样的人生效",
                    warning=True,
                )
                break


def _covers(wide: MatchRule, narrow: MatchRule) -> bool:
    pairs = zip(wide.model_dump().values(), narrow.model_dump().values(), strict=True)
    return wide != MatchRule() and all(one in (None, "", other) for one, other in pairs)


def _domains(menus: tuple[ConditionalMenu, ...]) -> Iterator[Fault]:
    hosts = dict.fromkeys(
        host
        for one in menus
        for _, leaf in leaves(one.buttons)
        if leaf.url and (host := host_of(leaf.url)) and host != _OWN_HOST
    )
    if len(hosts) > OUTSIDE_DOMAINS:
        yield Fault(
            place="conditional",
            field="url",
            where="个性化菜单",
            problem=f"个性化菜单一共最多跳转到 {OUTSIDE_DOMAINS} 个域名，现在有：{'、'.join(hosts)}",
            code=65316,
        )


def _menu(buttons: tuple[Button, ...], at: str, prefix: str, known: Known) -> Iterator[Fault]:
    if len(buttons) > TOP:
        yield Fault(
            place=at,
            field="",
            where=prefix.rstrip("：") or "默认菜单",
            problem=f"一级菜单最多 {TOP} 个，现在有 {len(buttons)} 个",
            code=40016,
        )
    for number, one in enumerate(buttons):
        place, where = f"{at}.{number}", f"{prefix}{one.name or f'第 {number + 1} 个一级菜单'}"
        yield from name_faults(one, place, where, top=True)
        if not one.children:
            yield from action_faults(one, place, where, known)
            continue
        if len(one.children) > SUB:
            yield Fault(
                place=place,
                field="children",
                where=where,
                problem=f"下级最多 {SUB} 个，现在有 {len(one.children)} 个",
                code=40023,
            )
        for nth, below in enumerate(one.children):
            inside = f"{place}.children.{nth}"
            named = f"{where} / {below.name or f'第 {nth + 1} 项'}"
            yield from name_faults(below, inside, named, top=False)
            if below.children:
                yield Fault(
                    place=inside,
                    field="children",
                    where=named,
                    problem="菜单只有两级，这里不能再有下级",
                    code=40022,
                )
            else:
                yield from action_faults(below, inside, named, known)
    yield from _twice(buttons, at, prefix)


def _twice(buttons: tuple[Button, ...], at: str, prefix: str) -> Iterator[Fault]:
    for siblings, place in ((buttons, at), *((b.children, f"{at}.{n}.children") for n, b in enumerate(buttons))):  # fmt: skip
        seen: set[str] = set()
        for nth, one in enumerate(siblings):
            if one.name and one.name in seen:
                yield Fault(
                    place=f"{place}.{nth}",
                    field="name",
                    where=f"{prefix}{one.name}",
                    problem="与同级的另一项重名，粉丝分不清",
                    warning=True,
                )
            seen.add(one.name)
