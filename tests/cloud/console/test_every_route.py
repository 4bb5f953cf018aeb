"""Every route of the API, whoever built it: each role gets what the permission table gives it, and nothing of others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

import pytest

from chalicelib import people, service_tokens
from chalicelib.actor import Actor, KnownBy, local
from chalicelib.audit import AuditEntry
from chalicelib.clock import utc_now
from chalicelib.cloud import clients
from chalicelib.console.bearer import GUESSES
from chalicelib.console.rates import RATES
from chalicelib.people import PERMISSIONS, PERSONS_ONLY, Role
from chalicelib.settings import settings
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
    cases,
    catalogued,
    in_inspection,
    in_library,
    in_matrix,
    on_board,
    taken_down,
    world,
)
from tests.cloud.console.cases import (
    ANYBODY,
    Case,
    appointments,
    board,
    columns,
    contributions,
    followers,
    inspection,
    inspection_notices,
    materials,
    matrix,
    menus,
    notices,
    numbers,
    orders,
    production,
    products,
    publishing,
    question_topics,
    quizzes,
    relays,
    replies,
    reports,
    services,
    takedowns,
)
from tests.cloud.console.cases import desk as at_desk_cases
from tests.cloud.console.conftest import Ask, Said
from tests.cloud.console.description import DOCUMENT
from tests.cloud.insight import counted
from tests.cloud.wechat.stub import WeChat

CASES = cases.every()
ROUTES = sorted((method.upper(), path) for path, row in DOCUMENT["paths"].items() for method in row)
GUARDED = [one for one in ROUTES if one in CASES and CASES[one].permission != ANYBODY]
REQUEST = {"X-Amzn-Requestid": "the-request-that-is-logged"}
ONLY_ASKED = {
    ("POST", path)
    for path in (
        "/accounts/{account}/check",
        "/assistant/{account}/try",
        "/catalogue/{unit}/links",
        "/catalogue/{unit}/preview",
        "/editor/examine",
        "/followers/{account}/person",
        "/inspection/notices/preview",
        "/editor/pasted",
        "/editor/styles",
        "/knowledge/{account}/duplicates",
        "/knowledge/{account}/policy-preview",
        "/knowledge/{account}/threshold-trial",
        "/knowledge/{account}/preview",
        "/materials/{material_id}/article",
        "/matrix/accounts/{account}/look",
        "/menus/{account}/check",
        "/notices/{account}/estimate",
        "/order-receivers",
        "/product-material/outline",
        "/products/{product_id}/preview",
        "/relay-spread",
        "/relay-table",
        "/numbers/{account}/question-topics/run",
        "/poster-pictures",
        "/rules/{account}/dry-run",
        "/tryouts/{account}",
        "/webhooks/{hook_id}/test",
    )
}
"""They change nothing, or note down what was found."""
ONES_OWN = {
    ("POST", "/desk/{account}/heartbeat"),
    ("POST", "/columns/{column_id}/issue"),
    ("POST", "/series/{series_id}/issue"),
    ("POST", "/editor/uploads"),
    ("POST", "/inspection/proofs"),
    ("POST", "/material-files"),
    ("POST", "/material-uploads"),
    ("POST", "/order-files"),
    ("POST", "/order-uploads"),
    ("PUT", "/drafts/{draft_id}"),
    ("PUT", "/products/{product_id}/seen"),
    ("PUT", "/reviews/{article_id}/seen"),
}
"""What a person keeps for themselves, or says by having the page open."""
BY_A_JOB = {
    ("POST", "/audit-chain/verify"),
    ("POST", "/audit/export"),
    ("POST", "/board/effects/export"),
    ("POST", "/deliveries/export"),
    ("POST", "/inspection/notices"),
    ("POST", "/matrix/export"),
    ("POST", "/numbers/export"),
    ("POST", "/order-statistics/export"),
    ("POST", "/production-plan/export"),
    ("POST", "/products/{product_id}/files"),
    ("POST", "/contribution-ranking/export"),
    ("POST", "/reports"),
}
"""The job that makes the file writes the entry (test_exports)."""
SO_ALREADY = {
    ("DELETE", "/assistant/{account}"),
    ("DELETE", "/hotline/{account}"),
    ("DELETE", "/notices/{account}/purposes/{purpose}"),
    ("POST", "/allowances/{account}/used"),
    ("POST", "/articles/{article_id}/restore"),
    ("POST", "/articles/{article_id}/unlock"),
    ("POST", "/catalogue/{unit}/versions/{number}/restore"),
    ("POST", "/deliveries/restore"),
    ("POST", "/deliveries/{delivery_id}/retry"),
    ("POST", "/issues/{issue_id}/reorder"),
    ("POST", "/knowledge/{account}/entries/{entry_id}/revive"),
    ("POST", "/offers"),
    ("POST", "/rules/{account}/versions/{number}/restore"),
}
"""In this world the thing is as they would make it: nothing is done, and nothing is written."""
KEPT_IN_THE_THING = {
    ("POST", "/bookings/{booking}/check-in"),
    ("POST", "/bookings/{booking}/serve"),
    ("POST", "/halls/{hall}/check-in"),
    ("POST", "/halls/{hall}/walk-in"),
}
"""Hundreds a day at a window: the booking keeps who did it."""
WHEN_DONE = {("POST", "/followers/{account}/person/erase")}
"""The receipt is the entry: written with who asked, when nothing is left (test_erase_follower)."""
UNLOGGED = ONLY_ASKED | ONES_OWN | BY_A_JOB | SO_ALREADY | KEPT_IN_THE_THING | WHEN_DONE
NOT_SEEN = {403, 404}
"""What somebody gets who may not see a thing: refused, or told that there is none."""


@pytest.fixture
def ids(wechat: WeChat, route: tuple[str, str]) -> dict[str, str]:
    """One of each thing of a city. No answer of WeChat is expected: who asks it hears that it is down."""
    RATES._left.clear()
    for rows, name, fill in WORLDS:
        if route in rows:
            if name == "desk":
                return snapshot.world(name, fill, snapshot.ON_DUTY)
            return snapshot.world(name, fill)
    return snapshot.world("newsroom", world.fill)


def _with_desk() -> dict[str, str]:
    agents = world.person_of(Role.AGENT), [world.person_of(Role.OPERATOR)]
    return world.fill() | at_desk.fill("jia", world.MARK, *agents)


def _beside(fill: Callable[[str, str], dict[str, str]]) -> Callable[[], dict[str, str]]:
    """The city's world with more of one kind in it."""
    return lambda: world.fill() | fill("jia", world.MARK)


WORLDS: Final = (
    (at_desk_cases.CASES, "desk", _with_desk),
    (board.CASES | production.CASES, "board", _beside(on_board.fill)),
    (board.CASES, "board", _beside(on_board.fill)),
    (columns.CASES, "columns", _beside(at_columns.fill)),
    (publishing.CASES, "publishing", lambda: world.publish(world.fill())),
    (replies.CASES, "replies", _beside(asked.fill)),
    (followers.CASES, "followers", _beside(at_followers.fill)),
    (inspection.CASES, "findings", _beside(in_inspection.fill)),
    (inspection_notices.CASES, "inspection", _beside(at_inspection.fill)),
    (menus.CASES, "menus", _beside(at_menu.fill)),
    (products.CASES | quizzes.CASES, "products", _beside(at_products.fill)),
    (contributions.CASES, "contributions", _beside(at_contributions.fill)),
    (orders.CASES, "orders", _beside(at_orders.fill)),
    (relays.CASES, "relays", _beside(at_relays.fill)),
    (notices.CASES, "notices", _beside(at_notices.fill)),
    (numbers.CASES | reports.CASES, "numbers", _beside(counted.fill)),
    (question_topics.CASES, "question topics", _beside(asked_about.fill)),
    (services.CASES, "services", _beside(catalogued.fill)),
    (appointments.CASES, "appointments", _beside(at_hall.fill)),
    (matrix.CASES, "matrix", _beside(in_matrix.fill)),
    (materials.CASES, "materials", _beside(in_library.fill)),
    (takedowns.CASES, "takedowns", _beside(taken_down.fill)),
)
"""Routes by their rows, the name of the world that they are asked in, and how it is made."""


def filled(value: Any, ids: Mapping[str, str]) -> Any:
    """A query or body with the things of the world in the place of ``{unit}``, ``{account}`` …"""
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: ids[found[1]], value)
    if isinstance(value, Mapping):
        return {name: filled(one, ids) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [filled(one, ids) for one in value]
    return value


def call(
    ask: Ask,
    person: str,
    route: tuple[str, str],
    case: Case,
    ids: Mapping[str, str],
    headers: Mapping[str, str] | None = None,
) -> Said:
    RATES._left.clear()
    method, path = route
    version = filled(case.version, ids)
    return ask(
        person,
        method,
        filled(path, {**ids, **{name: ids[of] for name, of in case.ids.items()}}),
        filled(case.body, ids),
        {**(headers or {}), **({"If-Match": f'"{version}"'} if version else {})},
        query=filled(case.query, ids),
    )


def test_every_route_has_a_case() -> None:
    """A new route fails here until a module of ``cases`` says which permission it asks for."""
    missing = [one for one in ROUTES if one not in CASES]
    assert not missing, (
        f"say in tests/cloud/console/cases which permission these ask for: {missing}"
    )
    assert set(CASES) <= set(ROUTES), "a case of a route that is gone"


def test_every_case_names_a_permission_of_the_table() -> None:
    assert {case.permission for case in CASES.values()} - {ANYBODY} <= set(PERMISSIONS)


def assert_logged(person: str, route: tuple[str, str], case: Case) -> None:
    """A write that was done stands in the log, each entry with the request that made it."""
    found = clients.dynamodb().scan(
        TableName=settings().table,
        FilterExpression="begins_with(gsi1pk, :log)",
        ExpressionAttributeValues={":log": {"S": "AUDIT#"}},
    )["Items"]
    entries = [AuditEntry.model_validate_json(one["doc"]["S"]) for one in found]
    # What made the world had no sign-in.
    mine = [one for one in entries if one.by == person and one.identity]
    assert {one.request for one in mine} <= {REQUEST["X-Amzn-Requestid"]}
    done = route[0] != "GET" and case.good < HTTPStatus.BAD_REQUEST
    assert mine or not done or route in UNLOGGED, "say in UNLOGGED why it is not in the log"


@pytest.mark.parametrize("route", GUARDED, ids=" ".join)
def test_each_role_gets_what_the_table_gives_it(
    ask: Ask, ids: dict[str, str], route: tuple[str, str]
) -> None:
    case = CASES[route]
    holders = PERMISSIONS[case.permission].roles
    if case.top:
        for role in Role:
            said = call(ask, world.person_of(role), route, case, ids)
            assert (said.status, said.json["permission"]) == (403, case.permission), role
        assert call(ask, world.ABOVE, route, case, ids, REQUEST).status == case.good
        assert_logged(world.ABOVE, route, case)
        return
    for role in Role:
        if role not in holders:
            said = call(ask, world.person_of(role), route, case, ids)
            assert said.status in NOT_SEEN, (role, said)
            if said.status == 403:
                asked = said.json["permission"]
                assert asked and role not in PERMISSIONS[asked].roles, (role, said.json)
    first, *others = sorted(holders)
    assert call(ask, world.person_of(first), route, case, ids, REQUEST).status == case.good
    assert_logged(world.person_of(first), route, case)
    for role in others:
        assert call(ask, world.person_of(role), route, case, ids).status != 403, role


@pytest.mark.parametrize("route", GUARDED, ids=" ".join)
def test_a_neighbour_with_every_role_reaches_nothing_of_a_city(
    ask: Ask, ids: dict[str, str], route: tuple[str, str]
) -> None:
    said = call(ask, world.NEIGHBOUR, route, CASES[route], ids)
    assert said.status in NOT_SEEN, said
    assert world.MARK not in json.dumps(said.json, ensure_ascii=False)


@pytest.mark.parametrize("route", GUARDED, ids=" ".join)
def test_an_id_that_nobody_has_is_no_error_of_ours(
    ask: Ask, ids: dict[str, str], route: tuple[str, str]
) -> None:
    case = CASES[route]
    if not re.search(r"\{\w+\}", f"{route[1]}{case.query}{case.body}"):
        pytest.skip("names nothing")
    for nobody in ("nobody", "x" * 40, "..", "a b", "甲"):
        strange = dict.fromkeys(ids, nobody)
        said = call(ask, world.ABOVE, route, CASES[route], strange)
        assert said.status in {403, 404, 409, 422}, (nobody, said)


@pytest.mark.parametrize(
    "route", [one for one in ROUTES if one in CASES and one not in GUARDED], ids=" ".join
)
def test_what_is_open_to_everybody_shows_nothing_of_others(
    ask: Ask, ids: dict[str, str], route: tuple[str, str]
) -> None:
    for person in (world.NEIGHBOUR, "nobody-at-all"):
        said = call(ask, person, route, CASES[route], ids)
        assert said.status == CASES[route].good
        assert world.MARK not in json.dumps(said.json, ensure_ascii=False)


@pytest.mark.parametrize("route", [("DELETE", "/drafts/{draft_id}")], ids=" ".join)
def test_nobody_reads_or_drops_the_draft_of_another(
    ask: Ask, ids: dict[str, str], route: tuple[str, str]
) -> None:
    path = filled(route[1], ids)
    for person in (world.NEIGHBOUR, world.ABOVE, world.person_of(Role.CHIEF)):
        assert ask(person, "DELETE", path).status == 200
        assert ask(person, "GET", path).status == 404
    assert ask("li", "GET", path).json["written"]["fields"]["title"].startswith(world.MARK)


@pytest.mark.parametrize("route", GUARDED, ids=" ".join)
def test_what_one_does_in_ones_own_unit_shows_nothing_of_the_next(
    ask: Ask, ids: dict[str, str], route: tuple[str, str]
) -> None:
    own = ids | {"unit": "yi", "account": "yi", "person": world.NEIGHBOUR}
    said = call(ask, world.NEIGHBOUR, route, CASES[route], own)
    assert world.MARK not in json.dumps(said.json, ensure_ascii=False)


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_without_a_session_every_route_is_closed(
    ask: Ask, cloud: None, route: tuple[str, str]
) -> None:
    method, path = route
    assert ask("", method, re.sub(r"[{}]", "", path)).status == 401


@pytest.mark.parametrize("route", [one for one in ROUTES if one[0] != "GET"], ids=" ".join)
def test_every_write_wants_the_console_s_header(
    ask: Ask, cloud: None, route: tuple[str, str]
) -> None:
    method, path = route
    said = ask("li", method, re.sub(r"[{}]", "", path), {}, {"X-Rongmei-Console": ""})
    assert (said.status, said.json["type"]) == (403, "not_permitted")


def made_token(permissions: Iterable[str]) -> str:
    """A token of the city with these permissions, made by somebody who has them all."""
    people.add_staff("maker", "jia", list(Role), by=local("ops"), now=world.NOW)
    maker = Actor(person="maker", known_by=KnownBy.SIGN_IN)
    made = service_tokens.make(
        "平台", "jia", sorted(permissions), days=1, by=maker, now=utc_now(), per_minute=6000
    )
    return made.secret


OPEN_TO_TOKENS = [one for one in GUARDED if CASES[one].permission not in PERSONS_ONLY]


@pytest.mark.parametrize("route", OPEN_TO_TOKENS, ids=" ".join)
def test_a_token_opens_what_its_scope_names_and_nothing_without(
    ask: Ask, ids: dict[str, str], route: tuple[str, str]
) -> None:
    case = CASES[route]
    others = set(PERMISSIONS) - PERSONS_ONLY - {case.permission}
    said = call_by_token(ask, made_token(others), route, case, ids)
    assert said.status in NOT_SEEN, said
    if case.top:
        return
    GUESSES._left.clear()
    said = call_by_token(ask, made_token({*others, case.permission}), route, case, ids)
    assert said.status not in {401, 429, 500}, said
    if said.status == 403:
        # Some routes do what asks for a person on top.
        assert said.json["permission"] in {"", *PERSONS_ONLY}, said


@pytest.mark.parametrize(
    "route", [one for one in GUARDED if one not in OPEN_TO_TOKENS], ids=" ".join
)
def test_what_needs_a_person_no_token_opens(
    ask: Ask, ids: dict[str, str], route: tuple[str, str]
) -> None:
    every = set(PERMISSIONS) - PERSONS_ONLY
    said = call_by_token(ask, made_token(every), route, CASES[route], ids)
    assert said.status in NOT_SEEN, said


@pytest.mark.parametrize("route", ROUTES, ids=" ".join)
def test_a_wrong_token_opens_nothing_even_beside_a_session(
    ask: Ask, cloud: None, route: tuple[str, str]
) -> None:
    RATES._left.clear()
    GUESSES._left.clear()
    method, path = route
    wrong = {"Authorization": f"Bearer rmt_{'0' * 12}_{'x' * 43}"}
    assert ask("li", method, re.sub(r"[{}]", "", path), headers=wrong).status == 401


def call_by_token(
    ask: Ask, secret: str, route: tuple[str, str], case: Case, ids: Mapping[str, str]
) -> Said:
    headers = {"Authorization": f"Bearer {secret}", "X-Rongmei-Console": ""}
    return call(ask, "", route, case, ids, headers)
