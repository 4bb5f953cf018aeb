"""Products made and edited: what the domain checks, what it refers to elsewhere, and the files that follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any, Final

from chalicelib import people, products
from chalicelib.accounts import OfficialAccount
from chalicelib.actor import Actor
from chalicelib.application import product_files
from chalicelib.application.account_reach import accounts_under
from chalicelib.errors import Field
from chalicelib.products import BadProduct, Form, Product

Check = Callable[[str, Any, Any, Actor], None]
CHECKS: Final[dict[Form, str]] = {Form.EBOOK: "ebook_sources:check"}
"""Form → module of this package and its function ``(unit, content, content before or None, by)``.

It raises what is wrong with things of other domains that a content refers to: an article that is not released.
"""


def new_product(
    unit: str,
    form: Form,
    title: str,
    *,
    account: str,
    by: Actor,
    now: datetime,
    content: Mapping[str, Any] | None = None,
    topic: str = "",
    assignment: str = "",
) -> Product:
    """A new product for an account of the unit or below it; its files are begun.

    Raises ``BadProduct``, ``PermissionDenied``, ``UnknownUnit`` and what ``CHECKS`` raise.
    """
    people.require(by, products.EDIT, unit)
    if account not in {one.id for one in accounts_under(unit)}:
        raise BadProduct(
            "公众号须属于本单位或下级单位。",
            fields=[Field("account", "不是本单位或下级单位的公众号")],
        )
    _check(unit, form, content, None, by)
    made = products.new(
        unit,
        form,
        title,
        account=account,
        by=by,
        now=now,
        content=content,
        topic=topic,
        assignment=assignment,
    )
    product_files.begin(made, by=by, now=now)
    return made


def accounts_for(unit: str, *, by: Actor) -> list[OfficialAccount]:
    """The accounts for which somebody may make products of a unit. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, products.EDIT, unit)
    return accounts_under(unit)


def edit_product(
    product_id: str,
    title: str,
    content: Mapping[str, Any],
    *,
    base: int,
    by: Actor,
    now: datetime,
    note: str = "",
) -> Product:
    """A new revision, made of revision ``base``; its files are begun. Raises as ``products.edit`` and ``CHECKS``."""
    before = products.get(product_id)
    people.require(by, products.EDIT, before.unit)
    if before.revision == base:  # of another the domain says that it was changed meanwhile
        _check(before.unit, before.form, content, products.content_of(before), by)
    after = products.edit(product_id, title, content, base=base, by=by, now=now, note=note)
    product_files.begin(after, by=by, now=now)
    return after


def _check(
    unit: str, form: Form, content: Mapping[str, Any] | None, before: Any, by: Actor
) -> None:
    if form not in CHECKS or content is None:
        return
    module, _, name = CHECKS[form].partition(":")
    check: Check = getattr(import_module(f"chalicelib.application.{module}"), name)
    check(unit, products.read_content(form, content), before, by)
