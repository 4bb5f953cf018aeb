"""Taps on a menu by entry and version, and what they and the questions of followers suggest."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from chalicelib import accounts, catalogue, conversation, insight, knowledge, menus
from chalicelib.actor import Actor
from chalicelib.application.menus import services_of
from chalicelib.clock import SHANGHAI
from chalicelib.conversation import ReplyRules
from chalicelib.insight import DayNumbers
from chalicelib.menus import Button

MOST_DAYS: Final = 400
"""Days of which taps are added up, back from now."""


def clicks(account_id: str, version: int, *, by: Actor, now: datetime) -> menus.VersionClicks:
    """Taps on each entry of a version while it was in force. Raises ``UnknownMenuVersion``, ``PermissionDenied``."""
    document = menus.version_for(account_id, version, by=by).document
    periods = [
        period
        for one in menus.publications_of(account_id, most=500)
        if one.version == version
        for period in one.periods
    ]
    if not periods:
        return menus.clicks(version, document, (), ())
    today = now.astimezone(SHANGHAI).date()
    since = min(one.since for one in periods).astimezone(SHANGHAI).date()
    ends = [one.until.astimezone(SHANGHAI).date() if one.until else today for one in periods]
    found = insight.day_numbers(
        account_id, max(since, today - timedelta(days=MOST_DAYS)), max(ends)
    )
    return menus.clicks(version, document, periods, map(_taps, found))


def suggestions(account_id: str, *, by: Actor, now: datetime) -> tuple[menus.MenuSuggestion, ...]:
    """What the last four weeks suggest for the draft. Raises ``UnknownAccount``, ``PermissionDenied``."""
    document = menus.draft_for(account_id, by=by).document
    today = now.astimezone(SHANGHAI).date()
    days = list(
        insight.day_numbers(account_id, today - timedelta(days=menus.suggestions.DAYS), today)
    )
    return menus.suggestions.suggestions(document, list(_asked(account_id, days)), _sums(days))


def _sums(days: Iterable[DayNumbers]) -> Counter[str]:
    taps: Counter[str] = Counter()
    for day in days:
        for use in day.menu:
            taps[use.menu_key] += use.taps
    return taps


def _asked(account_id: str, days: Iterable[DayNumbers]) -> Iterator[menus.suggestions.Asked]:
    """What followers get by writing often: an entry of the menu can give the same at one tap."""
    given: Counter[tuple[str, str]] = Counter()
    for day in days:
        for use in day.answers:
            given[use.kind, use.name] += use.given
    often = {key: times for key, times in given.items() if times >= menus.suggestions.LEAST_ASKED}
    rules = conversation.rules_in_force(account_id) if often else ReplyRules()
    called = {name for kind, name in often if kind == "service"}
    ways = _ways(account_id) if called else {}
    for service in services_of(account_id) if called else ():
        if times := often.get(("service", service.name)):
            also = ways.get(service.id, frozenset())
            yield menus.suggestions.Asked(service.name, times, _of_service(service), also)
    for rule in rules.rules:
        if times := often.get(("rule", rule.name)):
            button = Button(name=rule.name, type="click", key=_key(rule.name))
            yield menus.suggestions.Asked(rule.name, times, button)
    if any(kind == "entry" for kind, _ in often):
        for entry in knowledge.versions.in_force(account_id).knowledge.entries:
            if times := often.get(("entry", entry.id)):
                button = Button(name=entry.question, type="click", key=_key(entry.id))
                yield menus.suggestions.Asked(entry.question, times, button)


def _ways(account_id: str) -> dict[str, frozenset[str]]:
    """Service of the catalogue → pages and keys that lead to it: an entry with one of them is an entry to it."""
    try:
        unit = catalogue.versions.owner_of(accounts.state(account_id).account.unit, released=True)
    except catalogue.NoCatalogue:
        return {}
    return {
        one.id: frozenset({one.web, one.menu, one.path} - {""})
        for one in catalogue.versions.in_force(unit).catalogue.services
    }


def _of_service(service: conversation.Service) -> Button:
    if service.id:
        return Button(
            name=service.name, type="click", key=f"{conversation.SERVICE_KEY}{service.id}"
        )
    if service.menu:
        return Button(name=service.name, type="click", key=service.menu)
    if service.link and not service.appid:
        return Button(name=service.name, type="view", url=service.link)
    return Button(name=service.name, type="click", key=_key(service.name))


def _key(name: str) -> str:
    """A menu key of its own for an answer; its reply is written among the replies to the menu."""
    key = f"ASK_{name}"
    if len(key.encode()) <= menus.kinds.KEY_BYTES:
        return key
    return f"ASK_{hashlib.sha256(name.encode()).hexdigest()[:16]}"


def _taps(day: DayNumbers) -> menus.DayTaps:
    by_key: Counter[str] = Counter()
    for use in day.menu:
        by_key[use.menu_key] += use.taps
    hours = day.menu_by_hour
    by_hour = None if hours is None else {(one.hour, one.menu_key): one.taps for one in hours}
    on: date = day.day
    return menus.DayTaps(on, dict(by_key), by_hour)
