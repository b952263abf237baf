"""What an answer says of its sources is held to them: 据《…》：, and the rows of a table."""

from dataclasses import replace

import pytest

from assistant.grounding.verification import verify_answer
from assistant.models import Answer, AnswerFigure, Scope, Table, TableRow
from tests.verification_samples import GOOD, QUOTE, REPORT, check, cite, kinds

TWO = replace(
    GOOD,
    text=f"据《虚构区2020年报告》：{QUOTE}[1]\n2019年，据《虚构区2019年报告》：受理行政复议案件21宗。[2]",
    citations=(cite(1, "a", QUOTE), cite(2, "b", "受理行政复议案件21宗。", year=2019)),
    figures=(*GOOD.figures, AnswerFigure("21宗", 21, "宗", 2)),
)


def test_a_line_that_names_its_report_holds() -> None:
    assert check(TWO) == ()


@pytest.mark.parametrize("other", ["虚构区2019年报告", "虚构区2020年", "别区2020年报告"])
def test_a_line_that_names_another_report_than_it_cites_is_found(other: str) -> None:
    text = TWO.text.replace("据《虚构区2020年报告》", f"据《{other}》")
    assert kinds(replace(TWO, text=text)) == {"wrong_title"}


def test_words_of_a_report_that_begin_with_a_title_are_its_own() -> None:
    quote = "《虚构条例》：受理行政复议案件21宗。"
    text = f"{quote}{REPORT}"
    cited = replace(cite(1, "a", QUOTE), quote=quote, passage=text, start=0, end=len(quote))
    answer = replace(
        GOOD,
        text=f"{quote}[1]",
        citations=(cited,),
        figures=(AnswerFigure("21宗", 21, "宗", 1),),
    )
    assert verify_answer(answer, {"a": text}.get, lambda _: True) == ()


def rows(*scopes: Scope) -> Answer:
    """Two cells side by side, as a comparison shows them; `scopes` are what their rows are of."""
    labels = [f"{scope.regions[0]}{scope.years[0]}年" for scope in scopes]
    words = ("376 件[1]", "21宗[2]")
    return replace(
        TWO,
        text="\n".join(f"{label}：{word}" for label, word in zip(labels, words, strict=True)),
        table=Table(
            ("范围", "数字"),
            tuple(
                TableRow(scope, "disclosed", (label, word))
                for scope, label, word in zip(scopes, labels, words, strict=True)
            ),
        ),
        citations=(cite(1, "a", QUOTE), cite(2, "b", "受理行政复议案件21宗。", "别区", 2018)),
    )


def test_rows_of_their_own_place_and_year_hold() -> None:
    assert check(rows(Scope((2020,), ("虚构区",)), Scope((2018,), ("别区",)))) == ()
    # A year that the passage itself tells is told, whatever year its report covers.
    assert check(rows(Scope((2020,), ("虚构区",)), Scope((2019,), ("别区",)))) == ()


@pytest.mark.parametrize("scope", [Scope((2017,), ("别区",)), Scope((2018,), ("虚构县",))])
def test_a_row_that_cites_another_place_or_year_is_found(scope: Scope) -> None:
    assert "wrong_row" in kinds(rows(Scope((2020,), ("虚构区",)), scope))


def test_a_line_under_a_row_s_label_is_held_to_it() -> None:
    right = rows(Scope((2020,), ("虚构区",)), Scope((2018,), ("别区",)))
    swapped = right.text.replace("376 件[1]", "21宗[2]")
    assert "wrong_row" in kinds(replace(right, text=swapped))


def test_a_reports_own_mark_is_none_of_the_answers() -> None:
    quote = "受理行政复议案件21宗[1]。"
    cited = replace(
        cite(2, "b", "受理行政复议案件21宗。", year=2019),
        quote=quote,
        passage=quote,
        start=0,
        end=len(quote),
    )
    answer = replace(
        TWO,
        text=f"据《虚构区2020年报告》：{QUOTE}[1]\n据《虚构区2019年报告》：{quote}[2]",
        citations=(TWO.citations[0], cited),
    )
    texts = {"a": REPORT, "b": quote}
    assert verify_answer(answer, texts.get, lambda _: True) == ()


def test_a_row_called_by_a_title_cites_that_report_alone() -> None:
    scope = Scope((2018,), ("别区",))
    right = rows(Scope((2020,), ("虚构区",)), scope)
    table = right.table
    assert table is not None
    named = replace(table.rows[1], cells=("别区《虚构报告》", *table.rows[1].cells[1:]))
    told = replace(right, table=replace(table, rows=(table.rows[0], named)))
    assert "wrong_row" in kinds(told)
