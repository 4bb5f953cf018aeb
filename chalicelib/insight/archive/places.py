"""Where the archive lies in the bucket.

| key | body |
|---|---|
| ``archive/raw/{yyyymmddhh}/{digest}.ndjson.gz`` | facts as they came (JSON lines, pseudonyms); deleted once they are in their day's file |
| ``archive/facts/account={account}/day={day}/facts.parquet`` | all facts of one account and day, each once, in its last state |
"""

from __future__ import annotations

from typing import Final

RAW: Final = "archive/raw/"
FACTS: Final = "archive/facts/"


def day_key(account: str, day: str) -> str:
    """The file of one account and day."""
    return f"{FACTS}account={account}/day={day}/facts.parquet"
