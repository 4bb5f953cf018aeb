"""Products beside articles: e-books, mind maps, posters, quizzes, live entries; reviewed like articles, published once."""

from chalicelib.products import forms, labels
from chalicelib.products.errors import (
    BadProduct,
    ProductChanged,
    ProductError,
    ProductNotReady,
    UnknownProduct,
)
from chalicelib.products.forms import module_of
from chalicelib.products.models import (
    Form,
    MadeFiles,
    Product,
    ProductAction,
    ProductRevision,
)
from chalicelib.products.service import (
    CONTENT,
    DECIDE,
    EDIT,
    PUBLISH,
    READ,
    content_at,
    content_of,
    decide,
    deeds_for,
    edit,
    files_made,
    new,
    product_for,
    publish,
    take_down,
)
from chalicelib.products.store import get, of_topic, of_unit, revisions, waiting

__all__ = [
    "CONTENT",
    "DECIDE",
    "EDIT",
    "PUBLISH",
    "READ",
    "BadProduct",
    "Form",
    "MadeFiles",
    "Product",
    "ProductAction",
    "ProductChanged",
    "ProductError",
    "ProductNotReady",
    "ProductRevision",
    "UnknownProduct",
    "content_at",
    "content_of",
    "decide",
    "deeds_for",
    "edit",
    "files_made",
    "forms",
    "get",
    "labels",
    "module_of",
    "new",
    "of_topic",
    "of_unit",
    "product_for",
    "publish",
    "revisions",
    "take_down",
    "waiting",
]
