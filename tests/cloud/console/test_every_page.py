"""Every page that the router has, in a real browser: readable by everybody, and whole at every width.

The list comes from the page's own router, so a new page is looked at without a word here; one with an id in its path
says in ``OBJECTS`` which thing of the world it shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from chalicelib import people, units
from chalicelib.actor import local
from chalicelib.people import Role
from chalicelib.units import UnitLevel
from dev.browser import CHROMIUM
from dev.page import SOURCE
from tests.cloud import snapshot
from tests.cloud.console import (
    asked,
    asked_about,
    at_columns,
    at_contributions,
    at_desk,
    at_followers,
    at_hall,
    at_inspection,
    at_menu,
    at_notices,
    at_orders,
    at_products,
    at_relays,
    at_takedown,
    catalogued,
    in_browser,
    in_library,
    in_matrix,
    on_board,
    world,
)
from tests.cloud.insight import counted
from tests.cloud.wechat.stub import WeChat

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

EVERYTHING: Final = "everything"
"""Holds every role in the province and the city: sees every page with every button."""
LONG: Final = "云岭省青溪市第一税务分局办税服务厅"
"""Stands in every name and title of the world: as long as offices have them."""
OBJECTS: Final = {
    "/articles/new/:draft": ("new-12345678",),
    "/articles/:id": ("{article_id}",),
    "/review/:id": ("{waiting}", "{released}"),
    "/issues/:id": ("{issue_id}", "{scheduled}"),
    "/deliveries/:id": ("{delivery_id}",),
    "/matrix/offers/:id": ("{offer_id}", "{recalled_offer}"),
    "/contributions/:id": ("{contribution_id}", "{declined_contribution}"),
    "/contributions/:id/edit": ("{draft_contribution}",),
    "/materials/:id": ("{material_id}", "{picture_material}", "{expired_material}"),
    "/orders/:id": ("{order_id}", "{waiting_order}"),
    "/orders/:id/edit": ("{draft_order}",),
    "/orders/:id/at/:unit": ("{signed_order}/{below_unit}", "{reported_order}/{below_unit}"),
    "/products/:id": (
        "{product_id}",
        "{waiting_product}",
        "{published_product}",
        "{book}",
        "{quiz}",
        "{poster}",
        "{live_product}",
    ),
    "/relays/:id": ("{relay_id}", "{draft_relay}", "{ended_relay}"),
    "/relays/:id/edit": ("{draft_relay}",),
    "/takedowns/:id": ("{takedown}", "{rejected_takedown}"),
    "/accounts/:id": ("{account}",),
    "/board/asked/:id": ("{asked}",),
    "/columns/:id": ("{column_id}",),
    "/columns/series/:id": ("{series_id}",),
    "/columns/collections/:id": ("{collection_id}",),
    "/board/topics/:id": ("{topic_id}", "{answered}", "{of_questions}"),
    "/inspection/findings/:id": ("{finding}",),
    "/numbers/question-topics/:account/:id": ("{account}/{topic}", "{account}/{other_topic}"),
    "/records/:account/:session": ("{account}/{session}", "{account}/{resolved_session}"),
    "/knowledge/entries/:id": ("{entry_id}",),
    "/policies/:id": ("{document_id}",),
    "/services/:id": ("{service}",),
    "/appointments/:id": ("{hall}",),
    "/appointments/:id/settings": ("{hall}",),
    "/appointments/:id/window": ("{hall}",),
    "/import/:what(rules|entries|policies)": ("rules", "entries"),
}
"""What stands in the place of the parameters, ``/`` between several: the things of the world, each one page."""
AXE: Final = SOURCE / "node_modules/axe-core/axe.min.js"
RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "rules": {"target-size": {"enabled": True}},  # off by default, as everything of WCAG 2.2
    "resultTypes": ["violations"],
    "iframes": False,
}
OF_COLOURS: Final = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""The rules that the dark theme can break: it changes colours alone."""
FAULTS: Final = (Path(__file__).parent / "layout_faults.js").read_text()
PARTS: Final = 2
"""Of the pages, so that no process of the tests walks alone at the end."""
MOTIONLESS: Final = (
    "*, *::before, *::after { transition: none !important; animation: none !important }"
)
FOUND: Final = """async (rules) => (await axe.run(document, rules)).violations
    .filter((one) => ['serious', 'critical'].includes(one.impact))
    .flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.any.concat(node.all).map((why) => why.message).join('; ').slice(0, 160)}`))"""


def filled_city(monkeypatch: pytest.MonkeyPatch, mark: str) -> dict[str, str]:
    """A city with one of everything, this in each name, and somebody who sees it all; its ids by name."""
    monkeypatch.setattr(world, "MARK", mark)
    return snapshot.world(f"everything, {mark}", lambda: _everything(mark))


def _everything(mark: str) -> dict[str, str]:
    made = world.publish(world.fill())
    for unit in ("province", "jia"):
        people.add_staff(
            EVERYTHING, unit, list(Role), by=local("ops"), now=world.NOW, name=f"{mark}多面手"
        )
    made |= asked.fill("jia", mark)
    made |= asked_about.fill("jia", mark)
    made |= counted.fill("jia", mark)
    made |= catalogued.fill("jia", mark)
    made |= on_board.fill("jia", mark, EVERYTHING)
    made |= at_columns.fill("jia", mark)
    made |= at_menu.fill("jia", mark)
    made |= at_notices.fill("jia", mark)
    made |= at_hall.fill("jia", mark)
    made |= at_inspection.fill("jia", mark)
    made |= at_followers.fill("jia", mark)
    made |= in_matrix.fill("jia", mark)
    made |= at_orders.fill("jia", mark)
    made |= at_contributions.fill("jia", mark)
    made |= at_products.fill("jia", mark)
    made |= at_relays.fill("jia", mark)
    made |= at_takedown.fill("jia", mark, made["released"])
    made |= in_library.fill("jia", mark)
    made |= at_desk.fill("jia", mark, world.person_of(Role.AGENT), [EVERYTHING])
    return made


@pytest.fixture
def ids(wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Each name is long."""
    return filled_city(monkeypatch, LONG)


@pytest.fixture
def nothing(wechat: WeChat) -> None:
    """A province with one person and nothing else."""
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    people.add_staff(EVERYTHING, "province", list(Role), by=local("ops"), now=world.NOW)


@pytest.fixture
def address(wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    with in_browser.serving(monkeypatch) as address:
        yield address


def opened(browser: Browser, address: str, width: int, height: int = 900) -> Page:
    """The workbench of somebody who may do everything, in a window of that size (CSS pixels)."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        bypass_csp=True,
        reduced_motion="reduce",
        color_scheme="light",
    )
    context.set_default_timeout(60_000)
    context.add_init_script(in_browser.COUNTED)
    page = context.new_page()
    page.errors = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.errors.append(str(error)))  # type: ignore[attr-defined]
    in_browser.enter(page, address, EVERYTHING, "/")
    page.locator("main").wait_for()
    page.add_style_tag(content=MOTIONLESS)
    in_browser.still(page)
    return page


def paths(page: Page, ids: dict[str, str] | None) -> list[str]:
    """Every page to look at: those without a parameter, and with ``ids`` those with one too."""
    all_of_them = [one["path"] for one in in_browser.routes(page)]
    assert len(all_of_them) > 15, all_of_them
    plain = [path for path in all_of_them if ":" not in path]
    if ids is None:
        return plain
    missing = [path for path in all_of_them if ":" in path and path not in OBJECTS]
    assert not missing, f"say in OBJECTS which thing of the world these show: {missing}"
    return plain + [
        filled(path, thing.format(**ids))
        for path in all_of_them
        if ":" in path
        for thing in OBJECTS[path]
    ]


def filled(path: str, things: str) -> str:
    """``/records/:account/:session`` with ``jia/s-1`` → ``/records/jia/s-1``."""
    values = iter(things.split("/"))
    return re.sub(r":\w+(\([^)]*\))?", lambda _: next(values), path)


def walked(page: Page, all_paths: list[str], look: Any) -> dict[str, list[str]]:
    """What ``look`` finds on each page, with the errors of its scripts; only pages on which it finds something."""
    found: dict[str, list[str]] = {}
    for path in all_paths:
        in_browser.go(page, f"{path}?unit=jia")
        said = look()
        if page.get_by_text("没有这个页面").count():
            said.append("there is no such page")
        said += page.errors  # type: ignore[attr-defined]
        page.errors.clear()  # type: ignore[attr-defined]
        if said:
            found[path] = said
    return found


def told(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{path}\n    " + "\n    ".join(said) for path, said in found.items())


def at_widths(page: Page, *widths: int) -> list[str]:
    """What sticks out, is cut or covered, at each of these widths; the page is left at the first."""
    said = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        in_browser.still(page)
        said += [f"{width}: {one}" for one in page.evaluate(FAULTS)]
    page.set_viewport_size({"width": widths[0], "height": 900})
    return said


def in_both_themes(page: Page) -> list[str]:
    """What axe finds: by every rule, and once more in the dark by those that ask for colours."""
    said = page.evaluate(FOUND, RULES)
    page.evaluate("document.documentElement.classList.add('dark')")
    said += [f"dark: {one}" for one in page.evaluate(FOUND, RULES | {"runOnly": OF_COLOURS})]
    page.evaluate("document.documentElement.classList.remove('dark')")
    return said


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_readable_and_whole_on_a_large_screen(
    browser: Browser, address: str, ids: dict[str, str], part: int
) -> None:
    """WCAG 2.2 AA by axe: contrast, names, roles, targets of 24 pixels. Nothing sticks out, is cut or covered, with long names."""
    page = opened(browser, address, 1280)
    page.add_script_tag(path=AXE)
    found = walked(
        page,
        paths(page, ids)[part::PARTS],
        lambda: in_both_themes(page) + at_widths(page, 1280, 1920),
    )
    assert not found, f"\n{told(found)}"


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_whole_on_a_small_screen(
    browser: Browser, address: str, ids: dict[str, str], part: int
) -> None:
    """640 pixels are 1280 at twice the size of text."""
    page = opened(browser, address, 768)
    found = walked(page, paths(page, ids)[part::PARTS], lambda: at_widths(page, 768, 640))
    assert not found, f"\n{told(found)}"


def test_every_page_is_whole_where_there_is_nothing_yet(
    browser: Browser, address: str, nothing: None
) -> None:
    page = opened(browser, address, 1280)
    page.add_script_tag(path=AXE)
    found = walked(
        page,
        paths(page, None),
        lambda: [*page.evaluate(FAULTS), *page.evaluate(FOUND, RULES)],
    )
    assert not found, f"\n{told(found)}"
