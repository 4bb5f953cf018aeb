"""The pictures of docs/console.md: each is shown, each is made by the script, all are small."""

from __future__ import annotations

import re

from dev.console_pictures import FOLDER, MOST_BYTES, SHOTS
from dev.places import ROOT

ALL_BYTES = 1_000_000


def test_the_document_shows_what_the_script_makes() -> None:
    shown = set(re.findall(r"images/console/(\w+)\.png", (ROOT / "docs/console.md").read_text()))
    assert shown == {shot.name for shot in SHOTS} == {file.stem for file in FOLDER.iterdir()}


def test_pictures_are_small() -> None:
    sizes = {file.name: file.stat().st_size for file in FOLDER.iterdir()}
    assert not [name for name, size in sizes.items() if size > MOST_BYTES]
    assert sum(sizes.values()) <= ALL_BYTES
