"""接口令牌: what another system may do with one, and how it ends."""

from __future__ import annotations

import json
import logging
import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib import people, service_tokens, units
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.clock import utc_now
from chalicelib.console.bearer import GUESSES
from chalicelib.console.rates import RATES
from chalicelib.people import PERMISSIONS, PERSONS_ONLY, Role
from chalicelib.service_tokens import BadToken, MadeToken
from chalicelib.units import UnitLevel
from tests.cloud.console.conftest import Ask, Said

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
READ = "newsroom:article:read"
WRITE = "newsroom:article:write"


@pytest.fixture(autouse=True)
def tree(cloud: None) -> None:
    RATES.forget()
    GUESSES._left.clear()
    units.add_unit("province", name="省局", level=UnitLevel.PROVINCE)
    units.add_unit("city", name="市局", level=UnitLevel.CITY, parent="province")
    units.add_unit("county", name="县局", level=UnitLevel.COUNTY, parent="city")
    by = local("ops")
    people.add_staff("yun", "province", [Role.OPERATOR], by=by, now=NOW, name="省运维")
    people.add_staff("zong", "city", [Role.CHIEF], by=by, now=NOW, name="市总编")
    people.add_staff("li", "city", [Role.EDITOR], by=by, now=NOW, name="市采编")


def signed_in(person: str) -> Actor:
    return Actor(person=person, known_by=KnownBy.SIGN_IN)


def made(*permissions: str, unit: str = "city", by: str = "zong", **more: Any) -> MadeToken:
    return service_tokens.make(
        "政务平台",
        unit,
        permissions or (READ,),
        by=signed_in(by),
        **{"now": utc_now(), "days": 30, **more},
    )


def called(
    ask: Ask, secret: str, method: str, path: str, body: Any = None, query: Any = None
) -> Said:
    headers = {"Authorization": f"Bearer {secret}", "X-Rongmei-Console": ""}
    return ask("", method, path, body, headers, query=query)


def test_a_token_is_made_on_the_page_shown_once_and_stored_as_a_digest(ask: Ask) -> None:
    body = {"unit": "city", "name": "政务平台", "permissions": [READ], "days": 30}
    new = ask("zong", "POST", "/service-tokens", body).json
    assert re.fullmatch(r"rmt_[0-9a-f]{12}_[\w-]{43}", new["secret"])
    listed = ask("zong", "GET", "/service-tokens", query={"unit": "city"})
    assert listed.json["tokens"][0]["prefix"] == new["secret"][:17] + "…"
    random_part = new["secret"][17:]
    everything = json.dumps(boto3.client("dynamodb").scan(TableName="rongmei-test"), default=str)
    assert random_part not in everything
    assert random_part not in json.dumps(listed.json)


def test_a_request_with_a_token_needs_no_cookie_and_no_header_of_the_page(ask: Ask) -> None:
    secret = made(READ, WRITE).secret
    assert called(ask, secret, "GET", "/articles", query={"unit": "city"}).status == 200
    me = called(ask, secret, "GET", "/me").json
    assert me["name"] == "政务平台"
    assert {one["id"]: one["permissions"] for one in me["units"]} == {
        "city": [READ, WRITE],
        "county": [READ, WRITE],
    }


def test_a_token_reaches_its_unit_and_those_below_and_no_other(ask: Ask) -> None:
    secret = made(by="zong").secret
    for unit, status in (("city", 200), ("county", 200), ("province", 403)):
        assert called(ask, secret, "GET", "/articles", query={"unit": unit}).status == status


def test_what_the_scope_does_not_name_is_refused(ask: Ask) -> None:
    secret = made(READ).secret
    said = called(ask, secret, "GET", "/people", query={"unit": "city"})
    assert (said.status, said.json["permission"]) == (403, "people:staff:read")
    assert called(ask, secret, "GET", "/search", query={"q": "zong"}).json["hits"] == []


def test_nobody_gives_a_token_more_than_they_may_do_there() -> None:
    with pytest.raises(BadToken) as refused:
        made("console:health:read", by="zong")  # an operator's
    assert refused.value.fields[0].name == "permissions"
    with pytest.raises(people.PermissionDenied):
        made(unit="province", by="zong")
    with pytest.raises(people.PermissionDenied):
        made(by="li")


@pytest.mark.parametrize("permission", sorted(PERSONS_ONLY))
def test_what_a_person_answers_for_no_token_may_do(permission: str) -> None:
    people.add_staff("zong", "city", list(Role), by=local("ops"), now=NOW)
    with pytest.raises(BadToken):
        made(permission)
    forged = service_tokens.actor_of(made().token, "r")
    assert forged.scope is not None
    more = forged.model_copy(
        update={"scope": forged.scope.model_copy(update={"permissions": frozenset({permission})})}
    )
    assert not people.may(more, permission, "city")
    assert permission not in people.permissions_of(more, "city")
    assert not people.reach(more).may(permission, "city")


def test_a_shell_s_own_rights_do_not_outlive_it_in_a_token() -> None:
    # At a shell one holds an operator's permissions without a role; a token would keep them.
    with pytest.raises(BadToken):
        service_tokens.make("x", "city", [READ], days=1, by=local("nobody"), now=utc_now())


def test_a_token_loses_what_its_maker_loses(ask: Ask) -> None:
    secret = made(READ).secret
    people.remove_staff("zong", "city", by=local("ops"), now=NOW)
    assert called(ask, secret, "GET", "/articles", query={"unit": "city"}).status == 403
    assert called(ask, secret, "GET", "/me").json["units"] == []


def test_a_revoked_token_is_refused_at_once(ask: Ask) -> None:
    new = made()
    assert called(ask, new.secret, "GET", "/me").status == 200
    done = ask("zong", "POST", f"/service-tokens/{new.token.id}/revoke").json
    assert (done["state"], done["revoked_by"]) == ("revoked", "zong")
    said = called(ask, new.secret, "GET", "/me")
    assert (said.status, said.headers["www-authenticate"]) == (401, "Bearer")
    again = ask("zong", "POST", f"/service-tokens/{new.token.id}/revoke")
    assert again.json["revoked_at"] == done["revoked_at"]


def test_a_token_ends_by_itself(ask: Ask) -> None:
    old = made(now=utc_now() - timedelta(days=31))
    assert called(ask, old.secret, "GET", "/me").status == 401
    with pytest.raises(BadToken):
        made(days=367)
    with pytest.raises(BadToken):
        made(days=0)


def test_what_is_nearly_a_token_is_told_apart_from_none_by_nobody(ask: Ask) -> None:
    new = made()
    right = new.secret
    wrong = [
        right[:-1] + ("A" if right[-1] != "A" else "B"),
        f"rmt_{'0' * 12}_{right[17:]}",
        right.upper(),
        right[:20],
        "",
        "x" * 5000,
        "rmt_" + "甲" * 20,
    ]
    answers = set()
    for one in wrong:
        GUESSES._left.clear()
        said = called(ask, one, "GET", "/me")
        answers.add((said.status, said.json["title"]))
    assert answers == {(401, "接口令牌无效、已过期或已吊销。")}


def test_guessing_is_slowed_down_before_the_table_is_asked(ask: Ask) -> None:
    wrong = f"rmt_{'0' * 12}_{'x' * 43}"
    statuses = [called(ask, wrong, "GET", "/me").status for _ in range(30)]
    assert statuses[:20] == [401] * 20
    assert statuses[-1] == 429


def test_a_token_has_so_many_requests_a_minute(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(2026, 12, 1, 12, 0, 20, tzinfo=UTC)
    monkeypatch.setattr("chalicelib.console.api.utc_now", lambda: noon)
    new = made(per_minute=3)
    statuses = [called(ask, new.secret, "GET", "/me").status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    said = called(ask, new.secret, "GET", "/me")
    assert (said.json["type"], said.headers["retry-after"]) == ("too_many", "40")
    monkeypatch.setattr("chalicelib.console.api.utc_now", lambda: noon + timedelta(minutes=1))
    assert called(ask, new.secret, "GET", "/me").status == 200


def test_a_person_has_so_many_requests_a_moment_and_others_go_on(ask: Ask) -> None:
    RATES._left["li"] = (0.0, time.monotonic() + 60)  # nothing is left, for a minute
    said = ask("li", "GET", "/me")
    assert (said.status, said.json["type"]) == (429, "too_many")
    assert int(said.headers["retry-after"]) >= 1
    assert said.json["request"]
    assert ask("zong", "GET", "/me").status == 200


def test_its_last_use_is_known_to_the_minute(ask: Ask) -> None:
    new = made()
    called(ask, new.secret, "GET", "/me")
    [seen] = service_tokens.tokens_of("city", by=signed_in("zong"))
    assert seen.used_at is not None and utc_now() - seen.used_at < timedelta(minutes=1)


def test_the_log_says_which_token_did_it_and_who_made_it(ask: Ask) -> None:
    secret = made("audit:log:read", "audit:log:export").secret
    begun = called(
        ask, secret, "POST", "/audit/export", {"unit": "city", "reason": "归档", "form": "csv"}
    )
    from chalicelib.application import job_kinds

    token = f"token:{secret.split('_')[1]}"
    job_kinds.run(f"{begun.json['id']} {token}")
    newest = ask("zong", "GET", "/audit", query={"unit": "city"}).json["entries"][0]
    assert (newest["action"], newest["by"]) == ("audit:log:export", token)
    assert newest["how"] == "接口令牌“政务平台”（zong 建立）"
    assert newest["request"]


def test_making_and_revoking_stand_in_the_log_without_the_secret(ask: Ask) -> None:
    new = made()
    service_tokens.revoke(new.token.id, by=signed_in("yun"), now=utc_now() + timedelta(seconds=1))
    entries = ask("zong", "GET", "/audit", query={"unit": "city"}).json["entries"]
    assert [(one["action_name"], one["by"]) for one in entries[:2]] == [
        ("吊销接口令牌", "yun"),
        ("建立接口令牌", "zong"),
    ]
    assert new.secret[17:] not in json.dumps(entries)


def test_a_token_is_in_no_log_line(
    ask: Ask, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    new = made()
    wrong = new.secret[:-4] + "AAAA"
    with caplog.at_level(logging.DEBUG):
        called(ask, new.secret, "GET", "/nothing-here")
        called(ask, new.secret, "POST", "/service-tokens", {"unit": 3})
        called(ask, wrong, "GET", "/me")
    out = capsys.readouterr()
    said = caplog.text + out.out + out.err
    assert new.secret[17:40] not in said


def test_a_token_has_no_session_to_sign_out_of(ask: Ask) -> None:
    assert called(ask, made().secret, "POST", "/sign-out").status == 403


def test_every_permission_is_either_a_person_s_or_may_be_given() -> None:
    people.add_staff("zong", "city", list(Role), by=local("ops"), now=NOW)
    able = set(service_tokens.grantable("city", by=signed_in("zong")))
    assert able == set(PERMISSIONS) - PERSONS_ONLY
    new = made(*sorted(able))
    actor = service_tokens.actor_of(new.token, "r")
    assert people.permissions_of(actor, "county") == able
    assert people.permissions_of(actor, "province") == frozenset()
