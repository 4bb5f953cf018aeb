"""The local cloud holds all that it was told, and does not look through it again and again."""

from __future__ import annotations

from typing import Final

from tests.unit.in_local_cloud import answered, needs_cloud

ASKED: Final = """
import gc, json, sys
sys.path.insert(0, "dev")
import local_memory
local_memory.install()
class Item(dict):
    pass
gone = []
class Seen(Item):
    def __del__(self):
        gone.append("gone")
items = [Item(n=[n]) for n in range(100_000)]
last = Seen()
gc.collect()
looked_through = len(gc.get_objects())
del last
circle = Seen()
circle["itself"] = circle
del circle
gc.collect()
print(json.dumps({"looked_through": looked_through, "gone": gone}))
"""

pytestmark = needs_cloud


def test_what_outlived_a_search_is_spared_the_next_and_still_goes_with_its_last_user() -> None:
    told = answered(ASKED, None)
    assert told["looked_through"] < 1000
    # One that was spared, without a circle, and one of later that only a search finds.
    assert told["gone"] == ["gone", "gone"]
