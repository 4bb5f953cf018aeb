"""An archive that can be asked: files in the bucket, and DuckDB in the place of Athena."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from chalicelib.cloud import athena, objects
from chalicelib.insight.facts.models import Told
from chalicelib.insight.queries.local import connect, show, translated
from chalicelib.settings import settings
from tests.unit.insight.small_archive import written


class Asked:
    """Athena as it is spoken to: each question runs when it is looked at."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files
        self.begun: dict[str, str] = {}
        """Token → execution; as many as were paid for."""
        self.stopped: list[str] = []
        self.state = "SUCCEEDED"
        """Of whatever is looked at."""
        self.reason = ""
        self._put: dict[str, tuple[str, list[str]]] = {}

    def begin(self, sql: str, literals: Sequence[str], answers: str, token: str) -> str:
        execution = self.begun.setdefault(token, f"execution-{len(self.begun)}")
        self._put[execution] = sql, list(literals)
        return execution

    def look(self, execution_id: str) -> athena.Execution:
        return athena.Execution(execution_id, self.state, 20_000_000, 1500, self.reason)

    def stop(self, execution_id: str) -> None:
        self.stopped.append(execution_id)

    def rows(self, execution_id: str) -> Iterator[Mapping[str, str | None]]:
        sql, literals = self._put[execution_id]
        for value in literals:
            sql = sql.replace("?", value, 1)
        with connect() as engine:
            show(engine, self.files)
            done = engine.execute(translated(sql))
            names = [str(one[0]) for one in done.description]
            for row in done.fetchall():
                texts = (None if value is None else str(value) for value in row)
                yield dict(zip(names, texts, strict=True))


def connected(told: list[Told], home: Path, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Put the facts into the bucket, and let what asks Athena ask this."""
    files = written(told, home / "facts")
    for one in files:
        objects.write(f"archive/facts/{one.parent.relative_to(home / 'facts')}/facts.parquet", one.read_bytes(), "")  # fmt: skip
    monkeypatch.setenv("RONGMEI_ATHENA_DATABASE", "rongmei_test")
    monkeypatch.setenv("RONGMEI_ATHENA_WORKGROUP", "rongmei-test")
    settings.cache_clear()
    asked = Asked(files)
    for name in ("begin", "look", "stop", "rows"):
        monkeypatch.setattr(athena, name, getattr(asked, name))
    return asked
