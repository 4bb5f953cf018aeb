"""Spreadsheets: what is read, and every way in which an operator gets a row wrong."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from chalicelib.conversation import rules_file
from chalicelib.conversation.models import Hours, Pick, Replies, ReplyRules, Rule
from chalicelib.conversation.rules_file import RulesFileErrors
from chalicelib.wechat.replies import NewsReply, TextReply, TransferReply
from tests.unit.conversation.rules_file.sheets import HEAD, csv, errors, row, warnings, xlsx


def read(name: str, body: bytes) -> ReplyRules:
    return rules_file.read(name, body).rules


def test_two_columns_are_enough() -> None:
    rules = read("a.csv", "关键词,回复内容\n发票|开票,请登录\n".encode())
    assert rules.rules == (
        Rule(name="发票", contains=("发票", "开票"), replies=(TextReply(content="请登录"),)),
    )


def test_rows_of_one_name_are_one_rule() -> None:
    body = csv(
        row(
            规则名称="发票",
            关键词="开票",
            匹配="全匹配",
            优先级="5",
            回复内容="甲",
            多条回复="全部",
        ),
        row(规则名称="发票", 关键词="电子发票", 匹配="半匹配"),
        row(规则名称="发票", 回复内容="乙"),
    )
    assert read("a.csv", body).rules == (
        Rule(
            name="发票",
            exact=("开票",),
            contains=("电子发票",),
            priority=5,
            pick=Pick.ALL,
            replies=(TextReply(content="甲"), TextReply(content="乙")),
        ),
    )


def test_one_file_holds_the_whole_reply_book() -> None:
    body = csv(
        row(触发="关注", 回复内容="欢迎"),
        row(触发="扫码", 关键词="hall|gate", 回复内容="大厅"),
        row(触发="菜单", 关键词="FAQ", 回复内容="问答"),
        row(触发="消息类型", 关键词="图片", 回复类型="转人工"),
        row(触发="默认", 回复内容="没听懂"),
        row(关键词="指南", 回复类型="图文", 标题="办税指南", 链接="https://a.example/x"),
    )
    hall = Replies(replies=(TextReply(content="大厅"),))
    assert read("a.csv", body) == ReplyRules(
        follow=Replies(replies=(TextReply(content="欢迎"),)),
        scenes={"hall": hall, "gate": hall},
        menu={"FAQ": Replies(replies=(TextReply(content="问答"),))},
        types={"image": Replies(replies=(TransferReply(),))},
        default=Replies(replies=(TextReply(content="没听懂"),)),
        rules=(
            Rule(
                name="指南",
                contains=("指南",),
                replies=(NewsReply(title="办税指南", url="https://a.example/x"),),
            ),
        ),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_any_office_program_is_read(encoding: str, mark: str) -> None:
    body = f"关键词{mark}回复内容\r\n发票{mark}请登录电子税务局\r\n".encode(encoding)
    assert read("a.csv", body).rules[0].replies == (TextReply(content="请登录电子税务局"),)


def test_english_headers_and_words_do_too() -> None:
    body = b"name,trigger,keywords,match,type,reply\na,keyword,x,exact,text,hello\n"
    assert read("a.csv", body).rules[0].exact == ("x",)


def test_headers_may_carry_marks_and_stand_below_a_title() -> None:
    body = "云岭省税务局回复规则,\n,\n关键词（必填）,回复内容 *\n发票,好\n".encode()
    assert read("a.csv", body).rules[0].name == "发票"


def test_a_bar_can_be_part_of_a_keyword() -> None:
    assert read("a.csv", csv(row(关键词=r"a\|b|c", 回复内容="好"))).rules[0].contains == (
        "a|b",
        "c",
    )


def test_numbers_stay_as_they_are_shown() -> None:
    body = xlsx([["关键词", "回复内容", "优先级"], [10086, 12366.0, 3.0], [1.5, "好", None]])
    first, second = read("a.xlsx", body).rules
    assert (first.contains, first.replies, first.priority) == (
        ("10086",),
        (TextReply(content="12366"),),
        3,
    )
    assert second.contains == ("1.5",)


def test_excel_dates_and_times_are_understood() -> None:
    body = xlsx(
        [
            ["关键词", "回复内容", "生效时间", "失效时间", "每日时段"],
            ["甲", "好", datetime(2026, 3, 1, 9, 30), date(2026, 6, 30), "8:30 ~ 17：30"],  # noqa: DTZ001
        ]
    )
    assert read("a.xlsx", body).rules[0].hours == Hours(
        valid_from=datetime(2026, 3, 1, 1, 30, tzinfo=UTC),
        valid_until=datetime(2026, 6, 30, 16, tzinfo=UTC),
        daily_from=time(8, 30),
        daily_until=time(17, 30),
    )


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-03-01", datetime(2026, 2, 28, 16, tzinfo=UTC)),
        ("2026/3/1", datetime(2026, 2, 28, 16, tzinfo=UTC)),
        ("2026年3月1日", datetime(2026, 2, 28, 16, tzinfo=UTC)),
        ("２０２６-03-01 9:05", datetime(2026, 3, 1, 1, 5, tzinfo=UTC)),
        ("2026年3月1日 9点", datetime(2026, 3, 1, 1, tzinfo=UTC)),
        ("2026-03-01T09:00:30+09:00", datetime(2026, 3, 1, 0, 0, 30, tzinfo=UTC)),
    ],
)
def test_dates_are_read_as_people_write_them(written: str, moment: datetime) -> None:
    assert rules_file.moment(written) == moment


def test_an_expiry_day_is_still_valid_but_an_expiry_minute_is_the_end() -> None:
    body = csv(
        row(关键词="甲", 回复内容="好", 失效时间="2026-06-30"),
        row(关键词="乙", 回复内容="好", 失效时间="2026-06-30 00:00"),
    )
    ends = [rule.hours.valid_until for rule in read("a.csv", body).rules if rule.hours]
    assert ends == [
        datetime(2026, 6, 30, 16, tzinfo=UTC),
        datetime(2026, 6, 29, 16, tzinfo=UTC),
    ]


def test_a_whole_day_is_no_limit() -> None:
    body = csv(row(关键词="甲", 回复内容="好", 每日时段="00:00-24:00"))
    assert read("a.csv", body).rules[0].hours is None


OK = {"关键词": "甲", "回复内容": "好"}


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"回复内容": "好"}, "关键词", "缺少关键词"),
        ({"规则名称": "甲", "回复内容": "好"}, "关键词", "缺少关键词"),
        ({"关键词": " | ", "回复内容": "好"}, "关键词", "没有关键词"),
        ({"关键词": "甲"}, "回复内容", "缺少回复内容"),
        ({"关键词": "甲", "回复类型": "文本"}, "回复内容", "文本回复缺少回复内容"),
        (OK | {"触发": "扫马"}, "触发", "是不是“扫码”"),
        (OK | {"匹配": "差不多"}, "匹配", "不认识"),
        (OK | {"回复类型": "动画"}, "回复类型", "不认识"),
        (OK | {"多条回复": "一些"}, "多条回复", "不认识"),
        (OK | {"必答": "也许"}, "必答", "不认识"),
        (OK | {"触发": "默认", "关键词": "", "必答": "是"}, "必答", "只有关键词规则"),
        (OK | {"优先级": "高"}, "优先级", "不是整数"),
        (OK | {"优先级": "1001"}, "优先级", "-1000 到 1000"),
        (OK | {"优先级": "1.5"}, "优先级", "不是整数"),
        (OK | {"生效时间": "明天"}, "生效时间", "不是日期"),
        (OK | {"生效时间": "2026-02-30"}, "生效时间", "没有这个日期"),
        (OK | {"生效时间": "2026-03-01 25:00"}, "生效时间", "没有这个日期或时间"),
        (OK | {"生效时间": "0026-03-01"}, "生效时间", "年份"),
        (OK | {"生效时间": "2026-03-02", "失效时间": "2026-03-01"}, "失效时间", "晚于"),
        (OK | {"每日时段": "上午"}, "每日时段", "不是时段"),
        (OK | {"每日时段": "8:30-25:00"}, "每日时段", "没有 25:00"),
        (OK | {"每日时段": "9:00-9:00"}, "每日时段", "相同"),
        (OK | {"每日时段": "24:00-9:00"}, "每日时段", "只能是结束"),
        (OK | {"每日时段": "8:00-12:00-17:00"}, "每日时段", "一个时段"),
        (OK | {"关键词": "长" * 61}, "关键词", "61 个字"),
        (OK | {"关键词": "\u200b\ufeff"}, "关键词", "只有看不见的字符"),
        (OK | {"规则名称": "长" * 61}, "规则名称", "61 个字"),
        ({"关键词": "甲", "回复内容": "坏\x0b字"}, "回复内容", "U+000B"),
        ({"关键词": "坏\x07字", "回复内容": "好"}, "关键词", "U+0007"),
        ({"关键词": "甲", "回复类型": "图片", "回复内容": "图片 一"}, "回复内容", "media_id"),
        ({"关键词": "甲", "回复类型": "图片"}, "回复内容", "缺少 media_id"),
        ({"关键词": "甲", "回复类型": "图文", "链接": "https://a.example"}, "标题", "缺少标题"),
        ({"关键词": "甲", "回复类型": "图文", "标题": "标"}, "链接", "缺少链接"),
        ({"关键词": "甲", "回复类型": "图文", "标题": "标", "链接": "www.a.cn"}, "链接", "https://"),
        ({"关键词": "甲", "回复类型": "图文", "标题": "标", "链接": "http://[a"}, "链接", "不是网址"),
        ({"关键词": "甲", "回复类型": "图文", "标题": "标" * 700, "链接": "https://a.example"}, "标题", "太长"),
        ({"触发": "关注", "回复类型": "转人工"}, "回复类型", "不允许转人工"),
        ({"触发": "扫码", "关键词": "s", "回复类型": "转人工"}, "回复类型", "不允许转人工"),
        ({"触发": "菜单", "关键词": "k", "回复类型": "转人工"}, "回复类型", "不允许转人工"),
        ({"触发": "扫码", "回复内容": "好"}, "关键词", "场景值"),
        ({"触发": "菜单", "回复内容": "好"}, "关键词", "菜单的 key"),
        ({"触发": "消息类型", "回复内容": "好"}, "关键词", "消息类型"),
        ({"触发": "消息类型", "关键词": "文本", "回复内容": "好"}, "关键词", "不认识"),
        ({"触发": "菜单", "关键词": "键" * 43, "回复内容": "好"}, "关键词", "128 字节"),
        ({"触发": "扫码", "关键词": "s" * 65, "回复内容": "好"}, "关键词", "64 个字"),
        ({"触发": "默认", "回复内容": "好", "每日时段": "8:30-17:30"}, "每日时段", "只有关键词规则"),
        ({"触发": "关注", "回复内容": "好", "优先级": "3"}, "优先级", "只有关键词规则"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_with_its_column_and_reason(
    cells: dict[str, str], column: str, reason: str
) -> None:
    body = csv(row(关键词="好行", 回复内容="好"), row(**cells))
    found = errors("规则.csv", body)
    assert [(number, head) for number, head, _ in found] == [(3, column)]
    assert reason in found[0][2]


def test_every_bad_row_is_reported_at_once_and_nothing_is_imported() -> None:
    body = csv(
        row(关键词="好", 回复内容="好"),
        row(关键词="甲"),
        row(触发="扫", 回复内容="x"),
        row(关键词="乙", 回复内容="好", 优先级="高", 生效时间="明天"),
    )
    with pytest.raises(RulesFileErrors) as refused:
        rules_file.read("/tmp/规则.csv", body)
    assert [(one.file, one.row) for one in refused.value.problems] == [
        ("规则.csv", 3),
        ("规则.csv", 4),
        ("规则.csv", 5),
        ("规则.csv", 5),
    ]
    assert "规则.csv 第 3 行“回复内容”" in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "number", "reason"),
    [
        ([["关键词", "回复内容", "回复"], ["甲", "好"]], 1, "出现了两次"),
        ([["甲", "好"], ["乙", "好"]], 1, "找不到表头"),
        ([["关键词", "回复内容"]], None, "没有规则"),
        ([], None, "空的"),
        ([["关键词", "回复内容"], ["甲", "=1+1"]], 2, "公式"),
        ([["关键词", "回复内容"], ["甲", "#N/A"]], 2, "出错"),
        ([["关键词", "回复内容"], [datetime(2026, 3, 1), "好"]], 2, "变成了日期"),  # noqa: DTZ001
        ([["关键词", "回复内容"], [12345678901234567, "好"]], 2, "15 位"),
        ([["规则名称", "关键词", "回复内容"], ["", "甲", "1"], ["", "甲", "2"]], 3, "已有名为"),
    ],
)
def test_a_bad_sheet_is_explained(rows: list[list[Any]], number: int | None, reason: str) -> None:
    found = errors("a.xlsx", xlsx(rows))
    assert len(found) == 1
    assert found[0][0] == number
    assert reason in found[0][2]


def test_keywords_in_a_merged_cell_have_all_replies_beside_it() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("A3:A4")

    body = xlsx([["标题", None], ["关键词", "回复内容"], ["甲", "1"], [None, "2"]], merge)
    [rule] = read("a.xlsx", body).rules
    assert rule.contains == ("甲",)
    assert rule.replies == (TextReply(content="1"), TextReply(content="2"))


def test_a_percentage_is_not_what_was_typed() -> None:
    def percent(sheet: Worksheet) -> None:
        sheet["A2"].number_format = "0%"

    found = errors("a.xlsx", xlsx([["关键词", "回复内容"], [0.13, "好"]], percent))
    assert "百分比" in found[0][2]


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.xls", b"x", "另存为 .xlsx"),
        ("a.docx", b"x", "不支持"),
        ("规则", b"x", "没有扩展名"),
        ("a.xlsx", b"", "空的"),
        ("a.xlsx", b"PK\x03\x04broken", "已损坏"),
        ("a.xlsx", b"not a zip", "已损坏"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0old", "密码"),
        ("a.csv", b"\x81\xff\xfe\x00", "UTF-8"),
        ("a.csv", '关键词,回复内容\n甲,"没有结束\n'.encode(), "引号"),
    ],
)
def test_a_file_that_cant_be_read_says_why(name: str, body: bytes, reason: str) -> None:
    found = errors(name, body)
    assert len(found) == 1
    assert reason in found[0][2]


def test_a_rule_has_one_priority() -> None:
    body = csv(
        row(规则名称="r", 关键词="甲", 回复内容="1", 优先级="1"),
        row(规则名称="r", 关键词="乙", 回复内容="2", 优先级="2"),
    )
    assert errors("a.csv", body)[0][:2] == (3, "优先级")


def test_a_scene_stands_once_even_with_wechats_prefix() -> None:
    body = csv(
        row(触发="扫码", 关键词="hall", 回复内容="1"),
        row(触发="扫码", 关键词="qrscene_hall", 回复内容="2"),
    )
    assert "两次" in errors("a.csv", body)[0][2]


def test_too_many_keywords_are_refused() -> None:
    rows = [row(规则名称="r", 关键词="|".join(f"{n}-{m}" for m in range(9100)), 回复内容="好") for n in range(11)]  # fmt: skip
    assert "100000" in errors("a.csv", csv(*rows))[0][2]


@pytest.mark.parametrize(
    ("cells", "number", "reason"),
    [
        ([{"关键词": "甲", "回复内容": "长" * 700}], 2, "2100 字节"),
        ([{"关键词": "甲", "匹配": "全匹配", "回复内容": "1"}, {"规则名称": "乙", "关键词": "甲", "匹配": "全匹配", "回复内容": "2"}], 3, "规则“甲”里已有"),
        ([{"关键词": "ＡＢ", "回复内容": "1"}, {"规则名称": "乙", "关键词": "ab", "回复内容": "2"}], 3, "已有"),
        ([{"关键词": "甲\u200b", "回复内容": "1"}], 2, "U+200B"),
        ([{"关键词": "甲", "回复内容": "1", "标题": "标"}], 2, "用不到"),
        ([{"触发": "关注", "关键词": "甲", "回复内容": "1"}], 2, "不需要关键词"),
        ([{"触发": "扫码", "关键词": "s", "匹配": "全匹配", "回复内容": "1"}], 2, "匹配方式"),
    ],
)  # fmt: skip
def test_what_can_be_imported_but_deserves_a_look_is_a_warning(
    cells: list[dict[str, str]], number: int, reason: str
) -> None:
    found = warnings("a.csv", csv(*(row(**one) for one in cells)))
    assert [one[0] for one in found] == [number]
    assert reason in found[0][2]
    assert not errors("a.csv", csv(*(row(**one) for one in cells)))


def test_rules_that_take_turns_are_no_duplicates() -> None:
    body = csv(
        row(规则名称="上班", 关键词="人工", 回复内容="1", 每日时段="8:30-17:30"),
        row(规则名称="下班", 关键词="人工", 回复内容="2"),
    )
    assert not warnings("a.csv", body)


def test_all_with_a_transfer_is_refused() -> None:
    body = csv(
        row(规则名称="r", 关键词="甲", 回复内容="1", 多条回复="全部"),
        row(规则名称="r", 回复类型="转人工"),
    )
    assert "转人工" in errors("a.csv", body)[0][2]


def test_the_template_is_read_as_an_empty_file_and_has_every_column() -> None:
    assert errors("a.xlsx", rules_file.template()) == [(None, None, "文件里没有规则")]
    assert set(HEAD) <= set(_heads(rules_file.template()))


def test_the_template_explains_the_columns_that_it_has() -> None:
    import io

    from openpyxl import load_workbook

    explained = load_workbook(io.BytesIO(rules_file.template()))["说明"]
    names = [str(row[0].value or "") for row in explained.iter_rows(min_row=2)]
    assert names[: names.index("")] == _heads(rules_file.template())


def _heads(body: bytes) -> list[object]:
    import io

    from openpyxl import load_workbook

    return [cell.value for cell in load_workbook(io.BytesIO(body))["规则"][1]]
