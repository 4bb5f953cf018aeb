"""The pages of a quiz (答题): what it is, the questions on one page, the result. They work without JavaScript.

``start`` and ``hand-in`` are forms; each leads to a page that can be asked for again. What is right leaves here only with a
result, after the attempt was handed in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from chalicelib import quizzes
from chalicelib.clock import SHANGHAI, shown, shown_time
from chalicelib.gateway import Answer, Cookie, answer, cookie_of
from chalicelib.h5.document import Page, document
from chalicelib.h5.markup import Html, element, joined
from chalicelib.h5.works_pages.visit import WorkVisit, missing
from chalicelib.quizzes import Attempt, Drawn, Played, QuestionKind, Quiz, QuizRefused, TooMany
from chalicelib.settings import settings

COOKIE: Final = "visitor"
_HERE: Final = Path(__file__).parent
_STYLE: Final = (_HERE / "quiz.css").read_text("utf-8")
_SCRIPT: Final = (_HERE / "quiz.js").read_text("utf-8")
_ANSWER: Final = re.compile(r"a(\d{1,2})(?:_(\d))?")
_PLAIN: Final = "不设奖品，不抽奖；不收集姓名、手机号和微信号。"
"""Said on the first page of each quiz."""


def page(visit: WorkVisit) -> Answer:
    """One page, or one form."""
    act = (_FORMS if visit.method == "POST" else _PAGES).get(visit.page)
    if act is None:
        return missing(visit)
    try:
        return act(visit, _played(visit))
    except QuizRefused as refused:
        return _refusal(visit, refused)


def _played(visit: WorkVisit) -> Played:
    work = visit.work
    rules = Quiz.model_validate(work.content)
    return Played(account=work.account, id=work.id, title=work.title, pool=work.key, quiz=rules)


def _front(visit: WorkVisit, played: Played) -> Answer:
    cookie = cookie_of(visit.event, COOKIE)
    cookies = []
    if not quizzes.play.COOKIE.fullmatch(cookie):
        cookies = [Cookie(COOKIE, quizzes.play.new_cookie(), _until_midnight(visit.now))]
    main = joined(
        element("h1", played.title),
        element("p", played.quiz.intro, class_="lines rules") if played.quiz.intro else "",
        _rules(played.quiz),
        _start(played.quiz, visit.now),
        element("p", _PLAIN, class_="said"),
    )
    return _sent(visit, played.title, main, cookies=cookies)


def _rules(quiz: Quiz) -> Html:
    minutes = f"{quiz.minutes} 分钟" if quiz.minutes else "不限"
    rows = [
        ("题数", f"{quiz.draw} 题，每题 {quiz.points} 分，满分 {quiz.full} 分"),
        ("及格", f"{quiz.passing} 分"),
        ("时间", minutes),
        ("次数", f"每天 {quiz.tries} 次"),
    ]
    if quiz.opens or quiz.closes:
        since = f"{shown(quiz.opens)} 起" if quiz.opens else ""
        until = f"{shown(quiz.closes)} 止" if quiz.closes else ""
        rows.append(("开放", "，".join(one for one in (since, until) if one)))
    list_ = element(
        "dl", *(joined(element("dt", name), element("dd", said)) for name, said in rows)
    )
    return element("section", element("h2", "规则"), list_, class_="card")


def _start(quiz: Quiz, now: datetime) -> Html:
    try:
        quizzes.play.check_open(quiz, now)
    except QuizRefused as refused:
        return element("p", str(refused), class_="card notice")
    return element(
        "form",
        element("input", type="hidden", name="key", value=quizzes.play.new_key()),
        element("button", "开始答题", class_="wide"),
        method="post",
        action="start",
        class_="start",
    )


def _begin(visit: WorkVisit, played: Played) -> Answer:
    identity: Mapping[str, object] = (visit.event.get("requestContext") or {}).get("identity") or {}
    begun = quizzes.play.start(
        played,
        cookie_of(visit.event, COOKIE),
        visit.asked.get("key", ""),
        str(identity.get("sourceIp") or ""),
        visit.now,
    )
    return _see(_where(begun))


def _questions(visit: WorkVisit, played: Played) -> Answer:
    attempt = _own(visit, played)
    if attempt.ended_at is not None:
        return _see(_where(attempt))
    quizzes.play.check_time(attempt, visit.now)
    return _asked_page(visit, played, attempt, {}, again=False)


def _hand_in(visit: WorkVisit, played: Played) -> Answer:
    attempt = _own(visit, played)
    if attempt.ended_at is not None:
        return _see(_where(attempt))  # what was handed in first stands
    quizzes.play.check_time(attempt, visit.now)
    chosen = _chosen(visit.asked)
    questions = quizzes.play.questions_of(attempt)
    answers = quizzes.play.answers_of(questions, chosen)
    if len(answers) < len(questions) and visit.asked.get("whole") != "1":
        return _asked_page(visit, played, attempt, chosen, again=True)
    return _see(_where(quizzes.play.hand_in(attempt, answers, visit.now)))


def _asked_page(
    visit: WorkVisit,
    played: Played,
    attempt: Attempt,
    chosen: Mapping[int, list[int]],
    *,
    again: bool,
) -> Answer:
    questions = quizzes.play.questions_of(attempt)
    left = sum(1 for number in range(len(questions)) if not chosen.get(number))
    said = Html("")
    buttons = [element("button", "交卷", class_="wide")]
    if again:
        said = element(
            "p",
            f"还有 {left} 题没有答，已为您标出；没有答的题不得分。",
            class_="card notice",
            role="alert",
        )
        buttons = [
            element("button", "交卷", class_="wide"),
            element("button", "就这样交卷", class_="wide plain", name="whole", value="1"),
        ]
    until = attempt.until
    limited = element(
        "p",
        f"请在 {shown_time(until)} 前交卷",
        data_until=str(int(until.timestamp())),
        data_now=str(int(visit.now.timestamp())),
        class_="time",
        role="timer",
    )
    form = element(
        "form",
        element("input", type="hidden", name="attempt", value=attempt.id),
        *(_question(number, one, chosen.get(number, []), marked=again) for number, one in enumerate(questions)),
        *buttons,
        method="post",
        action="hand-in",
        class_="ask",
    )  # fmt: skip
    main = joined(
        element("h1", played.title),
        limited,
        said,
        form,
        element("p", "交卷后可以看到正确答案和解析。", class_="said"),
    )
    return _sent(visit, f"答题：{played.title}", main, 422 if again else 200)


def _question(number: int, one: Drawn, chosen: list[int], *, marked: bool) -> Html:
    several = one.question.kind is QuestionKind.MULTIPLE
    name = quizzes.labels.KIND_NAMES[one.question.kind]
    options = [
        element(
            "label",
            element(
                "input",
                type="checkbox" if several else "radio",
                name=f"a{number}_{place}" if several else f"a{number}",
                value="1" if several else str(place),
                checked=place in chosen,
            ),
            element("span", text),
            class_="option",
        )
        for place, text in enumerate(one.shown)
    ]
    legend = element(
        "legend",
        f"{number + 1}. {one.question.text} ",
        element("small", f"（{name}{'，选出所有正确的' if several else ''}）"),
    )
    missed = marked and not chosen
    return element("fieldset", legend, *options, class_="missed" if missed else "")


def _result(visit: WorkVisit, played: Played) -> Answer:
    attempt = _own(visit, played)
    if attempt.ended_at is None:
        return _see(_where(attempt))
    quiz = quizzes.play.pool(attempt.pool)
    questions = quizzes.play.questions_of(attempt)
    took = max(1, int((attempt.ended_at - attempt.started_at).total_seconds()))
    score = element(
        "p",
        str(attempt.score),
        element("span", f" 分，满分 {quiz.full} 分", class_="of"),
        class_="score",
    )
    judged = (
        "及格了，做得好。" if attempt.passed else f"还没有及格（{quiz.passing} 分），看看解析再来。"
    )
    told = f"答对 {attempt.right} 题，共 {len(questions)} 题，用时 {took // 60} 分 {took % 60} 秒。"
    main = joined(
        element("h1", "答题结果"),
        element("section", score, element("p", judged), element("p", told, class_="said"), class_="card"),
        element("a", "再答一次", class_="wide", href="./"),
        element("h2", "正确答案和解析", class_="said"),
        *(_marked(number, one, attempt) for number, one in enumerate(questions)),
    )  # fmt: skip
    return _sent(visit, f"答题结果：{played.title}", main)


def _marked(number: int, one: Drawn, attempt: Attempt) -> Html:
    question = one.question
    chosen = attempt.answers.get(question.id, ())
    well = tuple(sorted(chosen)) == question.right
    named = [question.options[place] for place in question.right]
    mine = "、".join(question.options[place] for place in chosen) or "没有答"
    verdict = element("span", "答对了" if well else "答错了", class_="tag")
    why = [element("p", question.explanation, class_="lines")] if question.explanation else []
    if question.basis:
        basis = (
            element("a", question.basis, href=question.basis_url)
            if question.basis_url
            else question.basis
        )
        why.append(element("p", "依据：", basis))
    return element(
        "section",
        element("h3", f"{number + 1}. {question.text}", verdict),
        element("p", f"您的答案：{mine}"),
        element("p", f"正确答案：{'、'.join(named)}"),
        element("div", *why, class_="why") if why else "",
        class_="card",
    )


_PAGES: Final[Mapping[str, Callable[[WorkVisit, Played], Answer]]] = {
    "": _front,
    "play": _questions,
    "result": _result,
}
_FORMS: Final[Mapping[str, Callable[[WorkVisit, Played], Answer]]] = {
    "start": _begin,
    "hand-in": _hand_in,
}


def _chosen(asked: Mapping[str, str]) -> dict[int, list[int]]:
    """Places that were chosen, by the number of the question: of the fields of a form, those that are answers."""
    found: dict[int, list[int]] = {}
    for name, value in asked.items():
        one = _ANSWER.fullmatch(name)
        if one is None:
            continue
        place = one[2] if one[2] is not None else value
        # What is no place is no option of ours: ``answers_of`` refuses it.
        number = int(place) if re.fullmatch(r"\d", place) else -1
        found.setdefault(int(one[1]), []).append(number)
    return found


def _own(visit: WorkVisit, played: Played) -> Attempt:
    return quizzes.play.own(played, cookie_of(visit.event, COOKIE), visit.asked.get("attempt", ""))


def _where(attempt: Attempt) -> str:
    there = "play" if attempt.ended_at is None else "result"
    return f"{there}?attempt={attempt.id}"


def _see(where: str) -> Answer:
    """After a form: a page that can be asked for again without sending it again."""
    return answer(303, headers={"Location": where})


def _refusal(visit: WorkVisit, refused: QuizRefused) -> Answer:
    main = joined(
        element("h1", refused.title),
        element("p", str(refused), class_="card notice"),
        element("a", "回到答题首页", class_="wide plain", href="./"),
    )
    return _sent(visit, refused.title, main, 429 if isinstance(refused, TooMany) else 409)


def _sent(
    visit: WorkVisit,
    title: str,
    main: Html,
    status: int = 200,
    *,
    cookies: list[Cookie] | None = None,
) -> Answer:
    # Kept nowhere: each page is one browser's, and the first one has the key of a form.
    looks = visit.look._replace(style=_STYLE, script=_SCRIPT)
    made: Page = document(title, main, looks)
    # A form's origin is told to this site alone; without it some browsers send none of their cookies.
    headers = {"Content-Security-Policy": made.policy, "Referrer-Policy": "same-origin"}
    said = answer(
        status,
        made.html,
        content_type="text/html; charset=utf-8",
        headers=headers,
        cookies=cookies or (),
    )
    if settings().stage == "local":
        del said["multiValueHeaders"]["X-Frame-Options"]
    return said


def _until_midnight(now: datetime) -> int:
    """Seconds that a visitor is known: to the end of the day (Asia/Shanghai), and two hours for an attempt begun late."""
    local = now.astimezone(SHANGHAI)
    midnight = (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return int((midnight - local).total_seconds()) + 7200
