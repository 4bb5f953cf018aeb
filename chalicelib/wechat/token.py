"""One access_token per account, shared by all functions (sheet §2.1).

| pk | sk | attributes |
|---|---|---|
| ``TOKEN#{appid}`` | ``TOKEN`` | the shared access_token: ``token``, ``ends`` (epoch s), ``fetched`` (epoch s), ``generation`` (counts fetches), ``lease`` (owner), ``lease_ends``, ``forced`` (JSON, times of forced refreshes), ``refused`` (JSON, why the last fetch was refused), ``refused_at`` (when the last fetch failed) |

A process that finds no usable token takes the lease by a conditional write and fetches; the others read again
until the token is there, or the lease has run out and one of them takes it over. A token that still lives is used on
while somebody fetches the next: WeChat keeps both valid for the last five minutes.

A token grants what its account may do, for two hours at most. It stands in the table, not in SSM, because it
needs conditional writes; see ``docs/decisions/0020-token-in-the-table.md``.
"""

from __future__ import annotations

import json
import logging
import math
import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.cloud.read_once import reading_anew
from chalicelib.wechat.error_codes import TOKEN_API, Retry
from chalicelib.wechat.errors import (
    ApiRefused,
    Busy,
    QuotaUsedUp,
    TokenUnavailable,
    WeChatError,
    refusal,
)

REFRESH_LEFT: Final = 300
"""Seconds before its end at which a token is renewed: earlier, WeChat gives the same one again."""
LAST_SECONDS: Final = 5
"""With less left than this, a token may be dead on arrival."""
LEASE_SECONDS: Final = 20
"""Longer than a fetch may take (the client's time-outs), so that a lease that ran out means a dead holder."""
WAIT_SECONDS: Final = 30
"""The wait for others, before giving up."""
IN_HAND_SECONDS: Final = 60
"""So long a token that was asked for is not looked up again while it lives: a message is marked as being sent only
when its token is in hand, and from there on nothing may stand in its way but WeChat."""
FETCH_PAUSE: Final = 30
"""Seconds between renewals of a token that still lives, and between forced refreshes (sheet §2.1)."""
FORCED_A_DAY: Final = 20
REFUSED_SECONDS: Final = 30
"""A refusal that only a person can lift is believed by everybody for so long, without asking again."""

_log = logging.getLogger(__name__)
_DAY: Final = 86400
_NEVER: Final = 0
"""Epoch seconds of what has not happened."""
_NUMBERS: Final = ("ends", "fetched", "generation", "lease_ends", "refused_at")
_SORT: Final = "TOKEN"


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer of stable_token."""

    token: str = field(repr=False)
    expires_in: int


@dataclass(frozen=True, slots=True)
class _Held:
    """The token as last seen in the table."""

    token: str = field(default="", repr=False)
    ends: int = _NEVER
    fetched: int = _NEVER
    generation: int = 0
    lease_ends: int = _NEVER
    forced: tuple[int, ...] = ()
    refused: str = ""
    refused_at: int = _NEVER

    @classmethod
    def of(cls, item: table.Item | None) -> _Held:
        if item is None:
            return cls()
        return cls(
            token=str(item.get("token", "")),
            forced=tuple(json.loads(str(item.get("forced", "[]")))),
            refused=str(item.get("refused", "")),
            **{name: int(item[name]) for name in _NUMBERS if name in item},
        )

    def lives(self, now: float) -> bool:
        return bool(self.token) and self.ends - now > LAST_SECONDS

    def fresh(self, now: float) -> bool:
        """Whether nobody needs to fetch yet."""
        if not self.lives(now):
            return False
        tried = max(self.fetched, self.refused_at)
        return self.ends - now > REFRESH_LEFT or abs(now - tried) < FETCH_PAUSE


class TokenKeeper:
    """The token of one account, as one process sees it.

    ``fetch(force)`` calls stable_token and raises ``WeChatError``, or what a read of the secret raises; ``clock`` gives epoch seconds; ``sleep``
    is how to wait for others.
    """

    def __init__(
        self,
        appid: str,
        fetch: Callable[[bool], Fetched],
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._appid = appid
        self._fetch = fetch
        self._clock = clock
        self._sleep = sleep
        self._owner = uuid.uuid4().hex
        self._held = _Held()
        self._asked = -math.inf

    def current(self) -> str:
        """A token that lives. From memory while it is fresh or in hand; then one read; then, for one of all, one fetch.

        Raises ``WeChatError``: what WeChat answered to the fetch, or ``TokenUnavailable``.
        """
        now = self._clock()
        in_hand = self._held.lives(now) and 0 <= now - self._asked < IN_HAND_SECONDS
        if in_hand or self._held.fresh(now):
            return self._held.token
        self._held = self._read()
        token = self._obtain(lambda held, now: held.fresh(now), in_turn=lambda _: False)
        self._asked = self._clock()
        return token

    def after_rejection(self, used: str) -> str:
        """A token to try once more with, after WeChat has refused ``used`` (40001, 40014, 42001).

        Somebody may have renewed it already: then theirs is taken. Else it is fetched under the lease, forced
        where asking normally would bring the same one. Raises as ``current``.
        """
        self._held = self._read()
        return self._obtain(
            lambda held, now: held.token != used and held.lives(now),
            in_turn=lambda held: held.token == used and self._clock() - held.fetched < REFRESH_LEFT,
            useless=used,
        )

    def forget(self) -> None:
        """Drop the token here and in the table: the secret has changed, or the account is removed."""
        self._held = _Held()
        forget_token(self._appid)

    def _obtain(
        self,
        good: Callable[[_Held, float], bool],
        *,
        in_turn: Callable[[_Held], bool],
        useless: str | None = None,
    ) -> str:
        """Until ``good`` says yes: take the lease and fetch, or wait for whoever has it."""
        deadline = self._clock() + WAIT_SECONDS
        pause = 0.1
        while not good(self._held, self._clock()):
            now = self._clock()
            spare = self._held.token if useless is None and self._held.lives(now) else None
            if spare is None:
                self._believe_refusal(now)
            if self._take_lease(now):
                return self._renew(force=in_turn(self._held), useless=useless, spare=spare)
            if good(self._held, now):
                break
            if spare is not None:
                return spare  # due, and somebody is on it: the old one does until then
            if now >= deadline:
                raise TokenUnavailable(appid=self._appid)
            if self._held.lease_ends > now:
                self._sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - spreads the readers, no secret
                pause = min(pause * 2, 2.0)
                self._held = self._read()
        return self._held.token

    def _renew(self, *, force: bool, useless: str | None, spare: str | None) -> str:
        """Fetch and store, holding the lease; gives it back whatever happens."""
        now = int(self._clock())
        forced = tuple(at for at in self._held.forced if now - at < _DAY)
        may_force = len(forced) < FORCED_A_DAY and (not forced or now - forced[-1] >= FETCH_PAUSE)
        try:
            fetched, by_force = self._ask(force=force, may_force=may_force, useless=useless)
        except WeChatError as error:
            self._give_back(error)
            if spare is None:
                raise
            _log.warning("token not renewed, the old one still lives: %s", error)
            return spare
        except Exception:
            # The secret could not be read: whoever waits for the token tries in turn.
            self._give_back(None)
            raise
        return self._store(fetched, now, (*forced, now) if by_force else forced)

    def _ask(self, *, force: bool, may_force: bool, useless: str | None) -> tuple[Fetched, bool]:
        """One call, or two where the first brought the useless token again; and whether it was forced."""
        if force and may_force:
            try:
                return self._fetch(True), True
            except (Busy, QuotaUsedUp):
                # Somebody outside has just forced one: asking normally brings theirs.
                return self._fetch(False), False
        fetched = self._fetch(False)
        if fetched.token == useless and may_force:
            return self._fetch(True), True
        return fetched, False

    def _store(self, fetched: Fetched, now: int, forced: tuple[int, ...]) -> str:
        try:
            item = table.update(
                _partition(self._appid),
                _SORT,
                "SET #t = :token, ends = :ends, fetched = :now, forced = :forced, expires_at = :gone "
                "ADD generation :one REMOVE lease, lease_ends, refused, refused_at",
                {
                    ":token": fetched.token,
                    # Counted from before the call: rather a second early than a second late.
                    ":ends": now + fetched.expires_in,
                    ":now": now,
                    ":forced": json.dumps(forced),
                    ":gone": now + 2 * _DAY,
                    ":one": 1,
                    ":me": self._owner,
                },
                condition="lease = :me",
                names={"#t": "token"},
            )
        except ConditionFailed as error:
            # The lease ran out and another took over: its token is the one everybody uses.
            self._held = _Held.of(error.old)
            return self._held.token if self._held.lives(self._clock()) else fetched.token
        self._held = _Held.of(item)
        return fetched.token

    def _take_lease(self, now: float) -> bool:
        """Whether the lease is ours; if not, ``_held`` is the item that another process wrote."""
        try:
            item = table.update(
                _partition(self._appid),
                _SORT,
                "SET lease = :me, lease_ends = :until, expires_at = :gone",
                {
                    ":me": self._owner,
                    ":until": int(now) + LEASE_SECONDS,
                    ":now": int(now),
                    ":seen": self._held.generation,
                    ":gone": int(now) + 2 * _DAY,
                },
                # The generation: between our look and this write, nobody has fetched.
                condition="(attribute_not_exists(lease_ends) OR lease_ends <= :now) AND "
                "(attribute_not_exists(generation) OR generation = :seen)",
            )
        except ConditionFailed as error:
            self._held = _Held.of(error.old)
            return False
        self._held = _Held.of(item)
        return True

    def _give_back(self, error: WeChatError | None) -> None:
        why = ""
        if isinstance(error, ApiRefused) and error.retry in (Retry.PERMANENT, Retry.QUOTA):
            why = json.dumps([error.errcode, error.errmsg])
        try:
            item = table.update(
                _partition(self._appid),
                _SORT,
                "SET refused = :why, refused_at = :now REMOVE lease, lease_ends",
                {":me": self._owner, ":why": why, ":now": int(self._clock())},
                condition="lease = :me",
            )
        except ConditionFailed:
            return  # no longer ours: nothing to give back
        self._held = _Held.of(item)

    def _believe_refusal(self, now: float) -> None:
        """A wrong secret or an unlisted IP is the same for everybody: one asks, the others are told."""
        if self._held.refused and 0 <= now - self._held.refused_at < REFUSED_SECONDS:
            errcode, errmsg = json.loads(self._held.refused)
            raise refusal(errcode, errmsg, appid=self._appid, api=TOKEN_API)

    def _read(self) -> _Held:
        with reading_anew():
            return _Held.of(table.get(_partition(self._appid), _SORT, consistent=True))


def forget_token(appid: str) -> None:
    """Drop an account's token and what is known of its refusals; the next call fetches one."""
    table.delete(_partition(appid), _SORT)


def _partition(appid: str) -> str:
    return f"TOKEN#{appid}"
