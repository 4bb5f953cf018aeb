"""botocore's loader of service descriptions, made shorter for a cold start."""

from __future__ import annotations

import gzip
import json
from functools import cached_property
from pathlib import Path
from typing import Any

from botocore.loaders import JSONFileLoader, Loader


class _PlainFiles(JSONFileLoader):
    """Reads into plain dictionaries: these keep their order too, and take a third of the time."""

    def load_file(self, file_path: str) -> Any:
        for ending, unpack in ((".json", bytes), (".json.gz", gzip.decompress)):
            file = Path(file_path + ending)
            if file.is_file():
                return json.loads(unpack(file.read_bytes()))
        return None


class Descriptions(Loader):
    """botocore's loader, but for looking into 400 directories to learn which services exist."""

    def __init__(self) -> None:
        super().__init__(file_loader=_PlainFiles())

    def list_available_services(self, type_name: str) -> list[str]:
        """Names of all directories; loading says which of them lack the file that was asked for."""
        return self._named

    @cached_property
    def _named(self) -> list[str]:
        found = (Path(path) for path in self.search_paths)
        return sorted({entry.name for path in found if path.is_dir() for entry in path.iterdir()})
