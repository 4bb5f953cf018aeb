"""From WeChat's library of templates to a notice on the phone, by commands, with the simulator's WeChat."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from chalicelib import notices, people
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.application import notice_lists, policy_alerts
from chalicelib.audit import of_unit
from chalicelib.clock import utc_now
from chalicelib.notices import Purpose, SendingState, Told
from chalicelib.people import PermissionDenied, Role
from chalicelib.settings import settings as ours
from cli.app import app
from tests.cloud.notices.world import ACCOUNT, LONG, World, serve
from tests.simulator.conftest import running
from wechat_simulator.settings import Settings

APPID = "wx0123456789abcdef"
BAN = Actor(person="ban", known_by=KnownBy.SIGN_IN)


@pytest.fixture(scope="module")
def simulator() -> Iterator[str]:
    with running(Settings()) as url:
        yield url


@pytest.fixture
def platform(
    world: World, simulator: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[httpx.Client]:
    """An empty platform with the account, verified, as a service account; one person works here."""
    monkeypatch.setenv("RONGMEI_WECHAT_API_URL", simulator)
    monkeypatch.setenv("COLUMNS", "220")
    ours.cache_clear()
    account = {"name": "市局", "secret": "right", "token": "token", "kind": "service"}
    people.add_staff("ban", "city", [Role.SERVICE_MANAGER], by=local("ops"), now=world.now)
    people.add_staff("xie", "city", [Role.EDITOR], by=local("ops"), now=world.now)
    with httpx.Client(base_url=simulator) as http:
        http.post("/_sim/reset")
        http.put(f"/_sim/accounts/{APPID}", json=account).raise_for_status()
        yield http


def run(*words: str, by: str = "ban", exit_code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["notice", *words, "--account", ACCOUNT, "--by", by])
    assert result.exit_code == exit_code, result.output
    return result


def data(*words: str) -> Any:
    return json.loads(run(*words, "--json").stdout)


def made_template() -> str:
    """A template that is chosen from WeChat's library."""
    tid = data("titles")[0]["tid"]
    kids = [one["kid"] for one in data("titles", "--title", tid)[:2]]
    found = data("add", tid, "--keyword", str(kids[0]), "--keyword", str(kids[1]))
    return next(str(one["id"]) for one in found if not one["gone"])


def follower(http: httpx.Client, template: str) -> str:
    """Somebody who accepted once, at WeChat."""
    user = http.post("/_sim/users", json={}).json()["id"]
    http.post(f"/_sim/accounts/{APPID}/users/{user}/follow", json={})
    answer = {"template_id": template, "answer": "accept"}
    told = http.post(f"/_sim/accounts/{APPID}/users/{user}/notice", json=answer)
    return str(told.json()["openid"])


def test_a_template_is_chosen_wired_and_a_notice_arrives_once(
    world: World, platform: httpx.Client
) -> None:
    template = made_template()
    wired = run("use", "appointment_reminder", f"--template={template}", "--line", "thing1={hall}{service}", "--line", "time2={time}")  # fmt: skip
    assert "青溪市办税服务厅发票代开" in wired.stdout
    openid = follower(platform, template)
    world.event("popup", openid, [{"TemplateId": template, "SubscribeStatusString": "accept"}])
    assert world.tell(openid=openid) is Told.QUEUED
    for _ in range(2):
        notices.sweep(utc_now())
        work()
    assert world.of(openid=openid).state is SendingState.SENT
    assert [one["kind"] for one in ledger(platform)] == ["notice"]
    world.later(seconds=1)
    # WeChat has no consent left; neither has this side, and a count that is too high is mended by its refusal.
    world.event("popup", openid, [{"TemplateId": template, "SubscribeStatusString": "accept"}])
    assert world.tell("second", openid=openid) is Told.QUEUED
    work()
    assert world.of("second", openid).code == 43101
    assert world.left(openid, template) == 0


def test_a_notice_to_many_takes_two_steps(world: World, platform: httpx.Client) -> None:
    template = made_template()
    openids = [follower(platform, template) for _ in range(3)]
    for openid in openids:
        world.event("popup", openid, [{"TemplateId": template, "SubscribeStatusString": "accept"}])
    words = (
        "send",
        f"--template={template}",
        "--data",
        "thing1=汇算清缴开始了",
        "--data",
        "time2=2026年12月1日 09:00",
    )
    assert "订阅了的 3 人" in run(*words, "--dry-run").stderr
    prepared = data(*words)
    work()
    assert ledger(platform) == []
    run("confirm", prepared["id"], "--receivers", "2", exit_code=1)
    assert "发送中" in run("confirm", prepared["id"], "--receivers", "3").stderr
    work()
    [row] = data("lists")
    assert (row["state"], row["sent"], row["reached"]) == ("done", 3, 3)
    assert len(ledger(platform)) == 3
    assert "不能停止" in run("stop", prepared["id"], exit_code=1).output


def test_words_that_do_not_fit_are_told_field_by_field(platform: httpx.Client) -> None:
    template = made_template()
    refused = run(
        "send", f"--template={template}", "--data", "thing1=好", "--data", "time2=明天", exit_code=1
    )
    assert "不合要求" in refused.output
    wrong = run("use", "policy_alert", f"--template={template}", "--line", "thing1={hall}", "--line", "time2={time}", exit_code=1)  # fmt: skip
    assert "没有 {hall}" in wrong.output


def test_a_template_in_use_is_not_deleted_and_another_is(platform: httpx.Client) -> None:
    template = made_template()
    lines = ("--line", "thing1={title}", "--line", "time2={time}")
    run("use", "policy_alert", f"--template={template}", *lines)
    assert "正用于“政策提醒”" in run("delete", f"--template={template}", exit_code=1).output
    run("use", "policy_alert")
    assert {one["id"]: one["gone"] for one in data("delete", f"--template={template}")}[
        template
    ] is True


def test_who_may_not_send_prepares_nothing(world: World, platform: httpx.Client) -> None:
    world.accepts(template=LONG)
    draft = notice_lists.Draft(LONG, {"thing1": "好", "time2": "09:00"})
    with pytest.raises(PermissionDenied):
        notice_lists.prepare(ACCOUNT, draft, by=Actor(person="xie", known_by=KnownBy.SIGN_IN), now=world.now)  # fmt: skip


def test_every_deed_stands_in_the_log(world: World, platform: httpx.Client) -> None:
    world.accepts(template=LONG)
    draft = notice_lists.Draft(LONG, {"thing1": "好", "time2": "09:00"})
    made = notice_lists.prepare(ACCOUNT, draft, by=BAN, now=world.now)
    notice_lists.confirm(ACCOUNT, made.id, receivers=1, by=BAN, now=world.now)
    notice_lists.stop(ACCOUNT, made.id, by=BAN, now=world.now)
    notes = [one.note.split()[0] for one in of_unit("city") if one.action == notice_lists.SEND]
    assert sorted(notes) == ["confirm", "prepare", "stop"]


def test_an_alert_needs_a_template_for_its_purpose(world: World, platform: httpx.Client) -> None:
    with pytest.raises(notices.NotSetUp):
        policy_alerts.prepare(ACCOUNT, "p1", by=BAN, now=world.now)
    assert policy_alerts.known(ACCOUNT) is None
    serve(Purpose.POLICY_ALERT, LONG, "{title}", "{time}")
    assert policy_alerts.known(ACCOUNT) == frozenset()


def work() -> None:
    """What stands in the queue is done, with the account's own way to WeChat."""
    from tests.cloud.notices.world import taken

    while bodies := taken():
        for body in bodies:
            notices.work(body, utc_now)


def ledger(http: httpx.Client) -> list[dict[str, Any]]:
    """What the platform delivered."""
    found = http.get("/_sim/ledger", params={"appid": APPID}).json()
    return [one for one in found if one["kind"] == "notice"]
