"""Break the promise in each way it can be broken; an answer that keeps it passes."""

from dataclasses import replace

import pytest

from assistant.grounding.claims import asserted_figures, claims_of
from assistant.grounding.verification import verify_answer
from assistant.models import Answer, AnswerFigure, Citation, ComputedFigure, Scope, Table, TableRow
from assistant.wording import not_in_library
from tests.verification_samples import GOOD, QUOTE, REPORT, check, cite, kinds


def test_a_verbatim_cited_answer_holds() -> None:
    assert check(GOOD) == ()


def test_a_mark_before_the_stop_holds_too() -> None:
    assert check(replace(GOOD, text="收到376件[1]，审结304件，纠错率8.88%[1]。")) == ()


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        (f"{QUOTE}[1]\n另有其他工作。", "uncited_sentence", ""),
        ("审结304件。[2]", "unknown_mark", "[2]"),
        ("审结305件。[1]", "unsupported_figure", "305件"),
        ("审结304人次。[1]", "unsupported_figure", "304人次"),
        ("纠错率提高8.88个百分点。[1]", "unsupported_figure", "8.88个百分点"),
        ("审结3040件。[1]", "unsupported_figure", "3040件"),
        ("2019年审结304件。[1]", "unsupported_year", "2019年"),
    ],
)
def test_text_that_breaks_the_promise(text: str, kind: str, detail: str) -> None:
    found = check(replace(GOOD, text=text))
    assert (kind, detail) in {(violation.kind, violation.detail) for violation in found}


def test_a_year_that_the_citation_covers_holds() -> None:
    assert check(replace(GOOD, text="2020年审结304件。[1]")) == ()


def test_marked_rounding_holds_and_unmarked_does_not() -> None:
    figures = (*GOOD.figures, AnswerFigure("约300件", 300, "件", 1))
    assert kinds(replace(GOOD, text="审结300件。[1]", figures=figures)) >= {"unsupported_figure"}
    answer = replace(GOOD, text="纠错率约9%。[1]")
    assert kinds(answer) == {"figure_not_listed"}


def test_a_name_with_a_number_is_held_by_its_words() -> None:
    answer = Answer(
        "disclosed", "制定三项制度。[1]", citations=(cite(1, "a", "印发三项制度。"),)
    )  # fmt: skip
    assert "unsupported_figure" not in kinds(answer)


def test_a_dropped_qualifier_is_found() -> None:
    quote = "提出意见500余条。"
    answer = Answer(
        "disclosed", "提出意见500条。[1]", citations=(cite(1, "a", quote),),
        figures=(AnswerFigure("500余条", 500, "条", 1),),
    )  # fmt: skip
    assert kinds(answer) == {"unsupported_figure"}
    assert check(replace(answer, text="提出意见500余条。[1]")) == ()


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"start": 0}, "quote_not_verbatim"),
        ({"quote": "全年共收到 376 件"}, "quote_not_verbatim"),
        ({"passage": "别的段落"}, "quote_outside_passage"),
        ({"passage": REPORT + "。"}, "passage_not_verbatim"),
        ({"report_id": "c"}, "unknown_report"),
    ],
)
def test_citations_that_break_the_promise(change: dict[str, object], kind: str) -> None:
    citation = replace(GOOD.citations[0], **change)
    assert kind in kinds(replace(GOOD, citations=(citation,)))


def test_out_of_scope_and_twice_numbered() -> None:
    assert "out_of_scope" in kinds(GOOD, in_scope=lambda report_id: report_id == "b")
    assert "duplicate_citation" in kinds(replace(GOOD, citations=GOOD.citations * 2))


def test_a_listed_figure_must_be_in_its_citation() -> None:
    figures = (*GOOD.figures, AnswerFigure("21宗", 21, "宗", 1))
    assert kinds(replace(GOOD, figures=figures)) == {"figure_not_in_citation"}
    assert kinds(replace(GOOD, figures=GOOD.figures[:2])) == {"figure_not_listed"}


def test_an_echoed_figure_must_be_typed_as_refuted() -> None:
    text = f"问题中的5000件与报告不符：[1]\n{QUOTE}[1]"
    assert "unsupported_figure" in kinds(replace(GOOD, text=text))
    refuted = AnswerFigure("5000件", 5000, "件", 1, refuted=True)
    assert check(replace(GOOD, text=text, figures=(*GOOD.figures, refuted))) == ()
    wrong = AnswerFigure("304件", 304, "件", 1, refuted=True)
    assert "refuted_is_supported" in kinds(replace(GOOD, figures=(*GOOD.figures, wrong)))


def test_figures_rest_on_the_mark_that_follows_them() -> None:
    citations = (cite(1, "a", QUOTE), cite(2, "b", "受理行政复议案件21宗。", "别区"))
    figures = (*GOOD.figures, AnswerFigure("21宗", 21, "宗", 2))
    right = replace(GOOD, text="甲地376件[1]，乙地21宗[2]。", citations=citations, figures=figures)
    assert check(right) == ()
    assert "unsupported_figure" in kinds(replace(right, text="甲地21宗[1]，乙地376件[2]。"))
    assert "wrong_region" in kinds(replace(right, text="虚构区21宗[2]，别区376件[1]。"))


def computed(
    formula: str, text: str, quote_a: str, quote_b: str, unit: str, value: float
) -> Answer:
    return Answer(
        "disclosed", f"两者相差{text}。[1][2]",
        citations=(cite(1, "a", quote_a), cite(2, "b", quote_b)),
        computed=(ComputedFigure(text, value, unit, formula, (1, 2)),),
    )  # fmt: skip


MORE, LESS = "2020年虚构区投入2.77万亿元。", "2019年投入19492.6亿元。"


def test_a_computed_figure_is_recomputed() -> None:
    right = computed("27700 - 19492.6", "8207.4亿元", MORE, LESS, "元", 820740000000)
    assert check(right) == ()


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("27700 - 19492.6", "8208亿元"),
        ("27700 - 19492.6", "8207.4万元"),
        ("27700 - 19492.6", "8207.4件"),
        ("27700 - 19000", "8700亿元"),
        ("2.77 - 19492.6", "8207.4亿元"),
        ("27700 -", "8207.4亿元"),
        ("__import__('os')", "8207.4亿元"),
        ("27700 ÷ 0", "8207.4亿元"),
    ],
)
def test_a_wrong_computation_is_found(formula: str, text: str) -> None:
    assert kinds(computed(formula, text, MORE, LESS, "元", 0)) == {"bad_formula"}


def test_operands_of_different_units_are_found() -> None:
    answer = computed("376 - 21", "355件", QUOTE, "受理行政复议案件21宗。", "件", 355)
    assert "bad_formula" in kinds(answer)


def test_table_cells_are_checked() -> None:
    def table(*cells: str) -> Answer:
        rows = (TableRow(Scope(years=(2020,)), "disclosed", cells),)
        return replace(GOOD, table=Table(("收到", "审结"), rows))

    assert check(table("376件[1]", "304件[1]")) == ()
    assert check(table("376件[1]", "报告未提及")) == ()
    assert check(table("376件[1]", "未收录")) == ()
    assert kinds(table("376件[1]", "304件")) == {"unsupported_figure"}
    assert kinds(table("376件[1]", "0件[1]")) == {"unsupported_figure"}


def test_refusals_and_own_words_need_no_citation() -> None:
    refusal = Answer(
        "not_in_library",
        "未收录：库里没有2019年的报告。相近的有：《虚构区2020年报告》等 3 份报告。",
    )
    assert check(refusal) == ()
    assert "unsupported_figure" in kinds(replace(refusal, text="报告未提及，大约是5000件。"))
    notice = "问题没有写明地区。"
    assert check(replace(GOOD, text=f"{QUOTE}[1]\n{notice}", notices=(notice,))) == ()
    assert check(replace(GOOD, text=f"{QUOTE}[1]\n{notice}"), fixed=(notice,)) == ()


def test_a_quote_of_several_sentences_carries_one_mark() -> None:
    quote = f"{QUOTE}提出意见500余条。"
    answer = replace(
        GOOD, text=f"{quote}[1]", citations=(cite(1, "a", quote),),
        figures=(*GOOD.figures, AnswerFigure("500余条", 500, "条", 1)),
    )  # fmt: skip
    assert check(answer) == ()


def test_marks_in_the_words_of_a_report_are_not_the_answers() -> None:
    quote = "推进“双到”[10]工作，补偿每亩26元。"
    answer = Answer(
        "disclosed", f"{quote}[1]",
        citations=(Citation(1, "d", "", "", None, (), None, quote, quote, 0, len(quote)),),
        figures=(AnswerFigure("26元", 26, "元/亩", 1),),
    )  # fmt: skip
    assert verify_answer(answer, lambda report_id: quote, lambda report_id: True) == ()


def test_claims_and_their_figures() -> None:
    claims = claims_of("甲为3件[1]，乙为4件[2]，共7件。第二句。[3]\n第三句")
    assert [(claim.text, claim.marks) for claim in claims] == [
        ("甲为3件", (1,)),
        ("乙为4件", (2,)),
        ("共7件。", (2,)),
        ("第二句。", (3,)),
        ("第三句", ()),
    ]
    assert [f.text for f in asserted_figures("库里有 3 份报告，2020年共7件[1]。")] == ["7件"]


NAMED_BY_NUMERALS = ("三里屯街道", "七里庄街道", "一元街道", "廿三里街道", "798艺术区")


@pytest.mark.parametrize("name", NAMED_BY_NUMERALS)
def test_a_name_that_the_question_has_is_no_figure_where_it_is_refused(name: str) -> None:
    refusal = Answer(
        "not_in_library",
        not_in_library([name], ()),
        standalone_question=f"{name}去年培训干部多少人次",
    )
    assert check(refusal) == ()


@pytest.mark.parametrize("name", NAMED_BY_NUMERALS)
def test_a_refusal_says_no_figure_that_the_question_does_not_have(name: str) -> None:
    refusal = Answer("not_in_library", not_in_library([name], ()), standalone_question="多少人次")
    assert kinds(refusal) == {"unsupported_figure"}
    asked = f"{name}去年培训干部多少人次"
    planted = replace(refusal, text=f"{refusal.text}培训300人次。", standalone_question=asked)
    assert kinds(planted) == {"unsupported_figure"}


@pytest.mark.parametrize("name", ["七里河区", "六盘水市", "五台县", "三门县", "五家渠"])
def test_a_region_that_begins_with_a_numeral_is_no_figure(name: str) -> None:
    assert not asserted_figures(f"库里没有{name}的报告。")
