"""Items of this package: templates of an account, and what they serve.

| pk | sk | attributes |
|---|---|---|
| ``NOTICES#{account}`` | ``TEMPLATE#{id}`` | ``doc`` (Template), as WeChat last told it |
| ``NOTICES#{account}`` | ``PURPOSE#{purpose}`` | ``doc`` (Wiring): which template serves a purpose, and what stands in its fields |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from chalicelib.cloud import table
from chalicelib.notices.models import Purpose, Template, TemplateKind, Wiring

_TEMPLATE: Final = "TEMPLATE#"
_PURPOSE: Final = "PURPOSE#"


def template(account_id: str, template_id: str) -> Template | None:
    """One template; None where none of that id was fetched."""
    item = table.get(_pk(account_id), _TEMPLATE + template_id)
    return Template.model_validate_json(str(item["doc"])) if item else None


def templates(account_id: str) -> list[Template]:
    """Every template that the account has or had, those that it has first."""
    found = [Template.model_validate_json(str(item["doc"])) for item in table.query(_pk(account_id), _TEMPLATE, consistent=True)]  # fmt: skip
    return sorted(found, key=lambda one: (one.gone, one.title, one.id))


def kinds(account_id: str, template_ids: Iterable[str]) -> dict[str, TemplateKind]:
    """How long acceptances of these templates hold; of one that nobody fetched, for one notice."""
    found = {}
    for one in dict.fromkeys(template_ids):
        known = template(account_id, one)
        found[one] = known.kind if known else TemplateKind.ONE_TIME
    return found


def template_action(account_id: str, one: Template) -> table.Action:
    """The write of a template."""
    return table.put_action(
        {"pk": _pk(account_id), "sk": _TEMPLATE + one.id, "doc": one.model_dump_json()}
    )


def wiring(account_id: str, purpose: Purpose) -> Wiring | None:
    """What serves a purpose; None where nothing does."""
    item = table.get(_pk(account_id), _PURPOSE + purpose.value)
    return Wiring.model_validate_json(str(item["doc"])) if item else None


def wirings(account_id: str) -> dict[Purpose, Wiring]:
    """Everything that serves a purpose."""
    found = table.query(_pk(account_id), _PURPOSE, consistent=True)
    read = [Wiring.model_validate_json(str(item["doc"])) for item in found]
    return {one.purpose: one for one in read}


def wire(account_id: str, one: Wiring, also: Sequence[table.Action]) -> None:
    """Have a template serve a purpose, in one transaction with ``also``."""
    item: table.Item = {"pk": _pk(account_id), "sk": _PURPOSE + one.purpose.value, "doc": one.model_dump_json()}  # fmt: skip
    table.transact([table.put_action(item), *also])


def unwire(account_id: str, purpose: Purpose, also: Sequence[table.Action]) -> None:
    """Have nothing serve a purpose, in one transaction with ``also``."""
    table.transact([table.delete_action(_pk(account_id), _PURPOSE + purpose.value), *also])


def forget(account_id: str) -> None:
    """Delete everything of an account. Twice is once."""
    for item in list(table.query(_pk(account_id), consistent=True)):
        table.delete(str(item["pk"]), str(item["sk"]))


def _pk(account_id: str) -> str:
    return f"NOTICES#{account_id}"
