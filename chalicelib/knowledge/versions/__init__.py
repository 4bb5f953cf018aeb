"""Versions of an account's knowledge: drafts that people make, and the release that two of them take."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.knowledge.versions.changes import Change as Change
    from chalicelib.knowledge.versions.changes import Changes as Changes
    from chalicelib.knowledge.versions.changes import compare as compare
    from chalicelib.knowledge.versions.changes import with_entries as with_entries
    from chalicelib.knowledge.versions.changes import with_policies as with_policies
    from chalicelib.knowledge.versions.deeds import refusals as refusals
    from chalicelib.knowledge.versions.deeds import since_in_force as since_in_force
    from chalicelib.knowledge.versions.deeds import unreleased as unreleased
    from chalicelib.knowledge.versions.editing import Cells as Cells
    from chalicelib.knowledge.versions.editing import ImportOutcome as ImportOutcome
    from chalicelib.knowledge.versions.editing import add_entry as add_entry
    from chalicelib.knowledge.versions.editing import adopt_confidence as adopt_confidence
    from chalicelib.knowledge.versions.editing import edit_entry as edit_entry
    from chalicelib.knowledge.versions.editing import edited as edited
    from chalicelib.knowledge.versions.editing import import_entries as import_entries
    from chalicelib.knowledge.versions.editing import import_policies as import_policies
    from chalicelib.knowledge.versions.editing import retire_entry as retire_entry
    from chalicelib.knowledge.versions.editing import retire_policy as retire_policy
    from chalicelib.knowledge.versions.held import forget as forget
    from chalicelib.knowledge.versions.queries import Listed as Listed
    from chalicelib.knowledge.versions.queries import due as due
    from chalicelib.knowledge.versions.queries import entry as entry
    from chalicelib.knowledge.versions.queries import listed as listed
    from chalicelib.knowledge.versions.queries import used as used
    from chalicelib.knowledge.versions.releasing import check as check
    from chalicelib.knowledge.versions.releasing import compiled as compiled
    from chalicelib.knowledge.versions.releasing import release as release
    from chalicelib.knowledge.versions.rules import had_a_hand as had_a_hand
    from chalicelib.knowledge.versions.rules import merged as merged
    from chalicelib.knowledge.versions.rules import state_name as state_name
    from chalicelib.knowledge.versions.service import Edition as Edition
    from chalicelib.knowledge.versions.service import Progress as Progress
    from chalicelib.knowledge.versions.service import Ready as Ready
    from chalicelib.knowledge.versions.service import drop as drop
    from chalicelib.knowledge.versions.service import edit as edit
    from chalicelib.knowledge.versions.service import edition as edition
    from chalicelib.knowledge.versions.service import history as history
    from chalicelib.knowledge.versions.service import in_force as in_force
    from chalicelib.knowledge.versions.service import number_in_force as number_in_force
    from chalicelib.knowledge.versions.service import restore as restore
    from chalicelib.knowledge.versions.service import send_back as send_back
    from chalicelib.knowledge.versions.service import statuses as statuses
    from chalicelib.knowledge.versions.service import submit as submit
    from chalicelib.knowledge.versions.service import working as working
    from chalicelib.knowledge.versions.store import waiting as waiting
else:
    __getattr__ = opens(
        __name__,
        {
            "changes": ["Change", "Changes", "compare", "with_entries", "with_policies"],
            "deeds": ["refusals", "since_in_force", "unreleased"],
            "editing": [
                "Cells",
                "ImportOutcome",
                "add_entry",
                "adopt_confidence",
                "edit_entry",
                "edited",
                "import_entries",
                "import_policies",
                "retire_entry",
                "retire_policy",
            ],
            "held": ["forget"],
            "queries": ["Listed", "due", "entry", "listed", "used"],
            "releasing": ["check", "compiled", "release"],
            "rules": ["had_a_hand", "merged", "state_name"],
            "service": [
                "Edition",
                "Progress",
                "Ready",
                "drop",
                "edit",
                "edition",
                "history",
                "in_force",
                "number_in_force",
                "restore",
                "send_back",
                "statuses",
                "submit",
                "working",
            ],
            "store": ["waiting"],
        },
    )
