"""HTML of an answer: marks that lead to sources, figures shown as checked, tables, outcomes of parts."""

import re

import pytest

from assistant.models import (
    Answer,
    AnswerFigure,
    AnswerPart,
    Citation,
    ComputedFigure,
    Scope,
    Table,
    TableRow,
)
from assistant.ui.chat.answers import answer_html, unplaced_parts
from assistant.ui.chat.chips import chips_html
from assistant.ui.words import Words, words_in

QUOTE = "共实施行政处罚1204件，检查376件。"
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


def cite(n: int, title: str = "虚构市云溪区2020年报告", quote: str = QUOTE) -> Citation:
    return Citation(n, "r1", title, "虚构市云溪区", 2020, ("一、工作",), 3, quote, quote, 0, 9)


@pytest.fixture
def words() -> Words:
    return words_in("zh")


def test_known_marks_become_buttons_that_say_where_they_lead(words: Words) -> None:
    shown = answer_html(Answer("disclosed", f"{QUOTE}[1]", (cite(1),)), words)
    assert shown.count("<button") == 1
    assert 'aria-label="查看出处1：《虚构市云溪区2020年报告》 › 一、工作"' in shown
    assert 'data-cite="1"' in shown


def test_unknown_marks_stay_text(words: Words) -> None:
    shown = answer_html(Answer("disclosed", "甲[2]乙[1]", (cite(1),)), words)
    assert "甲[2]乙<button" in shown


def checked(text: str, figures: tuple[AnswerFigure, ...], words: Words) -> list[str]:
    shown = answer_html(Answer("disclosed", text, (cite(1), cite(2)), figures), words)
    return re.findall('<span class="wb-figure" title="([^"]*)">([^<]*)</span>', shown)


def asked(text: str, n: int, unit: str = "") -> AnswerFigure:
    return AnswerFigure(text, float(text.removesuffix(unit)), unit, n, asked=True)


def test_a_figure_that_is_only_in_the_quote_does_not_stand_out(words: Words) -> None:
    assert checked("甲12件。[1]", (AnswerFigure("12件", 12, "件", 1),), words) == []


def test_a_figure_is_shown_as_checked_where_its_own_citation_stands(words: Words) -> None:
    figures = (asked("1204件", 1, "件"), asked("376件", 2, "件"))
    assert checked("甲1204件。[1]乙376件。[2]", figures, words) == [
        ("所问的数字，与引文[1]一致", "1204件"),
        ("所问的数字，与引文[2]一致", "376件"),
    ]
    assert checked("甲1204件。[2]", figures, words) == []
    assert checked("甲1204件。", figures, words) == []


def test_a_figure_is_not_found_inside_another(words: Words) -> None:
    figures = (asked("6件", 1, "件"), asked("37", 1))
    assert checked("甲376件，乙37.5，丙6件。[1]", figures, words) == [
        ("所问的数字，与引文[1]一致", "6件")
    ]


def test_a_figure_that_the_source_refutes_is_not_shown_as_checked(words: Words) -> None:
    assert checked("甲99件。[1]", (AnswerFigure("99件", 99, "件", 1, refuted=True),), words) == []


def test_nothing_of_a_report_or_a_user_is_markup(words: Words) -> None:
    citation = cite(1, HOSTILE, HOSTILE)
    table = Table((HOSTILE,), (TableRow(Scope(), "disclosed", (HOSTILE,)),))
    figure = ComputedFigure(HOSTILE, 1, "件", HOSTILE, (1,))
    asserted = AnswerFigure(HOSTILE, 1, "件", 1)
    parts = (AnswerPart(HOSTILE, "disclosed"), AnswerPart("乙", "disclosed"))
    answer = Answer(
        "disclosed",
        f"{HOSTILE}[1]\n1. {HOSTILE}",
        (citation,),
        (asserted,),
        (figure,),
        table,
        parts,
    )
    shown = answer_html(answer, words)
    assert "<img" not in shown
    assert "<script" not in shown
    assert 'title=""' not in shown
    chips = chips_html(Scope((2020,), (HOSTILE,), (HOSTILE,), (HOSTILE,)), words)
    assert "<img" not in chips


def test_a_row_without_disclosure_has_a_badge(words: Words) -> None:
    table = Table(
        ("地区", "件数", "率"),
        (
            TableRow(Scope(), "disclosed", ("甲区", "12件[1]", "")),
            TableRow(Scope(), "not_in_library", ("乙区", "", "")),
        ),
    )
    text = "总的看，甲区有。\n甲区：12件[1]\n乙区：未收录"
    shown = answer_html(Answer("disclosed", text, (cite(1),), table=table), words)
    assert shown.count("甲区") == 2
    assert shown.count("乙区") == 1
    assert '<th scope="row">乙区</th><td><span class="wb-badge wb-not_in_library">未收录' in shown
    assert shown.count("<td>") == 4


def test_each_part_carries_its_outcome_where_it_stands(words: Words) -> None:
    parts = (AnswerPart("甲？", "disclosed"), AnswerPart("乙？", "not_in_report"))
    answer = Answer("disclosed", "1. 甲？\n有。[1]\n2. 乙？\n没有。", (cite(1),), parts=parts)
    shown = answer_html(answer, words)
    assert re.search("<h3[^>]*>1. 甲？<span[^>]*>已披露", shown)
    assert re.search("<h3[^>]*>2. 乙？<span[^>]*>报告未提及", shown)
    assert unplaced_parts(answer) == ()
    elsewhere = Answer("disclosed", "有。", parts=parts)
    assert unplaced_parts(elsewhere) == parts


def test_a_chip_names_its_limit_or_that_there_is_none(words: Words) -> None:
    shown = chips_html(Scope((2018, 2019, 2020), ()), words)
    assert ">2018—2020年</button>" in shown
    assert ">不限地区</button>" in shown
    assert "由你指定" not in shown
    assert "由你指定" in chips_html(Scope((2020,), source="user"), words)
