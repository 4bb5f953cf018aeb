"""Inspection (巡检): indicators as data, what is found by them over all that is published, and how it is put right."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.inspection import labels as labels
    from chalicelib.inspection.activity import Activity as Activity
    from chalicelib.inspection.activity import activity_covers as activity_covers
    from chalicelib.inspection.activity import activity_faults as activity_faults
    from chalicelib.inspection.assigning import ASSIGN as ASSIGN
    from chalicelib.inspection.assigning import ASSIGNED as ASSIGNED
    from chalicelib.inspection.assigning import assign as assign
    from chalicelib.inspection.assigning import assignees as assignees
    from chalicelib.inspection.assigning import not_now as not_now
    from chalicelib.inspection.assigning import owned_by as owned_by
    from chalicelib.inspection.assigning import pass_on as pass_on
    from chalicelib.inspection.deeds import ADD as ADD
    from chalicelib.inspection.deeds import APPEAL as APPEAL
    from chalicelib.inspection.deeds import DECIDE as DECIDE
    from chalicelib.inspection.deeds import PERMISSION as PERMISSION
    from chalicelib.inspection.deeds import READ as READ
    from chalicelib.inspection.deeds import RECTIFY as RECTIFY
    from chalicelib.inspection.deeds import act as act
    from chalicelib.inspection.deeds import add_finding as add_finding
    from chalicelib.inspection.deeds import place_told as place_told
    from chalicelib.inspection.deeds import refusal as refusal
    from chalicelib.inspection.errors import BadFinding as BadFinding
    from chalicelib.inspection.errors import BadIndicators as BadIndicators
    from chalicelib.inspection.errors import FindingChanged as FindingChanged
    from chalicelib.inspection.errors import IndicatorsChanged as IndicatorsChanged
    from chalicelib.inspection.errors import InspectionError as InspectionError
    from chalicelib.inspection.errors import UnknownFinding as UnknownFinding
    from chalicelib.inspection.errors import UnknownIndicator as UnknownIndicator
    from chalicelib.inspection.errors import UnknownRun as UnknownRun
    from chalicelib.inspection.errors import WrongState as WrongState
    from chalicelib.inspection.faults import CHECK_NAMES as CHECK_NAMES
    from chalicelib.inspection.finding_store import get as get
    from chalicelib.inspection.finding_store import id_of as id_of
    from chalicelib.inspection.finding_store import listed as listed
    from chalicelib.inspection.finding_store import of_account as of_account
    from chalicelib.inspection.finding_store import of_unit as of_unit
    from chalicelib.inspection.finding_store import open_of as open_of
    from chalicelib.inspection.indicator_store import current as current
    from chalicelib.inspection.indicator_store import version as version
    from chalicelib.inspection.indicator_store import versions as versions
    from chalicelib.inspection.indicators import built_in as built_in
    from chalicelib.inspection.indicators import difference as difference
    from chalicelib.inspection.indicators import rules_for as rules_for
    from chalicelib.inspection.indicators import told as told
    from chalicelib.inspection.links import TOGETHER as TOGETHER
    from chalicelib.inspection.links import LinkSeen as LinkSeen
    from chalicelib.inspection.links import Look as Look
    from chalicelib.inspection.links import ask_links as ask_links
    from chalicelib.inspection.links import judged as judged
    from chalicelib.inspection.links import link_covers as link_covers
    from chalicelib.inspection.links import link_faults as link_faults
    from chalicelib.inspection.links import links_of as links_of
    from chalicelib.inspection.lists import SET as SET
    from chalicelib.inspection.lists import Known as Known
    from chalicelib.inspection.lists import compare as compare
    from chalicelib.inspection.lists import forbid as forbid
    from chalicelib.inspection.lists import known as known
    from chalicelib.inspection.lists import permit as permit
    from chalicelib.inspection.lists import permitted_for as permitted_for
    from chalicelib.inspection.lists import restore as restore
    from chalicelib.inspection.lists import rules_above as rules_above
    from chalicelib.inspection.lists import rules_of as rules_of
    from chalicelib.inspection.lists import set_indicators as set_indicators
    from chalicelib.inspection.lists import words_of as words_of
    from chalicelib.inspection.models import ACTIVE as ACTIVE
    from chalicelib.inspection.models import TO_DO as TO_DO
    from chalicelib.inspection.models import Ended as Ended
    from chalicelib.inspection.models import Fault as Fault
    from chalicelib.inspection.models import Finding as Finding
    from chalicelib.inspection.models import FindingAction as FindingAction
    from chalicelib.inspection.models import FindingSeverity as FindingSeverity
    from chalicelib.inspection.models import FindingState as FindingState
    from chalicelib.inspection.models import Indicator as Indicator
    from chalicelib.inspection.models import IndicatorGroup as IndicatorGroup
    from chalicelib.inspection.models import Inspected as Inspected
    from chalicelib.inspection.models import Listed as Listed
    from chalicelib.inspection.models import ListedWord as ListedWord
    from chalicelib.inspection.models import Method as Method
    from chalicelib.inspection.models import OpenFindings as OpenFindings
    from chalicelib.inspection.models import Permitted as Permitted
    from chalicelib.inspection.models import Place as Place
    from chalicelib.inspection.models import PlaceKind as PlaceKind
    from chalicelib.inspection.models import Rules as Rules
    from chalicelib.inspection.models import Run as Run
    from chalicelib.inspection.models import RunKind as RunKind
    from chalicelib.inspection.models import Step as Step
    from chalicelib.inspection.models import UnitIndicators as UnitIndicators
    from chalicelib.inspection.nights import START as START
    from chalicelib.inspection.nights import begin as begin
    from chalicelib.inspection.nights import begin_night as begin_night
    from chalicelib.inspection.nights import night_due as night_due
    from chalicelib.inspection.nights import night_id as night_id
    from chalicelib.inspection.published import MOST_CALLS as MOST_CALLS
    from chalicelib.inspection.published import PER_PAGE as PER_PAGE
    from chalicelib.inspection.published import KeptPublication as KeptPublication
    from chalicelib.inspection.published import OutOfCalls as OutOfCalls
    from chalicelib.inspection.published import PublishedIndex as PublishedIndex
    from chalicelib.inspection.published import SeenFile as SeenFile
    from chalicelib.inspection.published import SentArticle as SentArticle
    from chalicelib.inspection.published import Synced as Synced
    from chalicelib.inspection.published import article_place as article_place
    from chalicelib.inspection.published import places_of as places_of
    from chalicelib.inspection.published import synced as synced
    from chalicelib.inspection.published import texts_of as texts_of
    from chalicelib.inspection.published_page import read_page as read_page
    from chalicelib.inspection.reading import findings as findings
    from chalicelib.inspection.reading import open_by_account as open_by_account
    from chalicelib.inspection.reading import runs as runs
    from chalicelib.inspection.recording import Recorded as Recorded
    from chalicelib.inspection.recording import record as record
    from chalicelib.inspection.run_store import claim as claim
    from chalicelib.inspection.run_store import due as due
    from chalicelib.inspection.run_store import finish as finish
    from chalicelib.inspection.run_store import forget as forget
    from chalicelib.inspection.run_store import last_of as last_of
    from chalicelib.inspection.run_store import last_of_each as last_of_each
    from chalicelib.inspection.run_store import make_due as make_due
    from chalicelib.inspection.run_store import of_run as of_run
    from chalicelib.inspection.run_store import run as run
    from chalicelib.inspection.run_store import run_list as run_list
    from chalicelib.inspection.scores import Score as Score
    from chalicelib.inspection.scores import score as score
    from chalicelib.inspection.texts import Judge as Judge
    from chalicelib.inspection.texts import Text as Text
else:
    __getattr__ = opens(
        __name__,
        {
            "": ["labels"],
            "activity": ["Activity", "activity_covers", "activity_faults"],
            "assigning": [
                "ASSIGN",
                "ASSIGNED",
                "assign",
                "assignees",
                "not_now",
                "owned_by",
                "pass_on",
            ],
            "deeds": [
                "ADD",
                "APPEAL",
                "DECIDE",
                "PERMISSION",
                "READ",
                "RECTIFY",
                "act",
                "add_finding",
                "place_told",
                "refusal",
            ],
            "errors": [
                "BadFinding",
                "BadIndicators",
                "FindingChanged",
                "IndicatorsChanged",
                "InspectionError",
                "UnknownFinding",
                "UnknownIndicator",
                "UnknownRun",
                "WrongState",
            ],
            "faults": ["CHECK_NAMES"],
            "finding_store": ["get", "id_of", "listed", "of_account", "of_unit", "open_of"],
            "indicator_store": ["current", "version", "versions"],
            "indicators": ["built_in", "difference", "rules_for", "told"],
            "links": [
                "LinkSeen",
                "Look",
                "TOGETHER",
                "ask_links",
                "judged",
                "link_covers",
                "link_faults",
                "links_of",
            ],
            "lists": [
                "Known",
                "SET",
                "compare",
                "forbid",
                "known",
                "permit",
                "permitted_for",
                "restore",
                "rules_above",
                "rules_of",
                "set_indicators",
                "words_of",
            ],
            "models": [
                "ACTIVE",
                "Ended",
                "Fault",
                "Finding",
                "FindingAction",
                "FindingSeverity",
                "FindingState",
                "Indicator",
                "IndicatorGroup",
                "Inspected",
                "Listed",
                "ListedWord",
                "Method",
                "OpenFindings",
                "Permitted",
                "Place",
                "PlaceKind",
                "Rules",
                "Run",
                "RunKind",
                "Step",
                "TO_DO",
                "UnitIndicators",
            ],
            "published": [
                "KeptPublication",
                "MOST_CALLS",
                "OutOfCalls",
                "PER_PAGE",
                "PublishedIndex",
                "SeenFile",
                "SentArticle",
                "Synced",
                "article_place",
                "places_of",
                "synced",
                "texts_of",
            ],
            "published_page": ["read_page"],
            "reading": ["findings", "open_by_account", "runs"],
            "recording": ["Recorded", "record"],
            "run_store": [
                "claim",
                "due",
                "finish",
                "forget",
                "last_of",
                "last_of_each",
                "make_due",
                "of_run",
                "run",
                "run_list",
            ],
            "nights": ["START", "begin", "begin_night", "night_due", "night_id"],
            "scores": ["Score", "score"],
            "texts": ["Judge", "Text"],
        },
    )
