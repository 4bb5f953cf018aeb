"""The description of the console's API, which the page's types are made from."""

from __future__ import annotations

from chalicelib.console import openapi


def test_each_model_has_a_name_of_its_own() -> None:
    """Of two models with one name the description shows the module too, and the page's types are others than before."""
    models = openapi.document()["components"]["schemas"]
    assert [one for one in models if "__" in one] == []
