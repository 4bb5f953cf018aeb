"""Products as pages show them: the list of a unit, one product with all of it, what waits for a decision."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

from chalicelib import accounts, newsroom, people, products, units
from chalicelib.actor import Actor
from chalicelib.application import product_files
from chalicelib.application.deeds import deed, denied
from chalicelib.application.product_values import (
    ProductFile,
    ProductLack,
    ProductPage,
    ProductPerson,
    ProductReturned,
    ProductRow,
    ProductSeen,
    ProductStage,
    ProductStep,
    ProductVersion,
    WaitingProduct,
)
from chalicelib.application.work_pages import address_at
from chalicelib.cloud import objects
from chalicelib.newsroom import ArticleAction, ArticleState
from chalicelib.products import CONTENT, EDIT, READ, Form, Product
from chalicelib.transitions import Deed
from chalicelib.values import Value
from chalicelib.works import WorkKind

MAKE_FILES: Final = "make_files"
MOST_LOOKED_AT: Final = 200
"""Products that one answer looks through for those that a filter wants."""
_MOST_STEPS: Final = 100


class ProductFilter(Value):
    """What of a list somebody wants; empty: all."""

    form: Form | None = None
    state: ArticleState | None = None
    person: str = ""
    """Who wrote a part."""
    published: bool = False
    words: str = ""
    """In the title."""

    def fits(self, one: Product) -> bool:
        """Whether a product is wanted."""
        return (
            self.form in (None, one.form)
            and self.state in (None, one.state)
            and (not self.person or self.person in one.contributors)
            and (not self.published or one.published_revision is not None)
            and self.words.strip() in one.title
        )


ALL: Final = ProductFilter()


def product_list(
    by: Actor, unit: str, *, wanted: ProductFilter = ALL, after: str = "", limit: int = 20
) -> ProductPage:
    """The products of a unit, the newest first. Raises ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, READ, unit)
    found: list[Product] = []
    place, more = "", False
    for number, one in enumerate(products.of_unit(unit, after)):
        if len(found) == limit or number == MOST_LOOKED_AT:
            more = True
            break
        place = one.id
        if wanted.fits(one):
            found.append(one)
    names = _Names()
    return ProductPage(
        products=tuple(_row(one, names) for one in found),
        place=place if more else "",
        new=deed("new", "新建产品", denied(by, EDIT, unit)),
    )


def product_detail(by: Actor, product_id: str) -> ProductSeen:
    """One product with all that its page shows. Raises ``UnknownProduct`` or ``PermissionDenied``."""
    product = products.product_for(product_id, by=by)
    names = _Names()
    made = product.made if product.made and product.made.revision == product.revision else None
    base = products.base_for(product, by=by)
    return ProductSeen(
        **_fields(product, names),
        content=products.content_of(product).model_dump(mode="json"),
        created_by=names.person(product.created_by),
        created_at=product.created_at,
        contributors=tuple(map(names.person, product.contributors)),
        topic=product.topic,
        stages=_stages(product, names),
        returned=_returned(product, names),
        needs_files=product.form in product_files.MAKERS,
        files=_files(product),
        files_problem=made.problem if made else "",
        files_ready=product.files_made,
        files_findings=made.findings if made else (),
        lacks=tuple(
            ProductLack(field=one.name, problem=one.problem) for one in products.missing(product)
        ),
        address=_address(product),
        base=base.revision,
        base_why=base.why,
        deeds=(*products.deeds_for(product, by), _make_files(product, by)),
        history=tuple(
            ProductStep(at=one.at, by=names.person(one.by), said=one.note)
            for one in products.history(product_id)[:_MOST_STEPS]
        ),
        versions=tuple(
            ProductVersion(
                number=one.number,
                title=one.title,
                by=names.person(one.by),
                at=one.at,
                note=one.note,
            )
            for one in reversed(list(products.revisions(product_id)))
        ),
    )


def waiting_products(by: Actor, *, everything: bool = False) -> list[WaitingProduct]:
    """Products that wait for this person's decision (or anybody's, of units that they may read), longest first."""
    names = _Names()
    found, may = [], {}
    for one in products.waiting():
        mine = _decides(one, by)
        if not mine and everything and one.unit not in may:
            may[one.unit] = people.may(by, READ, one.unit)
        if mine or (everything and may[one.unit]):
            found.append(WaitingProduct(product=_row(one, names), mine=mine))
    return found


def returned_products(by: Actor, unit: str) -> list[Product]:
    """Products of a unit that came back to this person, who wrote a part."""
    if not people.may(by, EDIT, unit):
        return []
    wanted = ProductFilter(state=ArticleState.RETURNED, person=by.person)
    some = zip(range(MOST_LOOKED_AT), products.of_unit(unit), strict=False)
    return [one for _, one in some if wanted.fits(one)]


def stage_of(product: Product) -> str:
    """The stage that a product waits for; empty: none."""
    if product.state is ArticleState.IN_REVIEW and product.stage:
        return product.stage.name
    if product.emergency_approvals and product.state is not ArticleState.APPROVED:
        return "应急签发"
    return ""


class _Names:
    """Names of persons, units and accounts, looked up once for a request."""

    @cached_property
    def _people(self) -> dict[str, str]:
        return {one.id: one.name for one in people.list_staff() if one.name}

    @cached_property
    def _units(self) -> dict[str, str]:
        return {one.id: one.name for one in units.units()}

    @cached_property
    def _accounts(self) -> dict[str, str]:
        return {one.account.id: one.account.name for one in accounts.states()}

    def person(self, person: str) -> ProductPerson:
        return ProductPerson(id=person, name=self._people.get(person, person))

    def unit(self, unit: str) -> str:
        return self._units.get(unit, unit)

    def account(self, account: str) -> str:
        return self._accounts.get(account, account)


def _row(product: Product, names: _Names) -> ProductRow:
    return ProductRow(**_fields(product, names))


def _fields(product: Product, names: _Names) -> dict[str, Any]:
    return {
        "id": product.id,
        "form": product.form,
        "form_name": products.labels.FORM_NAMES[product.form],
        "title": product.title,
        "unit": product.unit,
        "unit_name": names.unit(product.unit),
        "account": product.account,
        "account_name": names.account(product.account),
        "state": product.state,
        "state_name": newsroom.STATE_NAMES[product.state],
        "stage": stage_of(product),
        "emergency": product.emergency,
        "revision": product.revision,
        "updated_by": names.person(product.updated_by),
        "updated_at": product.updated_at,
        "waiting_since": product.waiting_since,
        "published_revision": product.published_revision,
        "published_at": product.published_at if product.published_revision is not None else None,
    }


def _stages(product: Product, names: _Names) -> tuple[ProductStage, ...]:
    if product.workflow is None:
        return ()
    done = {yes.stage: yes for yes in product.approvals}
    made = []
    for number, stage in enumerate(product.workflow.stages):
        yes = done.get(number)
        later = "now" if product.stage_number == number else "later"
        made.append(
            ProductStage(
                name=stage.name,
                state="done" if yes else later,
                by=names.person(yes.by) if yes else None,
                at=yes.at if yes else None,
            )
        )
    return tuple(made)


def _returned(product: Product, names: _Names) -> ProductReturned | None:
    back = product.returned
    if back is None:
        return None
    return ProductReturned(
        by=names.person(back.by),
        at=back.at,
        stage=back.stage,
        reasons=back.reasons,
        revision=back.revision,
    )


def _files(product: Product) -> tuple[ProductFile, ...]:
    if not product.made or not product.files_made:
        return ()
    return tuple(
        ProductFile(name=name, url=objects.link(key))
        for name, key in sorted(product.made.files.items())
        if name != CONTENT
    )


def _address(product: Product) -> str:
    if product.published_revision is None:
        return ""
    return address_at(product.account, WorkKind(product.form.value), product.id)


def _make_files(product: Product, by: Actor) -> Deed:
    none = "" if product.form in product_files.MAKERS else "这种产品没有要制作的文件。"
    made = "这一版的文件已经做好。" if product.files_made else ""
    return deed(MAKE_FILES, "重新制作文件", none, made, denied(by, EDIT, product.unit))


def _decides(product: Product, by: Actor) -> bool:
    wanted = ArticleAction.APPROVE if product.stage else ArticleAction.EMERGENCY
    return any(one is wanted and not why for one, why in newsroom.decisions_for(product, by.person))
