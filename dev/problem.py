"""How a command fails: one sentence for the person, the rest in a log."""

import sys
from collections.abc import Callable


class Problem(Exception):
    """Something the person at the keyboard can act on, said in one sentence."""


def run(main: Callable[[], None]) -> None:
    """Run a command; a ``Problem`` becomes its sentence and exit code 1, Ctrl-C exit code 130."""
    try:
        main()
    except Problem as problem:
        print(f"✗ {problem}", file=sys.stderr)
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        print("\n✗ Stopped. Running the same command again goes on from here.", file=sys.stderr)
        raise SystemExit(130) from None
