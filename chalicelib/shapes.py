"""Shapes of what is stored, in the order in which releases learned to write them: readers first, writers later.

While a stage is upgraded both versions run, and a stage may go back: what one wrote the other has to read. A new field
is no matter (``values.Value``), another shape is. So a release that brings one writes it only where the stage says so
(``settings.writes``), and an upgrade leaves that as it was (docs/decisions/0353).
"""

from __future__ import annotations

from typing import Final

PACKED_MESSAGES: Final = 1
"""Messages in ``packed`` (docs/decisions/0008). Releases without a number of their own cannot read them."""
SCOPES_IN_PIECES: Final = 1
"""What a takedown reaches over as an item for a hundred units; they came with the same release."""
PACKED_QUESTIONS: Final = 2
"""Questions of a minute in one item (docs/decisions/0341). Releases before read those that lie by themselves."""

NEWEST: Final = PACKED_QUESTIONS
"""What a new stage writes, a local one, and all tests."""
