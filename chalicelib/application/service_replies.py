"""A service of the catalogue as followers are told of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape
from typing import Final

from chalicelib import conversation
from chalicelib.catalogue import Catalogue, Entrance, EntranceKind, Operation, Service
from chalicelib.conversation import LinkKind, LinkTarget, Stop
from chalicelib.sheets.headings import folded

_SHOWN: Final = {
    EntranceKind.WEB: "网上办理",
    EntranceKind.MINI_PROGRAM: "小程序办理",
    EntranceKind.MENU: "在这里办理",
    EntranceKind.HALL: "到大厅办理",
    EntranceKind.PHONE: "电话咨询",
}


def services_for(
    catalogue: Catalogue, operations: Mapping[str, Operation], places: Collection[str]
) -> list[conversation.Service]:
    """The services for an account whose unit, and the units above it, have these names and ids."""
    here = {folded(one) for one in places}
    return [
        told_of(one, operations.get(one.id))
        for one in catalogue.services
        if not one.region or here & {folded(region) for region in one.region}
    ]


def told_of(service: Service, operation: Operation | None = None) -> conversation.Service:
    """A service as the ladder answers with it."""
    return conversation.Service(
        id=service.id,
        name=service.name,
        aliases=service.aliases,
        text=text_of(service),
        menu=service.menu if _only_a_menu(service) else "",
        about="\n".join((service.summary, *service.materials)),
        stops=tuple(_stops(operation)),
    )


def text_of(service: Service) -> str:
    """What a follower reads: what it is, the ways in, then what one needs to know before going there."""
    facts = [
        ("对象", "、".join(service.audience)),
        ("时限", service.duration),
        ("费用", service.fees),
        ("时间", service.hours),
    ]
    said = [f"【{service.name}】", service.summary]
    said += [_entrance(one) for one in service.entrances]
    said += [f"{label}：{value}" for label, value in facts if value]
    said += _numbered("材料", service.materials)
    said += _numbered("步骤", service.steps)
    if service.basis:
        said.append(f"依据：{'、'.join(service.basis)}")
    return "\n".join(part for part in said if part)


def _only_a_menu(service: Service) -> bool:
    """Whether the menu's own answer says all there is."""
    return bool(service.menu) and not (
        service.summary or service.steps or len(service.entrances) > 1 or service.paused
    )


def _entrance(one: Entrance) -> str:
    shown = _SHOWN[one.kind]
    if not one.open:
        return f"✕ {shown}：暂停{f'（{one.note}）' if one.note else ''}"
    if one.kind is EntranceKind.WEB:
        return f'▸ <a href="{escape(one.where)}">{shown}</a>'
    if one.kind is EntranceKind.MINI_PROGRAM:
        appid, _, path = one.where.partition(" ")
        return (
            f'▸ <a href="https://mp.weixin.qq.com" data-miniprogram-appid="{escape(appid)}" '
            f'data-miniprogram-path="{escape(path)}">{shown}</a>'
        )
    if one.kind is EntranceKind.MENU:
        return f"▸ {conversation.link(LinkTarget(LinkKind.MENU, one.where), shown)}"
    return f"▸ {shown}：{one.where}"


def _numbered(label: str, several: Iterable[str]) -> list[str]:
    lines = [f"{nth}. {one}" for nth, one in enumerate(several, 1)]
    return [f"\n{label}：", *lines] if lines else []


def _stops(operation: Operation | None) -> Iterator[Stop]:
    if operation is None:
        return
    if gone := operation.retirement:
        yield Stop(since=gone.since, notice=gone.notice, instead=gone.instead)
    if out := operation.outage:
        yield Stop(since=out.since, until=out.until, notice=out.notice, instead=out.instead)
