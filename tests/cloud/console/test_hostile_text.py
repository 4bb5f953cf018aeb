"""Text that would be a script elsewhere: through every field of every route, then on every page. It stays text.

The fields come from the cases of the routes, the pages from the router: what is added is tried by itself.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, Page

from chalicelib.console.rates import RATES
from tests.cloud.console import in_browser, test_every_page
from tests.cloud.console.conftest import Ask
from tests.cloud.console.test_every_page import EVERYTHING, filled_city, paths, told
from tests.cloud.console.test_every_route import CASES, filled
from tests.cloud.wechat.stub import WeChat

address = test_every_page.address
pytestmark = test_every_page.pytestmark

NAME: Final = "<svg/onload=xss()>"
"""Short enough for the name of a unit, a person or an account."""
TEXTS: Final = (
    "<img src=x onerror=xss()>",
    '"><script>xss()</script>',
    "</textarea></title><script>xss()</script>",
    "<a href='javascript:xss()'>点</a>",
    "javascript:xss()",
    "' autofocus onfocus='xss()' x='",
    "<iframe srcdoc='<script>parent.xss()</script>'></iframe>",
    "{{constructor.constructor('xss()')()}}",
    "<math><mtext></p><style><img src=x onerror=xss()></style>",
    "[点](javascript:xss())",
)
WATCHED: Final = """
addEventListener('securitypolicyviolation', (event) => xss(`${event.violatedDirective} ${event.sample}`))
"""
LEAKED: Final = """() => {
  const found = []
  const looked = (where, root) => {
    for (const one of root.querySelectorAll('*')) {
      for (const { name, value } of one.attributes) {
        if (/^on/i.test(name) || /^\\s*javascript:/i.test(value) && ['href', 'src', 'action'].includes(name)) found.push(`${where}: <${one.localName} ${name}="${value}">`)
      }
    }
    for (const one of root.querySelectorAll('script')) if (/xss/.test(one.textContent)) found.push(`${where}: a script`)
    for (const one of root.querySelectorAll('iframe[srcdoc]')) {
      if (one.sandbox.contains('allow-scripts') && one.sandbox.contains('allow-same-origin')) found.push(`${where}: a frame that may do all`)
      looked('frame', new DOMParser().parseFromString(one.srcdoc, 'text/html'))
    }
  }
  looked('page', document)
  return found
}"""


@pytest.fixture
def hostile(wechat: WeChat, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A city whose every name is a script."""
    return filled_city(monkeypatch, NAME)


def leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where a body has a text that names no thing of the world."""
    if isinstance(value, str) and "{" not in value:
        yield way
    elif isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, (*way, name))
    elif isinstance(value, list):
        for at, one in enumerate(value):
            yield from leaves(one, (*way, at))


def with_text(body: Any, way: tuple[Any, ...], text: str) -> Any:
    """The body with another text there."""
    changed = json.loads(json.dumps(body))
    place = changed
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = text
    return changed


def sent(ask: Ask, made: dict[str, str]) -> list[int]:
    """Send hostile texts through every field of text of every write; returns the statuses.

    A field gets three of them, the next field the next three: each text goes through every kind of field.
    """
    said: list[int] = []
    turn = itertools.cycle(TEXTS)
    for (method, path), case in sorted(CASES.items()):
        if method not in ("POST", "PUT", "PATCH") or "removal" in path or "unlock" in path:
            continue
        for way in leaves(case.body):
            for text in itertools.islice(turn, 3):
                RATES._left.clear()
                known = {**made, **{name: made[of] for name, of in case.ids.items()}}
                answer = ask(
                    EVERYTHING,
                    method,
                    filled(path, known),
                    with_text(filled(case.body, known), way, text),
                    {"If-Match": f'"{filled(case.version, known)}"'} if case.version else {},
                )
                assert answer.status < 500 or answer.status == case.good, (
                    method,
                    path,
                    way,
                    text,
                    answer,
                )
                said.append(answer.status)
    return said


def test_hostile_text_stays_text_on_every_page(
    browser: Browser,
    address: str,
    ask: Ask,
    hostile: dict[str, str],
) -> None:
    statuses = sent(ask, hostile)
    assert statuses.count(200) > 30, statuses
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(60_000)
    ran: list[str] = []
    context.expose_function("xss", lambda what="a script ran": ran.append(str(what)))
    context.add_init_script(in_browser.COUNTED)
    context.add_init_script(WATCHED)
    page = context.new_page()
    page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    in_browser.enter(page, address, EVERYTHING, "/")
    page.locator("main").wait_for()
    assert shown(page, "/people?unit=jia").count("onload=xss()") > 3, "the names are not shown"
    found: dict[str, list[str]] = {}
    for path in paths(page, hostile) + made_by_hostile_text(ask):
        in_browser.go(page, f"{path}?unit=jia")
        faults = [*page.evaluate(LEAKED), *ran]
        ran.clear()
        if faults:
            found[path] = faults
    assert not found, f"\n{told(found)}"
    # What this looks for would be found: a script that is let in leaves both traces.
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=xss()>')")
    assert page.evaluate(LEAKED)
    page.evaluate("() => new Promise((done) => setTimeout(done))")
    assert any("script-src" in one for one in ran), ran


def shown(page: Page, path: str) -> str:
    in_browser.go(page, path)
    return page.locator("body").inner_text()


def made_by_hostile_text(ask: Ask) -> list[str]:
    """The pages of an article for each text that got through."""
    listed = ask(EVERYTHING, "GET", "/articles", query={"unit": "jia"})
    assert listed.status == 200, listed
    rows = listed.json["articles"]
    hostile = [one["id"] for one in rows if "xss" in one["title"] and NAME not in one["title"]]
    assert hostile, "no article has a hostile title"
    return [f"/{kind}/{one}" for one in hostile[:4] for kind in ("articles", "review")]
