"""Question lists as departments have them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from chalicelib.knowledge import FaqEntry, Link, PolicyStatus, files
from chalicelib.knowledge.errors import BadEntry
from chalicelib.knowledge.models import Standing
from tests.unit.knowledge.written import entries, pairs, problems, word, xlsx

DEMO = Path(__file__).parents[3] / "demo/province"


def test_a_sheet_says_all_that_an_entry_has() -> None:
    [one] = entries(
        "问答.xlsx",
        xlsx(
            ["云岭省税务局问答汇总"],
            ["编号", "问题 *", "相似问", "答案", "责任部门", "政策依据", "生效时间", "有效期至", "适用对象", "地区", "状态"],
            ["F1", "怎么开发票", "开票|发票\n怎样开票", "登录", "征管处", "《甲》 https://a.example/1\n云税发〔2026〕3号", "2026-01-01", date(2026, 6, 30), "企业", "青溪市", "停用"],
        ),
    )  # fmt: skip
    assert (one.id, one.question, one.variants) == (
        "F1",
        "怎么开发票",
        ("开票", "发票", "怎样开票"),
    )
    assert one.basis == (
        Link(title="《甲》", url="https://a.example/1"),
        Link(title="云税发〔2026〕3号"),
    )
    assert one.valid_from == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert one.valid_until == datetime(2026, 6, 30, 16, tzinfo=UTC)
    assert (one.owner, one.audience, one.region) == ("征管处", "企业", "青溪市")
    assert one.standing is Standing.RETIRED


def test_every_bad_row_is_told_at_once_with_its_place() -> None:
    body = "问题,答案,有效期至,编号\n甲,好,,A1\n乙,,,\n,丙,,\n丁,好,昨天,\n戊,好,,A1\n甲,好,,\n己,好,,空 格\n"
    assert problems("问答.csv", body) == [
        (3, "答案", "缺少答案；还没有写好的请把状态填为“草稿”"),
        (4, "问题", "缺少问题"),
        (5, "有效期至", "“昨天”不是日期，应像 2026-03-01 或 2026-03-01 09:00"),
        (6, "编号", "编号“A1”与第 2 行重复"),
        (7, "问题", "与第 2 行的问题相同"),
        (8, "编号", "编号“空 格”只能有英文字母、数字、- 和 _，最多 32 位，以字母或数字开头"),
    ]


def test_bad_rows_can_be_left_out() -> None:
    body = "问题,答案\n甲,好\n乙,\n丙,好\n".encode()
    read = files.read_faq("问答.csv", body, skip_bad=True)
    assert [one.question for one in read.kept] == ["甲", "丙"]
    assert read.skipped == 1
    assert [str(one) for one in read.problems] == [
        "问答.csv 第 3 行“答案”：没有导入：缺少答案；还没有写好的请把状态填为“草稿”"
    ]


def test_a_file_without_a_header_is_not_half_read() -> None:
    with pytest.raises(files.KnowledgeFileErrors, match="找不到表头"):
        files.read_faq("问答.csv", "甲,好\n乙,好\n".encode(), skip_bad=True)


def test_columns_of_a_department_s_own_are_passed_over_with_a_reminder() -> None:
    read = files.read_faq("问答.csv", "序号,问题,答案,备注\n1,甲,好,无\n".encode())
    assert [one.question for one in read.kept] == ["甲"]
    assert [str(one) for one in read.problems] == [
        "问答.csv 第 1 行：没有导入不认识的列：“序号”、“备注”"
    ]


def test_tags_that_wechat_would_show_are_told() -> None:
    body = '问题,答案\n甲,"<p>好</p><a href=""https://a.example/"">看</a>"\n乙,税额<100元\n'
    [problem] = files.read_faq("问答.csv", body.encode()).problems
    assert (problem.row, problem.column) == (2, "答案")
    assert "<p>" in problem.reason


def test_a_draft_needs_no_answer() -> None:
    [one] = entries("问答.csv", "问题,答案,状态\n甲,,草稿\n")
    assert (one.standing, one.answer) == (Standing.DRAFT, "")


def test_lines_of_json_as_programs_write_them() -> None:
    body = (
        '{"faq_id": "F1", "question": "甲", "answer": "一", "variants": ["乙|丙", "丁"],'
        ' "basis": [{"title": "某办法", "url": "https://a.example/"}], "extra": 1}\n'
        '\n{"faq_id": "F1", "question": "戊"}\n'
    )
    [one] = entries("kb.jsonl", body)
    assert one.variants == ("乙|丙", "丁", "戊")
    assert one.basis == (Link(title="某办法", url="https://a.example/"),)
    assert [row for row, _, _ in problems("kb.jsonl", '{"question": 1}\n[]\nnull\n{')] == [
        1,
        2,
        3,
        4,
    ]


def test_word_questions_with_marks() -> None:
    body = word(
        "# 办税问答", "前言", "一、发票类", "1.问：怎么开发票？", "答：登录。", "再点开票。",
        "二、社保类", "问题2：怎么交社保？", "【答】手机上交。",
    )  # fmt: skip
    assert pairs("问答.docx", body) == [
        ("怎么开发票？", "登录。\n再点开票。"),
        ("怎么交社保？", "手机上交。"),
    ]


def test_word_questions_numbered_with_only_the_answers_marked() -> None:
    body = word("一、怎么开发票", "答：登录。", "（二）怎么交社保", "答：手机。", "再点。")
    assert pairs("问答.docx", body) == [("怎么开发票", "登录。"), ("怎么交社保", "手机。\n再点。")]


def test_word_headings_that_ask() -> None:
    body = word("# 办税问答", "前言", "## 怎么开发票", "登录。", "## 1. 怎么交社保", "手机。")
    assert pairs("问答.docx", body) == [("怎么开发票", "登录。"), ("怎么交社保", "手机。")]


def test_word_lines_that_end_with_a_question_mark() -> None:
    body = word("一、怎么开发票？", "登录。", "2、怎么交社保?", "手机。")
    assert pairs("问答.docx", body) == [("怎么开发票？", "登录。"), ("怎么交社保?", "手机。")]


def test_a_word_table_and_the_text_beside_it() -> None:
    body = word([["问题", "答复"], ["甲问题", "甲答"]], "问：乙问题", "答：乙答")
    assert pairs("问答.docx", body) == [("甲问题", "甲答"), ("乙问题", "乙答")]


def test_a_word_text_without_questions_says_how_to_write_them() -> None:
    [(row, _, reason)] = problems("说明.docx", word("这是一份说明。"))
    assert row is None
    assert "没有找到问答" in reason


def test_a_page_s_definition_list_with_its_links() -> None:
    body = """<html><head><meta charset="gb2312"><script>"问：x"</script></head><body>
    <nav><dl><dt>首页</dt><dd>链接</dd></dl></nav>
    <main><dl><dt>怎么开<b>发票</b>？</dt>
    <dd>登录<a href="https://etax.example/?a=1&amp;b=2">电子税务局</a>，<br>然后<a href="/x">开票</a>。</dd></dl></main>
    """.encode("gb18030")
    assert pairs("page.html", body) == [
        (
            "怎么开发票？",
            '登录<a href="https://etax.example/?a=1&amp;b=2">电子税务局</a>，\n然后开票。',
        )
    ]


def test_a_page_s_headings_tables_and_folds() -> None:
    headings = (
        "<h1>问答</h1><p>导语</p><h2>怎么开发票</h2><p>登录</p><ul><li>一</li><li>二</li></ul>"
    )
    assert pairs("a.html", headings + "<h2>怎么交社保</h2>手机") == [
        ("怎么开发票", "登录\n一\n二"),
        ("怎么交社保", "手机"),
    ]
    table = (
        "<table><tr><th>问题</th><th>答复</th></tr><tr><td>甲</td><td>一<br>二</td></tr></table>"
    )
    assert pairs("b.htm", table) == [("甲", "一\n二")]
    fold = "<details><summary>甲</summary><p>一</p></details><details><summary>乙</summary>二</details>"
    assert pairs("c.html", fold) == [("甲", "一"), ("乙", "二")]
    assert pairs("d.html", "<p>问：甲？</p><p>答：一</p><p>二</p>") == [("甲？", "一\n二")]


def test_a_list_on_a_page_does_not_hide_the_questions_beside_it() -> None:
    facts = "<dl><dt>来源</dt><dd>云岭省税务局</dd></dl>"
    marked = "<table><tr><td><p>问：怎么退税？</p><p>答：在App申请。</p></td></tr></table>"
    assert pairs("a.html", facts + marked) == [
        ("来源", "云岭省税务局"),
        ("怎么退税？", "在App申请。"),
    ]
    headings = "<h2>怎么退税？</h2><p>在App申请。</p><h2>联系我们</h2><p>12366</p>"
    assert pairs("b.html", facts + headings) == [
        ("来源", "云岭省税务局"),
        ("怎么退税？", "在App申请。"),
    ]
    read = files.read_faq("b.html", (facts + headings).encode())
    assert [one.reason for one in read.problems] == ["“联系我们”不像问题，没有导入"]


def test_what_a_line_of_json_says_in_vain_is_told_once() -> None:
    line = '{"问题": "%s", "答案": "一", "valid_untill": "2026-01-01"}\n'
    read = files.read_faq("kb.jsonl", (line % "甲" + line % "乙").encode())
    assert [(one.row, one.column) for one in read.problems] == [(1, "valid_untill")]


def test_what_a_cell_cannot_hold_is_not_cut_silently() -> None:
    variants = tuple(f"{number:03d}{'问' * 190}" for number in range(200))
    entry = FaqEntry(id="q", question="甲", variants=variants, answer="一")
    with pytest.raises(files.KnowledgeFileErrors, match=r"相似问.*放不下"):
        files.write_faq("a.xlsx", [entry])
    assert files.read_faq("a.csv", files.write_faq("a.csv", [entry])).kept == (entry,)


def test_one_field_under_two_names_is_refused() -> None:
    [(row, column, _)] = problems("kb.jsonl", '{"问题": "甲", "question": "乙", "答案": "一"}')
    assert (row, column) == (1, "question")


def test_a_question_of_a_page_without_an_answer_is_told() -> None:
    [(row, column, _)] = problems("a.html", "<dl>\n<dt>甲</dt>\n<dt>乙</dt><dd>一</dd></dl>")
    assert (row, column) == (2, "答案")


def test_a_yaml_list_and_its_places() -> None:
    [one] = entries(
        "问答.yaml", "问答:\n- 问题: 甲\n  答案: |\n    一\n    二\n  相似问: [乙, 丙]\n"
    )
    assert (one.answer, one.variants) == ("一\n二", ("乙", "丙"))
    assert problems("问答.yaml", "- 问题: 甲\n  答案: 一\n- 问题: 乙\n")[0][0] == 3


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.doc", "另存为 .docx"),
        ("a.pdf", "另存为 .docx"),
        ("a.xls", "另存为 .xlsx"),
        ("a", "没有扩展名"),
    ],
)
def test_another_format_says_what_to_do(name: str, said: str) -> None:
    assert said in problems(name, "x")[0][2]


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("条款失效", PolicyStatus.PARTLY_LAPSED),
        ("部分失效", PolicyStatus.PARTLY_LAPSED),
        ("部分条款失效", PolicyStatus.PARTLY_LAPSED),
        ("部分废止", PolicyStatus.PARTLY_REPEALED),
        ("条款废止", PolicyStatus.PARTLY_REPEALED),
        ("全文废止", PolicyStatus.REPEALED),
        ("已废止", PolicyStatus.REPEALED),
        ("失效", PolicyStatus.LAPSED),
        ("全文失效", PolicyStatus.LAPSED),
        ("全文有效", PolicyStatus.EFFECTIVE),
    ],
)
def test_the_states_that_authorities_write(written: str, status: PolicyStatus) -> None:
    [one] = files.read_policies("政策.csv", f"标题,效力\n某通知,{written}\n".encode()).kept
    assert one.status is status


def test_a_policy_that_holds_in_part_is_found_like_one_that_holds() -> None:
    assert [one for one in PolicyStatus if not one.holds] == [
        PolicyStatus.LAPSED,
        PolicyStatus.REPEALED,
    ]


def test_policy_lists() -> None:
    body = "文号,文件名称,时效性,发文日期,解读\n云税发〔2026〕3号,某通知,全文废止,2026-01-15,读懂 https://a.example/\n"
    [one] = files.read_policies("政策.csv", body.encode()).kept
    assert (one.number, one.status, str(one.issued)) == (
        "云税发〔2026〕3号",
        PolicyStatus.REPEALED,
        "2026-01-15",
    )
    assert one.interpretations == (Link(title="读懂", url="https://a.example/"),)
    with pytest.raises(files.KnowledgeFileErrors, match="与第 2 行重复"):
        files.read_policies("政策.csv", (body + "云税发[2026]3号,另一个,,,\n").encode())


def test_what_a_person_types_is_checked_like_a_sheet() -> None:
    one = files.entry_of({"question": "甲", "answer": "一"})
    assert files.entry_of({"valid_until": "2026-06-30"}, one).id == one.id
    with pytest.raises(BadEntry, match="失效时间：“明天”不是日期"):
        files.entry_of({"valid_until": "明天"}, one)


def test_the_demo_is_one_that_can_be_imported() -> None:
    read = files.read_faq("faq.yaml", (DEMO / "faq.yaml").read_bytes())
    assert (len(read.kept) >= 60, read.problems) == (True, ())
    papers = files.read_policies("policies.yaml", (DEMO / "policies.yaml").read_bytes())
    assert (len(papers.kept), papers.problems) == (12, ())


def test_what_a_page_hides_is_no_answer_and_is_named() -> None:
    body = """<html><head><style>.no{display:none}</style></head><body>
<div class="header"><a href="/">首页</a><a href="/a">公开</a><a href="/b">办事</a></div>
<p>问：几天？</p><p>答：15天。<span style="display:none">内部口径</span><svg><text>图中字</text></svg></p>
<p class="no">问：隐藏的？</p><p class="no">答：隐藏</p>
<div class="footer">版权所有：某局 ICP备1号</div><script>1</script></body></html>"""
    read = files.read_faq("a.html", body.encode())
    assert [(one.question, one.answer) for one in read.kept] == [("几天？", "15天。\n图中字")]
    assert [(one.row, one.reason.split("；")[0]) for one in read.problems] == [
        (2, "网页四周的内容没有导入：页头“首页 公开 办事”、页脚“版权所有：某局 ICP备1号”"),
        (3, "网页里隐藏的内容没有导入：“内部口径”"),
        (3, "SVG 图形里的文字已按顺序导入：“图中字”"),
        (4, "网页里隐藏的内容没有导入：“问：隐藏的？ 答：隐藏”"),
    ]
