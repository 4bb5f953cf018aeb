"""Faults of rules that are correct in form: keywords that never speak or speak too often, links that lead nowhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from chalicelib.conversation.ladder.replies import merge_texts
from chalicelib.conversation.models import Pick, Replies, ReplyRules, Rule, Rung
from chalicelib.conversation.rules.matcher import Match, Matcher, fold
from chalicelib.values import Value
from chalicelib.web_address import fault
from chalicelib.wechat.customer_messages import MOST
from chalicelib.wechat.replies import NewsReply, TextReply

BROAD_SHARE: Final = 0.05
"""A contained keyword that so many messages have is no sign of one question."""
MEASURABLE: Final = 200
"""Messages from which a share means something."""
_HREF: Final = re.compile(r"""<a\b[^>]*?\bhref\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_OPENED: Final = re.compile(r"<a\b", re.IGNORECASE)
_CLOSED: Final = re.compile(r"</a\s*>", re.IGNORECASE)
_SCHEMES: Final = frozenset({"http", "https", "tel", "mailto", "weixin"})


class FindingKind(StrEnum):
    """The kinds of faults."""

    CONFLICT = "conflict"
    """Two rules of one priority want the same keyword and say different things."""
    SHADOWED = "shadowed"
    """Another rule always answers first."""
    BROAD = "broad"
    EXPIRED = "expired"
    HIDES = "hides"
    """Recent messages got this rule, and the knowledge base was sure of an answer to the whole of them."""
    COSTLY = "costly"
    """Each answer spends customer-service messages of the follower's few."""
    DEAD_LINK = "dead_link"


class RuleFinding(Value):
    """One fault."""

    kind: FindingKind
    rule: str
    """Its name; of a special reply what calls it, like ``default`` or ``menu:HALL``."""
    keyword: str = ""
    other: str = ""
    """The rule that answers first; the entry, or document after ``doc:``, that is hidden."""
    detail: str = ""
    """The other rule's keyword, the share of messages, the moment, the number of messages, the address."""


def lint(rules: ReplyRules, now: datetime, messages: Sequence[str] = ()) -> list[RuleFinding]:
    """Every finding, rule by rule; ``messages`` are recent texts, against which keywords are measured."""
    matcher = Matcher(rules.rules)
    broad = _shares(matcher, messages)
    found: list[RuleFinding] = []
    for rule in rules.rules:
        if rule.hours and rule.hours.valid_until and rule.hours.valid_until <= now:
            found.append(
                RuleFinding(
                    kind=FindingKind.EXPIRED,
                    rule=rule.name,
                    detail=rule.hours.valid_until.isoformat(),
                )
            )
            continue  # it speaks no more, so nothing else is wrong with it
        found += _beaten(rule, matcher, now)
        found += _broad(rule, broad)
        found += _costly(rule.name, rule)
    for name, said in _special(rules):
        found += _costly(name, said)
    found += _malformed(rules)
    return found


def links_in(rules: ReplyRules) -> Iterator[tuple[str, str]]:
    """Every address in the replies, after the name of the rule, special reply or service that has it."""
    for name, said in _all(rules):
        for reply in said.replies:
            if isinstance(reply, TextReply):
                yield from ((name, address) for address in _HREF.findall(reply.content))
            elif isinstance(reply, NewsReply):
                yield from ((name, url) for url in (reply.url, reply.pic_url) if url)
    for service in rules.services:
        if service.link:
            yield f"service:{service.name}", service.link


def web_addresses(rules: ReplyRules) -> list[str]:
    """The addresses in the replies that a browser can open, each once."""
    found = (url for _, url in links_in(rules) if url.startswith(("http://", "https://")))
    return sorted(set(found))


def dead_links(rules: ReplyRules, dead: Collection[str]) -> list[RuleFinding]:
    """A finding for each place at which one of these dead addresses stands."""
    places = dict.fromkeys((name, url) for name, url in links_in(rules) if url in dead)
    return [RuleFinding(kind=FindingKind.DEAD_LINK, rule=name, detail=url) for name, url in places]


def _beaten(rule: Rule, matcher: Matcher, now: datetime) -> Iterator[RuleFinding]:
    """Keywords of the rule that never call it: whoever says them calls another rule first.

    A message that contains a keyword contains all that the keyword contains, so what beats it there beats it
    everywhere. Rules that take turns by their hours are how one prepares a change of answer.
    """
    for rung, keywords in ((Rung.EXACT, rule.exact), (Rung.CONTAINS, rule.contains)):
        for keyword in keywords:
            best = _first(matcher.all(keyword), rung, now)
            if best is None or best.rule is rule or best.rule.hours not in (None, rule.hours):
                continue
            same = fold(best.keyword) == fold(keyword) and best.rule.priority == rule.priority
            differs = (best.rule.replies, best.rule.pick) != (rule.replies, rule.pick)
            yield RuleFinding(
                kind=FindingKind.CONFLICT if same and differs else FindingKind.SHADOWED,
                rule=rule.name,
                keyword=keyword,
                other=best.rule.name,
                detail=best.keyword,
            )


def _first(calls: Iterable[Match], rung: Rung, now: datetime) -> Match | None:
    for match in calls:
        hours = match.rule.hours
        gone = hours is not None and hours.valid_until is not None and hours.valid_until <= now
        if match.rung is rung and not gone:
            return match
    return None


def _shares(matcher: Matcher, messages: Sequence[str]) -> dict[str, float]:
    """Contained keyword (folded) → the share of messages that it stands in."""
    if len(messages) < MEASURABLE:
        return {}
    seen: Counter[str] = Counter()
    for text in messages:
        seen.update(
            {fold(match.keyword) for match in matcher.all(text) if match.rung is Rung.CONTAINS}
        )
    return {keyword: times / len(messages) for keyword, times in seen.items()}


def _broad(rule: Rule, shares: dict[str, float]) -> Iterator[RuleFinding]:
    for keyword in rule.contains:
        folded = fold(keyword)
        share = shares.get(folded, 0.0)
        if len(folded) == 1 or share > BROAD_SHARE:
            detail = f"{share:.1%}" if share else ""
            yield RuleFinding(
                kind=FindingKind.BROAD, rule=rule.name, keyword=keyword, detail=detail
            )


def _costly(name: str, said: Replies) -> Iterator[RuleFinding]:
    """Of 全部 replies one goes as the answer; those of another kind each take a customer-service message."""
    more = len(merge_texts(said.replies)) - 1 if said.pick is Pick.ALL else 0
    if more:
        yield RuleFinding(
            kind=FindingKind.COSTLY, rule=name, detail=str(min(more, MOST["message"]))
        )


def _malformed(rules: ReplyRules) -> Iterator[RuleFinding]:
    for name, address in links_in(rules):
        if not _can_be_opened(address):
            yield RuleFinding(kind=FindingKind.DEAD_LINK, rule=name, detail=address)
    for name, said in _all(rules):
        for reply in said.replies:
            if isinstance(reply, TextReply) and len(_OPENED.findall(reply.content)) != len(
                _CLOSED.findall(reply.content)
            ):
                yield RuleFinding(kind=FindingKind.DEAD_LINK, rule=name, detail="<a>")


def _can_be_opened(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme not in _SCHEMES or fault(address):
        return False
    return bool(parts.path) if parts.scheme in ("tel", "mailto") else bool(parts.hostname)


def _all(rules: ReplyRules) -> Iterator[tuple[str, Replies]]:
    yield from ((rule.name, rule) for rule in rules.rules)
    yield from _special(rules)


def _special(rules: ReplyRules) -> Iterator[tuple[str, Replies]]:
    for kind in ("scenes", "menu", "types"):
        yield from ((f"{kind}:{key}", said) for key, said in getattr(rules, kind).items())
    yield from (
        (name, said)
        for name, said in (("follow", rules.follow), ("default", rules.default))
        if said is not None
    )
