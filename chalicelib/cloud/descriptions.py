"""How botocore reads its descriptions of AWS's services, made shorter for a cold start."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from botocore.loaders import JSONFileLoader, Loader


class _PlainFiles(JSONFileLoader):
    """Reads into plain dictionaries: these keep their order too, and take a third of the time."""

    def load_file(self, file_path: str) -> Any:
        packed = Path(f"{file_path}.json.gz")
        if packed.is_file():
            return json.loads(gzip.decompress(packed.read_bytes()))
        return super().load_file(file_path)


class Descriptions(Loader):
    """botocore's loader, but for looking into 400 directories to learn which services exist."""

    def __init__(self) -> None:
        super().__init__(file_loader=_PlainFiles())

    def list_available_services(self, type_name: str) -> list[str]:
        """Whatever has a directory, by name; one without the file asked for is told by its loading."""
        found = (Path(path) for path in self.search_paths)
        return sorted({entry.name for path in found if path.is_dir() for entry in path.iterdir()})
