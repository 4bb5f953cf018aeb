"""Products as pages show them. Values only."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime

from chalicelib.newsroom import ArticleState
from chalicelib.products import Form
from chalicelib.transitions import Deed
from chalicelib.values import Value


class ProductPerson(Value):
    """A person."""

    id: str
    name: str


class ProductRow(Value):
    """A product in a list."""

    id: str
    form: Form
    form_name: str
    title: str
    unit: str
    unit_name: str
    account: str
    account_name: str
    state: ArticleState
    state_name: str
    stage: str
    """The stage that it waits for; empty: none."""
    emergency: bool
    revision: int
    updated_by: ProductPerson
    updated_at: AwareDatetime
    waiting_since: AwareDatetime
    published_revision: int | None
    published_at: AwareDatetime | None


class ProductStage(Value):
    """One stage of the review."""

    name: str
    state: str
    """``done``, ``now`` or ``later``."""
    by: ProductPerson | None
    at: AwareDatetime | None


class ProductReturned(Value):
    """Why it came back."""

    by: ProductPerson
    at: AwareDatetime
    stage: str
    reasons: tuple[str, ...]
    revision: int


class ProductFile(Value):
    """A file that was made of the latest revision."""

    name: str
    url: str
    """Opens it for some minutes."""


class ProductLack(Value):
    """What has to be there before a review."""

    field: str
    problem: str


class ProductStep(Value):
    """What somebody did."""

    at: AwareDatetime
    by: ProductPerson
    said: str


class ProductVersion(Value):
    """One revision."""

    number: int
    title: str
    by: ProductPerson
    at: AwareDatetime
    note: str


class ProductSeen(ProductRow):
    """A product by itself."""

    content: dict[str, Any]
    """Of the latest revision; its form's module says what stands there."""
    created_by: ProductPerson
    created_at: AwareDatetime
    contributors: tuple[ProductPerson, ...]
    topic: str
    stages: tuple[ProductStage, ...]
    returned: ProductReturned | None
    needs_files: bool
    files: tuple[ProductFile, ...]
    files_problem: str
    """Why they could not be made; empty while they are being made, or are there."""
    files_ready: bool
    files_findings: tuple[str, ...]
    """What an editor should know about them."""
    lacks: tuple[ProductLack, ...]
    address: str
    """Where followers open it; empty while it is not published, or where pages have no address."""
    base: int
    """The revision that the caller compares with; 0: none, all is new."""
    base_why: str
    """``seen`` last by the caller, ``approved`` last, ``published``: what followers see, ``new``."""
    deeds: tuple[Deed, ...]
    history: tuple[ProductStep, ...]
    versions: tuple[ProductVersion, ...]
    """The latest first."""


class ProductPage(Value):
    """Some products of a unit, the newest first."""

    products: tuple[ProductRow, ...]
    place: str
    """The list goes on after this one; empty at its end."""
    new: Deed


class WaitingProduct(Value):
    """A product that waits for a decision."""

    product: ProductRow
    mine: bool
    """The caller may decide it."""
