"""The H5 page of a draft, as followers will see it once it is published."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Final

from chalicelib import products
from chalicelib.actor import Actor
from chalicelib.application.work_pages import front_of
from chalicelib.clock import utc_now
from chalicelib.cloud import objects
from chalicelib.h5.document import Look
from chalicelib.h5.works_pages.visit import FILE, WorkVisit

_FILE: Final = re.compile(rf'(?<=")(?:\.\./)*{FILE}([A-Za-z0-9._-]+)[^"]*(?=")')
FOOT: Final = "这是预览，还没有上线。"


def preview(product_id: str, page: str, *, by: Actor) -> str:
    """A page of the latest revision as HTML; its files by addresses that open for some minutes.

    Raises ``UnknownProduct`` or ``PermissionDenied``.
    """
    product = products.product_for(product_id, by=by)
    now = utc_now()
    work = products.work_of(product, now)
    front = front_of(product.account)
    look = Look(
        name=front.name, theme=front.theme, place=work.title, foot=FOOT, pictures=True, home="./"
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
        now=now,
    )
    shown = import_module(f"chalicelib.h5.works_pages.{work.kind.value}").page(visit)
    return _FILE.sub(lambda found: _link(work.files.get(found[1], "")), str(shown["body"]))


def _link(key: str) -> str:
    return objects.link(key).replace("&", "&amp;") if key else ""
