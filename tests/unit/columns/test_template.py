"""What the functions have that series need."""

from __future__ import annotations

import json

import pytest

from dev.places import ROOT

RESOURCES = json.loads((ROOT / ".chalice/resources.json").read_text("utf-8"))["Resources"]


@pytest.mark.parametrize("function", ["Deliver", "Console"])
def test_who_writes_or_shows_the_address_of_the_next_article_knows_where_pages_are(
    function: str,
) -> None:
    variables = RESOURCES[function]["Properties"]["Environment"]["Variables"]
    assert "RONGMEI_H5_URL" in variables
