"""Themes of units and accounts: who may set them, what holds where, what the log says."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from chalicelib import accounts, audit, newsroom, units
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.newsroom import THEMES, HouseThemes, Owner, Theme, UnknownTheme, choose
from chalicelib.newsroom.errors import BadTheme, DecidedMeanwhile, ThemeInUse
from chalicelib.newsroom.house_themes import MOST_OWN
from chalicelib.people import PermissionDenied
from cli.app import app
from tests.cloud.accounts.made import SECRETS, account
from tests.cloud.newsroom.people import NOW, PNG, add_unit, newsroom_of

CHIEF = local("zongbian")
PROVINCE, CITY = Owner("province"), Owner("city")
ACCOUNT = Owner("province", "province")
BLUE = Theme(name="云岭蓝", main="#0a4f8a")


@pytest.fixture(autouse=True)
def _house(cloud: None) -> None:
    newsroom_of()
    add_unit("city", "province")
    accounts.add_account(account(), SECRETS, by=local("ops"), now=NOW)


def name(**where: str) -> str:
    return choose({"column": "党建"}, newsroom.themes_for(**where)).theme.name


def test_what_is_nearer_wins_and_a_unit_inherits() -> None:
    newsroom.use_theme(PROVINCE, "政策解读", by=CHIEF, now=NOW)
    assert (name(unit="city"), name(account="province")) == ("政策解读", "政策解读")
    newsroom.use_theme(ACCOUNT, "简洁", by=CHIEF, now=NOW)
    assert (name(unit="province"), name(account="province")) == ("政策解读", "简洁")
    newsroom.use_theme(PROVINCE, "党建红", by=CHIEF, now=NOW, column="党建")
    assert (name(unit="city"), name(account="province")) == ("党建红", "党建红")
    newsroom.use_theme(PROVINCE, "", by=CHIEF, now=NOW, column="党建")
    newsroom.use_theme(ACCOUNT, "", by=CHIEF, now=NOW)
    assert name(account="province") == "政策解读"


def test_a_units_own_theme_holds_below_it_and_not_above() -> None:
    newsroom.save_theme(CITY, BLUE, by=CHIEF, now=NOW)
    newsroom.use_theme(CITY, "云岭蓝", by=CHIEF, now=NOW)
    assert (name(unit="city"), name(unit="province")) == ("云岭蓝", "税务蓝")
    with pytest.raises(UnknownTheme):
        newsroom.use_theme(PROVINCE, "云岭蓝", by=CHIEF, now=NOW)


@pytest.mark.parametrize("person", ["li", "chu", "nobody"])
def test_who_writes_or_reviews_sets_no_theme(person: str) -> None:
    signed_in = Actor(person=person, known_by=KnownBy.SIGN_IN)
    for refused in (
        lambda: newsroom.use_theme(PROVINCE, "简洁", by=signed_in, now=NOW),
        lambda: newsroom.save_theme(ACCOUNT, BLUE, by=signed_in, now=NOW),
        lambda: newsroom.remove_theme(PROVINCE, "云岭蓝", by=signed_in, now=NOW),
    ):
        with pytest.raises(PermissionDenied, match="设置稿件主题"):
            refused()
    assert newsroom.own_themes(PROVINCE) == HouseThemes()


def test_the_log_has_what_was_changed_once() -> None:
    for _ in range(2):
        newsroom.use_theme(PROVINCE, "简洁", by=CHIEF, now=NOW, column="公告")
    [entry] = [one for one in audit.of_unit("province") if one.action == "newsroom:theme:set"]
    assert (entry.by, entry.object) == ("zongbian", "unit:province")
    assert [(one.field, one.before, one.after) for one in entry.changes] == [
        ("column 公告", "", "简洁")
    ]


def test_a_theme_in_use_is_not_removed() -> None:
    newsroom.save_theme(PROVINCE, BLUE, by=CHIEF, now=NOW)
    newsroom.use_theme(PROVINCE, "云岭蓝", by=CHIEF, now=NOW, column="党建")
    with pytest.raises(ThemeInUse, match="党建"):
        newsroom.remove_theme(PROVINCE, "云岭蓝", by=CHIEF, now=NOW)
    newsroom.use_theme(PROVINCE, "", by=CHIEF, now=NOW, column="党建")
    newsroom.remove_theme(PROVINCE, "云岭蓝", by=CHIEF, now=NOW)
    with pytest.raises(UnknownTheme):
        newsroom.remove_theme(PROVINCE, "云岭蓝", by=CHIEF, now=NOW)


def test_a_house_has_so_many_themes_of_its_own_and_no_more() -> None:
    for number in range(MOST_OWN):
        theme = BLUE.model_copy(update={"name": f"蓝{number}"})
        newsroom.save_theme(PROVINCE, theme, by=CHIEF, now=NOW)
    with pytest.raises(BadTheme, match="最多"):
        newsroom.save_theme(PROVINCE, BLUE, by=CHIEF, now=NOW)
    again = BLUE.model_copy(update={"name": "蓝0", "margin": 0})
    newsroom.save_theme(PROVINCE, again, by=CHIEF, now=NOW)


def test_a_change_by_somebody_else_meanwhile_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.newsroom import house_themes

    read = house_themes._read

    def slow(owner: Owner, *, consistent: bool = False) -> tuple[HouseThemes, str]:
        found = read(owner, consistent=consistent)
        if consistent:
            monkeypatch.undo()
            newsroom.use_theme(PROVINCE, "党建红", by=local("fuzong"), now=NOW)
        return found

    newsroom.use_theme(PROVINCE, "政策解读", by=CHIEF, now=NOW)
    monkeypatch.setattr(house_themes, "_read", slow)
    with pytest.raises(DecidedMeanwhile):
        newsroom.use_theme(PROVINCE, "简洁", by=CHIEF, now=NOW)
    assert newsroom.own_themes(PROVINCE).default == "党建红"


def test_units_and_accounts_that_do_not_exist_are_named() -> None:
    with pytest.raises(units.UnknownUnit):
        newsroom.owner_of(unit="nowhere")
    with pytest.raises(accounts.UnknownAccount):
        newsroom.themes_for(account="nowhere")


def run(command: str) -> Result:
    return CliRunner().invoke(app, shlex.split(command), env={"COLUMNS": "160", "TERM": "dumb"})


def ok(command: str) -> str:
    result = run(command)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_commands_put_a_theme_in_force_and_articles_have_it(tmp_path: Path) -> None:
    (tmp_path / "c.png").write_bytes(PNG)
    file = tmp_path / "稿.md"
    file.write_text("---\n标题: 题\n封面: c.png\n栏目: 党建\n---\n\n## 甲\n\n文\n", "utf-8")
    (tmp_path / "蓝.yaml").write_text("名称: 云岭蓝\n颜色:\n  主色: '#0a4f8a'\n", "utf-8")
    before = ok(f"article new {file} --unit province --by li").strip()
    ok(f"article theme save {tmp_path / '蓝.yaml'} --unit province --by zongbian")
    ok("article theme use 云岭蓝 --unit province --by zongbian")
    ok("article theme use 党建红 --account province --column 党建 --by zongbian")
    of_unit = ok(f"article new {file} --unit province --by li").strip()
    of_account = ok(
        f"article new {file} --unit province --account province --by li --set 摘要=甲"
    ).strip()
    page = tmp_path / "o.html"
    for option, colour in (
        ("--unit province", "#0a4f8a"),
        ("--account province", THEMES["党建红"].main),
    ):
        ok(f"article html {file} -o {page} --yes {option}")
        assert colour in page.read_text("utf-8")
        ok(f"article check {file} {option}")
    bodies = [
        newsroom.read_content(newsroom.get_article(one).key).html
        for one in (before, of_unit, of_account)
    ]
    assert [
        [colour in body for colour in (THEMES["税务蓝"].main, "#0a4f8a", THEMES["党建红"].main)]
        for body in bodies
    ] == [[True, False, False], [False, True, False], [False, False, True]]
    told = json.loads(ok("article theme list --account province --json"))
    assert [
        (one["name"], one["used"], one["columns"]) for one in told if one["used"] or one["columns"]
    ] == [
        ("党建红", False, ["党建"]),
        ("云岭蓝", True, []),
    ]
    assert "#0a4f8a" in ok("article theme show 云岭蓝 --unit province")
    assert run("article theme remove 云岭蓝 --unit province --by zongbian").exit_code == 1
    ok("article theme use --none --unit province --by zongbian")
    ok("article theme remove 云岭蓝 --unit province --by zongbian")


def test_a_stored_article_keeps_the_looks_it_was_made_in(tmp_path: Path) -> None:
    (tmp_path / "c.png").write_bytes(PNG)
    file = tmp_path / "稿.md"
    file.write_text("---\n标题: 题\n封面: c.png\n---\n\n## 甲\n\n文\n", "utf-8")
    made = ok(f"article new {file} --unit province --by li").strip()
    before = newsroom.read_content(newsroom.get_article(made).key)
    newsroom.use_theme(PROVINCE, "党建红", by=CHIEF, now=NOW)
    newsroom.submit(made, by=local("li"), now=NOW)
    for person in ("chu", "fu", "zhong"):
        newsroom.approve(made, by=local(person), now=NOW)
    assert newsroom.read_content(newsroom.released(made).key) == before
    ok(f"article edit {made} {file} --by li")
    assert THEMES["党建红"].main in newsroom.read_content(newsroom.get_article(made).key).html


@pytest.mark.parametrize(
    "command",
    [
        "article theme use 简洁 --by zongbian",
        "article theme use 简洁 --unit province --account province --by zongbian",
        "article theme use --unit province --by zongbian",
        "article theme use 简洁 --none --unit province --by zongbian",
    ],
)
def test_a_command_that_leaves_open_whose_it_is_says_so(command: str) -> None:
    assert run(command).exit_code == 2
