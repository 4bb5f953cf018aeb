"""Puts the tree that this runs on into a local cloud: ``in_tree.py TREE deploying [HOME CLOUD SIMULATOR WRITES]``.

Without a local cloud it packages the tree's bundle, which takes the longest of it. HOME is the local system's directory, CLOUD and SIMULATOR its ports, WRITES the newest shape that functions write. The
bundle is packaged and deployed by the tree's own tools, as its ``make up`` does it. The last line says, as JSON, what another client of the
system needs (``env``) and where the code of all functions lies (``code``, an address of S3).
"""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path
from typing import Any

from dev import stack
from dev.bundle import package
from dev.places import ROOT, Place


def main() -> None:
    made = package("local", ROOT / ".local/build/upgrade", stack.REGION)
    if not sys.argv[1:]:
        return
    home, cloud, simulator, writes = sys.argv[1:]
    place = Place(Path(home), int(cloud), int(simulator))
    more: dict[str, Any] = {"writes": int(writes)}
    if "writes" not in inspect.signature(stack.deploy).parameters:
        more = {}  # a release of before there were shapes
    stack.deploy(place, made, place.simulator_url, **more)
    packaged = json.loads((made.template.parent / "packaged.json").read_text())["Resources"]
    print(
        json.dumps(
            {
                "env": stack.environment(place, place.simulator_url),
                "code": packaged["APIHandler"]["Properties"]["CodeUri"],
            }
        )
    )


if __name__ == "__main__":
    main()
