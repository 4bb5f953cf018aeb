"""Services, and a released catalogue of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from chalicelib import accounts, catalogue, conversation
from chalicelib.actor import local
from chalicelib.application.service_spread import release_catalogue
from chalicelib.catalogue import Catalogue, CatalogueVersion, Service
from chalicelib.clock import SHANGHAI

NOW = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
EDITOR, COLLEAGUE = local("小王"), local("老李")


def service(id_: str = "deed-tax", **fields: Any) -> Service:
    usual = {"name": "契税申报缴纳", "category": "我要报税", "web": "https://tax.gov.cn/qs"}
    return Service(**{"id": id_, **usual, **fields})


HOUSE = service("house", name="二手房交易缴税", aliases=("存量房交易",), summary="买卖双方一次申报")


def drafted(*services: Service, unit: str = "province", at: datetime = NOW) -> CatalogueVersion:
    made = catalogue.versions.edit(
        unit, lambda _: Catalogue(services=services), by=EDITOR, now=at, source="服务.xlsx"
    )
    assert made is not None
    return made


def handed_in(*services: Service, unit: str = "province", at: datetime = NOW) -> int:
    made = drafted(*services, unit=unit, at=at)
    catalogue.versions.submit(unit, made.version, by=EDITOR, now=at)
    return made.version


def released(*services: Service, unit: str = "province", at: datetime = NOW) -> CatalogueVersion:
    number = handed_in(*services, unit=unit, at=at)
    return release_catalogue(unit, number, by=COLLEAGUE, now=at)


def told(account: str, service_id: str, now: datetime = NOW) -> str:
    """What a follower of an account reads of a service; empty for one that is not there."""
    key = accounts.state(account, consistent=True).services
    book = conversation.stored_services(key)
    found = book.find(service_id) if book else None
    return book.reply(found, now.astimezone(SHANGHAI), account).content if book and found else ""
