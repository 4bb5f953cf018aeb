"""A unit's service catalogue: one version in force, and one that waits for its release."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from chalicelib import catalogue
from chalicelib.actor import local
from chalicelib.application.service_edits import mark_of
from chalicelib.application.service_spread import release_catalogue
from chalicelib.catalogue import Catalogue, Service

NOW: Final = datetime(2026, 11, 28, 9, tzinfo=UTC)


def fill(unit: str, mark: str, long: str = "") -> dict[str, str]:
    """Make it; returns the ids of its things. ``long`` stands in names, as long as offices have them."""
    maker, colleague = local("li"), local("ops")
    first = Service(
        id="deed-tax",
        name=f"{mark}契税申报缴纳",
        aliases=("房屋契税", long) if long else ("房屋契税",),
        category="我要报税",
        audience=("个人", "企业"),
        owner=f"{long}财产和行为税处",
        summary=f"买房、受赠或以其他方式承受土地房屋的，办证之前申报缴纳契税。{long}",
        steps=("上传合同，填写家庭成员", "核对面积、套数和税率", "缴款后直接办证"),
        materials=("合同或协议", "身份证件"),
        phone="12366",
        review_on=date(2026, 11, 1),
    )
    second = first.model_copy(
        update={"id": "house", "name": f"{mark}二手房交易缴税{long}", "aliases": ()}
    )
    for number, services in ((1, (first,)), (2, (first, second))):
        made = catalogue.versions.edit(
            unit,
            lambda _, services=services: Catalogue(services=services),  # type: ignore[misc]
            by=maker,
            now=NOW,
            source="服务.xlsx",
        )
        assert made is not None
        assert made.version == number
        catalogue.versions.submit(unit, number, by=maker, now=NOW)
        if number == 1:
            release_catalogue(unit, number, by=colleague, now=NOW)
    return {
        "service": first.id,
        "service_mark": str(mark_of(first)),
        "catalogue_version": "2",
    }
