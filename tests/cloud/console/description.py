"""The description of the console's API, read from its file: ``tests/unit/test_tables.py`` holds the file to the code."""

from __future__ import annotations

import json
from typing import Any, Final

from chalicelib.console import openapi
from dev.places import ROOT

DOCUMENT: Final[dict[str, Any]] = json.loads((ROOT / openapi.FILE).read_text("utf-8"))
