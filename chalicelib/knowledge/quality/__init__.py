"""How good the entries are: how often each answered and helped, and which two ask the same."""

from typing import TYPE_CHECKING

from chalicelib.door import opens

if TYPE_CHECKING:
    from chalicelib.knowledge.quality.counters import tallies as tallies
    from chalicelib.knowledge.quality.duplicates import ALIKE as ALIKE
    from chalicelib.knowledge.quality.duplicates import SimilarPair as SimilarPair
    from chalicelib.knowledge.quality.duplicates import near_duplicates as near_duplicates
    from chalicelib.knowledge.quality.neighbours import neighbours as neighbours
else:
    __getattr__ = opens(
        __name__,
        {
            "counters": ["tallies"],
            "duplicates": ["ALIKE", "SimilarPair", "near_duplicates"],
            "neighbours": ["neighbours"],
        },
    )
