"""Subscription notices (订阅通知, 长期订阅): templates, consents counted per follower, and notices sent at most once.

Others call ``tell`` for a purpose (``Purpose``); the account says which template serves it. WeChat's events of consents
and of results come from the stream (``events``). docs/notices.md.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.notices import allowance as allowance
    from chalicelib.notices import consent_store as consent_store
    from chalicelib.notices import erasure as erasure
    from chalicelib.notices import events as events
    from chalicelib.notices import fetching as fetching
    from chalicelib.notices import fields as fields
    from chalicelib.notices import labels as labels
    from chalicelib.notices import list_store as list_store
    from chalicelib.notices import lists as lists
    from chalicelib.notices import setup_store as setup_store
    from chalicelib.notices.consent_store import Numbers as Numbers
    from chalicelib.notices.errors import BadNotice as BadNotice
    from chalicelib.notices.errors import BadReceivers as BadReceivers
    from chalicelib.notices.errors import ListInState as ListInState
    from chalicelib.notices.errors import NobodyConsents as NobodyConsents
    from chalicelib.notices.errors import NoticeChanged as NoticeChanged
    from chalicelib.notices.errors import NoticeError as NoticeError
    from chalicelib.notices.errors import NotSetUp as NotSetUp
    from chalicelib.notices.errors import TemplateInUse as TemplateInUse
    from chalicelib.notices.errors import UnknownList as UnknownList
    from chalicelib.notices.errors import UnknownTemplate as UnknownTemplate
    from chalicelib.notices.fetching import KeywordOffered as KeywordOffered
    from chalicelib.notices.fetching import TitleOffered as TitleOffered
    from chalicelib.notices.fields import Said as Said
    from chalicelib.notices.models import Consent as Consent
    from chalicelib.notices.models import ListState as ListState
    from chalicelib.notices.models import NoticeList as NoticeList
    from chalicelib.notices.models import Purpose as Purpose
    from chalicelib.notices.models import Sending as Sending
    from chalicelib.notices.models import SendingState as SendingState
    from chalicelib.notices.models import Tally as Tally
    from chalicelib.notices.models import Template as Template
    from chalicelib.notices.models import TemplateKind as TemplateKind
    from chalicelib.notices.models import Told as Told
    from chalicelib.notices.models import Wiring as Wiring
    from chalicelib.notices.purposes import PURPOSES as PURPOSES
    from chalicelib.notices.purposes import examples as examples
    from chalicelib.notices.sending_store import sending_sk as sending_sk
    from chalicelib.notices.tasks import is_task as is_task
    from chalicelib.notices.tasks import sweep as sweep
    from chalicelib.notices.tasks import work as work
    from chalicelib.notices.telling import may_tell as may_tell
    from chalicelib.notices.telling import sending_of as sending_of
    from chalicelib.notices.telling import tell as tell
    from chalicelib.notices.telling import wired as wired
else:
    __getattr__ = opens(
        __name__,
        {
            "": [
                "allowance",
                "consent_store",
                "erasure",
                "events",
                "fetching",
                "fields",
                "labels",
                "list_store",
                "lists",
                "setup_store",
            ],
            "consent_store": ["Numbers"],
            "fetching": ["KeywordOffered", "TitleOffered"],
            "fields": ["Said"],
            "errors": [
                "BadNotice",
                "BadReceivers",
                "ListInState",
                "NobodyConsents",
                "NoticeChanged",
                "NoticeError",
                "NotSetUp",
                "TemplateInUse",
                "UnknownList",
                "UnknownTemplate",
            ],
            "models": [
                "Consent",
                "ListState",
                "NoticeList",
                "Purpose",
                "Sending",
                "SendingState",
                "Tally",
                "Template",
                "TemplateKind",
                "Told",
                "Wiring",
            ],
            "purposes": ["PURPOSES", "examples"],
            "sending_store": ["sending_sk"],
            "telling": ["may_tell", "sending_of", "tell", "wired"],
            "tasks": ["is_task", "sweep", "work"],
        },
    )
