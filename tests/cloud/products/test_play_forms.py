"""Quiz, poster and live entry as products: through review, their files made, published once, played from what was reviewed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from chalicelib import broadcasts, products, quizzes, topics, works
from chalicelib.application import (
    product_files,
    product_live,
    product_poster,
    quiz_numbers,
)
from chalicelib.errors import Invalid
from chalicelib.printing import fonts
from chalicelib.products import BadProduct, Form, Product
from chalicelib.quizzes import Played
from chalicelib.settings import settings
from chalicelib.works import WorkKind
from cli.app import app
from tests.cloud.products.conftest import CHU, FU, LI, NOW, QIN, ZHONG, ZONG, decide

pytestmark = pytest.mark.usefixtures("house")
H5 = "https://h5.example/h5/"


@pytest.fixture
def faces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any Chinese face of this machine; what is drawn is the posters' own test."""
    found = sorted(Path("/usr/share/fonts").rglob("NotoSansCJK-*.ttc"))
    if not found:
        pytest.skip("no Chinese fonts are installed")
    monkeypatch.setattr(fonts, "path_of", lambda _weight: found[0])
    monkeypatch.setattr(fonts, "lacking", lambda _texts: "")


@pytest.fixture
def pages(house: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("RONGMEI_H5_URL", H5)
    settings.cache_clear()
    quizzes.play.forget()
    yield
    settings.cache_clear()


def question(number: int, right: int = 0) -> dict[str, Any]:
    return {
        "id": f"q-{number:08d}",
        "kind": "single",
        "text": f"第 {number} 道题？",
        "options": ["甲", "乙", "丙"],
        "right": [right],
        "explanation": "因为。",
        "matter": "增值税",
    }


QUIZ = {"questions": [question(n) for n in range(4)], "draw": 4, "passing": 30}
LIVE = {
    "starts": (NOW + timedelta(days=2)).isoformat(),
    "ends": (NOW + timedelta(days=2, hours=1)).isoformat(),
    "where": "视频号",
}
POSTER = {"headline": "月销售额 10 万元以下免征增值税", "issuer": "省局"}


def new(form: Form, content: dict[str, Any], title: str = "税法小测") -> Product:
    return products.new(
        "province", form, title, account="province", by=LI, now=NOW, content=content
    )


def out(product: Product) -> Product:
    """Through the review, with its files, and published."""
    product_files.make_now(product.id, by=LI, now=NOW)
    decide(product, "submit", LI)
    for person in (CHU, FU, ZHONG):
        decide(product, "approve", person)
    return products.publish(product.id, by=ZONG, now=NOW)


def played(product: Product) -> Played:
    work = works.get(product.account, WorkKind.QUIZ, product.id)
    rules = quizzes.Quiz.model_validate(work.content)
    return Played(account=work.account, id=work.id, title=work.title, pool=work.key, quiz=rules)


def test_a_quiz_asks_what_was_reviewed_whatever_the_bank_says_now() -> None:
    written = {name: value for name, value in question(0).items() if name != "id"}
    kept = quizzes.bank.add("province", written, by=LI, now=NOW)
    content = {**QUIZ, "questions": [kept.question.model_dump(), *QUIZ["questions"][1:]]}  # type: ignore[misc]
    product = out(new(Form.QUIZ, content))
    quizzes.bank.change("province", kept.question.id, {**written, "right": [2]}, version=1, by=LI, now=NOW)  # fmt: skip
    attempt = quizzes.play.start(played(product), "c" * 22, "k" * 16, "", NOW)
    answers = {one.question.id: (0,) for one in quizzes.play.questions_of(attempt)}
    assert quizzes.play.hand_in(attempt, answers, NOW).right == 4


def test_a_quiz_with_too_few_questions_or_too_high_a_mark_is_not_submitted() -> None:
    for content, said in (
        ({**QUIZ, "draw": 5}, "只选了 4 道题"),
        ({**QUIZ, "passing": 50}, "高于满分 40"),
    ):
        product = new(Form.QUIZ, content)
        with pytest.raises(BadProduct, match=said):
            decide(product, "submit", LI)


@pytest.mark.parametrize(
    "content",
    [
        {**QUIZ, "questions": [question(1), question(1)]},
        {**QUIZ, "prizes": ["手机"]},
        {**QUIZ, "opens": NOW.isoformat(), "closes": NOW.isoformat()},
    ],
    ids=["twice", "prizes", "never open"],
)
def test_a_quiz_that_cannot_be_so_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(BadProduct):
        new(Form.QUIZ, content)


def test_a_new_revision_is_played_from_its_own_questions_and_a_running_attempt_is_not() -> None:
    product = out(new(Form.QUIZ, QUIZ))
    first = quizzes.play.start(played(product), "c" * 22, "k" * 16, "", NOW)
    changed = {**QUIZ, "questions": [question(n, 2) for n in range(4)]}
    products.edit(product.id, "税法小测", changed, base=1, by=LI, now=NOW)
    product = out(products.get(product.id))
    second = quizzes.play.start(played(product), "c" * 22, "l" * 16, "", NOW)
    for attempt, right in ((first, 4), (second, 0)):
        answers = {one.question.id: (0,) for one in quizzes.play.questions_of(attempt)}
        assert quizzes.play.hand_in(attempt, answers, NOW).right == right


def test_what_most_got_wrong_becomes_a_topic_and_a_workbook() -> None:
    product = out(new(Form.QUIZ, QUIZ))
    attempt = quizzes.play.start(played(product), "c" * 22, "k" * 16, "", NOW)
    answers = {one.question.id: (0,) for one in quizzes.play.questions_of(attempt)}
    answers["q-00000002"] = (1,)
    quizzes.play.hand_in(attempt, answers, NOW)
    sums = quiz_numbers.numbers_for(product.id, by=LI)
    assert (sums.started, sums.ended, sums.passed) == (1, 1, 1)
    worst = sums.questions[0]
    assert (worst.text, worst.wrong_share, worst.right_answer) == ("第 2 道题？", 1.0, "甲")
    made = quiz_numbers.make_topic(product.id, worst.id, by=LI, now=NOW)
    topic = topics.get(made.topic)
    assert topic.title == "讲清楚：第 2 道题？"
    assert "1 人次答错（100%）" in topic.note
    book = quiz_numbers.export(product.id, reason="月度总结", by=LI, now=NOW)
    import io

    sheet = load_workbook(io.BytesIO(book.body))["题目"]
    assert [cell.value for cell in sheet[2]][:5] == ["第 2 道题？", "单选", "增值税", "甲", 1]
    with pytest.raises(quiz_numbers.UnknownQuizQuestion):
        quiz_numbers.make_topic(product.id, "q-99999999", by=LI, now=NOW)
    with pytest.raises(Invalid):
        quiz_numbers.export(product.id, reason=" ", by=LI, now=NOW)
    assert QIN is not None


def test_the_command_line_keeps_a_bank(tmp_path: Path) -> None:
    file = tmp_path / "题库.csv"
    file.write_text("题型,题目,选项A,选项B,答案\n单选,几？,一,二,B\n判断,要申报。,,,对\n", "utf-8")
    run = CliRunner().invoke
    said = run(app, ["quiz", "import", str(file), "--unit", "province", "--by", "li"])
    assert "导入 2 道题" in said.output, said.output
    again = run(app, ["quiz", "import", str(file), "--unit", "province", "--by", "li"])
    assert "2 道已经有了" in again.output
    book = tmp_path / "out.xlsx"
    run(app, ["quiz", "export", str(book), "--unit", "province", "--by", "li"])
    assert book.is_file()
    assert "要申报。" in run(app, ["quiz", "list", "--unit", "province", "--by", "li"]).output
    file.write_text("题型,题目,选项A,选项B,答案\n单选,几？,一,二,C\n", "utf-8")
    bad = run(app, ["quiz", "import", str(file), "--unit", "province", "--by", "li"])
    assert bad.exit_code == 1


@pytest.mark.usefixtures("faces", "pages")
def test_a_poster_is_drawn_and_published_and_leads_to_a_work_that_is_there() -> None:
    quiz = out(new(Form.QUIZ, QUIZ))
    address = f"{H5}works/province/quiz/{quiz.id}/"
    code = {"target": "work", "url": address, "label": "扫码答题"}
    product = out(new(Form.POSTER, {**POSTER, "code": code}, "海报"))
    work = works.get("province", WorkKind.POSTER, product.id)
    assert set(work.files) == {"poster.png", "poster-tall.png"}
    assert work.content["words"] == "月销售额 10 万元以下免征增值税；二维码：扫码答题；省局"
    found = product_poster.targets("province", "", by=LI)
    assert address in [one.url for one in found]


@pytest.mark.usefixtures("faces", "pages")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        ({"target": "work", "url": f"{H5}works/province/quiz/p-20261130-nobody/", "label": "扫"}, "还没有上线"),
        ({"target": "work", "url": "https://evil.example/", "label": "扫"}, "还没有上线"),
        ({"target": "follow", "url": "http://weixin.qq.com/q/nobodys", "label": "扫"}, "没有这个关注二维码"),
    ],
)  # fmt: skip
def test_a_poster_whose_code_leads_nowhere_has_no_files_and_is_not_published(
    code: dict[str, str], said: str
) -> None:
    product = new(Form.POSTER, {**POSTER, "code": code}, "海报")
    after = product_files.make_now(product.id, by=LI, now=NOW)
    assert after.made is not None
    assert said in after.made.problem
    decide(product, "submit", LI)
    for person in (CHU, FU, ZHONG):
        decide(product, "approve", person)
    with pytest.raises(products.ProductNotReady, match=said):
        products.publish(product.id, by=ZONG, now=NOW)


@pytest.mark.usefixtures("faces", "pages")
def test_a_live_entry_is_announced_moved_and_cancelled_with_its_publications() -> None:
    product = new(Form.LIVE, LIVE, "直播课")
    assert not product_live.reminders_for(product.id, by=LI).published
    out(product)
    seen = product_live.reminders_for(product.id, by=LI)
    assert (seen.published, f"live:{product.id}" in seen.reply) == (True, True)
    first = broadcasts.store.get("province", product.id)
    assert first.page == f"{H5}works/province/live/{product.id}/"
    broadcasts.store.wish("province", "oA", product.id)
    later = (NOW + timedelta(days=3)).isoformat()
    moved = {**LIVE, "starts": later, "ends": (NOW + timedelta(days=3, hours=1)).isoformat()}
    products.edit(product.id, "直播课", moved, base=1, by=LI, now=NOW)
    out(products.get(product.id))
    assert broadcasts.store.get("province", product.id).news is broadcasts.What.MOVED
    products.take_down(product.id, reason="讲师临时有事", by=ZONG, now=NOW)
    gone = broadcasts.store.get("province", product.id)
    assert (gone.cancelled, gone.note, gone.news) == (
        True,
        "讲师临时有事",
        broadcasts.What.CANCELLED,
    )
    assert product_live.reminders_for(product.id, by=LI).wished == 1


def test_a_live_entry_leads_to_the_authority_and_to_wechat_alone() -> None:
    for url in ("https://live.example.com/1", "https://gov.cn.example.com/", "http://a.gov.cn/"):
        with pytest.raises(BadProduct):
            new(Form.LIVE, {**LIVE, "url": url}, "直播课")
