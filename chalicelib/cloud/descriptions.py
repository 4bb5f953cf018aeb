"""botocore's loader of service descriptions, made shorter for a cold start."""

from __future__ import annotations

import gzip
import json
import os
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from botocore.loaders import JSONFileLoader, Loader

SHORT: Final = Path(__file__).parent / "described"
"""What functions call of the services that a first reply needs; ``make tables`` makes it of botocore's own."""


class _PlainFiles(JSONFileLoader):
    """Reads into plain dictionaries: these keep their order too, and take a third of the time."""

    def load_file(self, file_path: str) -> Any:
        for ending, unpack in ((".json", bytes), (".json.gz", gzip.decompress)):
            file = Path(file_path + ending)
            if file.is_file():
                return json.loads(unpack(file.read_bytes()))
        return None


class Descriptions(Loader):
    """botocore's loader, but for looking into 400 directories to learn which services exist.

    ``short``: what is described in ``SHORT`` is read there first; so it is in a function, which calls nothing else. Elsewhere
    it is read there last: a bundle has no other.
    """

    def __init__(self, *, short: bool = False) -> None:
        super().__init__(file_loader=_PlainFiles())
        self.search_paths.insert(0 if short else len(self.search_paths), str(SHORT))

    def is_builtin_path(self, path: str) -> bool:
        """Whether a description is botocore's own, so that its rules for endpoints hold."""
        return path.startswith(str(SHORT)) or super().is_builtin_path(path)

    def list_available_services(self, type_name: str) -> list[str]:
        """Names of all directories; loading says which of them lack the file that was asked for."""
        return self._named

    @cached_property
    def _named(self) -> list[str]:
        names: set[str] = set()
        for path in self.search_paths:
            if Path(path).is_dir():
                with os.scandir(path) as entries:
                    names |= {entry.name for entry in entries}
        return sorted(names)
