"""FAQ and policy library: import, versions, release, and what a message finds in them.

This door is light: numpy and the index are loaded by the first ``consult``, spreadsheets by ``knowledge.files``,
which only the command line opens.
"""

from chalicelib.knowledge.compiled.format import consult, entry, policy
from chalicelib.knowledge.errors import KnowledgeError
from chalicelib.knowledge.models import (
    Candidate,
    CompiledEntry,
    Consultation,
    FaqEntry,
    Knowledge,
    Link,
    PolicyDocument,
    PolicyStatus,
    Zone,
)
from chalicelib.knowledge.policies.text import policies_text, policy_text
from chalicelib.knowledge.quality.counters import count_feedback, count_hit

__all__ = [
    "Candidate",
    "CompiledEntry",
    "Consultation",
    "FaqEntry",
    "Knowledge",
    "KnowledgeError",
    "Link",
    "PolicyDocument",
    "PolicyStatus",
    "Zone",
    "consult",
    "count_feedback",
    "count_hit",
    "entry",
    "policies_text",
    "policy",
    "policy_text",
]
