"""Inbound message → reply: rules, reply book, the answer ladder.

The callback starts with this door, so it is light: the names below are of modules that a reply needs anyway. The
rest is opened late; editing, trying out and importing rules is done by people, not by the callback.
"""

from typing import TYPE_CHECKING

from chalicelib.conversation.inbox.callback import Answer, Counter, answer, receive, verify
from chalicelib.conversation.inbox.store import (
    MESSAGE,
    PREFIX,
    RecordedPush,
    department,
    latest,
    recorded,
)
from chalicelib.conversation.ladder.context import AccountContext, asks_something, bare, spoken
from chalicelib.conversation.ladder.decide import LADDER, decide
from chalicelib.conversation.ladder.knowledge_source import (
    KnowledgeSource,
    OpenKnowledge,
    forget_unread,
    stored_knowledge,
)
from chalicelib.conversation.ladder.links import LinkKind, LinkTarget, link, link_target
from chalicelib.conversation.ladder.rungs.counter import COUNTER_KEY, HALL_SCENE
from chalicelib.conversation.ladder.rungs.knowledge import DOC, policies_told
from chalicelib.conversation.ladder.rungs.service import SERVICE_KEY
from chalicelib.conversation.models import (
    ACCOUNT_IN_PAGE,
    AskedMessage,
    Decision,
    Handover,
    Hours,
    Pick,
    Reason,
    Replies,
    ReplyRules,
    Rule,
    Rung,
    Service,
    Stop,
)
from chalicelib.conversation.rules.matcher import Matcher, fold
from chalicelib.conversation.rules.reply_book import (
    BookFile,
    ReplyBook,
    book,
    forget_books,
    open_book,
    to_bytes,
)
from chalicelib.conversation.rules.services import (
    ServiceBook,
    forget_services,
    stored_services,
    told_ahead,
)
from chalicelib.conversation.rules.services import to_bytes as services_to_bytes
from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.conversation import erasure as erasure
    from chalicelib.conversation import follow_ups as follow_ups
    from chalicelib.conversation import labels as labels
    from chalicelib.conversation import rules_file as rules_file
    from chalicelib.conversation import second_look as second_look
    from chalicelib.conversation.errors import ConversationError as ConversationError
    from chalicelib.conversation.errors import MenuNotCreated as MenuNotCreated
    from chalicelib.conversation.errors import NoSuchVersion as NoSuchVersion
    from chalicelib.conversation.errors import RulesFileErrors as RulesFileErrors
    from chalicelib.conversation.errors import RulesInForce as RulesInForce
    from chalicelib.conversation.follow_ups import send_follow_ups as send_follow_ups
    from chalicelib.conversation.inbox.many import PushName as PushName
    from chalicelib.conversation.inbox.many import on_record as on_record
    from chalicelib.conversation.ladder.news import news_with as news_with
    from chalicelib.conversation.ladder.told import told_text as told_text
    from chalicelib.conversation.rules.versions import BookVersion as BookVersion
    from chalicelib.conversation.rules.versions import RuleCounts as RuleCounts
    from chalicelib.conversation.rules.versions import import_rules as import_rules
    from chalicelib.conversation.rules.versions import knowledge_of as knowledge_of
    from chalicelib.conversation.rules.versions import (
        put_knowledge_in_force as put_knowledge_in_force,
    )
    from chalicelib.conversation.rules.versions import restore_rules as restore_rules
    from chalicelib.conversation.rules.versions import rule_versions as rule_versions
    from chalicelib.conversation.rules.versions import rules_in_force as rules_in_force
    from chalicelib.conversation.rules.versions import rules_of as rules_of
    from chalicelib.conversation.rules_file.typed import RuleText as RuleText
    from chalicelib.conversation.rules_file.vocabulary import Trigger as Trigger
    from chalicelib.conversation.tryout.dry_run import AnswerSummary as AnswerSummary
    from chalicelib.conversation.tryout.dry_run import DryRun as DryRun
    from chalicelib.conversation.tryout.dry_run import dry_run as dry_run
    from chalicelib.conversation.tryout.explain import Explanation as Explanation
    from chalicelib.conversation.tryout.explain import Step as Step
    from chalicelib.conversation.tryout.explain import Why as Why
    from chalicelib.conversation.tryout.explain import explain as explain
    from chalicelib.conversation.tryout.hidden_answers import hidden_answers as hidden_answers
    from chalicelib.conversation.tryout.lint import FindingKind as FindingKind
    from chalicelib.conversation.tryout.lint import RuleFinding as RuleFinding
    from chalicelib.conversation.tryout.lint import dead_links as dead_links
    from chalicelib.conversation.tryout.lint import lint as lint
    from chalicelib.conversation.tryout.lint import web_addresses as web_addresses
    from chalicelib.conversation.wechat_import import Loss as Loss
    from chalicelib.conversation.wechat_import import Takeover as Takeover
    from chalicelib.conversation.wechat_import import take_over as take_over
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["erasure", "follow_ups", "labels", "rules_file", "second_look"],
            "errors": [
                "ConversationError",
                "MenuNotCreated",
                "NoSuchVersion",
                "RulesFileErrors",
                "RulesInForce",
            ],
            "follow_ups": ["send_follow_ups"],
            "inbox.many": ["PushName", "on_record"],
            "ladder.news": ["news_with"],
            "ladder.told": ["told_text"],
            "rules.versions": [
                "BookVersion",
                "RuleCounts",
                "import_rules",
                "knowledge_of",
                "put_knowledge_in_force",
                "restore_rules",
                "rule_versions",
                "rules_in_force",
                "rules_of",
            ],
            "rules_file.typed": ["RuleText"],
            "rules_file.vocabulary": ["Trigger"],
            "tryout.dry_run": ["AnswerSummary", "DryRun", "dry_run"],
            "tryout.explain": ["Explanation", "Step", "Why", "explain"],
            "tryout.hidden_answers": ["hidden_answers"],
            "tryout.lint": ["FindingKind", "RuleFinding", "dead_links", "lint", "web_addresses"],
            "wechat_import": ["Loss", "Takeover", "take_over"],
        },
    )

__all__ = [
    "ACCOUNT_IN_PAGE",
    "COUNTER_KEY",
    "DOC",
    "HALL_SCENE",
    "LADDER",
    "MESSAGE",
    "PREFIX",
    "SERVICE_KEY",
    "AccountContext",
    "Answer",
    "AnswerSummary",
    "AskedMessage",
    "BookFile",
    "BookVersion",
    "ConversationError",
    "Counter",
    "Decision",
    "DryRun",
    "Explanation",
    "FindingKind",
    "Handover",
    "Hours",
    "KnowledgeSource",
    "LinkKind",
    "LinkTarget",
    "Loss",
    "Matcher",
    "MenuNotCreated",
    "NoSuchVersion",
    "OpenKnowledge",
    "Pick",
    "PushName",
    "Reason",
    "RecordedPush",
    "Replies",
    "ReplyBook",
    "ReplyRules",
    "Rule",
    "RuleCounts",
    "RuleFinding",
    "RuleText",
    "RulesFileErrors",
    "RulesInForce",
    "Rung",
    "Service",
    "ServiceBook",
    "Step",
    "Stop",
    "Takeover",
    "Trigger",
    "Why",
    "answer",
    "asks_something",
    "bare",
    "book",
    "dead_links",
    "decide",
    "department",
    "dry_run",
    "erasure",
    "explain",
    "fold",
    "follow_ups",
    "forget_books",
    "forget_services",
    "forget_unread",
    "hidden_answers",
    "import_rules",
    "knowledge_of",
    "labels",
    "latest",
    "link",
    "link_target",
    "lint",
    "news_with",
    "on_record",
    "open_book",
    "policies_told",
    "put_knowledge_in_force",
    "receive",
    "recorded",
    "restore_rules",
    "rule_versions",
    "rules_file",
    "rules_in_force",
    "rules_of",
    "second_look",
    "send_follow_ups",
    "services_to_bytes",
    "spoken",
    "stored_knowledge",
    "stored_services",
    "take_over",
    "to_bytes",
    "told_ahead",
    "told_text",
    "verify",
    "web_addresses",
]
