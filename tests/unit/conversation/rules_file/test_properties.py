"""Whatever an operator types: rules or a list of problems, never anything else; and what is written is read again."""

from __future__ import annotations

from datetime import datetime, time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.conversation import rules_file
from chalicelib.conversation.models import Hours, Pick, Replies, ReplyRules, Rule, Service
from chalicelib.conversation.rules.matcher import fold
from chalicelib.conversation.rules_file import SHANGHAI, RulesFileErrors, fields
from chalicelib.wechat import replies as wechat
from tests.unit.conversation.rules_file.sheets import HEAD, csv, xlsx

# What XML can carry, with line ends as they are kept; and little but what means something in files. Texts of an alphabet
# of two kinds are drawn a character at a time, which takes seven times as long.
characters = st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\ufffe\uffff")
alphabets = (characters, "|\\\"'=+-@#:{}[]&*!%,;~ 甲乙a1")
words = (
    st.one_of(st.text(one, min_size=1, max_size=20) for one in alphabets)
    .map(str.strip)
    .filter(fold)
)
texts = st.lists(words, min_size=1, max_size=3).map("\n".join)
ids = st.text("abcXYZ019-_", min_size=1, max_size=12)
urls = ids.map(lambda name: f"https://{name}.example/?q=中文")
optional_words = st.just("") | words
moments = st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(microsecond=0, tzinfo=SHANGHAI)
)

messages = st.one_of(
    st.builds(wechat.TextReply, content=texts),
    st.builds(wechat.ImageReply, media_id=ids),
    st.builds(wechat.VoiceReply, media_id=ids),
    st.builds(wechat.VideoReply, media_id=ids, title=optional_words, description=optional_words),
    st.builds(
        wechat.MusicReply,
        thumb_media_id=ids,
        title=optional_words,
        url=st.just("") | urls,
        hq_url=st.just("") | urls,
    ),
    st.builds(
        wechat.NewsReply,
        title=words,
        description=optional_words,
        pic_url=st.just("") | urls,
        url=urls,
    ),
)
said = st.builds(
    Replies,
    replies=st.lists(messages, min_size=1, max_size=3).map(tuple),
    pick=st.sampled_from(Pick),
)
handed = st.builds(Replies, replies=st.builds(wechat.TransferReply, kf_account=st.none() | ids).map(lambda one: (one,)))  # fmt: skip


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    first, last = sorted(draw(st.lists(moments, min_size=2, max_size=2, unique=True)))
    clocks = st.times(max_value=time(23, 59)).map(lambda at: at.replace(microsecond=0))
    start, end = draw(st.lists(clocks, min_size=2, max_size=2, unique=True))
    return Hours(valid_from=first, valid_until=last, daily_from=start, daily_until=end)


@st.composite
def services(draw: st.DrawFn) -> Service:
    names = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    return Service(
        name=names[0],
        aliases=tuple(names[1:]),
        text=draw(st.just("") | texts),
        link=draw(urls),
        appid=draw(st.just("") | ids),
        path=draw(st.just("") | ids),
        menu=draw(st.just("") | ids),
    )


@st.composite
def books(draw: st.DrawFn) -> ReplyRules:
    keys = draw(st.lists(words, min_size=1, max_size=9, unique=True))
    rules = []
    for name in keys[:4]:
        keywords = tuple(draw(st.lists(words, min_size=1, max_size=4, unique=True)))
        cut = draw(st.integers(0, len(keywords)))
        body = draw(said | handed)
        rules.append(
            Rule(
                name=name,
                exact=keywords[:cut],
                contains=keywords[cut:],
                priority=draw(st.integers(-1000, 1000)),
                hours=draw(st.none() | hours()),
                must_answer=draw(st.booleans()),
                replies=body.replies,
                pick=body.pick,
            )
        )
    keyed = st.dictionaries(words.filter(lambda key: key == fields.scene(key)), said, max_size=2)
    return ReplyRules(
        rules=tuple(rules),
        follow=draw(st.none() | said),
        scenes=draw(keyed),
        menu=draw(keyed),
        services=tuple(
            draw(st.lists(services(), max_size=2, unique_by=lambda service: service.name))
        ),
        types=draw(st.dictionaries(st.sampled_from(["image", "voice", "link"]), said | handed)),
        default=draw(st.none() | said | handed),
    )


@given(rules=books())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_is_read_again(rules: ReplyRules) -> None:
    # Each book in every form: to invent one takes as long as to write and read it.
    for name in ("a.yaml", "a.csv", "a.xlsx"):
        assert rules_file.read(name, rules_file.write(name, rules)).rules == rules, name


cells = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["关键词", "关注", "扫码", "消息类型", "图文", "转人工", "全部", "8:30-17:30", "2026-03-01", "|"]),
)  # fmt: skip


@given(rows=st.lists(st.lists(cells, max_size=len(HEAD) + 1), max_size=5))
@settings(max_examples=200, deadline=None)
def test_any_cells_are_rules_or_problems(rows: list[list[str]]) -> None:
    body = csv(*([cell.replace('"', "") for cell in line] for line in rows))
    _rules_or_problems("a.csv", body)


@given(rows=st.lists(st.lists(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates(), st.times(), st.datetimes(datetime(1901, 1, 1)), st.text("甲|=0-:", max_size=8)), max_size=len(HEAD)), max_size=4))  # fmt: skip  # noqa: DTZ001
@settings(max_examples=60, deadline=None)
def test_any_values_of_a_workbook_are_rules_or_problems(rows: list[list[object]]) -> None:
    _rules_or_problems("a.xlsx", xlsx([list(HEAD), *rows]))


@given(body=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.yaml", "a.xlsx", "a"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_rules_or_problems(body: bytes, name: str) -> None:
    _rules_or_problems(name, body)


@given(text=st.text("rules:\n -exact[]{}甲&*|>#!'\"?,", max_size=80))
@settings(max_examples=300, deadline=None)
def test_any_yaml_is_rules_or_problems(text: str) -> None:
    _rules_or_problems("a.yaml", text.encode())


def _rules_or_problems(name: str, body: bytes) -> None:
    try:
        rules_file.read(name, body)
    except RulesFileErrors as refused:
        assert refused.problems
