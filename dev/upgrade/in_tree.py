"""Runs a module of this folder on another source tree: ``python dev/upgrade/in_tree.py TREE MODULE ARGUMENTS…``.

Everything else that the module imports (``chalicelib``, ``demo``, ``tests``) is the tree's. It is a file and no
``-m``, since this checkout must not stand on the path.
"""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    tree, module, *arguments = sys.argv[1:]
    os.chdir(tree)
    sys.path[:] = [
        str(Path(tree).resolve()),
        *(entry for entry in sys.path if entry != str(HERE)),
    ]
    import dev

    # This folder in the place of the tree's own, and nothing else of this checkout.
    found = importlib.util.spec_from_file_location(
        "dev.upgrade", HERE / "__init__.py", submodule_search_locations=[str(HERE)]
    )
    package = importlib.util.module_from_spec(found)  # type: ignore[arg-type]
    sys.modules["dev.upgrade"] = dev.upgrade = package  # type: ignore[attr-defined]
    sys.argv = [module, *arguments]
    runpy.run_module(f"dev.upgrade.{module}", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
