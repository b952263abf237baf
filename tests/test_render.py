"""What the user reads of an answer, on the terminal and in Markdown."""

import pytest

from assistant.models import Answer, AnswerPart, Citation, ComputedFigure, Scope, Table, TableRow
from assistant.render import (
    answer_markdown,
    answer_text,
    citation_label,
    scope_label,
    years_label,
)

QUOTE = "共实施行政处罚1204件。"
CITATION = Citation(
    n=1,
    report_id="r1",
    title="虚构市云溪区2020年报告",
    region="虚构市云溪区",
    year=2020,
    heading=("一、工作情况", "（一）疫情防控"),
    page=3,
    quote=QUOTE,
    passage=f"建立机制。{QUOTE}",
    start=10,
    end=22,
)
ANSWER = Answer(
    "disclosed",
    f"{QUOTE}[1]",
    (CITATION,),
    computed=(ComputedFigure("72件", 72, "件", "376 - 304", (1, 1)),),
    scope=Scope((2020,), ("虚构市云溪区",)),
    notices=("报告只到2020年。",),
)


@pytest.mark.parametrize(
    ("years", "label"),
    [
        ((), ""),
        ((2020,), "2020年"),
        ((2020, 2018), "2018、2020年"),
        ((2020, 2019), "2019、2020年"),
        ((2018, 2019, 2020), "2018—2020年"),
    ],
)
def test_years_are_named_shortly(years: tuple[int, ...], label: str) -> None:
    assert years_label(years) == label


def test_scope_names_only_what_is_limited() -> None:
    assert scope_label(Scope()) == ""
    assert scope_label(Scope((2020,), ("甲区", "乙区"))) == "2020年 · 甲区、乙区"


def test_the_terminal_shows_outcome_text_and_each_source() -> None:
    assert answer_text(ANSWER).splitlines() == [
        "【已披露】",
        "共实施行政处罚1204件。[1]",
        "",
        "计算：72件 = 376 - 304[1]",
        "",
        "出处",
        "[1] 《虚构市云溪区2020年报告》 › 一、工作情况 › （一）疫情防控",
        "    “共实施行政处罚1204件。”",
        "    虚构市云溪区 · 2020年 · 第3页",
        "",
        "范围：2020年 · 虚构市云溪区",
        "说明：报告只到2020年。",
    ]


def test_text_of_a_report_cannot_drive_the_terminal() -> None:
    assert (
        answer_text(Answer("off_topic", "甲\x1b[31m乙\u202e丙\r丁"))
        == "【与报告无关】\n甲[31m乙丙丁"
    )


def test_markdown_of_a_report_stays_text() -> None:
    shown = answer_markdown(Answer("disclosed", "*甲*[1] <b>_乙_</b> [丙](http://x)", (CITATION,)))
    assert "\\*甲\\*[1] \\<b\\>\\_乙\\_\\</b\\> \\[丙\\](http://x)" in shown
    assert f"> {QUOTE}" in shown


def test_a_citation_is_named_as_in_a_document() -> None:
    assert citation_label(CITATION) == (
        "《虚构市云溪区2020年报告》，一、工作情况 › （一）疫情防控，2020年，第3页"
    )
    bare = Citation(1, "r", "标题", "", None, (), None, "", "", 0, 0)
    assert citation_label(bare) == "《标题》"


def test_a_row_without_disclosure_says_so() -> None:
    table = Table(
        ("地区", "件数"),
        (
            TableRow(Scope(), "disclosed", ("甲区", "12件[1]")),
            TableRow(Scope(), "not_in_library", ("乙区", "")),
        ),
    )
    answer = Answer("disclosed", "", (CITATION,), table=table)
    assert "乙区　未收录" in answer_text(answer)
    assert "| 乙区 | 未收录 |" in answer_markdown(answer)


def test_each_part_of_a_question_shows_how_it_ended() -> None:
    parts = (AnswerPart("甲？", "disclosed"), AnswerPart("乙？", "not_in_report"))
    assert "· 乙？：报告未提及" in answer_text(Answer("disclosed", "甲。", parts=parts))
