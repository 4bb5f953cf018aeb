"""A function of the local cloud gets other code while it works on a request."""

from __future__ import annotations

from typing import Final

from tests.unit.in_local_cloud import answered, needs_cloud

ASKED: Final = """
import json, os, sys, threading
sys.path.insert(0, "dev")
os.environ["STATE_DIR"] = "/nowhere/state"
import local_cloud
ended = []
local_cloud._kill = ended.extend
local_cloud._release = lambda worker: None
local_cloud._leased.update({"busy": -1, "broken": threading.get_ident()})
told = []
for deed, given in json.load(sys.stdin):
    getattr(local_cloud, deed)(given)
    told.append(list(ended))
print(json.dumps(told))
"""

pytestmark = needs_cloud


def test_a_process_that_answers_ends_after_its_answer_and_all_others_at_once() -> None:
    deeds = [
        ("end_when_done", ["idle", "busy", "broken"]),
        ("give_back_or_end", "busy"),
        ("give_back_or_end", "busy"),
        ("give_back_or_end", "another"),
    ]
    # "broken" is given up by the very thread that waits for it.
    at_once = ["idle", "broken"]
    assert answered(ASKED, deeds) == [at_once, *[[*at_once, "busy"]] * 3]
