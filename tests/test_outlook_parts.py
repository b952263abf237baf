"""A sentence that tells what was done and what is planned: the answer says which words are planned."""

from dataclasses import replace

import pytest

from assistant.answering.compose import quoted
from assistant.comparing.cell_figures import CellFigure
from assistant.comparing.plans import mark_of
from assistant.figures import parse_figures
from assistant.grounding.verification import verify_answer
from assistant.llm.drafting import Draft, finished
from assistant.llm.sentences import CheckedSentence
from assistant.models import Answer, Scope
from assistant.reader.citations import CitationList, figures_of
from assistant.reader.reading import Quote
from assistant.render import answer_markdown, answer_text, citation_label
from assistant.wire import answer_from_json
from ingest.models import Passage, ReportFacts
from ingest.outlook import planned_parts, plans_itself

WORK = ReportFacts(
    "虚构区2025年政府工作报告",
    "虚构区",
    doc_type="政府工作报告",
    year=2024,
    years=(2024,),
    plan_years=(2025,),
    title_year=2025,
)
TOLD, AHEAD = ("一、2024年工作回顾",), ("二、2025年工作安排",)

# Heading, sentence, its planned words, the figures that are planned and those that are not.
MIXED = [
    (AHEAD, "盘活低效工业用地1500亩，去年已盘活1120亩，为项目落地打下了基础。", "盘活低效工业用地1500亩", "1500亩", "1120亩"),
    (TOLD, "2024年调解和解率为28.7%，2025年力争达到35%以上。", "2025年力争达到35%以上", "35%", "28.7%"),
    (TOLD, "建成公共法律服务站21个，2025年拟在偏远乡镇再建8个。", "2025年拟在偏远乡镇再建8个", "8个", "21个"),
    (TOLD, "新建公共充电桩460个，2025年将新增800个，基本实现乡镇全覆盖。", "2025年将新增800个，基本实现乡镇全覆盖", "800个", "460个"),
    (AHEAD, "去年全市实施重点项目83个，今年确保重点项目开工95个以上。", "今年确保重点项目开工95个以上", "95个", "83个"),
    (TOLD, "种植酒用高粱33.5万亩，带动农户7.8万户，明年打算扩种到36万亩。", "明年打算扩种到36万亩", "36万亩", "33.5万亩"),
]  # fmt: skip


def quote_of(heading: tuple[str, ...], text: str) -> Quote:
    return Quote(Passage("p", "r", 1, heading, text, 0, len(text), 0), WORK, 0, len(text), 0.9)


def answer_of(quote: Quote, text: str = "") -> Answer:
    cited = CitationList()
    shown = quoted([quote], cited, named=False)
    return Answer(
        "disclosed",
        text or shown,
        tuple(cited.citations),
        figures_of(cited),
        scope=Scope((2024,), ("虚构区",)),
    )


def kinds(answer: Answer) -> set[str]:
    text = answer.citations[0].quote
    return {one.kind for one in verify_answer(answer, lambda _: text, lambda _: True)}


@pytest.mark.parametrize(("heading", "text"), [row[:2] for row in MIXED])
def test_beside_the_name_of_its_report_it_is_shown_and_its_figures_are_checked(
    heading: tuple[str, ...], text: str
) -> None:
    quote = quote_of(heading, text)
    for dated in (False, True):
        cited = CitationList()
        shown = quoted([quote], cited, named=True, dated=dated)
        answer = replace(answer_of(quote), text=shown)
        assert shown.startswith(("据《", "2024年，据《")) and kinds(answer) == set()
        other = replace(answer, text=shown.replace("》：", "》：另有7777件，"))
        assert "unsupported_figure" in kinds(other)


@pytest.mark.parametrize(("heading", "text", "part", "ahead", "done"), MIXED)
def test_the_planned_words_are_said_behind_the_quote(
    heading: tuple[str, ...], text: str, part: str, ahead: str, done: str
) -> None:
    quote = quote_of(heading, text)
    assert [(one.quote, one.planned_for) for one in quote.plans] == [(part, 2025)]
    answer = answer_of(quote)
    assert answer.text == f"{text}（其中计划（2025年）：“{part}”）[1]"
    assert answer.citations[0].quote == text
    assert kinds(answer) == set()
    outlooks = {figure.text: figure.outlook for figure in answer.figures}
    assert (outlooks[ahead], outlooks[done]) == ("planned", "done")


@pytest.mark.parametrize(("heading", "text", "part", "ahead", "done"), MIXED)
def test_without_the_mark_it_breaks_the_promise(
    heading: tuple[str, ...], text: str, part: str, ahead: str, done: str
) -> None:
    answer = answer_of(quote_of(heading, text))
    ahead += "以上" * (f"{ahead}以上" in part)
    for shown in (
        f"{text}[1]",
        f"{text}（其中计划（2026年）：“{part}”）[1]",
        f"{text}（其中计划：“{part}”）[1]",
        f"计划（2025年）：{text}[1]",
        f"共{ahead}。[1]",
        f"{answer.text}\n{text}[1]",
    ):
        assert "unmarked_plan" in kinds(replace(answer, text=shown)), shown
    assert kinds(replace(answer, text=f"计划（2025年）：{ahead}。[1]")) == set()
    assert kinds(replace(answer, text=f"已有{done}。[1]")) == set()
    figures = tuple(replace(figure, outlook="done") for figure in answer.figures)
    assert "unmarked_plan" in kinds(replace(answer, figures=figures))


@pytest.mark.parametrize(("heading", "text", "part", "ahead", "done"), MIXED[1:4] + MIXED[5:])
def test_a_citation_that_hides_what_its_words_plan_breaks_it_too(
    heading: tuple[str, ...], text: str, part: str, ahead: str, done: str
) -> None:
    answer = answer_of(quote_of(heading, text), f"{text}[1]")
    hidden = replace(answer.citations[0], plans=())
    assert "unmarked_plan" in kinds(replace(answer, citations=(hidden,)))


def test_every_surface_says_which_words() -> None:
    answer = answer_of(quote_of(*MIXED[1][:2]))
    said = "其中计划（2025年）：“2025年力争达到35%以上”"
    assert said in citation_label(answer.citations[0])
    assert answer_text(answer).count(said) == answer_markdown(answer).count(said) == 2
    plain = answer.to_json()
    assert plain["citations"][0]["plans"][0]["planned_for"] == 2025
    assert answer_from_json(plain) == answer


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        (TOLD, "建成公园12个，治理河道18公里，污水管网已建成46公里。"),
        (TOLD, "城镇新增就业4800人，完成年初目标4200人的114.3%。"),
        (AHEAD, "建成公园7个，治理河道11公里，新增绿道33公里。"),
        (AHEAD, "棚户区改造方面，去年已建成安置房3000套。"),
        (TOLD, "立案查处违法用地案件29件，为今后严格执法打下基础。"),
    ],
)
def test_what_is_of_one_kind_has_no_parts(heading: tuple[str, ...], text: str) -> None:
    assert quote_of(heading, text).plans == ()
    assert "其中" not in answer_of(quote_of(heading, text)).text


def test_a_part_of_a_sentence_and_a_heading_have_their_own_parts() -> None:
    text = MIXED[2][1]
    passage = Passage("p", "r", 1, TOLD, f"{TOLD[0]}\n{text}", 0, 40, len(TOLD[0]) + 1)
    start = passage.body_start
    assert planned_parts(passage, WORK, start, start + 12) == ()
    assert planned_parts(passage, WORK, 0, start - 1) == ()
    whole = planned_parts(passage, WORK, 0, start + len(text))
    assert [one.quote for one in whole] == [MIXED[2][2]]


@pytest.mark.parametrize(
    ("clause", "plans"),
    [
        ("2025年力争达到35%以上", True),
        ("明年打算扩种到36万亩", True),
        ("下一步新建8个", True),
        ("计划新建25公里", True),
        ("拟再改造12个", True),
        ("为下一步建设12个园区打下基础", False),
        ("草拟文件12件", False),
        ("建成公园12个", False),
        ("2024年完成投资12亿元", False),
        ("今年已建成25个", False),
    ],
)
def test_a_clause_that_plans_by_its_own_words(clause: str, plans: bool) -> None:
    assert plans_itself(clause) is plans


@pytest.mark.parametrize(("heading", "text", "part", "ahead", "done"), MIXED)
def test_a_model_s_words_and_the_report_s_own_say_it_too(
    heading: tuple[str, ...], text: str, part: str, ahead: str, done: str
) -> None:
    quote = quote_of(heading, text)
    ahead += "以上" * (f"{ahead}以上" in part)
    said = f"其中计划（2025年）：“{part}”"
    for outcome, words, marked in (
        ("replaced", text, True),
        ("kept", f"虚构区将有{ahead}", True),
        ("kept", f"虚构区已有{done}", False),
    ):
        draft = Draft(answer_of(quote))
        draft.add(CheckedSentence(outcome, words, (quote,)))  # type: ignore[arg-type]
        whole = finished(draft, "模型", 0)
        assert (said in whole.text) is marked
        assert kinds(whole) == set()
    left_out = finished(Draft(answer_of(quote)), "模型", 0)
    assert said in left_out.text
    assert kinds(left_out) == set()


@pytest.mark.parametrize(("heading", "text", "part", "ahead", "done"), MIXED)
def test_a_cell_tells_each_figure_apart(
    heading: tuple[str, ...], text: str, part: str, ahead: str, done: str
) -> None:
    quote = quote_of(heading, text)
    marks = {
        figure.text: mark_of(CellFigure(quote, figure, "", frozenset(), False, 1.0))
        for figure in parse_figures(text)
    }
    assert marks[ahead] == "计划（2025年）："
    assert marks[done] == ""
