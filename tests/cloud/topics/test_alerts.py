"""A release that brings a policy document prepares its alert, once; nothing goes out before a person confirms it."""

from __future__ import annotations

from datetime import date

from chalicelib import knowledge, notices
from chalicelib.application import policy_alerts
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.cloud import table
from chalicelib.knowledge import PolicyDocument
from tests.cloud.desk.conftest import ACCOUNT
from tests.cloud.topics.world import FA, ZHI, Loop


def test_a_release_prepares_the_alert_of_a_new_document_once(loop: Loop) -> None:
    content = "政策:{{thing1.DATA}}\n时间:{{date2.DATA}}"
    template = notices.Template(
        id="tpl",
        title="政策更新提醒",
        kind=notices.TemplateKind.LONG_TERM,
        fields=notices.fields.read_fields(content),
        content=content,
        fetched_at=loop.now,
    )
    table.transact([notices.setup_store.template_action(ACCOUNT, template)])
    lines = {"thing1": "{title}", "date2": "{time}"}
    wiring = notices.Wiring(purpose=notices.Purpose.POLICY_ALERT, template="tpl", lines=lines)
    notices.setup_store.wire(ACCOUNT, wiring, [])
    accepted = {"tpl": lambda one: one.model_copy(update={"left": 1, "accepted_at": 1})}
    notices.consent_store.change(ACCOUNT, "oA", accepted)
    paper = PolicyDocument(id="p12", title="关于小微企业减半征收的公告", issued=date(2026, 12, 1))
    made = knowledge.versions.import_policies(
        ACCOUNT, [paper], by=ZHI, now=loop.now, source="test"
    ).version
    assert made is not None
    knowledge.versions.submit(ACCOUNT, made.version, by=ZHI, now=loop.now)
    for _ in range(2):
        release_knowledge(ACCOUNT, made.version, by=FA, now=loop.now)
    [alert] = notices.list_store.of_account(ACCOUNT)
    assert alert.state is notices.ListState.PREPARED
    assert alert.data == {"thing1": paper.title, "date2": "2026年12月1日"}
    assert policy_alerts.released(ACCOUNT, frozenset(), by=FA, now=loop.now) == 1
    assert len(notices.list_store.of_account(ACCOUNT)) == 1
