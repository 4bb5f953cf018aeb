"""Topics (选题): a unit's board from lead to publication, the departments that answer, and who answers for what."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.topics import agreements as agreements
    from chalicelib.topics import inquiries as inquiries
    from chalicelib.topics import labels as labels
    from chalicelib.topics import product_sets as product_sets
    from chalicelib.topics import progress as progress
    from chalicelib.topics import rules as rules
    from chalicelib.topics import working_days as working_days
    from chalicelib.topics.duties import duties_for as duties_for
    from chalicelib.topics.duties import duties_of as duties_of
    from chalicelib.topics.duties import set_duties as set_duties
    from chalicelib.topics.errors import BadTopic as BadTopic
    from chalicelib.topics.errors import NotYourTopic as NotYourTopic
    from chalicelib.topics.errors import TopicChanged as TopicChanged
    from chalicelib.topics.errors import TopicError as TopicError
    from chalicelib.topics.errors import TopicNotReady as TopicNotReady
    from chalicelib.topics.errors import UnknownTopic as UnknownTopic
    from chalicelib.topics.models import ANSWER_CHARS as ANSWER_CHARS
    from chalicelib.topics.models import NOTE_CHARS as NOTE_CHARS
    from chalicelib.topics.models import TITLE_CHARS as TITLE_CHARS
    from chalicelib.topics.models import Assignment as Assignment
    from chalicelib.topics.models import Basis as Basis
    from chalicelib.topics.models import BoardAction as BoardAction
    from chalicelib.topics.models import Department as Department
    from chalicelib.topics.models import DepartmentAnswer as DepartmentAnswer
    from chalicelib.topics.models import Duties as Duties
    from chalicelib.topics.models import Duty as Duty
    from chalicelib.topics.models import Inquiry as Inquiry
    from chalicelib.topics.models import InquiryAction as InquiryAction
    from chalicelib.topics.models import InquiryState as InquiryState
    from chalicelib.topics.models import Made as Made
    from chalicelib.topics.models import Origin as Origin
    from chalicelib.topics.models import ProductForm as ProductForm
    from chalicelib.topics.models import ProductSet as ProductSet
    from chalicelib.topics.models import ProductSets as ProductSets
    from chalicelib.topics.models import SetPart as SetPart
    from chalicelib.topics.models import Step as Step
    from chalicelib.topics.models import Telling as Telling
    from chalicelib.topics.models import Topic as Topic
    from chalicelib.topics.models import TopicState as TopicState
    from chalicelib.topics.models import Urged as Urged
    from chalicelib.topics.service import TopicText as TopicText
    from chalicelib.topics.service import Wanted as Wanted
    from chalicelib.topics.service import asked_for as asked_for
    from chalicelib.topics.service import asked_of as asked_of
    from chalicelib.topics.service import assign as assign
    from chalicelib.topics.service import attach as attach
    from chalicelib.topics.service import attach_product as attach_product
    from chalicelib.topics.service import board as board
    from chalicelib.topics.service import edit_topic as edit_topic
    from chalicelib.topics.service import finish as finish
    from chalicelib.topics.service import move as move
    from chalicelib.topics.service import new_lead as new_lead
    from chalicelib.topics.service import new_topic as new_topic
    from chalicelib.topics.service import order as order
    from chalicelib.topics.service import remind as remind
    from chalicelib.topics.service import topic_for as topic_for
    from chalicelib.topics.store import due as due
    from chalicelib.topics.store import entry_done as entry_done
    from chalicelib.topics.store import get as get
    from chalicelib.topics.store import of_article as of_article
    from chalicelib.topics.store import of_clusters as of_clusters
    from chalicelib.topics.store import of_unit as of_unit
    from chalicelib.topics.store import waiting_entries as waiting_entries
    from chalicelib.topics.transitions import BOARD as BOARD
    from chalicelib.topics.transitions import INQUIRY as INQUIRY
    from chalicelib.topics.transitions import Who as Who
else:
    __getattr__ = opens(
        __name__,
        {
            "": [
                "agreements",
                "inquiries",
                "labels",
                "progress",
                "rules",
                "working_days",
                "product_sets",
            ],
            "duties": ["duties_for", "duties_of", "set_duties"],
            "errors": [
                "BadTopic",
                "NotYourTopic",
                "TopicChanged",
                "TopicError",
                "TopicNotReady",
                "UnknownTopic",
            ],
            "models": [
                "ANSWER_CHARS",
                "NOTE_CHARS",
                "TITLE_CHARS",
                "Assignment",
                "Basis",
                "BoardAction",
                "Department",
                "DepartmentAnswer",
                "Duties",
                "Duty",
                "ProductForm",
                "Inquiry",
                "InquiryAction",
                "InquiryState",
                "Made",
                "Origin",
                "Step",
                "Telling",
                "Topic",
                "TopicState",
                "Urged",
                "ProductSet",
                "ProductSets",
                "SetPart",
            ],
            "service": [
                "TopicText",
                "asked_for",
                "asked_of",
                "assign",
                "attach",
                "board",
                "edit_topic",
                "finish",
                "move",
                "new_lead",
                "new_topic",
                "topic_for",
                "Wanted",
                "attach_product",
                "order",
                "remind",
            ],
            "store": [
                "due",
                "entry_done",
                "get",
                "of_article",
                "of_clusters",
                "of_unit",
                "waiting_entries",
            ],
            "transitions": ["BOARD", "INQUIRY", "Who"],
        },
    )

__all__ = [
    "ANSWER_CHARS",
    "BOARD",
    "INQUIRY",
    "NOTE_CHARS",
    "TITLE_CHARS",
    "Assignment",
    "BadTopic",
    "Basis",
    "BoardAction",
    "Department",
    "DepartmentAnswer",
    "Duties",
    "Duty",
    "Inquiry",
    "InquiryAction",
    "InquiryState",
    "Made",
    "NotYourTopic",
    "Origin",
    "ProductForm",
    "ProductSet",
    "ProductSets",
    "SetPart",
    "Step",
    "Telling",
    "Topic",
    "TopicChanged",
    "TopicError",
    "TopicNotReady",
    "TopicState",
    "TopicText",
    "UnknownTopic",
    "Urged",
    "Wanted",
    "Who",
    "agreements",
    "asked_for",
    "asked_of",
    "assign",
    "attach",
    "attach_product",
    "board",
    "due",
    "duties_for",
    "duties_of",
    "edit_topic",
    "entry_done",
    "finish",
    "get",
    "inquiries",
    "labels",
    "move",
    "new_lead",
    "new_topic",
    "of_article",
    "of_clusters",
    "of_unit",
    "order",
    "product_sets",
    "progress",
    "remind",
    "rules",
    "set_duties",
    "topic_for",
    "waiting_entries",
    "working_days",
]
