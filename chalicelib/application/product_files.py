"""The files of a product's revision: made by a job after each edit, stored by their content, noted on the product.

| key | body |
|---|---|
| ``works/{product}/{sha256, 20 digits}/{name}`` | a file that was made of a revision: cover, EPUB, PDF, picture, what its page reads |
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any, Final, NamedTuple

from chalicelib import jobs, people, products
from chalicelib.actor import Actor
from chalicelib.clock import utc_now
from chalicelib.cloud import objects
from chalicelib.errors import DomainError
from chalicelib.products import Form, Product, ProductNotReady

JOB: Final = "products.files"
Files = Mapping[str, tuple[bytes, str]]
"""Name → body and media type."""


class MadeOf(NamedTuple):
    """Files, and what an editor should know about them."""

    files: Files
    findings: tuple[str, ...] = ()
    """Chinese sentences without a full stop."""


Maker = Callable[[Product, Any, datetime], "Files | MadeOf"]
MAKERS: Final[dict[Form, str]] = {
    Form.EBOOK: "ebook_files:made",
    Form.MINDMAP: "mindmap_files:made",
    Form.LIVE: "product_live:made",
    Form.POSTER: "product_poster:made",
    Form.QUIZ: "product_quiz:made",
}
"""Form → module of this package and its function ``(product, content, now) -> Files`` or ``MadeOf``.

``now`` is the time of the revision, so that the same revision gives the same bytes. What it raises as ``DomainError`` is
the problem that the product shows. Forms without a line have no files.
"""


def begin(product: Product, *, by: Actor, now: datetime) -> None:
    """Have the files of the latest revision made, where its form has any. Twice is once."""
    if product.form not in MAKERS or product.files_made:
        return
    digest = hashlib.sha256(f"{product.id}/{product.revision}".encode()).hexdigest()
    _start(product, by, now, f"{int(product.updated_at.timestamp() * 1000):013d}-{digest[:10]}")


def make_again(product_id: str, *, by: Actor, now: datetime) -> Product:
    """Have files made that are not there: the first try failed, or was never begun.

    Raises ``ProductNotReady`` where they are there, ``UnknownProduct`` or ``PermissionDenied``.
    """
    product = products.get(product_id)
    people.require(by, products.EDIT, product.unit)
    if product.form not in MAKERS:
        raise ProductNotReady("这种产品没有要制作的文件。")
    if product.files_made:
        raise ProductNotReady("这一版的文件已经做好。")
    _start(product, by, now, f"{int(now.timestamp() * 1000):013d}-{secrets.token_hex(5)}")
    return product


def make_now(product_id: str, *, by: Actor, now: datetime) -> Product:
    """Make the files of the latest revision here and now; for the command line and the job.

    Running it twice stores the same bytes under the same keys. A problem that a person can mend is noted on the product.
    """
    product = products.get(product_id)
    people.require(by, products.EDIT, product.unit)
    if product.form not in MAKERS or product.files_made:
        return product
    content = products.content_at(product, product.key)
    try:
        made = _maker(product.form)(product, content, product.updated_at)
    except DomainError as error:
        return products.files_made(product.id, product.revision, {}, problem=str(error), now=now)
    files, findings = made if isinstance(made, MadeOf) else (made, ())
    keys = {name: _stored(product.id, name, *file) for name, file in files.items()}
    return products.files_made(product.id, product.revision, keys, findings=findings, now=now)


def files_job(job: jobs.Job, progress: jobs.Progress) -> jobs.Result:
    """The job ``products.files``. Running it again is harmless (``make_now``)."""
    progress(0, 1, "正在制作")
    product = make_now(job.arguments["product"], by=job.by, now=utc_now())
    page = f"/products/{product.id}"
    made = product.made
    if made is not None and made.revision == product.revision and made.problem:
        return jobs.Result(f"没有做成：{made.problem}", page=page)
    return jobs.Result(f"第 {product.revision} 版的文件已经做好", page=page)


def _start(product: Product, by: Actor, now: datetime, job_id: str) -> None:
    jobs.start(
        JOB,
        f"制作{products.labels.FORM_NAMES[product.form]}的文件：{product.title}",
        by=by,
        unit=product.unit,
        arguments={"product": product.id},
        now=now,
        id=job_id,
    )


def _maker(form: Form) -> Maker:
    module, _, name = MAKERS[form].partition(":")
    found: Maker = getattr(import_module(f"chalicelib.application.{module}"), name)
    return found


def _stored(product_id: str, name: str, body: bytes, media_type: str) -> str:
    key = f"works/{product_id}/{hashlib.sha256(body).hexdigest()[:20]}/{name}"
    objects.write(key, body, media_type)
    return key
