"""FAQ and policy library: import, versions, release, and the answers that a message finds in them.

This door is light: numpy and the index are loaded by the first ``consult``. The rooms open when somebody first asks for
them; ``knowledge.files`` brings spreadsheets, so only the command line opens it.
"""

from typing import TYPE_CHECKING

from chalicelib.door import opens
from chalicelib.knowledge.compiled.reader import CompiledKnowledge, consult, entry, policy
from chalicelib.knowledge.errors import KnowledgeError
from chalicelib.knowledge.models import (
    Candidate,
    CompiledEntry,
    Consultation,
    FaqEntry,
    FaqStatus,
    Knowledge,
    KnowledgeVersion,
    Link,
    PolicyDocument,
    PolicyStatus,
    Standing,
    VersionState,
    Zone,
)

if TYPE_CHECKING:
    from chalicelib.knowledge import columns as columns
    from chalicelib.knowledge import compiled as compiled
    from chalicelib.knowledge import files as files
    from chalicelib.knowledge import labels as labels
    from chalicelib.knowledge import policies as policies
    from chalicelib.knowledge import quality as quality
    from chalicelib.knowledge import retrieval as retrieval
    from chalicelib.knowledge import versions as versions
    from chalicelib.knowledge.policies.text import policies_text as policies_text
    from chalicelib.knowledge.policies.text import policy_text as policy_text
    from chalicelib.knowledge.quality.counters import count_feedback as count_feedback
    from chalicelib.knowledge.quality.counters import forget_feedback as forget_feedback
    from chalicelib.knowledge.quality.counters import forget_hit as forget_hit
    from chalicelib.knowledge.quality.counters import keep_hits as keep_hits
else:
    __getattr__ = opens(
        __name__,
        {
            "": [
                "columns",
                "compiled",
                "files",
                "labels",
                "policies",
                "quality",
                "retrieval",
                "versions",
            ],
            "policies.text": ["policies_text", "policy_text"],
            "quality.counters": [
                "count_feedback",
                "forget_feedback",
                "forget_hit",
                "keep_hits",
            ],
        },
    )

__all__ = [
    "Candidate",
    "CompiledEntry",
    "CompiledKnowledge",
    "Consultation",
    "FaqEntry",
    "FaqStatus",
    "Knowledge",
    "KnowledgeError",
    "KnowledgeVersion",
    "Link",
    "PolicyDocument",
    "PolicyStatus",
    "Standing",
    "VersionState",
    "Zone",
    "consult",
    "entry",
    "policy",
]
