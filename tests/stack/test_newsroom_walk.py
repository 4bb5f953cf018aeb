"""An editor writes and submits, three reviewers approve: each in a browser, on the console from this source."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator

import pytest

from dev import page as built_page
from dev.processes import free_port
from tests.cloud.newsroom.people import png
from tests.stack.conftest import Stack

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
QUIETLY = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]


@pytest.fixture(scope="module")
def console(seeded: Stack) -> Iterator[str]:
    """The console's address, served from this source before the seeded system."""
    built_page.build()
    port = free_port()
    env = {
        **os.environ,
        "RONGMEI_ENV_FILE": str(seeded.place.env_file),
        "RONGMEI_DEV_PORT": str(port),
    }
    log = seeded.place.local / "console.log"
    # A file and no pipe: nobody reads here while the walk goes on.
    with (
        log.open("w") as said,
        subprocess.Popen(
            [sys.executable, "-m", "dev.console"], env=env, stdout=said, stderr=said
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}/console"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/", timeout=10).close()
                break
            except OSError:
                assert process.poll() is None, log.read_text()
                time.sleep(0.2)
        yield address
        process.terminate()


@pytest.fixture
def opened(console: str) -> Iterator[Callable[..., object]]:
    """``opened(person, path, width)``: a page of that person, signed in."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY)

        def open_page(person: str, path: str, width: int = 1280) -> object:
            context = browser.new_context(viewport={"width": width, "height": 900})
            tab = context.new_page()
            tab.goto(f"{console}/as?person={person}&return_to={path}")
            return tab

        yield open_page
        browser.close()


def test_an_editor_writes_and_submits_and_three_reviewers_approve(opened, tmp_path):
    from playwright.sync_api import expect

    cover = tmp_path / "cover.png"
    cover.write_bytes(png(900, 383))
    draft = f"/articles/new/new-{secrets.token_hex(8)}"
    tab = opened("li", draft)
    tab.locator("#field-title").fill("暴雨天怎么办税")
    tab.locator('input[type="file"].hidden').set_input_files(cover)
    tab.get_by_text("Markdown", exact=True).click()
    tab.locator(".cm-content").click()
    tab.keyboard.insert_text("登录帐号就能办。<script>document.title='跑了'</script>")
    remarks = tab.locator(".remarks")
    expect(remarks).to_contain_text("应为“账号”", timeout=20_000)
    expect(remarks).to_contain_text("脚本")
    tab.get_by_role("button", name="改正为“账号”").click()
    tab.locator(".cm-content").click()
    tab.keyboard.press("Control+End")
    for _ in "<script>document.title='跑了'</script>":
        tab.keyboard.press("Backspace")
    expect(remarks).to_contain_text("没有发现问题", timeout=20_000)
    phone = tab.frame_locator(".phone iframe")
    expect(phone.locator("body")).to_contain_text("登录账号就能办。")
    assert "跑了" not in tab.title()
    # What was typed is there again after the tab was closed.
    expect(tab.locator(".kept")).to_contain_text("草稿已自动保存", timeout=20_000)
    tab.close()
    tab = opened("li", draft)
    # Another browser knows nothing of the way of writing chosen before: it opens the text as rich text.
    expect(tab.locator(".ProseMirror")).to_contain_text("登录账号就能办。", timeout=20_000)
    tab.get_by_role("button", name="保存并送审").click()
    expect(tab.locator(".about")).to_contain_text("待初审", timeout=20_000)
    expect(tab).to_have_url(re.compile("#/articles/a-"), timeout=20_000)
    article = tab.url.rsplit("/", 1)[-1].split("?", maxsplit=1)[0]
    for person, width in (("chu", 1280), ("fu", 390), ("zhong", 1280)):
        review = opened(person, f"/review/{article}", width)
        expect(review.locator(".text:visible").first).to_contain_text(
            "登录账号就能办。", timeout=20_000
        )
        if width == 390:
            review.get_by_role("button", name="通过", exact=True).click()
        else:
            review.keyboard.press("Control+Enter")
        expect(review.locator(".el-message--success")).to_contain_text("已通过", timeout=20_000)
        review.close()
    tab.reload()
    expect(tab.locator(".about")).to_contain_text("已通过", timeout=20_000)
