"""A field of an entry or a document stands in two places: its model, and its column."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from typer.main import get_command

from chalicelib.knowledge import FaqEntry, Link, PolicyDocument, columns, files, versions
from chalicelib.knowledge.columns import FAQ, POLICY
from chalicelib.knowledge.files import rows
from chalicelib.sheets.columns import Column, Form
from cli.knowledge import faq
from cli.knowledge.column_options import with_columns
from cli.knowledge.shared import column_facts

ENTRY = FaqEntry(
    id="q-1",
    question="怎么开发票",
    variants=("开票", "开|票"),
    answer="登录\n开票",
    owner="征管处",
    basis=(Link(title="某办法", url="https://a.example/"),),
    valid_from=datetime(2026, 1, 1, 16, tzinfo=UTC),
    valid_until=datetime(2026, 6, 30, 16, tzinfo=UTC),
    audience="企业",
    region="青溪市",
)
DOCUMENT = PolicyDocument(
    id="p-1", number="云税发〔2026〕3号", title="某通知", issued=date(2026, 1, 15), topics=("个税",)
)


@pytest.mark.parametrize(("kind", "of"), [(FaqEntry, FAQ), (PolicyDocument, POLICY)])
def test_every_field_has_a_column(kind: type[Any], of: tuple[Column, ...]) -> None:
    assert {one.field for one in of} == set(kind.model_fields)


@pytest.mark.parametrize(("one", "of"), [(ENTRY, FAQ), (DOCUMENT, POLICY)])
def test_a_column_reads_what_it_writes(
    one: FaqEntry | PolicyDocument, of: tuple[Column, ...]
) -> None:
    for column in of:
        value = getattr(one, column.field)
        if value:
            assert column.form.read(column.written(value)) == value


def test_every_column_is_an_option_of_edit() -> None:
    edit = get_command(faq.app).commands["edit"]  # type: ignore[attr-defined]
    assert {one.field for one in FAQ} - {"id"} <= {one.name for one in edit.params}


def test_a_validity_is_shown_to_its_last_day() -> None:
    shown = dict(column_facts(FAQ, ENTRY))
    assert (shown["生效时间"], shown["失效时间"]) == ("2026-01-02", "2026-06-30")


def test_a_column_more_is_read_written_compared_shown_and_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The proof: a model with a field more and a row more, and nothing else is touched."""

    class Entry(FaqEntry):
        phone: str = ""

    phone = Column("phone", "咨询电话", ("电话",), "如 12366。", Form(str))
    wider = (*FAQ, phone)
    layout = rows.layout_of(wider, "问答", "找不到表头")
    monkeypatch.setattr(columns, "FAQ", wider)
    monkeypatch.setattr(rows, "FAQ", wider)
    monkeypatch.setattr(rows, "FaqEntry", Entry)
    for module in ("read", "write"):
        monkeypatch.setattr(f"chalicelib.knowledge.files.{module}.FAQ_LAYOUT", layout)

    body = "问题,答案,电话\n甲,一,12366\n".encode()
    read = files.read_faq("问答.csv", body).kept
    assert [getattr(one, "phone") for one in read] == ["12366"]  # noqa: B009 - a field of this test
    assert "咨询电话" in files.write_faq("问答.csv", read).decode("utf-8-sig")
    assert files.read_faq("a.xlsx", files.write_faq("a.xlsx", read)).kept == read
    changed = read[0].model_copy(update={"phone": "12345"})
    [change] = versions.compare(read, [changed]).changed
    assert change.fields == (("phone", "12366", "12345"),)
    assert change.shown == (("咨询电话", "12366", "12345"),)
    assert ("咨询电话", "12345") in column_facts(wider, changed)

    typed: dict[str, str] = {}

    @with_columns(wider)
    def edit(cells: dict[str, str]) -> None:
        typed.update(cells)

    edit(**{one.field: None for one in FAQ}, phone="12366")
    assert typed == {"phone": "12366"}
