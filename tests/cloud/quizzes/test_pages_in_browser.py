"""Quiz, poster and live entry on a small telephone: usual and large letters, light and dark, with and without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page, expect

from chalicelib import quizzes, works
from chalicelib.clock import utc_now
from chalicelib.cloud import objects, table
from chalicelib.products import Form, module_of
from chalicelib.works import Work, WorkKind
from dev.browser import CHROMIUM
from tests.cloud.console.test_every_page import AXE, FAULTS, FOUND, RULES
from tests.cloud.conversation.test_callback import account
from tests.cloud.h5_telephone import LETTERS, LONG, SMALL, Open, serving, telephones
from tests.cloud.quizzes.world import QUIZ, publish

__all__ = ["account"]
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
LIVE: Final = "p-20261201-live00"
POSTER: Final = "p-20261201-poster"
PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8ffff3f0005fe02fedccc59e70000000049454e44ae426082"
)


def _work(kind: WorkKind, id_: str, form: Form, content: dict[str, Any], **files: str) -> None:
    module = module_of(form)
    made = module.Content.model_validate(content)
    work = Work(
        account="province",
        kind=kind,
        id=id_,
        title=LONG,
        content=module.work_of(made, LONG),
        files={name.replace("_", "."): key for name, key in files.items()},
        published_at=utc_now(),
    )
    table.transact([works.publish_action(work)])


@pytest.fixture
def address(account: object) -> Iterator[str]:
    publish(intro=LONG * 3, minutes=10)
    objects.write("works/pixel.png", PIXEL, "image/png")
    starts = utc_now() + timedelta(days=2)
    live = {
        "starts": starts.isoformat(),
        "ends": (starts + timedelta(hours=1)).isoformat(),
        "host": LONG[:30],
        "summary": LONG * 5,
        "points": [LONG[:40]] * 3,
        "where": LONG[:30],
        "url": "https://channels.weixin.qq.com/live",
        "keyword": "直播提醒",
    }
    _work(WorkKind.LIVE, LIVE, Form.LIVE, live, cover_png="works/pixel.png")
    poster = {
        "headline": LONG[:36],
        "lines": [LONG[:40]] * 5,
        "issuer": "云岭省税务局",
        "code": {"target": "address", "url": "https://www.a.gov.cn/", "label": "扫码查看"},
    }
    _work(WorkKind.POSTER, POSTER, Form.POSTER, poster, **{"poster_png": "works/pixel.png"})
    with serving() as here:
        yield f"{here}/h5/works/province/"


@pytest.fixture
def telephone(browser: Browser, address: str) -> Iterator[Open]:
    with telephones(browser) as anew:

        def opened(*, big: bool = False, **how: Any) -> Page:
            page = anew(**how)
            page.goto(f"{address}quiz/{QUIZ}/{'?text=big' if big else ''}")
            return page

        yield opened


def walked(page: Page, address: str) -> Iterator[str]:
    """Every kind of page, one after the other."""
    for path in (f"poster/{POSTER}/", f"live/{LIVE}/", f"quiz/{QUIZ}/play?attempt=none", f"quiz/{QUIZ}/"):  # fmt: skip
        page.goto(address + path)
        yield path
    for button, led_to in (("开始答题", "questions"), ("交卷", "questions again"), ("就这样交卷", "result")):  # fmt: skip
        if led_to == "questions again":
            page.locator("fieldset").first.locator("input").first.check()
        # A click returns before the next page is there, and between the two there is no document to look at.
        with page.expect_navigation():
            page.get_by_role("button", name=button).click()
        yield led_to


def answer(page: Page) -> None:
    """Choose the first answer to each question, once the page is there whole."""
    expect(page.get_by_role("button", name="交卷")).to_be_visible()
    page.wait_for_load_state("domcontentloaded")
    for one in page.locator("fieldset").all():
        one.locator("input").first.check()


@pytest.mark.parametrize("big", [False, True], ids=["usual", "large"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_reach_every_page(
    telephone: Open, address: str, big: bool, scheme: str
) -> None:
    """WCAG 2.2 AA by axe, targets and letters large enough, and nothing sticks out of 360 pixels."""
    page = telephone(big=big, color_scheme=scheme, bypass_csp=True)
    found: dict[str, Any] = {}
    for name in walked(page, address):
        expect(page.locator("html.big")).to_have_count(int(big))
        page.add_script_tag(path=AXE)
        faults = [*page.evaluate(FOUND, RULES), *page.evaluate(FAULTS)]
        if page.evaluate("document.documentElement.scrollWidth") > 360:
            faults.append("wider than the telephone")
        small = page.evaluate(SMALL, 60 if big else 44)
        # A box is met anywhere in its line.
        faults += [one for one in small if not str(one[0]).startswith("a")]
        if page.evaluate(LETTERS) < (17.8 if big else 13):
            faults.append("letters too small")
        if faults:
            found[name] = faults
    assert not found, found


def test_without_scripts_one_plays_to_the_end(telephone: Open) -> None:
    page = telephone(java_script_enabled=False)
    page.get_by_role("button", name="开始答题").click()
    expect(page.get_by_role("timer")).to_contain_text("前交卷")
    answer(page)
    page.get_by_role("button", name="交卷").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("答题结果")
    page.get_by_role("link", name="再答一次").click()
    expect(page.get_by_role("button", name="开始答题")).to_be_visible()


def test_buttons_that_are_tapped_twice_begin_and_end_one_attempt(telephone: Open) -> None:
    page = telephone()
    page.get_by_role("button", name="开始答题").dblclick()
    expect(page.get_by_role("timer")).to_contain_text("还有")
    answer(page)
    page.get_by_role("button", name="交卷").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("答题结果")
    [day] = quizzes.numbers("province", QUIZ).days
    assert (day.started, day.ended) == (1, 1)


def test_a_page_that_one_goes_back_to_hands_in_nothing_new(telephone: Open) -> None:
    page = telephone()
    page.get_by_role("button", name="开始答题").click()
    answer(page)
    page.get_by_role("button", name="交卷").click()
    score = page.locator(".score").inner_text()
    page.go_back()
    page.goto(page.url)
    expect(page.locator(".score")).to_have_text(score)


def test_the_first_view_of_each_is_light(telephone: Open, address: str) -> None:
    page = telephone()
    for path in (f"quiz/{QUIZ}/", f"poster/{POSTER}/", f"live/{LIVE}/"):
        got: list[int] = []
        page.on("response", lambda said, got=got: got.append(len(said.body())))  # type: ignore[misc]
        page.goto(address + path, wait_until="networkidle")
        assert sum(got) < 30_000, path  # pictures, at most 70 kB, are those of the makers' tests
