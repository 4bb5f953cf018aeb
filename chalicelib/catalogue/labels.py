"""Chinese names of the values of this package."""

from __future__ import annotations

from typing import Final

from chalicelib.catalogue.models import EntranceKind, ServiceState, VersionState

ENTRANCES: Final = {
    EntranceKind.WEB: "网页",
    EntranceKind.MINI_PROGRAM: "小程序",
    EntranceKind.MENU: "菜单",
    EntranceKind.HALL: "大厅",
    EntranceKind.PHONE: "电话",
}
WAYS: Final = {
    EntranceKind.WEB: "网上办理",
    EntranceKind.MINI_PROGRAM: "小程序办理",
    EntranceKind.MENU: "在这里办理",
    EntranceKind.HALL: "到大厅办理",
    EntranceKind.PHONE: "电话咨询",
}
"""Entrances as followers read them."""
STATES: Final = {
    ServiceState.RUNNING: "运行",
    ServiceState.MAINTENANCE: "维护",
    ServiceState.RETIRED: "下线",
}
VERSION_STATES: Final = {
    VersionState.DRAFT: "草稿",
    VersionState.IN_REVIEW: "待审",
    VersionState.RELEASED: "已发布",
}
