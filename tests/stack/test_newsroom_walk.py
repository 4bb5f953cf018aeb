"""An editor writes and submits, three reviewers approve: each in a browser, on the deployed console."""

from __future__ import annotations

import re
import secrets
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dev.browser import CHROMIUM
from tests.cloud.newsroom.people import png
from tests.stack.browser import Console

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


def test_an_editor_writes_and_submits_and_three_reviewers_approve(
    console: Console, tmp_path: Path
) -> None:
    cover = tmp_path / "cover.png"
    cover.write_bytes(png(900, 383))
    draft = f"/articles/new/new-{secrets.token_hex(8)}"
    tab = console("li", draft)
    tab.locator("#field-title").fill("暴雨天怎么办税")
    tab.locator('input[type="file"].hidden').set_input_files(cover)
    tab.get_by_text("Markdown", exact=True).click()
    tab.locator(".cm-content").click()
    tab.keyboard.insert_text("登录帐号就能办。<script>document.title='跑了'</script>")
    remarks = tab.locator(".remarks")
    expect(remarks).to_contain_text("应为“账号”")
    expect(remarks).to_contain_text("脚本")
    tab.get_by_role("button", name="改正为“账号”").click()
    tab.locator(".cm-content").click()
    tab.keyboard.press("Control+End")
    for _ in "<script>document.title='跑了'</script>":
        tab.keyboard.press("Backspace")
    expect(remarks).to_contain_text("没有发现问题")
    phone = tab.frame_locator(".phone iframe")
    expect(phone.locator("body")).to_contain_text("登录账号就能办。")
    assert "跑了" not in tab.title()
    # What was typed is there again after the tab was closed.
    expect(tab.locator(".kept")).to_contain_text("草稿已自动保存")
    tab.close()
    tab = console("li", draft)
    # Another browser knows nothing of the way of writing chosen before: it opens the text as rich text.
    expect(tab.locator(".ProseMirror")).to_contain_text("登录账号就能办。")
    tab.get_by_role("button", name="保存并送审").click()
    expect(tab.locator(".about")).to_contain_text("待初审")
    expect(tab).to_have_url(re.compile("#/articles/a-"))
    article = tab.url.rsplit("/", 1)[-1].split("?", maxsplit=1)[0]
    for person, width in (("chu", 1280), ("fu", 390), ("zhong", 1280)):
        review = console(person, f"/review/{article}", width)
        expect(review.locator(".text:visible").first).to_contain_text("登录账号就能办。")
        if width == 390:
            review.get_by_role("button", name="通过", exact=True).click()
        else:
            review.keyboard.press("Control+Enter")
        expect(review.locator(".el-message--success")).to_contain_text("已通过")
        review.close()
    tab.reload()
    expect(tab.locator(".about")).to_contain_text("已通过")
