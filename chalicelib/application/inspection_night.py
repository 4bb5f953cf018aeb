"""One account is inspected: what is new at WeChat is fetched, all that is shown is judged, findings are stored.

| key | body |
|---|---|
| ``inspection/published/{account}.json.gz`` | what is known of an account's publications (``inspection.PublishedIndex``) |

A step may die anywhere: the account is due again when its lease is over, the findings are known by what they are, and
the index is written after them, so that what was fetched and not judged is fetched again (docs/decisions/0291).
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, NamedTuple

from chalicelib import accounts, foreign_http, inspection, newsroom, telemetry, units
from chalicelib.accounts import (
    AccountState,
    AllowanceUsedUp,
    Scarce,
    SecretsMissing,
    UnknownAccount,
)
from chalicelib.application import (
    control_tasks,
    inspection_attachments,
    inspection_facts,
    inspection_owner,
    inspection_texts,
)
from chalicelib.clock import SHANGHAI
from chalicelib.cloud import objects
from chalicelib.cloud.errors import CloudNotFound
from chalicelib.inspection import (
    Ended,
    Fault,
    Inspected,
    OutOfCalls,
    Permitted,
    PublishedIndex,
    Rules,
    Synced,
    Text,
)
from chalicelib.wechat.errors import WeChatError

LINKS_FOR: Final = timedelta(seconds=150)
"""So long one step asks addresses; what is left keeps what was seen last, and is first the next night."""
MOST_LINKS: Final = 400
_QUARTER: Final = 3
"""Months."""
_FULL_ON: Final = 6
"""Sunday."""
_RECENT: Final = timedelta(days=40)


class Account(NamedTuple):
    """An account with the rules that count for it."""

    state: AccountState
    lineage: tuple[str, ...]
    rules: Rules
    permitted: tuple[Permitted, ...]

    @property
    def digest(self) -> str:
        """What a text is judged by: with another it has to be judged again."""
        told = [
            self.rules.model_dump_json(exclude={"unit"}),
            *(one.model_dump_json(include={"kind", "value"}) for one in self.permitted),
            str(len(newsroom.own_words())),
        ]
        return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:24]


def inspect(
    about: str,
    clock: control_tasks.Clock,
    *,
    look: inspection.Look = foreign_http.page,
    fetch: inspection_attachments.Fetch = foreign_http.file,
) -> None:
    """Inspect an account, if it is due.

    Running it twice is harmless: the second finds the account not due, or leased to the first.
    """
    began = clock()
    run = inspection.claim(about, began)
    if run is None:
        return
    try:
        state = accounts.state(about)
    except UnknownAccount:
        inspection.forget(about)
        return
    known = inspection.known()
    lineage = tuple(one.id for one in units.lineage(state.account.unit))
    account = Account(state, lineage, known.rules(lineage), tuple(known.permits(lineage)))
    _Look(account, run, began, clock, look, fetch).go()


class _Look:
    """One look at an account, step by step."""

    def __init__(
        self,
        account: Account,
        run: str,
        began: datetime,
        clock: control_tasks.Clock,
        look: inspection.Look,
        fetch: inspection_attachments.Fetch,
    ) -> None:
        self._account = account
        self._id = account.state.account.id
        self._run = run
        self._began = began
        self._clock = clock
        self._look = look
        self._fetch_file = fetch
        self._calls = 0
        self._unread: list[str] = []
        self._originals = (0, 0)
        self._last: date | None = None

    def go(self) -> None:
        """All of it, in an order in which a death loses nothing."""
        before = read_index(self._id)
        filed = inspection_owner.on_file(self._id)
        sent, recalled = self._sent(before)
        synced = self._published(before).with_sent(sent, recalled)
        shown = inspection_texts.shown_by(self._account.state, self._began)
        self._calls += shown.calls
        self._unread += shown.unread
        texts, unjudged, gone, by_hand = self._texts(synced, before)
        everything = [*texts, *shown.texts]
        known = inspection.of_account(self._id)
        files = self._files(everything, before, known)
        gone += recalled
        if synced.whole and not shown.unread:
            gone += inspection_attachments.gone(everything, known.values())
        faults, covered = self._judged([*unjudged, *shown.texts, *files.texts])
        seen = self._asked(everything)
        faults += self._link_faults(everything, seen)
        covered |= {
            one
            for text in everything
            for one in inspection.link_covers(text, seen, self._account.rules)
        }
        faults += self._whole(synced.held, filed)
        covered |= set(inspection.activity_covers(self._account.rules))
        covered |= self._vanished(gone, shown)
        recorded = inspection.record(
            self._account.state.account,
            self._account.lineage,
            self._account.rules,
            faults,
            covered,
            run=self._run,
            began=self._began,
            now=self._clock(),
            owner=inspection_owner.owner_on(filed),
        )
        learnt = {"examined": self._account.digest, "by_hand": by_hand, "files": files.seen}
        write_index(self._id, synced.held.model_copy(update=learnt))
        judged = len(unjudged) + len(shown.texts) + len(files.texts)
        self._finish(recorded, synced, judged, len(seen))

    def _sent(
        self, before: PublishedIndex
    ) -> tuple[list[inspection.SentArticle], list[inspection.Place]]:
        """What was sent since the last look; once a week all is looked through for what was recalled."""
        weekly = self._began.astimezone(SHANGHAI).weekday() == _FULL_ON
        since = None if weekly or not before.examined else self._began - _RECENT
        return inspection_texts.sent(self._id, before.sent, since)

    def _published(self, before: PublishedIndex) -> Synced:
        """The index after the night's calls; as it was where WeChat does not answer."""
        try:
            return inspection.synced(before, self._fetch)
        except (WeChatError, SecretsMissing) as error:
            self._unread.append(f"已发布的文章：微信没有给出列表（{type(error).__name__}）")
            return Synced(before, frozenset(), (), whole=False)

    def _fetch(self, offset: int, without: bool) -> Mapping[str, Any]:
        """One page of what is published. Raises ``OutOfCalls``."""
        if self._calls >= inspection.MOST_CALLS:
            raise OutOfCalls
        try:
            accounts.ledger.spend(self._id, Scarce.PUBLISH_LIST, self._clock())
        except AllowanceUsedUp as used_up:
            raise OutOfCalls from used_up
        self._calls += 1
        client = accounts.wechat_client(self._id)
        answer: Mapping[str, Any] = client.freepublish.batchget(
            offset, inspection.PER_PAGE, int(without)
        )
        return answer

    def _texts(
        self, synced: Synced, before: PublishedIndex
    ) -> tuple[
        list[Text], list[Text], list[inspection.Place], Mapping[str, inspection.SentArticle]
    ]:
        """All published articles, those of them that have to be judged, places that are there no more, and what is known
        of articles that were mass-sent elsewhere.
        """
        anew = before.examined != self._account.digest
        every: list[Text] = []
        unjudged: list[Text] = []
        gone = [place for one in synced.gone for place in inspection.places_of(one)]
        for kept in synced.held.publications.values():
            texts = inspection.texts_of(kept)
            every += texts
            if anew or kept.id in synced.changed:
                unjudged += texts
                there = {text.place.key for text in texts}
                gone += [place for place in inspection.places_of(kept) if place.key not in there]
        for id, one in synced.held.sent.items():
            every.append(one.text)
            if anew or id not in before.sent:
                unjudged.append(one.text)
        titles = frozenset(text.blocks[0] for text in every if text.blocks)
        elsewhere = inspection_texts.titles_elsewhere(self._id, self._began, titles)
        pages = inspection_attachments.read_pages(
            elsewhere, before.by_hand, self._fetch_file, self._began
        )
        if pages.titles:
            self._unread.append(f"{len(pages.titles)} 篇在公众平台群发的文章只看了标题，正文没有读")
        every += [one.text for one in pages.known.values()]
        unjudged += [one.text for one in pages.known.values()] if anew else pages.new
        return every, [*unjudged, *pages.titles], gone, pages.known

    def _files(
        self,
        texts: list[Text],
        before: PublishedIndex,
        known: Mapping[str, inspection.Finding],
    ) -> inspection_attachments.Read:
        """The attached files that are due, read."""
        watched = [one.place.key for one in known.values() if one.state in inspection.ACTIVE]
        found = inspection_attachments.read_files(
            inspection_attachments.attached(texts),
            before.files,
            watched,
            self._account.digest,
            self._fetch_file,
            self._clock,
        )
        self._unread += found.unread
        return found

    def _judged(self, texts: Iterable[Text]) -> tuple[list[Fault], set[tuple[str, str]]]:
        today = self._began.astimezone(SHANGHAI).date()
        judge = inspection.Judge(self._account.rules, self._account.permitted, today)
        faults: list[Fault] = []
        covered: set[tuple[str, str]] = set()
        for text in texts:
            faults += judge.faults(text)
            covered |= set(judge.covers(text.place))
        return faults, covered

    def _asked(self, texts: Iterable[Text]) -> dict[str, inspection.LinkSeen]:
        """How every address answered, asked tonight as far as time allows."""
        addresses = [link for text in texts for link in text.links]
        seen, stale = inspection.links_of(addresses, self._began)
        until = self._began + LINKS_FOR
        for begin in range(0, min(len(stale), MOST_LINKS), inspection.TOGETHER):
            if self._clock() > until:
                break
            some = stale[begin : begin + inspection.TOGETHER]
            seen |= inspection.ask_links(some, self._look, self._clock())
        return seen

    def _link_faults(
        self, texts: Iterable[Text], seen: Mapping[str, inspection.LinkSeen]
    ) -> list[Fault]:
        allowed = [one.value for one in self._account.permitted if one.kind == "address"]
        return list(inspection.link_faults(texts, seen, self._account.rules, allowed))

    def _whole(self, index: PublishedIndex, filed: Any) -> list[Fault]:
        days, originals = _activity_of(index, self._began)
        known = inspection_facts.activity(
            self._account.state, self._account.rules, filed, days, originals, self._began
        )
        self._originals, self._last = originals, max(known.published, default=None)
        name = self._account.state.account.name
        return list(inspection.activity_faults(known, self._account.rules, name))

    def _vanished(
        self, gone: Iterable[inspection.Place], shown: inspection_texts.Shown
    ) -> set[tuple[str, str]]:
        """All automatic indicators at places that are there no more."""
        places = {place.key for place in gone}
        there = {text.place.key for text in shown.texts}
        for one in inspection.of_account(self._id).values():
            if one.place.kind in shown.covered and one.place.key not in there:
                places.add(one.place.key)
        return {(one.id, key) for one in self._account.rules.indicators for key in places}

    def _finish(
        self, recorded: inspection.Recorded, synced: Synced, places: int, links: int
    ) -> None:
        now = self._clock()
        found = inspection.of_account(self._id).values()
        score = inspection.score(found, self._account.rules.pass_line)
        last = self._last
        done = Inspected(
            run=self._run,
            account=self._id,
            unit=self._account.state.account.unit,
            at=now,
            rules=self._account.rules.version,
            ended=Ended.WHOLE if synced.whole and synced.held.walk is None else Ended.PART,
            calls=self._calls,
            places=places,
            links=links,
            new=recorded.new,
            again=recorded.again,
            gone=recorded.gone,
            veto=score.veto,
            deduction=score.deduction,
            points=score.points,
            passed=score.passed,
            unread=tuple(self._unread),
            originals=self._originals[0],
            publications=self._originals[1],
            last_published=datetime(last.year, last.month, last.day, tzinfo=SHANGHAI)
            if last
            else None,
        )
        inspection.finish(done, now)
        telemetry.logger.info(
            "inspected", extra={"account": self._id, "calls": self._calls, "new": recorded.new}
        )


def _activity_of(index: PublishedIndex, now: datetime) -> tuple[set[date], tuple[int, int]]:
    """Days with a publication, and originals of the articles of this quarter."""
    today = now.astimezone(SHANGHAI).date()
    first = today.replace(month=(today.month - 1) // _QUARTER * _QUARTER + 1, day=1)
    articles = [
        (_day_of(one.at), _is_reprint(article.blocks))
        for one in index.publications.values()
        for article in one.articles
        if not article.deleted
    ]
    articles += [
        (_day_of(one.at), bool(one.source) or _is_reprint(one.blocks))
        for one in index.sent.values()
        if one.at <= now.timestamp()
    ]
    recent = [reprint for day, reprint in articles if day >= first]
    days = {day for day, _ in articles} | {_day_of(one.at) for one in index.publications.values()}
    return days, (recent.count(False), len(recent))


def _day_of(at: int) -> date:
    return datetime.fromtimestamp(at, UTC).astimezone(SHANGHAI).date()


def _is_reprint(blocks: tuple[str, ...]) -> bool:
    """Whether an article names another as its source in its first or last lines."""
    return any(
        block.replace(" ", "").startswith(
            ("来源：", "来源:", "转载自", "转自", "稿件来源", "信息来源")
        )
        for block in (*blocks[:4], *blocks[-6:])
    )


def read_index(account: str) -> PublishedIndex:
    """What is known of an account's publications."""
    try:
        return PublishedIndex.model_validate_json(gzip.decompress(objects.read(_key(account))))
    except CloudNotFound:
        return PublishedIndex()


def write_index(account: str, index: PublishedIndex) -> None:
    """Keep it."""
    body = gzip.compress(index.model_dump_json().encode(), mtime=0)
    objects.write(_key(account), body, "application/gzip")


def _key(account: str) -> str:
    return f"inspection/published/{account}.json.gz"
