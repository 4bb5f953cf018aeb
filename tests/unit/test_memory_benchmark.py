"""Memory of functions, as it is seen and as it is priced."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import memory
from benchmarks.memory import Seen, cost, watch


def _process(proc: Path, number: int, name: str, peak_kb: int) -> None:
    home = proc / str(number)
    home.mkdir(parents=True)
    environ = f"A=1\0AWS_LAMBDA_FUNCTION_NAME={name}\0AWS_LAMBDA_FUNCTION_MEMORY_SIZE=512\0"
    (home / "environ").write_text(environ)
    (home / "status").write_text(f"Name:\tpython\nVmHWM:\t  {peak_kb} kB\n")


def test_the_largest_process_of_each_function_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_PROC", tmp_path)
    _process(tmp_path, 1, "rongmei-local-APIHandler-3561BE146FBD8", 100 * 1024)
    _process(tmp_path, 2, "rongmei-local-APIHandler-3561BE146FBD8", 120 * 1024)
    _process(tmp_path, 3, "rongmei-tests-doorbell", 50 * 1024)
    _process(tmp_path, 4, "somebody-else", 900 * 1024)
    most: dict[str, Seen] = {}
    watch(most, lambda: True)
    assert most == {"api": Seen("api", 120, 512), "doorbell": Seen("doorbell", 50, 512)}


def test_less_memory_makes_work_longer_and_waiting_not() -> None:
    whole, _ = cost(10, 5, 1769)
    half, _ = cost(10, 5, 1769 // 2)
    assert whole == 15
    assert half == pytest.approx(25, rel=0.01)


def test_more_memory_than_a_processor_s_makes_nothing_shorter_and_all_dearer() -> None:
    (whole, price), (more, dearer) = cost(10, 5, 1769), cost(10, 5, 3538)
    assert more == whole
    assert dearer == pytest.approx(2 * price)
