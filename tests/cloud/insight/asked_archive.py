"""An archive that can be asked: files in the bucket, and DuckDB in the place of Athena."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends

from chalicelib.cloud import athena
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
    monkeypatch.setenv("RONGMEI_ATHENA_DATABASE", "rongmei_test")
    monkeypatch.setenv("RONGMEI_ATHENA_WORKGROUP", "rongmei-test")
    settings.cache_clear()
    files = []
    for place, body in _files(tuple(told)).items():
        file = home / "facts" / place
        file.parent.mkdir(parents=True)
        file.write_bytes(body)
        s3_backends[DEFAULT_ACCOUNT_ID]["aws"].put_object(
            settings().bucket, f"archive/facts/{file.parent.relative_to(home / 'facts')}/facts.parquet", body
        )  # fmt: skip
        files.append(file)
    asked = Asked(files)
    for name in ("begin", "look", "stop", "rows"):
        monkeypatch.setattr(athena, name, getattr(asked, name))
    return asked


@cache
def _files(told: tuple[Told, ...]) -> dict[str, bytes]:
    """The files of these facts by their places, written once a process: that takes a second, and a copy of them none."""
    with TemporaryDirectory() as temporary:
        home = Path(temporary) / "facts"
        return {str(one.relative_to(home)): one.read_bytes() for one in written(list(told), home)}
