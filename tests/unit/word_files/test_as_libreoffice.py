"""What is read of a document is what LibreOffice shows of it; where LibreOffice is wrong, the table of samples says so."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from lxml import html

from tests.unit.word_files.built import everything, read
from tests.unit.word_files.samples import SAMPLES

OFFICE: Final = shutil.which("soffice")
_SECONDS: Final = 180

pytestmark = pytest.mark.skipif(
    OFFICE is None, reason="soffice is not installed: documents are not compared with LibreOffice's"
)


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """LibreOffice's words of each sample, without blanks."""
    home = tmp_path_factory.mktemp("office")
    files = {name: home / f"{at}.docx" for at, name in enumerate(SAMPLES)}
    for name, file in files.items():
        file.write_bytes(SAMPLES[name].body)
    for form, as_page in (("txt:Text (encoded):UTF8", False), ("html", True)):
        asked = [str(file) for name, file in files.items() if SAMPLES[name].as_page is as_page]
        subprocess.run(
            [
                *(
                    str(OFFICE),
                    "--headless",
                    f"-env:UserInstallation={(home / 'profile').as_uri()}",
                ),
                *("--convert-to", form, "--outdir", str(home), *asked),
            ],
            check=True,
            capture_output=True,
            timeout=_SECONDS,
        )
    return {
        name: "".join((_page(file) if SAMPLES[name].as_page else _text(file)).split())
        for name, file in files.items()
    }


def _text(file: Path) -> str:
    return file.with_suffix(".txt").read_text("utf-8-sig")


def _page(file: Path) -> str:
    return str(
        html.document_fromstring(file.with_suffix(".html").read_bytes()).find("body").text_content()
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_the_same_words_and_numbers_in_the_same_order(converted: dict[str, str], name: str) -> None:
    sample = SAMPLES[name]
    ours = everything(read(sample.body))
    assert ours == (sample.ours or converted[name]), sample.why
    assert bool(sample.ours) is bool(sample.why)
