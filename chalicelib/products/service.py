"""The use cases of products: made, edited, reviewed as an article is, published once, taken down.

Every change is one conditional write with its entry of the log: repeated after a crash it is refused, or changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from pydantic import ValidationError

from chalicelib import audit, newsroom, people, works
from chalicelib.actor import Actor
from chalicelib.audit import AuditEntry
from chalicelib.cloud import table
from chalicelib.cloud.errors import ConditionFailed
from chalicelib.errors import Field
from chalicelib.newsroom import ArticleAction, ArticleState
from chalicelib.products import store
from chalicelib.products.errors import BadProduct, ProductChanged, ProductNotReady
from chalicelib.products.forms import module_of
from chalicelib.products.labels import ACTION_NAMES
from chalicelib.products.models import (
    Form,
    MadeFiles,
    Product,
    ProductAction,
    ProductRevision,
)
from chalicelib.settings import settings
from chalicelib.transitions import Deed
from chalicelib.values import reason_of
from chalicelib.works import Work, WorkKind

READ: Final = "products:product:read"
EDIT: Final = "products:product:edit"
PUBLISH: Final = "products:product:publish"
DECIDE: Final = "products:product:decide"
"""How the log calls a decision of a review; who may take it, the newsroom's rules say."""
CONTENT: Final = "content.json"
"""The made file that a page reads; the others are its pictures and downloads."""
_MOST_BYTES: Final = 300_000


def new(
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
    """Begin a product of a unit, for an account of it. Raises ``BadProduct``, ``PermissionDenied`` or ``UnknownUnit``."""
    people.require(by, EDIT, unit)
    key = _stored(form, content, title)
    try:
        product = Product(
            id=store.new_id(now),
            unit=unit,
            form=form,
            account=account,
            title=title.strip(),
            topic=topic,
            assignment=assignment,
            key=key,
            created_at=now,
            created_by=by.person,
            updated_at=now,
            updated_by=by.person,
            contributors=(by.person,),
        )
    except ValidationError as error:
        raise _bad(error) from None
    store.add(product, _revision(product, by, now, ""), _entry(product, EDIT, by, now, "新建"), ())
    return product


def edit(
    product_id: str,
    title: str,
    content: Mapping[str, Any],
    *,
    base: int,
    by: Actor,
    now: datetime,
    note: str = "",
) -> Product:
    """A new revision, made of revision ``base``; as it was, it makes none.

    Raises ``ProductChanged`` where another revision is the latest, ``BadProduct``, ``PermissionDenied`` or
    ``ActionNotPossible``.
    """

    def decide(product: Product) -> Decided | None:
        people.require(by, EDIT, product.unit)
        if product.revision != base:
            raise ProductChanged(
                f"{product.updated_by} 刚刚改过这个产品，您的修改没有保存。请对照后再保存。"
            )
        key = _stored(product.form, content, title)
        if (key, title.strip()) == (product.key, product.title):
            return None
        try:
            Product.model_validate({**product.model_dump(), "title": title.strip()})
        except ValidationError as error:
            raise _bad(error) from None
        after = newsroom.rewritten(product, by=by, now=now, key=key, title=title.strip())
        revision = _revision(after, by, now, note.strip())
        return (
            after,
            _entry(after, EDIT, by, now, note.strip() or "修改"),
            [store.put_revision(revision)],
        )

    return store.change(product_id, decide)


def decide(
    product_id: str,
    action: ArticleAction,
    *,
    revision: int,
    by: Actor,
    now: datetime,
    note: str = "",
) -> Product:
    """A decision of the review on ``revision``, the one that the person has read.

    Before a review everything has to be there. Raises ``BadProduct``, and the errors of ``newsroom.decided``.
    """

    def decided(product: Product) -> Decided:
        if action in (ArticleAction.SUBMIT, ArticleAction.EMERGENCY):
            _check_whole(product)
        after = newsroom.decided(product, action, revision=revision, by=by, now=now, note=note)
        said = newsroom.ACTION_NAMES[action] + (f"：{note.strip()}" if note.strip() else "")
        return after, _entry(after, DECIDE, by, now, said), ()

    return store.change(product_id, decided)


def files_made(
    product_id: str,
    revision: int,
    files: Mapping[str, str],
    *,
    problem: str = "",
    findings: tuple[str, ...] = (),
    now: datetime,
) -> Product:
    """Note which files were made of a revision; of one that is no longer the latest, nothing. Twice is once."""

    def decide_(product: Product) -> Decided | None:
        if product.revision != revision or product.files_made:
            return None
        made = MadeFiles(
            revision=revision,
            files=dict(files),
            made_at=now,
            problem=problem,
            findings=findings,
        )
        return product.model_copy(update={"made": made}), None, ()

    return store.change(product_id, decide_)


def publish(product_id: str, *, by: Actor, now: datetime) -> Product:
    """上线: followers open the approved revision from now on. The same revision again changes nothing.

    Raises ``ProductNotReady`` while it is not approved or its files are not made, ``ProductChanged`` or
    ``PermissionDenied``.
    """

    def decide_(product: Product) -> Decided | None:
        people.require(by, PUBLISH, product.unit)
        why = _why_not_publish(product)
        if why:
            raise ProductNotReady(why, state=product.state.value)
        if product.published_revision == product.revision:
            return None
        work = work_of(product, now)
        after = product.model_copy(
            update={
                "published_revision": product.revision,
                "published_at": now,
                "published_by": by.person,
                "work_version": product.work_version + 1,
            }
        )
        written = works.publish_action(work, product.work_version)
        said = f"上线第 {product.revision} 版"
        return after, _entry(after, PUBLISH, by, now, said), [written, *_published(product, now)]

    return _changed(product_id, decide_)


def take_down(product_id: str, *, reason: str, by: Actor, now: datetime) -> Product:
    """下线: the page says that the work was taken down. It can be published again. Twice is once.

    Raises ``BadProduct`` without a reason, ``ProductChanged`` or ``PermissionDenied``.
    """
    if not reason.strip():
        raise BadProduct("下线要写明原因。", fields=[Field("reason", "没有填写")])

    def decide_(product: Product) -> Decided | None:
        people.require(by, PUBLISH, product.unit)
        if product.published_revision is None:
            return None
        kind = WorkKind(product.form.value)
        work = works.get(product.account, kind, product.id, consistent=True)
        after = product.model_copy(
            update={"published_revision": None, "work_version": product.work_version + 1}
        )
        entry = _entry(after, PUBLISH, by, now, f"下线：{reason.strip()}")
        more = getattr(module_of(product.form), "withdrawn", None)
        told = more(product.account, product.id, reason.strip(), now) if more else []
        return after, entry, [works.withdraw_action(work, now), *told]

    return _changed(product_id, decide_)


def product_for(product_id: str, *, by: Actor) -> Product:
    """One product. Raises ``UnknownProduct`` or ``PermissionDenied``."""
    product = store.get(product_id)
    people.require(by, READ, product.unit)
    return product


def content_of(product: Product) -> Any:
    """The content of its latest revision, as its form's model."""
    return module_of(product.form).Content.model_validate_json(store.content(product.key))


def read_content(form: Form, content: Mapping[str, Any]) -> Any:
    """A content as somebody wrote it, as its form's model. Raises ``BadProduct``."""
    try:
        return module_of(form).Content.model_validate(content)
    except ValidationError as error:
        raise _bad(error) from None


def missing(product: Product) -> list[Field]:
    """What is not yet there of all that a review asks for."""
    return module_of(product.form).missing(content_of(product))


def content_at(product: Product, key: str) -> Any:
    """The content of a revision by its key, as its form's model."""
    return module_of(product.form).Content.model_validate_json(store.content(key))


def deeds_for(product: Product, by: Actor) -> list[Deed]:
    """Every action on a product: whether this person may take it now, and why not."""
    found = [
        _deed(ProductAction.EDIT, _lacks(by, EDIT, product)),
        *(
            Deed(name=one.value, label=newsroom.ACTION_NAMES[one], allowed=not why, why=why)
            for one, why in newsroom.decisions_for(product, by.person)
        ),
    ]
    why = _lacks(by, PUBLISH, product)
    on = why or _why_not_publish(product)
    if not on and product.published_revision == product.revision:
        on = "这一版已经上线。"
    off = why or ("" if product.published_revision is not None else "还没有上线。")
    return [*found, _deed(ProductAction.PUBLISH, on), _deed(ProductAction.WITHDRAW_WORK, off)]


Decided = tuple[Product, AuditEntry | None, "list[table.Action] | tuple[()]"]


def _changed(product_id: str, decide_: Callable[[Product], Decided | None]) -> Product:
    try:
        return store.change(product_id, decide_)
    except ConditionFailed as error:
        raise ProductChanged("有人刚刚上线或下线了这个产品，请刷新后再试。") from error


def _lacks(by: Actor, permission: str, product: Product) -> str:
    try:
        people.require(by, permission, product.unit)
    except people.PermissionDenied as error:
        return str(error)
    return ""


def _deed(action: ProductAction, why: str) -> Deed:
    return Deed(name=action.value, label=ACTION_NAMES[action], allowed=not why, why=why)


def _why_not_publish(product: Product) -> str:
    if product.state is not ArticleState.APPROVED:
        return "审核通过后才能上线。"
    if not module_of(product.form).NEEDS_FILES or product.files_made:
        return ""
    made = product.made
    if made is not None and made.revision == product.revision:
        return f"文件没有生成：{made.problem}"
    return "文件还在生成，请稍后再试。"


def _published(product: Product, now: datetime) -> list[table.Action]:
    """What a form writes with its publication, where it has ``published``."""
    more = getattr(module_of(product.form), "published", None)
    if more is None:
        return []
    base = settings().h5_url
    path = works.path_of(product.account, WorkKind(product.form.value), product.id)
    page = f"{base}{path}" if base else ""
    written: list[table.Action] = more(
        product.account, product.id, product.title, page, content_of(product), now
    )
    return written


def _check_whole(product: Product) -> None:
    lacking = missing(product)
    if lacking:
        said = "；".join(one.problem for one in lacking)
        raise BadProduct(f"还不能送审：{said}。", fields=lacking)


def work_of(product: Product, now: datetime, content: Any = None) -> Work:
    """The work that the latest revision, or ``content`` in its place, is or would be to followers."""
    files = dict(product.made.files) if product.made and product.files_made else {}
    key = files.pop(CONTENT, "")
    return Work(
        account=product.account,
        kind=WorkKind(product.form.value),
        id=product.id,
        title=product.title,
        content=module_of(product.form).work_of(content or content_of(product), product.title),
        key=key,
        files=files,
        published_at=now,
    )


def _stored(form: Form, content: Mapping[str, Any] | None, title: str) -> str:
    made = module_of(form).empty(title) if content is None else read_content(form, content)
    body: bytes = made.model_dump_json().encode()
    if len(body) > _MOST_BYTES:
        raise BadProduct(f"内容太大：{len(body) // 1000} KB，最多 {_MOST_BYTES // 1000} KB。")
    return store.save_content(body)


def _revision(product: Product, by: Actor, now: datetime, note: str) -> ProductRevision:
    return ProductRevision(
        product=product.id,
        number=product.revision,
        key=product.key,
        title=product.title,
        by=by.person,
        at=now,
        note=note[:200],
    )


def _entry(product: Product, permission: str, by: Actor, now: datetime, note: str) -> AuditEntry:
    return audit.entry_of(
        by, permission, unit=product.unit, object=f"product:{product.id}", at=now, note=note
    )


def _bad(error: ValidationError) -> BadProduct:
    fields = [
        Field(".".join(map(str, found["loc"])), reason_of(found))
        for found in error.errors(include_input=False)
    ]
    said = "；".join(f"{one.name} {one.problem}" for one in fields[:5])
    return BadProduct(f"填写有误：{said}。", fields=fields)
