"""A plan shown without its mark, or with another year's, breaks the promise; each place where it may."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.export import export_conversation
from assistant.grounding.verification import verify_answer
from assistant.models import Answer, AnswerFigure, Citation, Scope, Table, TableRow, Turn
from assistant.render import answer_markdown, answer_text, citation_label
from assistant.wire import answer_from_json

QUOTE = "新建市政道路20条。"
CITATION = Citation(
    1, "r", "虚构区2025年政府工作报告", "虚构区", 2024, ("二、2025年工作安排",), None, QUOTE, QUOTE, 0,
    len(QUOTE), "planned", 2025,
)  # fmt: skip
FIGURE = AnswerFigure("20条", 20, "条", 1, outlook="planned")
MARKED = Answer(
    "disclosed",
    f"计划（2025年）：{QUOTE}[1]",
    (CITATION,),
    (FIGURE,),
    scope=Scope((2024,), ("虚构区",)),
)


def kinds(answer: Answer) -> set[str]:
    return {one.kind for one in verify_answer(answer, lambda _: QUOTE, lambda _: True)}


def test_a_marked_plan_holds() -> None:
    assert kinds(MARKED) == set()
    undated = replace(CITATION, planned_for=None)
    assert kinds(replace(MARKED, text=f"计划：{QUOTE}[1]", citations=(undated,))) == set()


@pytest.mark.parametrize(
    "text",
    [
        f"{QUOTE}[1]",
        f"计划：{QUOTE}[1]",
        f"计划（2026年）：{QUOTE}[1]",
        f"据《虚构区2025年政府工作报告》：{QUOTE}[1]",
        f"计划（2025年）：{QUOTE}[1]\n{QUOTE}[1]",
        f"{QUOTE}[1]计划（2025年）：",
    ],
)
def test_an_unmarked_plan_is_a_violation_of_its_own(text: str) -> None:
    assert "unmarked_plan" in kinds(replace(MARKED, text=text))


def test_a_cell_and_a_listed_figure_are_marked_too() -> None:
    row = TableRow(Scope((2024,), ("虚构区",)), "disclosed", ("虚构区2024年", "20条[1]"))
    table = Table(("范围", "数字"), (row,))
    assert kinds(replace(MARKED, table=table)) == {"unmarked_plan"}
    good = replace(row, cells=("虚构区2024年", "计划（2025年）：20条[1]"))
    assert kinds(replace(MARKED, table=replace(table, rows=(good,)))) == set()
    figures = (replace(FIGURE, outlook="done"),)
    assert kinds(replace(MARKED, figures=figures)) == {"unmarked_plan"}


def test_every_surface_says_that_it_is_a_plan() -> None:
    assert citation_label(CITATION).endswith("计划（2025年）")
    assert answer_text(MARKED).count("计划（2025年）") == 2
    assert answer_markdown(MARKED).count("计划（2025年）") == 2
    plain = MARKED.to_json()
    assert plain["citations"][0]["outlook"] == plain["figures"][0]["outlook"] == "planned"
    assert plain["citations"][0]["planned_for"] == 2025
    assert answer_from_json(plain) == MARKED


@pytest.mark.parametrize("kind", ["md", "html"])
def test_exports_carry_the_mark(kind: str) -> None:
    turns = [Turn("虚构区要修几条路？", MARKED)]
    document = export_conversation(kind, "虚构", turns, date(2026, 1, 1), lambda _: ())  # type: ignore[arg-type]
    assert document.content.decode().count("计划（2025年）") >= 2
