"""SQS and the clock → here: facts are kept as they come, and every few minutes become the files of their days.

A function of its own with a layer for it (layers/archive), so neither a blueprint of Chalice's nor a part of ``app``.
"""

from __future__ import annotations

from typing import Any, Final

from chalicelib.clock import utc_now

_ROUND: Final = 120_000
"""Milliseconds that one round of the compaction may take."""
_MEMORY: Final = "1200MB"
"""Of DuckDB; the function has 2 GB."""


def handler(event: dict[str, Any], context: Any) -> None:
    """Keep the facts of some messages; or, called by the clock, compact what was kept.

    Running it twice is harmless: a fact has an id, and stands once in its day's file (docs/decisions/0201).
    """
    from chalicelib import insight, telemetry

    if "Records" in event:
        insight.collect([record["body"] for record in event["Records"]], utc_now())
        return
    done = insight.compact(lambda: context.get_remaining_time_in_millis() > _ROUND, memory=_MEMORY)
    if done.objects:
        telemetry.logger.info("facts compacted", extra=done._asdict())
