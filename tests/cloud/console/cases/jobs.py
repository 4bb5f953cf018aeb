"""任务: a person sees and ends their own, and nobody else's."""

from __future__ import annotations

from tests.cloud.console.cases import ANYBODY, Case

CASES = {
    ("GET", "/jobs"): Case(ANYBODY),
    ("GET", "/jobs/{job_id}"): Case(ANYBODY, good=404),
    ("POST", "/jobs/{job_id}/cancel"): Case(ANYBODY, good=404),
    ("DELETE", "/jobs/{job_id}"): Case(ANYBODY, good=404),
}
