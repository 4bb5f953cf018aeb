"""The H5 page of a draft, as followers will see it once it is published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final

from chalicelib import people, products
from chalicelib.actor import Actor
from chalicelib.application.work_pages import front_of
from chalicelib.clock import utc_now
from chalicelib.cloud import objects
from chalicelib.h5.document import Look
from chalicelib.h5.works_pages.visit import FILE, WorkVisit
from chalicelib.works import Work

_FILE: Final = re.compile(rf'(?<=")(?:\.\./)*{FILE}([A-Za-z0-9._-]+)[^"]*(?=")')
FOOT: Final = "这是预览，还没有上线。"


def preview(product_id: str, page: str, *, by: Actor) -> str:
    """A page of the latest revision as HTML; its files by addresses that open for some minutes.

    Raises ``UnknownProduct`` or ``PermissionDenied``.
    """
    product = products.product_for(product_id, by=by)
    return page_of(products.work_of(product, utc_now()), page)


def typed_preview(
    product_id: str, title: str, content: Mapping[str, Any], page: str, *, by: Actor
) -> str:
    """The same of what somebody is writing; files are those of the latest revision.

    Raises ``BadProduct``, ``UnknownProduct`` or ``PermissionDenied``.
    """
    product = products.get(product_id)
    people.require(by, products.EDIT, product.unit)
    written = products.read_content(product.form, content)
    named = product.model_copy(update={"title": title.strip() or product.title})
    return page_of(products.work_of(named, utc_now(), written), page)


def page_of(work: Work, page: str, foot: str = FOOT) -> str:
    """A page of a work as HTML; its files by addresses that open for some minutes."""
    front = front_of(work.account)
    look = Look(
        name=front.name, theme=front.theme, place=work.title, foot=foot, pictures=True, home="./"
    )
    name, _, query = page.partition("?")
    asked = dict(one.partition("=")[::2] for one in query.split("&") if one)
    visit = WorkVisit(
        work=work,
        page=name.strip("/"),
        method="GET",
        asked=asked,
        event={},
        look=look,
        now=work.published_at,
    )
    shown = import_module(f"chalicelib.h5.works_pages.{work.kind.value}").page(visit)
    return _FILE.sub(lambda found: _link(work.files.get(found[1], "")), str(shown["body"]))


def _link(key: str) -> str:
    return objects.link(key).replace("&", "&amp;") if key else ""
