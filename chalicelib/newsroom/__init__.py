"""The newsroom: articles, checked against all that WeChat refuses, stored by their content, reviewed.

Composing an article from a file needs libraries that only an editor's machine has; nothing of it is imported before
somebody asks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.door import opens
from chalicelib.newsroom.articles.models import (
    ArticleAction,
    ArticleState,
    Released,
    Reviewed,
    Revision,
    StoredArticle,
)
from chalicelib.newsroom.errors import (
    ArticleRefused,
    NewsroomError,
    NotReleased,
    UnknownArticle,
    UnknownCheck,
    UnknownTheme,
    UnreadableFile,
)
from chalicelib.newsroom.models import (
    PICTURES,
    Article,
    ArticleKind,
    Finding,
    Picture,
    Severity,
    Written,
)

if TYPE_CHECKING:
    from chalicelib.newsroom.articles.content_store import content_key as content_key
    from chalicelib.newsroom.articles.content_store import forget_contents as forget_contents
    from chalicelib.newsroom.articles.content_store import picture_body as picture_body
    from chalicelib.newsroom.articles.content_store import read_content as read_content
    from chalicelib.newsroom.articles.content_store import read_written as read_written
    from chalicelib.newsroom.articles.content_store import save_content as save_content
    from chalicelib.newsroom.articles.diff import Difference as Difference
    from chalicelib.newsroom.articles.diff import Line as Line
    from chalicelib.newsroom.articles.diff import Part as Part
    from chalicelib.newsroom.articles.diff import text_difference as text_difference
    from chalicelib.newsroom.articles.file_uses import FileUse as FileUse
    from chalicelib.newsroom.articles.file_uses import file_uses as file_uses
    from chalicelib.newsroom.articles.labels import ACTION_NAMES as ACTION_NAMES
    from chalicelib.newsroom.articles.labels import AFTER_RETURN_NAMES as AFTER_RETURN_NAMES
    from chalicelib.newsroom.articles.labels import SEVERITY_NAMES as SEVERITY_NAMES
    from chalicelib.newsroom.articles.labels import STATE_NAMES as STATE_NAMES
    from chalicelib.newsroom.articles.library import Kept as Kept
    from chalicelib.newsroom.articles.library import library as library
    from chalicelib.newsroom.articles.log import log_of as log_of
    from chalicelib.newsroom.articles.log import unbroken as unbroken
    from chalicelib.newsroom.articles.queries import compare as compare
    from chalicelib.newsroom.articles.queries import list_articles as list_articles
    from chalicelib.newsroom.articles.release import check_not_revoked as check_not_revoked
    from chalicelib.newsroom.articles.release import released as released
    from chalicelib.newsroom.articles.review_text import body_text as body_text
    from chalicelib.newsroom.articles.review_text import review_text as review_text
    from chalicelib.newsroom.articles.store import get_article as get_article
    from chalicelib.newsroom.articles.store import released_condition as released_condition
    from chalicelib.newsroom.articles.store import revision as revision
    from chalicelib.newsroom.articles.store import revisions as revisions
    from chalicelib.newsroom.articles.workflow import Workflow as Workflow
    from chalicelib.newsroom.comments import ShownComment as ShownComment
    from chalicelib.newsroom.comments import add_comment as add_comment
    from chalicelib.newsroom.comments import list_comments as list_comments
    from chalicelib.newsroom.comments import open_comments as open_comments
    from chalicelib.newsroom.comments import resolve_comment as resolve_comment
    from chalicelib.newsroom.composing.checks import CHECKS as CHECKS
    from chalicelib.newsroom.composing.checks import Copy as Copy
    from chalicelib.newsroom.composing.checks import House as House
    from chalicelib.newsroom.composing.checks import Leader as Leader
    from chalicelib.newsroom.composing.checks import UnitWords as UnitWords
    from chalicelib.newsroom.composing.checks import Word as Word
    from chalicelib.newsroom.composing.checks import own_words as own_words
    from chalicelib.newsroom.composing.checks.house_file import house_of as house_of
    from chalicelib.newsroom.composing.checks.leaders import wrong_titles as wrong_titles
    from chalicelib.newsroom.composing.checks.personal import PERSONAL_NAMES as PERSONAL_NAMES
    from chalicelib.newsroom.composing.checks.personal import Personal as Personal
    from chalicelib.newsroom.composing.checks.personal import PersonalKind as PersonalKind
    from chalicelib.newsroom.composing.checks.personal import hide_personal as hide_personal
    from chalicelib.newsroom.composing.checks.personal import personal_in as personal_in
    from chalicelib.newsroom.composing.checks.word_lists import wrong_words as wrong_words
    from chalicelib.newsroom.composing.compose import Attempt as Attempt
    from chalicelib.newsroom.composing.compose import Composed as Composed
    from chalicelib.newsroom.composing.compose import compose as compose
    from chalicelib.newsroom.composing.compose import measures as measures
    from chalicelib.newsroom.composing.from_disk import attempt_file as attempt_file
    from chalicelib.newsroom.composing.from_disk import read_file as read_file
    from chalicelib.newsroom.composing.from_disk import read_fragment as read_fragment
    from chalicelib.newsroom.composing.limits import CHINESE_NAMES as CHINESE_NAMES
    from chalicelib.newsroom.composing.limits import FIELDS as FIELDS
    from chalicelib.newsroom.composing.limits import KIND_NAMES as KIND_NAMES
    from chalicelib.newsroom.composing.limits import REQUIRED as REQUIRED
    from chalicelib.newsroom.composing.link_findings import unreachable as unreachable
    from chalicelib.newsroom.composing.themes.built_in import THEMES as THEMES
    from chalicelib.newsroom.composing.themes.choice import HouseThemes as HouseThemes
    from chalicelib.newsroom.composing.themes.choice import choose as choose
    from chalicelib.newsroom.composing.themes.choice import themes_of as themes_of
    from chalicelib.newsroom.composing.themes.legibility import measured as measured
    from chalicelib.newsroom.composing.themes.page_colours import PageColours as PageColours
    from chalicelib.newsroom.composing.themes.page_colours import page_colours as page_colours
    from chalicelib.newsroom.composing.themes.theme import Theme as Theme
    from chalicelib.newsroom.composing.themes.theme_file import read_theme as read_theme
    from chalicelib.newsroom.composing.themes.theme_file import write_theme as write_theme
    from chalicelib.newsroom.composing.wechat_draft import draft_article as draft_article
    from chalicelib.newsroom.composing.wechat_draft import uploads as uploads
    from chalicelib.newsroom.editing import create as create
    from chalicelib.newsroom.editing import lock as lock
    from chalicelib.newsroom.editing import restore as restore
    from chalicelib.newsroom.editing import revise as revise
    from chalicelib.newsroom.editing import unlock as unlock
    from chalicelib.newsroom.editor.answers_cover import answers_cover as answers_cover
    from chalicelib.newsroom.editor.drafts import Draft as Draft
    from chalicelib.newsroom.editor.drafts import draft_of as draft_of
    from chalicelib.newsroom.editor.drafts import drafts_of as drafts_of
    from chalicelib.newsroom.editor.drafts import drop_draft as drop_draft
    from chalicelib.newsroom.editor.drafts import keep_draft as keep_draft
    from chalicelib.newsroom.editor.drafts import last_typed as last_typed
    from chalicelib.newsroom.editor.drafts import new_draft as new_draft
    from chalicelib.newsroom.editor.examine import Examined as Examined
    from chalicelib.newsroom.editor.examine import Remark as Remark
    from chalicelib.newsroom.editor.examine import examine as examine
    from chalicelib.newsroom.editor.foreign import Taken as Taken
    from chalicelib.newsroom.editor.foreign import take_file as take_file
    from chalicelib.newsroom.editor.foreign import take_pasted as take_pasted
    from chalicelib.newsroom.editor.styles import Styles as Styles
    from chalicelib.newsroom.editor.styles import style_library as style_library
    from chalicelib.newsroom.editor.text import Text as Text
    from chalicelib.newsroom.editor.text import create_from as create_from
    from chalicelib.newsroom.editor.text import revise_from as revise_from
    from chalicelib.newsroom.editor.text import text_of as text_of
    from chalicelib.newsroom.editor.uploads import TakenMedia as TakenMedia
    from chalicelib.newsroom.editor.uploads import TakenPicture as TakenPicture
    from chalicelib.newsroom.editor.uploads import Ticket as Ticket
    from chalicelib.newsroom.editor.uploads import store_media as store_media
    from chalicelib.newsroom.editor.uploads import store_picture as store_picture
    from chalicelib.newsroom.editor.uploads import take_media as take_media
    from chalicelib.newsroom.editor.uploads import take_picture as take_picture
    from chalicelib.newsroom.editor.uploads import ticket as ticket
    from chalicelib.newsroom.house_themes import Owner as Owner
    from chalicelib.newsroom.house_themes import own_themes as own_themes
    from chalicelib.newsroom.house_themes import owner_of as owner_of
    from chalicelib.newsroom.house_themes import remove_theme as remove_theme
    from chalicelib.newsroom.house_themes import save_theme as save_theme
    from chalicelib.newsroom.house_themes import themes_for as themes_for
    from chalicelib.newsroom.house_themes import use_theme as use_theme
    from chalicelib.newsroom.material_rights import check_materials as check_materials
    from chalicelib.newsroom.preview.phone_page import phone_page as phone_page
    from chalicelib.newsroom.preview.phone_page import proof_page as proof_page
    from chalicelib.newsroom.preview.service import Previewed as Previewed
    from chalicelib.newsroom.preview.service import preview_page as preview_page
    from chalicelib.newsroom.preview.service import send_preview as send_preview
    from chalicelib.newsroom.reading import Listed as Listed
    from chalicelib.newsroom.reading import Wanted as Wanted
    from chalicelib.newsroom.reading import article_for as article_for
    from chalicelib.newsroom.reading import compare_for as compare_for
    from chalicelib.newsroom.reading import list_for as list_for
    from chalicelib.newsroom.reading import page_for as page_for
    from chalicelib.newsroom.reading import paragraphs_for as paragraphs_for
    from chalicelib.newsroom.reading import revisions_for as revisions_for
    from chalicelib.newsroom.reading import waiting_seen as waiting_seen
    from chalicelib.newsroom.review.choices import Chooser as Chooser
    from chalicelib.newsroom.review.other_products import DECISIONS as DECISIONS
    from chalicelib.newsroom.review.other_products import decided as decided
    from chalicelib.newsroom.review.other_products import decisions_for as decisions_for
    from chalicelib.newsroom.review.other_products import rewritten as rewritten
    from chalicelib.newsroom.review.permission import check_reader as check_reader
    from chalicelib.newsroom.review.seen import Base as Base
    from chalicelib.newsroom.review.seen import base_for as base_for
    from chalicelib.newsroom.review.seen import base_of as base_of
    from chalicelib.newsroom.review.seen import mark_seen as mark_seen
    from chalicelib.newsroom.review.seen import note_seen as note_seen
    from chalicelib.newsroom.review.service import actions_for as actions_for
    from chalicelib.newsroom.review.service import approve as approve
    from chalicelib.newsroom.review.service import emergency as emergency
    from chalicelib.newsroom.review.service import reviewers as reviewers
    from chalicelib.newsroom.review.service import send_back as send_back
    from chalicelib.newsroom.review.service import submit as submit
    from chalicelib.newsroom.review.service import take_back as take_back
    from chalicelib.newsroom.review.service import waiting_for as waiting_for
    from chalicelib.newsroom.review.service import withdraw as withdraw
    from chalicelib.newsroom.review.unit_workflows import read_ahead as read_ahead
    from chalicelib.newsroom.review.unit_workflows import seen_workflow as seen_workflow
    from chalicelib.newsroom.review.unit_workflows import set_workflow as set_workflow
    from chalicelib.newsroom.review.unit_workflows import units_naming as units_naming
    from chalicelib.newsroom.review.unit_workflows import unset_workflow as unset_workflow
    from chalicelib.newsroom.review.unit_workflows import workflow_for as workflow_for
    from chalicelib.newsroom.review.unit_workflows import workflow_mark as workflow_mark
    from chalicelib.newsroom.review.workflow_file import read_workflow as read_workflow
else:
    __getattr__ = opens(
        __name__,
        {
            "articles.content_store": [
                "content_key",
                "forget_contents",
                "picture_body",
                "read_content",
                "read_written",
                "save_content",
            ],
            "articles.diff": ["Difference", "Line", "Part", "text_difference"],
            "articles.file_uses": ["FileUse", "file_uses"],
            "articles.labels": [
                "ACTION_NAMES",
                "AFTER_RETURN_NAMES",
                "SEVERITY_NAMES",
                "STATE_NAMES",
            ],
            "articles.log": ["log_of", "unbroken"],
            "articles.queries": ["compare", "list_articles"],
            "articles.release": ["check_not_revoked", "released"],
            "articles.review_text": ["body_text", "review_text"],
            "articles.store": ["get_article", "released_condition", "revision", "revisions"],
            "articles.workflow": ["Workflow"],
            "comments": [
                "ShownComment",
                "add_comment",
                "list_comments",
                "open_comments",
                "resolve_comment",
            ],
            "composing.checks": [
                "CHECKS",
                "Copy",
                "House",
                "Leader",
                "UnitWords",
                "Word",
                "own_words",
            ],
            "composing.checks.leaders": ["wrong_titles"],
            "composing.checks.personal": [
                "PERSONAL_NAMES",
                "Personal",
                "PersonalKind",
                "hide_personal",
                "personal_in",
            ],
            "composing.checks.word_lists": ["wrong_words"],
            "composing.checks.house_file": ["house_of"],
            "composing.compose": ["Attempt", "Composed", "compose", "measures"],
            "composing.from_disk": ["attempt_file", "read_file", "read_fragment"],
            "composing.limits": ["CHINESE_NAMES", "FIELDS", "KIND_NAMES", "REQUIRED"],
            "composing.link_findings": ["unreachable"],
            "composing.themes.built_in": ["THEMES"],
            "composing.themes.choice": ["HouseThemes", "choose", "themes_of"],
            "composing.themes.legibility": ["measured"],
            "composing.themes.page_colours": ["PageColours", "page_colours"],
            "composing.themes.theme": ["Theme"],
            "composing.themes.theme_file": ["read_theme", "write_theme"],
            "composing.wechat_draft": ["draft_article", "uploads"],
            "editing": ["create", "lock", "restore", "revise", "unlock"],
            "editor.answers_cover": ["answers_cover"],
            "editor.drafts": [
                "Draft",
                "draft_of",
                "drafts_of",
                "drop_draft",
                "keep_draft",
                "last_typed",
                "new_draft",
            ],
            "editor.examine": ["Examined", "Remark", "examine"],
            "editor.foreign": ["Taken", "take_file", "take_pasted"],
            "articles.library": ["Kept", "library"],
            "editor.styles": ["Styles", "style_library"],
            "editor.text": ["Text", "create_from", "revise_from", "text_of"],
            "editor.uploads": [
                "store_media",
                "store_picture",
                "TakenMedia",
                "TakenPicture",
                "Ticket",
                "take_media",
                "take_picture",
                "ticket",
            ],
            "material_rights": ["check_materials"],
            "house_themes": [
                "Owner",
                "own_themes",
                "owner_of",
                "remove_theme",
                "save_theme",
                "themes_for",
                "use_theme",
            ],
            "preview.phone_page": ["phone_page", "proof_page"],
            "preview.service": ["Previewed", "preview_page", "send_preview"],
            "reading": [
                "Listed",
                "Wanted",
                "article_for",
                "compare_for",
                "list_for",
                "page_for",
                "paragraphs_for",
                "revisions_for",
                "waiting_seen",
            ],
            "review.choices": ["Chooser"],
            "review.other_products": ["DECISIONS", "decided", "decisions_for", "rewritten"],
            "review.permission": ["check_reader"],
            "review.seen": ["Base", "base_for", "base_of", "mark_seen", "note_seen"],
            "review.service": [
                "actions_for",
                "approve",
                "emergency",
                "reviewers",
                "send_back",
                "submit",
                "take_back",
                "waiting_for",
                "withdraw",
            ],
            "review.unit_workflows": [
                "read_ahead",
                "seen_workflow",
                "set_workflow",
                "units_naming",
                "unset_workflow",
                "workflow_for",
                "workflow_mark",
            ],
            "review.workflow_file": ["read_workflow"],
        },
    )

__all__ = [
    "ACTION_NAMES",
    "AFTER_RETURN_NAMES",
    "CHECKS",
    "CHINESE_NAMES",
    "DECISIONS",
    "FIELDS",
    "KIND_NAMES",
    "PERSONAL_NAMES",
    "PICTURES",
    "REQUIRED",
    "SEVERITY_NAMES",
    "STATE_NAMES",
    "THEMES",
    "Article",
    "ArticleAction",
    "ArticleKind",
    "ArticleRefused",
    "ArticleState",
    "Attempt",
    "Base",
    "Chooser",
    "Composed",
    "Copy",
    "Difference",
    "Draft",
    "Examined",
    "FileUse",
    "Finding",
    "House",
    "HouseThemes",
    "Leader",
    "Line",
    "Listed",
    "NewsroomError",
    "NotReleased",
    "Owner",
    "Part",
    "Personal",
    "PersonalKind",
    "Picture",
    "Previewed",
    "Released",
    "Remark",
    "Reviewed",
    "Revision",
    "Severity",
    "ShownComment",
    "StoredArticle",
    "Taken",
    "TakenPicture",
    "Text",
    "Theme",
    "Ticket",
    "UnitWords",
    "UnknownArticle",
    "UnknownCheck",
    "UnknownTheme",
    "UnreadableFile",
    "Wanted",
    "Word",
    "Workflow",
    "Written",
    "actions_for",
    "add_comment",
    "answers_cover",
    "approve",
    "article_for",
    "attempt_file",
    "base_for",
    "base_of",
    "body_text",
    "check_materials",
    "check_not_revoked",
    "check_reader",
    "choose",
    "compare",
    "compare_for",
    "compose",
    "content_key",
    "create",
    "create_from",
    "decided",
    "decisions_for",
    "draft_article",
    "draft_of",
    "drafts_of",
    "drop_draft",
    "emergency",
    "examine",
    "file_uses",
    "forget_contents",
    "get_article",
    "hide_personal",
    "house_of",
    "keep_draft",
    "last_typed",
    "list_articles",
    "list_comments",
    "list_for",
    "lock",
    "log_of",
    "mark_seen",
    "measured",
    "measures",
    "new_draft",
    "note_seen",
    "open_comments",
    "own_themes",
    "own_words",
    "owner_of",
    "page_for",
    "paragraphs_for",
    "personal_in",
    "phone_page",
    "picture_body",
    "preview_page",
    "proof_page",
    "read_content",
    "read_file",
    "read_fragment",
    "read_theme",
    "read_workflow",
    "read_written",
    "released",
    "released_condition",
    "remove_theme",
    "resolve_comment",
    "restore",
    "review_text",
    "reviewers",
    "revise",
    "revise_from",
    "revision",
    "revisions",
    "revisions_for",
    "rewritten",
    "save_content",
    "save_theme",
    "seen_workflow",
    "send_back",
    "send_preview",
    "set_workflow",
    "store_media",
    "store_picture",
    "submit",
    "take_file",
    "take_pasted",
    "take_picture",
    "text_difference",
    "text_of",
    "themes_for",
    "themes_of",
    "ticket",
    "unbroken",
    "units_naming",
    "unlock",
    "unreachable",
    "unset_workflow",
    "uploads",
    "use_theme",
    "waiting_for",
    "waiting_seen",
    "withdraw",
    "workflow_for",
    "workflow_mark",
    "write_theme",
    "wrong_titles",
    "wrong_words",
]
