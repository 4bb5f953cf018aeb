"""A sheet to print: an A4 page with the code, its name and what it is for. Pure.

The picture is WeChat's own (``showqrcode``, which needs no token): whoever opens the file must reach the internet. The
console draws its sheet in the browser.
"""

from __future__ import annotations

from html import escape
from typing import Final

from chalicelib.clock import shown
from chalicelib.followers.qrcodes.models import QrCode

_STYLE: Final = """
@page { size: A4; margin: 0 }
body { margin: 0; font-family: "PingFang SC", "Microsoft YaHei", sans-serif; color: #1a1a1a; text-align: center }
main { width: 210mm; height: 297mm; display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 10mm }
h1 { font-size: 15mm; margin: 0 15mm; line-height: 1.3 } p { font-size: 7mm; margin: 0 20mm; line-height: 1.5 }
img { width: 110mm; height: 110mm } small { font-size: 4mm; color: #595959 }
"""


def sheet(code: QrCode, account_name: str, picture: str) -> str:
    """One HTML page; ``picture`` is the address of the code's picture."""
    until = f"有效期至 {shown(code.expires_at)}。" if code.expires_at else ""
    return (
        f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>{escape(code.name)}</title>'
        f"<style>{_STYLE}</style><main><h1>{escape(code.name)}</h1>"
        f'<img src="{escape(picture)}" alt="二维码"><p>{escape(code.purpose)}</p>'
        f"<p>微信扫一扫，关注“{escape(account_name)}”</p>"
        f"<small>{escape(until)}场景值 {escape(code.scene)}</small></main></html>\n"
    )
