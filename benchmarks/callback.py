"""One safe-mode callback in process: open, parse, decide, seal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from benchmarks.contestants import CONTESTANTS, Contestant
from benchmarks.corpus import SIZES, rules
from benchmarks.rounds import fastest
from benchmarks.wire import Callback, callbacks


def measure(
    rounds: int, sizes: Sequence[int] = SIZES, progress: Callable[[str], None] = lambda _: None
) -> dict[str, dict[str, float]]:
    """Microseconds a callback, by contestant and number of keywords."""
    pushes = callbacks()
    blocks: dict[tuple[str, int], Callable[[], object]] = {}
    for size in sizes:
        for name, build in CONTESTANTS.items():
            progress(f"{name}: {size:,} keywords")
            blocks[name, size] = _block(build(rules(size)), pushes)
    progress("callbacks, contestants taking turns")
    best = fastest(blocks, rounds)
    return {
        name: {str(size): round(best[name, size] / len(pushes) * 1e6, 1) for size in sizes}
        for name in CONTESTANTS
    }


def _block(run: Contestant, pushes: Sequence[Callback]) -> Callable[[], None]:
    def block() -> None:
        for query, body in pushes:
            run(query, body)

    return block
