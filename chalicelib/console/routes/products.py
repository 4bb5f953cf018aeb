"""产品: e-books, mind maps, posters, quizzes, live entries; made, reviewed, published, taken down."""

from __future__ import annotations

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from chalicelib import products
from chalicelib.application import product_edit, product_files, product_material
from chalicelib.application import product_page as reading
from chalicelib.application.product_values import ProductRow, ProductSeen, WaitingProduct
from chalicelib.clock import utc_now
from chalicelib.console import cursors
from chalicelib.console.caller import actor
from chalicelib.console.cursors import LIMIT, Cursor, Limit
from chalicelib.console.once import once
from chalicelib.console.product_preview import preview, typed_preview
from chalicelib.console.routes.compared import Compared, SeenRevision, compared
from chalicelib.console.versions import expected, tagged
from chalicelib.newsroom import ArticleAction, ArticleState
from chalicelib.products import Form
from chalicelib.products.forms.ebook import Chapter, ChapterKind
from chalicelib.transitions import Deed

router = Router()

_TAG = "products"
Unit = Annotated[str, Query(max_length=80)]
Content = Annotated[dict[str, Any], Field(description="内容；每种形式有自己的字段")]


class Products(BaseModel):
    """A page of a unit's products."""

    products: list[ProductRow]
    next: str
    new: Deed


class ProductAccount(BaseModel):
    """An account for which a product can be made."""

    id: str
    name: str


class ProductAccounts(BaseModel):
    """The accounts of a unit and below, its own first."""

    accounts: list[ProductAccount]


class NewProduct(BaseModel):
    """A product that begins."""

    unit: str = Field(max_length=80)
    form: Form
    title: str = Field(min_length=1, max_length=60)
    account: str = Field(max_length=80)
    content: Content | None = None
    """None: what the form begins with."""
    topic: str = Field(default="", max_length=80)
    assignment: str = Field(default="", max_length=80)


class MadeProduct(BaseModel):
    """The product that was begun."""

    id: str


class ProductText(BaseModel):
    """Title and content of a new revision."""

    title: str = Field(min_length=1, max_length=60)
    content: Content
    note: str = Field(default="", max_length=200)


class TypedProduct(BaseModel):
    """What somebody is writing, and the page of it that is wanted."""

    title: str = Field(default="", max_length=60)
    content: Content
    page: str = Field(default="", max_length=200)


class ProductDecision(BaseModel):
    """A decision on the revision that was shown."""

    action: ArticleAction
    revision: int = Field(ge=1)
    note: str = Field(default="", max_length=500)


class ProductReason(BaseModel):
    """The reason."""

    reason: str = Field(max_length=500)


class ProductPreview(BaseModel):
    """A page as followers will see it."""

    html: str


class ProductMaterial(BaseModel):
    """What can be chosen."""

    material: list[product_material.Material]


class ChosenChapter(BaseModel):
    """An article or a policy."""

    unit: str = Field(max_length=80)
    chosen: Chapter


class ProductOutline(BaseModel):
    """The content of a mind map."""

    content: dict[str, Any]


class WaitingProducts(BaseModel):
    """What waits, longest first."""

    waiting: list[WaitingProduct]


@router.get("/products", tags=[_TAG], summary="一个单位的产品，新的在前")
def products_of(
    unit: Unit,
    form: Annotated[Form | None, Query()] = None,
    state: Annotated[ArticleState | None, Query()] = None,
    person: Annotated[str, Query(max_length=80, description="参与制作的人")] = "",
    published: Annotated[bool, Query(description="只要已经上线的")] = False,
    words: Annotated[str, Query(max_length=60, description="标题里的字")] = "",
    cursor: Cursor = "",
    limit: Limit = LIMIT,
) -> Products:
    """A page of the list."""
    wanted = reading.ProductFilter(
        form=form, state=state, person=person, published=published, words=words
    )
    found = reading.product_list(
        actor(), unit, wanted=wanted, after=cursors.after(cursor), limit=limit
    )
    return Products(
        products=list(found.products), next=cursors.cursor_at(found.place), new=found.new
    )


@router.get("/product-accounts", tags=[_TAG], summary="可以为哪些公众号制作产品")
def product_accounts(unit: Unit) -> ProductAccounts:
    """The accounts of a unit and below."""
    found = product_edit.accounts_for(unit, by=actor())
    return ProductAccounts(accounts=[ProductAccount(id=one.id, name=one.name) for one in found])


@router.get("/product-reviews", tags=["review"], summary="待审的产品")
def product_reviews(everything: Annotated[bool, Query()] = False) -> WaitingProducts:
    """Products that wait for the caller (or for anybody, of units that the caller may read), longest first."""
    return WaitingProducts(waiting=reading.waiting_products(actor(), everything=everything))


@router.get("/product-material", tags=[_TAG], summary="可以选进产品的已审稿件和政策")
def product_material_of(
    unit: Unit,
    kind: Annotated[ChapterKind, Query()],
    words: Annotated[str, Query(max_length=60, description="标题或文号里的字")] = "",
) -> ProductMaterial:
    """Released articles, or policies in force, of the unit and those above it."""
    return ProductMaterial(material=product_material.material(unit, kind, words, by=actor()))


@router.post("/product-material/outline", tags=[_TAG], summary="从政策或稿件生成大纲")
def outline(body: ChosenChapter) -> ProductOutline:
    """A mind map's content, made of an article's headings or of what is known of a policy."""
    made = product_material.outline_of(body.unit, body.chosen, by=actor())
    return ProductOutline(content=made.model_dump(mode="json"))


@router.post("/products", tags=[_TAG], summary="新建产品")
def begin(body: NewProduct) -> MadeProduct:
    """Begin a product."""

    def made() -> MadeProduct:
        product = product_edit.new_product(
            body.unit,
            body.form,
            body.title,
            account=body.account,
            content=body.content,
            topic=body.topic,
            assignment=body.assignment,
            by=actor(),
            now=utc_now(),
        )
        return MadeProduct(id=product.id)

    return once(MadeProduct, made)


@router.get("/products/<product_id>", tags=[_TAG], summary="一个产品和它的内容")
def show(product_id: str) -> Response[ProductSeen]:
    """A product with its content; ``ETag`` is its revision."""
    return _seen(product_id)


@router.put("/products/<product_id>", tags=[_TAG], summary="修改产品，成为新的一版")
def edit(product_id: str, body: ProductText) -> Response[ProductSeen]:
    """A new revision, made of the one that ``If-Match`` names; as it was, it makes none."""
    product_edit.edit_product(
        product_id,
        body.title,
        body.content,
        base=expected(),
        by=actor(),
        now=utc_now(),
        note=body.note,
    )
    return _seen(product_id)


@router.get("/products/<product_id>/difference", tags=[_TAG], summary="两版的差别")
def difference(
    product_id: str,
    older: Annotated[int, Query(ge=1)],
    newer: Annotated[int, Query(ge=1)],
) -> Compared:
    """How two versions differ, word by word."""
    found = products.compare_for(product_id, older, newer, by=actor())
    return compared(found.older.number, found.newer.number, found.difference)


@router.put("/products/<product_id>/seen", tags=["review"], summary="记下看过的版本")
def mark(product_id: str, read: SeenRevision) -> SeenRevision:
    """Note which version the caller has read."""
    products.mark_seen(product_id, read.revision, by=actor(), now=utc_now())
    return read


@router.post(
    "/products/<product_id>/decide",
    tags=[_TAG],
    summary="审核：送审、通过、退回、撤回、应急签发",
)
def decide(product_id: str, body: ProductDecision) -> Response[ProductSeen]:
    """A decision of the review."""
    products.decide(
        product_id,
        body.action,
        revision=body.revision,
        by=actor(),
        now=utc_now(),
        note=body.note,
    )
    return _seen(product_id)


@router.post("/products/<product_id>/publish", tags=[_TAG], summary="上线：粉丝可以打开")
def publish(product_id: str) -> Response[ProductSeen]:
    """Publish the approved revision; twice is once."""
    products.publish(product_id, by=actor(), now=utc_now())
    return _seen(product_id)


@router.post("/products/<product_id>/take-down", tags=[_TAG], summary="下线，要写明原因")
def take_down(product_id: str, body: ProductReason) -> Response[ProductSeen]:
    """Take the work down; twice is once."""
    products.take_down(product_id, reason=body.reason, by=actor(), now=utc_now())
    return _seen(product_id)


@router.post("/products/<product_id>/files", tags=[_TAG], summary="重新制作文件")
def make_files(product_id: str) -> Response[ProductSeen]:
    """Have the files made that are not there."""
    product_files.make_again(product_id, by=actor(), now=utc_now())
    return _seen(product_id)


@router.get("/products/<product_id>/preview", tags=[_TAG], summary="粉丝将看到的页面")
def page(product_id: str, page: Annotated[str, Query(max_length=200)] = "") -> ProductPreview:
    """A page of the latest revision."""
    return ProductPreview(html=preview(product_id, page, by=actor()))


@router.post("/products/<product_id>/preview", tags=[_TAG], summary="正在写的内容会是什么样")
def typed(product_id: str, body: TypedProduct) -> ProductPreview:
    """A page of what is not saved yet."""
    found = typed_preview(product_id, body.title, body.content, body.page, by=actor())
    return ProductPreview(html=found)


def _seen(product_id: str) -> Response[ProductSeen]:
    seen = reading.product_detail(actor(), product_id)
    return tagged(seen, seen.revision)
