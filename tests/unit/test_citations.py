"""Citations lead somewhere: the sheet (docs/wechat-api.md), decisions, documents and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PLACES = (
    "app.py",
    "pyproject.toml",
    "README.md",
    "README.zh-CN.md",
    "CONTRIBUTING.md",
    "benchmarks",
    "chalicelib",
    "cli",
    "demo",
    "dev",
    "docs",
    "layers",
    "simulator",
    "tests",
)
SUFFIXES = {".py", ".md", ".toml", ".yaml"}

SECTION = r"\d+(?:\.\d+)?"
# `sheet §2.5`, `sheet's §5`, `sheet (§2.5)`, and those that follow it: `, §2.4`, `-1.3`, `–2.5`.
SHEET = re.compile(rf"\bsheet(?:'s)?\s+\(?§({SECTION}(?:(?:,\s+§|\s+and\s+§|[-–]){SECTION})*)")
DECISIONS = re.compile(
    r"(?:docs/decisions/|\bdecisions? )(\d{4})\b([\w-]*(?:\.md)?)((?:(?:, | and )\d{4}\b)*)"
)
DOCUMENT = re.compile(r"\bdocs/[\w/-]+\.(?:md|yaml)\b")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)\s]*)?\)")
# Documents that are not part of the repository.
OUTSIDE = re.compile(r"DESIGN(?:\.md)?\s*§|\bDESIGN\.md\b|\breference/[\w-]+\.md\b")


def texts(*suffixes: str) -> Iterator[tuple[str, str]]:
    """Path and content of everything that may cite, this file apart."""
    for place in PLACES:
        root = ROOT / place
        for path in [root] if root.is_file() else sorted(root.rglob("*")):
            if path.suffix in (suffixes or SUFFIXES) and path != Path(__file__):
                yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def headings() -> set[str]:
    text = (ROOT / "docs/wechat-api.md").read_text(encoding="utf-8")
    return set(re.findall(rf"^##+ ({SECTION})\b", text, re.MULTILINE))


def decisions() -> dict[str, Path]:
    return {path.name[:4]: path for path in (ROOT / "docs/decisions").glob("[0-9]*.md")}


def test_every_section_of_the_sheet_that_is_cited_exists() -> None:
    cited = [
        (path, section)
        for path, text in texts()
        for found in SHEET.finditer(text)
        for section in re.findall(SECTION, found[1])
    ]
    assert len(cited) > 100
    known = headings()
    assert [one for one in cited if one[1] not in known] == []


def test_every_decision_that_is_cited_exists() -> None:
    known = decisions()
    lost = []
    for path, text in texts():
        for number, name, more in DECISIONS.findall(text):
            lost += [
                (path, one) for one in [number, *re.findall(r"\d{4}", more)] if one not in known
            ]
            if name and number in known and not known[number].name.startswith(f"{number}{name}"):
                lost.append((path, f"{number}{name}"))
    assert lost == []


def test_every_document_that_is_named_exists() -> None:
    named = {(path, found) for path, text in texts() for found in DOCUMENT.findall(text)}
    assert sorted(one for one in named if not (ROOT / one[1]).is_file()) == []


def test_every_link_in_a_document_leads_to_a_file() -> None:
    lost = [
        (path, target)
        for path, text in texts(".md")
        # Articles name pictures as editors do.
        if not path.startswith(("demo/", "tests/"))
        for target in LINK.findall(CODE.sub("", text))
        if "://" not in target and not (ROOT / path).parent.joinpath(target).exists()
    ]
    assert lost == []


def test_nothing_cites_a_document_outside_the_repository() -> None:
    assert [(path, found[0]) for path, text in texts() for found in OUTSIDE.finditer(text)] == []


def test_every_decision_has_its_number_as_heading_and_stands_in_the_index_once() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[(\d{4})\]\(([\w-]+\.md)\) ", index, re.MULTILINE)
    known = decisions()
    assert sorted(listed) == sorted((number, path.name) for number, path in known.items())
    bare = [
        path.name
        for number, path in known.items()
        if not path.read_text(encoding="utf-8").startswith(f"# {number} ")
    ]
    assert bare == []


def test_a_number_that_is_called_free_is_free() -> None:
    index = (ROOT / "docs/decisions/README.md").read_text(encoding="utf-8")
    free = {
        number
        for line in index.splitlines()
        if line.startswith("## ")
        for number in re.findall(r"\d{4}", line.partition("next")[2])
    }
    assert free
    assert free & decisions().keys() == set()
