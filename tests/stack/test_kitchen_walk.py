"""The central kitchen (中央厨房) on the deployed bundle: a relay with a late step, a contribution that is ranked, a quiz.

What they wait for is one push: a step's article of the province, in a series, and beside it an article that the city has sent up.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest
import requests
import yaml
from playwright.sync_api import Page, expect

from demo.accounts import CITY, PROVINCE
from dev.browser import CHROMIUM
from tests.stack.browser import Console
from tests.stack.conftest import Stack
from tests.stack.test_demo_walk import Phone, command, until
from tests.stack.test_erasure_walk import sweep
from tests.stack.test_matrix_walk import REVIEWERS, asked, beijing

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

RELAY: Final = "个体户减税三步走"
STEPS: Final = ("第一步 看清能不能享受", "第二步 到哪里办", "第三步 办完怎么查")
SERIES: Final = "个体户办税三讲"
SENT_UP: Final = "夜市摊主也能就近办税"
STARTED: Final = """
from datetime import timedelta
from chalicelib import relays
from chalicelib.actor import local
from chalicelib.clock import utc_now
relays.planning.start({relay!r}, by=local("guan"), now=utc_now() - timedelta(hours=2))
"""
"""A relay that was started two hours ago."""
LATE: Final = """
from chalicelib.actor import local
from chalicelib.application import relay_duties
from chalicelib.clock import utc_now
for person, unit in (("guan", "province"), ("zong1", "province"), ("li", "province"), ("qx.li", "city")):
    for one in relay_duties.of_unit(local(person), unit, utc_now()):
        if {relay!r} in one.path:
            print(person, one.kind.value)
"""
QUESTIONS: Final[tuple[dict[str, Any], ...]] = (
    {"id": "q-00000001", "kind": "judge", "text": "免征也要按期申报。", "right": [0]},
    {
        "id": "q-00000002",
        "kind": "multiple",
        "text": "哪些情形可以开红字发票？",
        "options": ["开票有误", "销货退回", "想换个月份申报"],
        "right": [0, 1],
        "explanation": "换月份不是理由。",
    },
)


class Kitchen(NamedTuple):
    """What the tests of this walk wait for."""

    relay: str
    article: str
    """Of the relay's first step."""
    series: str
    contribution: str
    delivery: str
    points: int
    """Of the city, before."""


def python(system: Stack, code: str) -> str:
    done = system.python("-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout


def points(system: Stack) -> int:
    """What the city has in the province's ranking of this month."""
    ranking = asked(system, "contribution", "rank", "--unit", "province", "--by", "li")
    return next((int(one["points"]) for one in ranking["rows"] if one["id"] == CITY.id), 0)


def approved(system: Stack, article: str, by: str, *reviewers: str) -> None:
    command(system, "article", "submit", article, "--by", by)
    for person in reviewers:
        command(system, "review", "approve", article, "--by", person)


def step(system: Stack, relay: str, number: int) -> Any:
    return asked(system, "relay", "show", relay, "--by", "li")["steps"][number - 1]


@pytest.fixture(scope="module")
def relay(seeded: Stack, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A relay of the province over itself and the city, whose first step should be out since an hour and a half."""
    table = tmp_path_factory.mktemp("kitchen") / "三步走.csv"
    rows = (
        (STEPS[0], "province", "li", beijing(-timedelta(minutes=90))),
        (STEPS[1], "city", "", beijing(timedelta(days=1))),
        (STEPS[2], "province", "", beijing(timedelta(days=2))),
    )
    lines = ["标题,公众号,负责人,时限", *(",".join(one) for one in rows)]
    table.write_text("\n".join(lines), "utf-8-sig")
    made = asked(
        seeded,
        *("relay", "new", "--unit", "province", "--account", "province"),
        *("--title", RELAY, "--file", str(table), "--by", "li"),
    )["id"]
    python(seeded, STARTED.format(relay=made))
    sweep(seeded)
    until(lambda: step(seeded, made, 1)["urged"] == "late", 60)
    return str(made)


@pytest.fixture(scope="module")
def kitchen(seeded: Stack, relay: str, tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    """The step is written and reviewed, late; what the city sent up is adopted; both go out in a minute."""
    before = points(seeded)
    by = ("--by", "li")
    article = asked(seeded, "relay", "write", relay, "s01", *by)["article"]
    named = ("--unit", "province", "--account", "province", "--name", SERIES)
    series = asked(seeded, "series", "new", *named, *by)["id"]
    command(seeded, "series", "join", series, article, *by)
    approved(seeded, article, "li", "chu", "fu", "zhong")

    text = tmp_path_factory.mktemp("city") / "夜市.md"
    cover = Path("demo/articles/pictures/xuetang.jpg").resolve()
    text.write_text(
        f"---\ntitle: {SENT_UP}\nauthor: 青溪税务\ndigest: 流动办税点开到夜市。\ncover: {cover.name}\n---\n\n"
        "青溪市在夜市旁设了流动办税点，两周服务摊主三百余人次。\n",
        "utf-8",
    )
    text.with_name(cover.name).write_bytes(cover.read_bytes())
    own = asked(seeded, "article", "new", str(text), "--unit", "city", "--by", "qx.li")["id"]
    contribution = asked(
        seeded,
        *("contribution", "new", "--unit", "city", "--to", "province", "--title", SENT_UP),
        *("--article", own, "--contact", "乔女士", "--send", "--by", "qx.li"),
    )["id"]
    command(seeded, "contribution", "adopt", contribution, *by)
    answer = asked(seeded, "contribution", "show", contribution, *by)["answer"]
    approved(seeded, answer["article"], "li", "chu", "fu", "zhong")

    at = beijing(timedelta(seconds=75))
    pieces = ("--article", article, "--article", answer["article"])
    planned = ("issue", "plan", "--account", "province", *pieces, "--off-slot", "--at", at)
    issue = asked(seeded, *planned, *by)["id"]
    # Others use up the province's mass sends.
    schedule = ("issue", "schedule", issue, "--way", "publish", *by)
    delivery = asked(seeded, *schedule)["delivery"]
    return Kitchen(relay, article, series, contribution, delivery, before)


def confirmed(system: Stack, kitchen: Kitchen) -> list[str]:
    """The addresses of the push, as soon as it is out."""

    def shown() -> Any:
        return asked(system, "push", "show", kitchen.delivery)

    until(lambda: shown()["state"] == "confirmed", 150, pause=2)
    return list(shown()["urls"])


def test_a_late_step_is_told_to_its_person_and_to_who_started_the_relay(
    seeded: Stack, relay: str, console: Console
) -> None:
    told = python(seeded, LATE.format(relay=relay)).split("\n")
    assert sorted(filter(None, told)) == ["guan relay_late", "li relay"]
    page = console("guan", "/?unit=province")
    expect(page.get_by_role("link", name=RELAY).first).to_be_visible()


def test_a_quiz_is_published_and_answered_on_a_small_telephone(
    seeded: Stack, kitchen: Kitchen, console: Console, tmp_path: Path
) -> None:
    file = tmp_path / "答题.yaml"
    rules = {"questions": list(QUESTIONS), "draw": 2, "fixed": True, "points": 20, "passing": 20}
    file.write_text(yaml.safe_dump(rules, allow_unicode=True), "utf-8")
    given = (
        "--unit",
        "province",
        "--form",
        "quiz",
        "--title",
        "个体户税法小测",
        "--file",
        str(file),
    )
    quiz = asked(seeded, "product", "new", *given, "--by", "li")["id"]
    command(seeded, "product", "submit", quiz, "--by", "li")
    for person in ("chu", "fu", "zhong"):
        command(seeded, "product", "approve", quiz, "--by", person)

    def seen() -> Any:
        return asked(seeded, "product", "show", quiz, "--by", "li")

    until(lambda: seen()["files_ready"], 60)
    command(seeded, "product", "publish", quiz, "--by", "zong1")
    address = seen()["address"]
    page = console.stranger(360)
    page.goto(address)
    page.get_by_role("button", name="开始答题").click()
    page.get_by_role("group", name=QUESTIONS[0]["text"]).get_by_label("对", exact=True).check()
    several = page.get_by_role("group", name=QUESTIONS[1]["text"])
    for option in ("开票有误", "销货退回"):
        several.get_by_label(option).check()
    fits(page)
    page.get_by_role("button", name="交卷", exact=True).click()
    expect(page.locator(".score")).to_contain_text("40")
    expect(page.locator("main")).to_contain_text("换月份不是理由。")
    fits(page)
    numbers = asked(seeded, "quiz", "numbers", quiz, "--by", "li")
    assert (numbers["started"], numbers["ended"], numbers["passed"]) == (1, 1, 1)
    desk = console("li", f"/products/{quiz}")
    expect(desk.get_by_role("heading", name="答题数据")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("哪些情形可以开红字发票？")


def fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_step_that_is_out_hands_the_turn_to_the_city(seeded: Stack, kitchen: Kitchen) -> None:
    article = asked(seeded, "relay", "write", kitchen.relay, "s02", "--by", "qx.li")["article"]
    approved(seeded, article, "qx.li", *REVIEWERS)
    until(lambda: step(seeded, kitchen.relay, 2)["state"] == "approved", 60)
    url = confirmed(seeded, kitchen)[0]
    until(lambda: step(seeded, kitchen.relay, 1)["state"] == "out", 60)
    whole = asked(seeded, "relay", "show", kitchen.relay, "--by", "li")
    assert [one["its_turn"] for one in whole["steps"]] == [False, True, False]
    assert requests.get(url, timeout=30).text.count(STEPS[1]) == 1
    shown = requests.get(whole["page"], timeout=30).text
    assert url in shown
    assert STEPS[2] in shown


def test_the_next_article_of_the_series_leads_back_to_it_in_a_preview_on_a_telephone(
    seeded: Stack, kitchen: Kitchen
) -> None:
    url, by = confirmed(seeded, kitchen)[0], ("--by", "li")
    page = asked(seeded, "series", "show", kitchen.series, *by)["page"]
    until(lambda: url in requests.get(page, timeout=30).text, 60)
    last = asked(seeded, "relay", "write", kitchen.relay, "s03", *by)["article"]
    command(seeded, "series", "join", kitchen.series, last, *by)
    reader = Phone(seeded, "看预览的人")
    openid = reader(PROVINCE, "follow")["openid"]
    command(seeded, "article", "preview", last, "--account", "province", "--openid", openid, *by)
    [shown] = [one for one in reader.chat(PROVINCE) if one.get("preview")]
    [card] = shown["articles"]
    assert url in requests.get(card["url"], timeout=30).text


def test_what_the_city_sent_up_is_published_and_counts_for_it(
    seeded: Stack, kitchen: Kitchen
) -> None:
    url = confirmed(seeded, kitchen)[1]

    def seen() -> Any:
        return asked(seeded, "contribution", "show", kitchen.contribution, "--by", "qx.li")

    found = until(lambda: (one := seen()) and one["publications"] and one, 60)
    assert [one["url"] for one in found["publications"]] == [url]
    assert found["points"] > 0
    assert points(seeded) == kitchen.points + found["points"]
    command(seeded, "contribution", "acknowledge", kitchen.contribution, "--by", "qx.li")
