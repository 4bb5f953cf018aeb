"""Jobs: carried out once for the person who reads of it, whatever breaks on the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chalicelib import audit, jobs
from chalicelib.actor import Actor, KnownBy
from chalicelib.cloud import objects, table
from chalicelib.errors import Invalid
from chalicelib.jobs import Job, JobState, Made, Progress, Result, store
from chalicelib.jobs.errors import JobOver, TooManyJobs, UnknownJob
from chalicelib.jobs.models import LEASE, MOST_OPEN, MOST_TRIES
from chalicelib.jobs.service import message
from chalicelib.jobs.worker import PAUSE, Stopped

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
LI = Actor(person="li", known_by=KnownBy.SIGN_IN)
pytestmark = pytest.mark.usefixtures("cloud")


def begun(**more: Any) -> Job:
    return jobs.start("a.kind", "导出", by=LI, unit="city", arguments={"n": 3}, now=NOW, **more)


def carried_out(
    job: Job, work: Callable[[Job, Progress], Result], at: datetime = NOW
) -> Job | None:
    ticks = iter(range(10_000))
    return jobs.run(message("li", job.id), lambda kind: work, now=lambda: at, clock=lambda: float(next(ticks)))  # fmt: skip


def a_file(job: Job, progress: Progress) -> Result:
    progress(1, 2, "一半")
    entry = audit.entry_of(job.by, "audit:log:export", unit="city", at=NOW)
    return Result("共 3 条", Made("表.csv", "text/csv", b"abc"), entries=(entry,))


def logged() -> int:
    return len(list(audit.of_unit("city")))


def test_a_job_waits_runs_and_leaves_what_came_of_it() -> None:
    job = begun()
    assert (job.state, job.percent) == (JobState.QUEUED, 0)
    done = carried_out(job, a_file)
    assert done is not None and done.file is not None
    assert (done.state, done.percent, done.message) == (JobState.DONE, 100, "共 3 条")
    assert objects.read(done.file.key) == b"abc"
    assert "%E8%A1%A8.csv" in jobs.link(done)
    assert logged() == 1


def test_the_same_message_again_finds_nothing_to_do() -> None:
    job = begun()
    carried_out(job, a_file)
    assert carried_out(job, a_file) is None
    assert logged() == 1


def test_progress_is_seen_while_it_runs() -> None:
    job, seen = begun(), []

    def work(job: Job, progress: Progress) -> Result:
        for n in range(3):
            progress(n, 4, f"第 {n} 条")
            found = jobs.get(job.id, LI)
            seen.append((found.state, found.percent, found.message))
        return Result()

    carried_out(job, work)
    assert seen == [(JobState.RUNNING, 25 * n, f"第 {n} 条") for n in range(3)]


def test_progress_is_written_once_a_second_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    monkeypatch.setattr(store, "move_on", lambda *what: written.append(what[2]) or True)
    job = begun()

    def work(job: Job, progress: Progress) -> Result:
        for n in range(100):
            progress(n, 100)
        return Result()

    jobs.run(message("li", job.id), lambda _: work, now=lambda: NOW, clock=iter([n / 20 for n in range(400)]).__next__)  # fmt: skip
    assert len(written) < 15


def test_who_cancels_stops_the_function_at_its_next_word() -> None:
    job, after = begun(), []

    def work(job: Job, progress: Progress) -> Result:
        progress(1, 9)
        jobs.cancel(job.id, by=LI, now=NOW)
        progress(2, 9)
        after.append("went on")
        return a_file(job, progress)

    done = carried_out(job, work)
    assert done is not None and done.state is JobState.CANCELLED
    assert after == []
    assert logged() == 0


def test_what_was_cancelled_before_its_turn_is_not_begun() -> None:
    job = begun()
    jobs.cancel(job.id, by=LI, now=NOW)
    assert jobs.cancel(job.id, by=LI, now=NOW).state is JobState.CANCELLED
    assert carried_out(job, a_file) is None
    assert jobs.sweep(NOW + timedelta(days=1)) == 0


def test_what_was_cancelled_after_its_last_word_still_leaves_nothing() -> None:
    job = begun()

    def work(job: Job, progress: Progress) -> Result:
        jobs.cancel(job.id, by=LI, now=NOW)
        return a_file_without_progress()

    done = carried_out(job, work)
    assert done is not None and (done.state, done.file) == (JobState.CANCELLED, None)
    assert logged() == 0


def a_file_without_progress() -> Result:
    entry = audit.entry_of(LI, "audit:log:export", unit="city", at=NOW)
    return Result("好", entries=(entry,))


def test_a_job_that_may_not_be_cancelled_can_be_while_it_waits() -> None:
    waiting, running = begun(cancellable=False), begun(cancellable=False)
    assert jobs.cancel(waiting.id, by=LI, now=NOW).state is JobState.CANCELLED

    def work(job: Job, progress: Progress) -> Result:
        with pytest.raises(JobOver):
            jobs.cancel(job.id, by=LI, now=NOW)
        return Result("好")

    done = carried_out(running, work)
    assert done is not None and done.state is JobState.DONE


def test_an_error_of_the_person_ends_it_with_its_sentence() -> None:
    def work(job: Job, progress: Progress) -> Result:
        raise Invalid("超过 3 条。")

    done = carried_out(begun(), work)
    assert done is not None and (done.state, done.message) == (JobState.FAILED, "超过 3 条。")


def test_an_error_of_ours_is_tried_three_times_and_then_told() -> None:
    job, tries = begun(), []

    def work(job: Job, progress: Progress) -> Result:
        tries.append(1)
        raise RuntimeError("secret detail")

    at = NOW
    for _ in range(MOST_TRIES):
        waiting = carried_out(job, work, at)
        assert waiting is not None and waiting.state is JobState.QUEUED
        at += PAUSE
        assert jobs.sweep(at) == 1
    done = carried_out(job, work, at)
    assert done is not None and done.state is JobState.FAILED
    assert len(tries) == MOST_TRIES
    assert "secret" not in done.message


def test_a_function_that_broke_off_is_followed_by_another_after_its_lease() -> None:
    job = begun()

    def crash(job: Job, progress: Progress) -> Result:
        raise SystemExit  # what a function's end by time or memory leaves behind

    with pytest.raises(SystemExit):
        carried_out(job, crash)
    assert jobs.get(job.id, LI).state is JobState.RUNNING
    assert carried_out(job, a_file) is None  # somebody may still be at it
    later = NOW + LEASE + timedelta(seconds=1)
    assert jobs.sweep(later) == 1
    done = carried_out(job, a_file, later)
    assert done is not None and done.state is JobState.DONE


def test_a_crash_after_any_write_still_leaves_one_result_and_one_entry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("move_on", "put_file", "end"):
        for before in (True, False):
            job, found = begun(), getattr(store, name)
            entries = logged()

            def broken(*what: Any, found: Any = found, before: bool = before, **more: Any) -> Any:
                if not before:
                    found(*what, **more)
                raise SystemExit

            with monkeypatch.context() as patch, pytest.raises(SystemExit):
                patch.setattr(store, name, broken)
                carried_out(job, a_file)
            later = NOW + LEASE + timedelta(seconds=1)
            carried_out(job, a_file, later)
            done = jobs.get(job.id, LI)
            assert done.state is JobState.DONE, (name, before)
            assert logged() == entries + 1, (name, before)


def test_a_function_that_was_thought_dead_changes_nothing_any_more() -> None:
    job = begun()
    later = NOW + LEASE + timedelta(seconds=1)

    def slow(job: Job, progress: Progress) -> Result:
        carried_out(job, a_file, later)  # another one takes it over meanwhile
        with pytest.raises(Stopped):
            progress(1, 2)
        return Result("too late")

    done = carried_out(job, slow)
    assert done is not None and done.message == "共 3 条"
    assert logged() == 1


def test_nobody_sees_or_ends_the_job_of_another() -> None:
    job = begun()
    other = Actor(person="chu", known_by=KnownBy.SIGN_IN)
    assert list(jobs.jobs_of(other)) == []
    for deed in (
        lambda: jobs.get(job.id, other),
        lambda: jobs.cancel(job.id, by=other, now=NOW),
        lambda: jobs.forget(job.id, by=other),
    ):
        with pytest.raises(UnknownJob):
            deed()


def test_one_person_has_so_many_unfinished_jobs() -> None:
    made = [begun() for _ in range(MOST_OPEN)]
    with pytest.raises(TooManyJobs):
        begun()
    jobs.cancel(made[0].id, by=LI, now=NOW)
    begun()


def test_only_what_has_ended_leaves_the_list() -> None:
    job = begun()
    with pytest.raises(JobOver):
        jobs.forget(job.id, by=LI)
    carried_out(job, a_file)
    jobs.forget(job.id, by=LI)
    assert list(jobs.jobs_of(LI)) == []


def test_jobs_are_told_newest_first_and_expire() -> None:
    first = begun()
    second = jobs.start("a", "b", by=LI, unit="", arguments={}, now=NOW + timedelta(seconds=1))
    assert [one.id for one in jobs.jobs_of(LI)] == [second.id, first.id]
    item = table.get("JOBS#li", first.id)
    assert item is not None and item["expires_at"] == int((NOW + timedelta(days=7)).timestamp())


def test_a_queue_that_is_down_loses_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    from chalicelib.settings import settings

    good = settings().jobs_queue_url
    settings.cache_clear()
    monkeypatch.setenv("RONGMEI_JOBS_QUEUE_URL", f"{good}-gone")
    job = begun()
    settings.cache_clear()
    monkeypatch.setenv("RONGMEI_JOBS_QUEUE_URL", good)
    assert jobs.sweep(NOW) == 1
    assert carried_out(job, a_file) is not None


def test_every_kind_has_its_function() -> None:
    from chalicelib.application import job_kinds

    assert all(callable(job_kinds.find(kind)) for kind in job_kinds.KINDS)
