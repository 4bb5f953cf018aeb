"""Playing a quiz: an attempt begins once, is handed in once, and is marked here alone.

A visitor is a random cookie and nothing else. The questions of an attempt leave without what is right; that follows when it
was handed in. Every refusal is a sentence for the visitor (``QuizRefused``).
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from chalicelib.clock import shown
from chalicelib.cloud import objects
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.quizzes import draw, limits, store
from chalicelib.quizzes.draw import Drawn
from chalicelib.quizzes.errors import (
    BadAnswers,
    NoCookie,
    NotOpen,
    TooLate,
    TriesUsedUp,
    UnknownAttempt,
)
from chalicelib.quizzes.models import Attempt, Played, QuestionKind, Quiz

GRACE: Final = timedelta(seconds=15)
"""A form is on its way this long after the time is over."""
COOKIE: Final = re.compile(r"[A-Za-z0-9_-]{22}")
_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,40}")
_ATTEMPT: Final = re.compile(r"[0-9a-f]{32}")
_MOST_HELD: Final = 16
_held: dict[str, Quiz] = {}


def pool(key: str) -> Quiz:
    """A quiz as it was published; its object never changes, so a warm function reads it once."""
    if key not in _held:
        while len(_held) >= _MOST_HELD:
            del _held[next(iter(_held))]
        _held[key] = Quiz.model_validate_json(objects.read(key))
    return _held[key]


def new_cookie() -> str:
    """A new visitor."""
    return secrets.token_urlsafe(16)


def new_key() -> str:
    """The key of a form that begins an attempt: sent twice, it begins one."""
    return secrets.token_urlsafe(12)


def start(played: Played, cookie: str, key: str, address: str, now: datetime) -> Attempt:
    """Begin an attempt, or return the one that this form began.

    Raises ``NotOpen``, ``NoCookie``, ``BadAnswers`` for a form that is none of ours, ``TooMany`` or ``TriesUsedUp``.
    """
    check_open(played.quiz, now)
    if not COOKIE.fullmatch(cookie):
        raise NoCookie("答题要用 Cookie 记住这一次答题，不记录您是谁。请在浏览器里开启后重试。")
    if not _KEY.fullmatch(key):
        raise BadAnswers("请从答题的首页重新开始。")
    visitor = visitor_of(cookie)
    attempt_id = _digest("attempt", visitor, played.place, key)
    if begun := store.read(attempt_id):
        return begun
    limits.check(played.place, address, attempt_id, now)
    attempt = Attempt(
        id=attempt_id,
        account=played.account,
        quiz=played.id,
        pool=played.pool,
        seed=secrets.token_hex(16),
        visitor=visitor,
        started_at=now,
        until=now + played.quiz.lasts,
    )
    try:
        store.begin(attempt, played.quiz.tries)
    except ConditionFailed as error:
        if begun := store.read(attempt_id):
            return begun
        raise TriesUsedUp(
            f"每人每天可以答 {played.quiz.tries} 次，今天已经用完，欢迎明天再来。"
        ) from error
    return attempt


def own(played: Played, cookie: str, attempt_id: str) -> Attempt:
    """An attempt of this browser at this quiz. Raises ``UnknownAttempt``."""
    found = store.read(attempt_id) if _ATTEMPT.fullmatch(attempt_id) else None
    theirs = found is not None and (found.account, found.quiz) == (played.account, played.id)
    if found is None or not theirs or not secrets.compare_digest(found.visitor, visitor_of(cookie)):
        raise UnknownAttempt("这份答卷不是在这个浏览器里开始的，或者已经过期。请从首页重新开始。")
    return found


def questions_of(attempt: Attempt) -> list[Drawn]:
    """The questions of an attempt, in the order in which they are shown."""
    return draw.drawn(pool(attempt.pool), attempt.seed)


def answers_of(
    questions: Sequence[Drawn], chosen: Mapping[int, Sequence[int]]
) -> dict[str, tuple[int, ...]]:
    """Places as they were shown → answers by question. Raises ``BadAnswers`` for what no form of ours sends."""
    found: dict[str, tuple[int, ...]] = {}
    for number, places in chosen.items():
        if not 0 <= number < len(questions):
            raise BadAnswers("这份答卷和题目对不上，没有交上。请返回重新作答。")
        one = questions[number]
        several = one.question.kind is QuestionKind.MULTIPLE
        if any(not 0 <= place < len(one.order) for place in places) or (
            len(places) > 1 and not several
        ):
            raise BadAnswers("这份答卷和题目对不上，没有交上。请返回重新作答。")
        found[one.question.id] = tuple(sorted({one.order[place] for place in places}))
    return {question: places for question, places in found.items() if places}


def check_time(attempt: Attempt, now: datetime) -> None:
    """Raises ``TooLate`` for an attempt that was not handed in and no longer can be."""
    if attempt.ended_at is None and now > attempt.until + GRACE:
        raise TooLate(f"这份答卷要在 {shown(attempt.until)} 前交，没有计分。可以再答一次。")


def hand_in(attempt: Attempt, answers: Mapping[str, tuple[int, ...]], now: datetime) -> Attempt:
    """Mark and close an attempt; one that has ended stays as it is, whatever is handed in. Raises ``TooLate``."""
    if attempt.ended_at is not None:
        return attempt
    check_time(attempt, now)
    quiz = pool(attempt.pool)
    questions = questions_of(attempt)
    told = draw.marked(quiz, questions, answers)
    ended = attempt.model_copy(
        update={
            "ended_at": now,
            "answers": dict(answers),
            "right": len(told.right),
            "score": told.score,
            "passed": told.passed,
        }
    )
    if store.finish(ended, told.right, [one.question.id for one in questions], quiz.full):
        return ended
    return store.read(attempt.id) or ended


def check_open(quiz: Quiz, now: datetime) -> None:
    """Raises ``NotOpen``."""
    if quiz.opens is not None and now < quiz.opens:
        raise NotOpen(f"还没有开始，{shown(quiz.opens)} 开始。")
    if quiz.closes is not None and now >= quiz.closes:
        raise NotOpen(f"已经在 {shown(quiz.closes)} 结束，感谢参与。")


def visitor_of(cookie: str) -> str:
    """A visitor as items name them: the cookie itself stands nowhere."""
    return _digest("visitor", cookie)


def forget() -> None:
    """Drop what is held (tests)."""
    _held.clear()
    limits.forget()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]
