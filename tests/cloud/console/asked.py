"""An account that answers: rules, knowledge of which one version is in force and one waits, and a question it did not know."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from chalicelib import conversation, knowledge
from chalicelib.actor import local
from chalicelib.application import policy_library, reply_rules
from chalicelib.application.knowledge_base import mark_of
from chalicelib.application.release_knowledge import release_knowledge
from chalicelib.clock import utc_now
from chalicelib.conversation import Decision, RecordedPush, Replies, ReplyRules, Rule, Rung, Trigger
from chalicelib.insight import question_key
from chalicelib.knowledge import FaqEntry, Knowledge, PolicyDocument
from chalicelib.wechat.replies import TextReply
from tests.cloud.insight.asked_questions import learn
from tests.unit.conversation.messages import push

QUESTION: Final = "月亮上能开票吗"
MAKER: Final = "bian"
RELEASER: Final = "fa"


def ask_robot(account: str, *texts: str, who: str = "o-asker") -> None:
    """Messages of the last minutes that got the default reply, as the stream keeps them."""
    now = utc_now()
    for n, text in enumerate(texts):
        at = int((now - timedelta(minutes=5)).timestamp()) + n
        message = push("text", Content=text, FromUserName=who, MsgId=f"{who}{n}", CreateTime=at)
        decision = Decision(rung=Rung.DEFAULT)
        learn(RecordedPush(account, message.key, message, decision, at, at + 86_400))


def fill(account: str, mark: str) -> dict[str, str]:
    """Make it; returns ids by the names that routes give them."""
    by, now = local("ops"), utc_now()
    rule = Rule(name=f"{mark}地址", exact=("地址",), replies=(TextReply(content=f"{mark}大厅"),))
    default = Replies(replies=(TextReply(content=f"{mark}没学会"),))
    conversation.import_rules(
        account, ReplyRules(rules=(rule,), default=default), source="规则.xlsx", by=by, now=now
    )
    entry = FaqEntry(id="q-1", question=f"{mark}几点开门", answer=f"{mark}九点开门。")
    paper = PolicyDocument(id="p-1", number="税发〔2026〕3号", title=f"{mark}关于开门的通知")
    made = _edited(account, Knowledge(entries=(entry,), policies=(paper,)))
    release_knowledge(account, made, by=local(RELEASER), now=now)
    second = FaqEntry(id="q-2", question=f"{mark}周六开门吗", answer=f"{mark}周六不开门。")
    waits = _edited(account, Knowledge(entries=(entry, second), policies=(paper,)))
    ask_robot(account, f"{mark}{QUESTION}")
    return {
        "entry_id": entry.id,
        "entry_mark": str(mark_of(entry)),
        "document_id": paper.id,
        "document_mark": str(policy_library.mark_of(paper)),
        "rule_name": rule.name,
        "rule_mark": str(reply_rules.Row(Trigger.KEYWORD, rule.name, rule).mark),
        "key": question_key(f"{mark}{QUESTION}"),
        "in_review": str(waits),
    }


def _edited(account: str, known: Knowledge) -> int:
    """A version of this content, made and handed in."""
    by, now = local(MAKER), utc_now()
    made = knowledge.versions.edit(account, lambda _: known, by=by, source="问答.xlsx", now=now)
    assert made is not None
    knowledge.versions.submit(account, made.version, by=by, now=now)
    return made.version
