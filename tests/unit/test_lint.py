"""``make lint``: a check that could not look is no success."""

from __future__ import annotations

import json

import pytest

from dev.lint import Failed, Outcome, Unseen, audited, outcome, summary
from dev.problem import Problem

SKIPPED = """{"dependencies": [
{"name": "ahocorasick-rs", "skip_reason": "Dependency not found on PyPI and could not be audited: ahocorasick-rs (1.0.3)"},
{"name": "botocore", "skip_reason": "Dependency not found on PyPI and could not be audited: botocore (1.44.5)"}
], "fixes": []}"""
"""What pip-audit reports, with exit code 0, where its data knows none of the packages."""

CLEAN = """{"dependencies": [
{"name": "botocore", "version": "1.44.5", "vulns": []},
{"name": "certifi", "version": "2026.11.1", "vulns": []}
], "fixes": []}"""

VULNERABLE = """{"dependencies": [
{"name": "requests", "version": "2.19.1", "vulns": [{"id": "PYSEC-2018-28", "fix_versions": ["2.20.0"],
"aliases": ["CVE-2018-18074"], "description": "The Requests package before 2.20.0 sends an HTTP Authorization header"}]},
{"name": "certifi", "version": "2026.11.1", "vulns": []}
], "fixes": []}"""


def test_an_audit_that_knew_no_package_is_no_audit() -> None:
    with pytest.raises(Unseen, match=r"^2 of 2 not audited$"):
        audited(SKIPPED, "No known vulnerabilities found")


def test_an_audit_that_knew_half_of_the_packages_says_so() -> None:
    half = json.dumps(
        {
            "dependencies": json.loads(SKIPPED)["dependencies"][:1]
            + json.loads(CLEAN)["dependencies"]
        }
    )
    with pytest.raises(Unseen, match=r"^1 of 3 not audited$"):
        audited(half)


def test_an_audit_of_every_package_counts_them() -> None:
    assert audited(CLEAN) == "none in 2 packages"


def test_a_vulnerable_package_fails_with_its_version_and_mend() -> None:
    with pytest.raises(Failed, match=r"^requests 2\.19\.1: PYSEC-2018-28, mended in 2\.20\.0$"):
        audited(VULNERABLE)


def test_a_vulnerable_package_fails_where_others_were_skipped() -> None:
    both = json.loads(VULNERABLE)
    both["dependencies"] += json.loads(SKIPPED)["dependencies"]
    with pytest.raises(Failed, match=r"PYSEC-2018-28(.|\n)*2 of 4 not audited"):
        audited(json.dumps(both))


@pytest.mark.parametrize("report", ["", "Traceback …", "[]", "{}", '{"dependencies": []}'])
def test_an_audit_without_a_report_is_no_audit(report: str) -> None:
    with pytest.raises(Unseen):
        audited(report, "ERROR: could not connect")


def test_a_check_that_could_not_look_has_a_sign_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def check() -> str:
        raise Unseen("2 of 2 not audited")

    assert outcome("known vulnerabilities", check) is Outcome.UNSEEN
    assert capsys.readouterr().out == "? known vulnerabilities: SKIPPED, 2 of 2 not audited\n"


def test_the_last_line_does_not_say_that_all_passed_when_one_was_skipped() -> None:
    told = summary({"types": Outcome.PASSED, "vulnerabilities": Outcome.UNSEEN})
    assert told == "? 1 of 2 checks passed; skipped: vulnerabilities"
    assert summary({"types": Outcome.PASSED}) == "✓ All checks passed"


def test_a_failed_check_fails_the_whole_whatever_was_skipped() -> None:
    with pytest.raises(Problem, match=r"1 of 3 checks failed: style"):
        summary({"style": Outcome.FAILED, "types": Outcome.PASSED, "audit": Outcome.UNSEEN})


def test_a_bundle_that_cannot_be_packed_does_not_stop_the_other_checks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def check() -> str:
        raise Problem("chalice package failed")

    assert outcome("template", check) is Outcome.FAILED
    assert "chalice package failed" in capsys.readouterr().out
