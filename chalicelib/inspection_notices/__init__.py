"""Papers of inspections: the quarterly notice (通报) and the self-check (自查报告), as .docx and .xlsx (docs/inspection-notices.md).

Pure but for ``store``; who may, and what is gathered, stands in ``chalicelib/application/``.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.inspection_notices.body import Annex as Annex
    from chalicelib.inspection_notices.body import Body as Body
    from chalicelib.inspection_notices.body import Fact as Fact
    from chalicelib.inspection_notices.body import Part as Part
    from chalicelib.inspection_notices.body import Section as Section
    from chalicelib.inspection_notices.document import document_of as document_of
    from chalicelib.inspection_notices.errors import BadSpan as BadSpan
    from chalicelib.inspection_notices.errors import NothingToTell as NothingToTell
    from chalicelib.inspection_notices.errors import NoticeError as NoticeError
    from chalicelib.inspection_notices.errors import TextTaken as TextTaken
    from chalicelib.inspection_notices.errors import UnknownNotice as UnknownNotice
    from chalicelib.inspection_notices.made import METHODS as METHODS
    from chalicelib.inspection_notices.made import NAMES as NAMES
    from chalicelib.inspection_notices.made import Made as Made
    from chalicelib.inspection_notices.models import AccountChecked as AccountChecked
    from chalicelib.inspection_notices.models import Activity as Activity
    from chalicelib.inspection_notices.models import CheckMethod as CheckMethod
    from chalicelib.inspection_notices.models import Choice as Choice
    from chalicelib.inspection_notices.models import FindingTold as FindingTold
    from chalicelib.inspection_notices.models import Material as Material
    from chalicelib.inspection_notices.models import NoticeTexts as NoticeTexts
    from chalicelib.inspection_notices.models import PaperKind as PaperKind
    from chalicelib.inspection_notices.models import Past as Past
    from chalicelib.inspection_notices.models import Source as Source
    from chalicelib.inspection_notices.models import Span as Span
    from chalicelib.inspection_notices.notice_text import notice_of as notice_of
    from chalicelib.inspection_notices.periods import asked as asked
    from chalicelib.inspection_notices.periods import day_name as day_name
    from chalicelib.inspection_notices.periods import name_of as name_of
    from chalicelib.inspection_notices.periods import quarter_of as quarter_of
    from chalicelib.inspection_notices.sampling import drawn as drawn
    from chalicelib.inspection_notices.self_check_text import self_check_of as self_check_of
    from chalicelib.inspection_notices.store import FORMS as FORMS
    from chalicelib.inspection_notices.store import Kept as Kept
    from chalicelib.inspection_notices.store import file as file
    from chalicelib.inspection_notices.store import get as get
    from chalicelib.inspection_notices.store import keep as keep
    from chalicelib.inspection_notices.store import kept as kept
    from chalicelib.inspection_notices.store import key_at as key_at
    from chalicelib.inspection_notices.store import link as link
    from chalicelib.inspection_notices.store import notice_id as notice_id
    from chalicelib.inspection_notices.store import of as of
    from chalicelib.inspection_notices.store import remove as remove
    from chalicelib.inspection_notices.store import save_texts as save_texts
    from chalicelib.inspection_notices.store import texts as texts
    from chalicelib.inspection_notices.verdicts import Counted as Counted
    from chalicelib.inspection_notices.verdicts import Verdict as Verdict
    from chalicelib.inspection_notices.verdicts import city_of as city_of
    from chalicelib.inspection_notices.verdicts import counted as counted
    from chalicelib.inspection_notices.verdicts import grouped as grouped
    from chalicelib.inspection_notices.verdicts import judged as judged
    from chalicelib.inspection_notices.verdicts import ranked as ranked
    from chalicelib.inspection_notices.wording import share as share
    from chalicelib.inspection_notices.workbook import workbook_of as workbook_of
else:
    __getattr__ = opens(
        __name__,
        {
            "body": ["Annex", "Body", "Fact", "Part", "Section"],
            "document": ["document_of"],
            "errors": ["BadSpan", "NothingToTell", "NoticeError", "TextTaken", "UnknownNotice"],
            "made": ["METHODS", "NAMES", "Made"],
            "models": [
                "AccountChecked",
                "Activity",
                "Choice",
                "FindingTold",
                "PaperKind",
                "Material",
                "CheckMethod",
                "Past",
                "Source",
                "Span",
                "NoticeTexts",
            ],
            "notice_text": ["notice_of"],
            "periods": ["asked", "day_name", "name_of", "quarter_of"],
            "sampling": ["drawn"],
            "self_check_text": ["self_check_of"],
            "store": [
                "FORMS",
                "Kept",
                "file",
                "get",
                "keep",
                "kept",
                "key_at",
                "link",
                "notice_id",
                "of",
                "remove",
                "save_texts",
                "share",
                "texts",
            ],
            "verdicts": ["Counted", "Verdict", "city_of", "counted", "grouped", "judged", "ranked"],
            "wording": ["share"],
            "workbook": ["workbook_of"],
        },
    )

__all__ = [
    "FORMS",
    "METHODS",
    "NAMES",
    "AccountChecked",
    "Activity",
    "Annex",
    "BadSpan",
    "Body",
    "CheckMethod",
    "Choice",
    "Counted",
    "Fact",
    "FindingTold",
    "Kept",
    "Made",
    "Material",
    "NothingToTell",
    "NoticeError",
    "NoticeTexts",
    "PaperKind",
    "Part",
    "Past",
    "Section",
    "Source",
    "Span",
    "TextTaken",
    "UnknownNotice",
    "Verdict",
    "asked",
    "city_of",
    "counted",
    "day_name",
    "document_of",
    "drawn",
    "file",
    "get",
    "grouped",
    "judged",
    "keep",
    "kept",
    "key_at",
    "link",
    "name_of",
    "notice_id",
    "notice_of",
    "of",
    "quarter_of",
    "ranked",
    "remove",
    "save_texts",
    "self_check_of",
    "share",
    "texts",
    "workbook_of",
]
