"""A service of the catalogue as followers are told of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from html import escape
from typing import Final

from chalicelib import catalogue as catalogue_
from chalicelib import conversation
from chalicelib.catalogue import Catalogue, Entrance, EntranceKind, Operation, Service
from chalicelib.conversation import LinkKind, LinkTarget, Stop
from chalicelib.sheets.headings import folded

_PAGE: Final = "办事指南"
"""The words of the link to a service's page."""


def services_at(catalogue: Catalogue, places: Collection[str]) -> list[Service]:
    """The services for an account whose unit, and the units above it, have these names and ids."""
    here = {folded(one) for one in places}
    return [
        one
        for one in catalogue.services
        if not one.region or here & {folded(region) for region in one.region}
    ]


def services_for(
    catalogue: Catalogue,
    operations: Mapping[str, Operation],
    places: Collection[str],
    pages: str = "",
) -> list[conversation.Service]:
    """The services of ``services_at`` as followers are told of them.

    ``pages`` is the address below which their pages lie, with ``conversation.ACCOUNT_IN_PAGE`` for the account; empty where
    pages have none.
    """
    return [
        told_of(one, operations.get(one.id), f"{pages}{one.id}" if pages else "")
        for one in services_at(catalogue, places)
    ]


def told_of(
    service: Service, operation: Operation | None = None, page: str = ""
) -> conversation.Service:
    """A service as the ladder answers with it; ``page`` is the address of its page."""
    return conversation.Service(
        id=service.id,
        name=service.name,
        aliases=service.aliases,
        text=text_of(service, page),
        page=page,
        menu=service.menu if _only_a_menu(service) else "",
        about="\n".join((service.summary, *service.materials)),
        basis=service.basis,
        stops=tuple(_stops(operation)),
    )


def text_of(service: Service, page: str = "") -> str:
    """What a follower reads: what it is, the ways in, its page, then what one needs to know before going there.

    The page stands before what may be long, so that it is in the first message of several.
    """
    facts = [
        ("对象", "、".join(service.audience)),
        ("时限", service.duration),
        ("费用", service.fees),
        ("时间", service.hours),
    ]
    said = [f"【{service.name}】", service.summary]
    said += [_entrance(one) for one in service.entrances]
    said += [f'▸ <a href="{escape(page)}">{_PAGE}</a>'] if page else []
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
    shown = catalogue_.labels.WAYS[one.kind]
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
