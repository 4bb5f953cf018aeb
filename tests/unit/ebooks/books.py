"""A small book for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image

from chalicelib.ebooks import Book, Chapter, Part, Picture, blocks_of

HTML = """<section style="x"><p>又到了<strong>算一算</strong>的时候，<a href="https://tax.example/a">网址</a>。</p>
<h2><span>第一步</span> 打开</h2><ol><li>收入；</li><li>扣除<ul><li>子女教育</li></ul></li></ol>
<blockquote><p>看到不认识的单位，点“申诉”。</p></blockquote>
<p><img src="one.png" alt="三步"></p>
<table><thead><tr><th>结果</th><th>怎么办</th></tr></thead><tbody>
<tr><td rowspan="2">应退税</td><td>绑定银行卡</td></tr><tr><td>等审核</td></tr></tbody></table>
<script>alert(1)</script></section>"""


def picture() -> Picture:
    body = BytesIO()
    Image.new("RGB", (600, 300), "#0b4ea2").save(body, "PNG")
    return Picture(body.getvalue(), "image/png")


def book(**changes: Any) -> Book:
    chapter = Chapter("个税汇算，三步就好", blocks_of(HTML), "来源：省局")
    many = tuple(chapter._replace(title=f"第{n}件事") for n in range(1, 9))
    plain: dict[str, Any] = {
        "id": "p-20261130-000000",
        "title": "减税降费一本通",
        "subtitle": "小微企业版",
        "issuer": "云岭省税务局",
        "date": "2026年11月",
        "colour": "blue",
        "preface": ("为方便纳税人，编写本书。",),
        "parts": (Part("第一篇 个人所得税", (chapter,)), Part("第二篇 其他", many)),
        "imprint": ("编写：云岭省税务局",),
        "pictures": {"one.png": picture()},
        "modified": datetime(2026, 11, 30, tzinfo=UTC),
        "revision": 1,
    }
    return Book(**plain | changes)
