"""The pieces of the page as HTML: sources, turns, the list of reports, the document around them."""

import re
from html import unescape

import pytest

from assistant.models import Answer, AnswerPart, Citation
from assistant.ui.library import MAX_SHOWN, library_html, matching
from assistant.ui.shell import rewrite_document
from assistant.ui.sources import source_html, sources_html
from assistant.ui.turns import answered_html, failed_html, pending_html, welcome_html
from ingest.models import Passage
from tests.fakes_service import HOSTILE, FakeService, made_up_passages

PASSAGES = made_up_passages("r1")
REPORT = "\n".join(passage.text for passage in PASSAGES)


def cite(quote: str, ordinal: int = 1) -> Citation:
    passage = PASSAGES[ordinal]
    start = REPORT.index(quote)
    return Citation(
        1,
        "r1",
        "标题",
        "甲区",
        2020,
        passage.heading,
        None,
        quote,
        passage.text,
        start,
        start + len(quote),
    )


def marked(shown: str) -> str:
    return unescape("".join(re.findall("<mark>(.*?)</mark>", shown)))


def test_the_made_up_report_is_tiled_by_its_passages() -> None:
    assert all(REPORT[p.start : p.end] == p.text for p in PASSAGES)


@pytest.mark.parametrize("ordinal", range(len(PASSAGES)))
def test_the_quote_is_marked_in_its_place_in_the_report(ordinal: int) -> None:
    quote = PASSAGES[ordinal].body[2:12]
    shown = source_html(cite(quote, ordinal), PASSAGES)
    assert marked(shown) == quote
    assert shown.count('class="wb-cited"') == 1
    for neighbour in PASSAGES[max(ordinal - 1, 0) : ordinal + 2]:
        assert unescape(shown).count(neighbour.body) >= (neighbour.ordinal != ordinal)


def test_the_title_of_a_numbered_item_is_told_from_its_text() -> None:
    text = "1. 落实程序。认真贯彻。"
    passage = Passage("p", "r1", 0, ("1. 落实程序",), text, 0, len(text), 8)
    citation = Citation(1, "r1", "标题", "", None, (), None, "程序。认真", text, 5, 10)
    shown = source_html(citation, (passage,))
    assert "<p><b>1. 落实</b><b><mark>程序。</mark></b><mark>认真</mark>贯彻。</p>" in shown


def test_a_quote_over_two_passages_is_marked_in_both() -> None:
    first, second = PASSAGES[5], PASSAGES[6]
    quote = REPORT[first.end - 6 : second.body_start + 6]
    shown = source_html(cite(quote, 5), PASSAGES)
    assert shown.count('class="wb-cited"') == 2
    assert marked(shown) == quote.replace("\n", "")


def test_a_replaced_report_falls_back_on_the_citations_own_passage() -> None:
    citation = cite("共实施行政处罚1204件")
    for now in ((), PASSAGES[3:], made_up_passages("other")[:1]):
        shown = source_html(citation, now)
        assert marked(shown) == citation.quote


def test_a_removed_report_still_shows_its_citation() -> None:
    citation = cite("共实施行政处罚1204件")
    service = FakeService()
    gone = Answer("disclosed", "[1]", (citation,))
    moved = Answer("disclosed", "[1]", (replace_report(citation),))
    assert marked(sources_html(service, gone)) == marked(sources_html(service, moved))


def replace_report(citation: Citation) -> Citation:
    return Citation(
        1, "gone", citation.title, "", None, (), None, citation.quote, citation.passage, 0, 4
    )


def test_what_is_left_out_is_counted() -> None:
    shown = source_html(cite(PASSAGES[-1].body[:8], 6), PASSAGES)
    assert re.search(r"上文还有 \d 段", shown)
    assert "下文还有" not in shown


def test_no_piece_lets_markup_through() -> None:
    service = FakeService(title=HOSTILE)
    answer = service.ask("开展矛盾纠纷调解成功" + HOSTILE)
    pieces = (
        answered_html(HOSTILE, answer, sources_html(service, answer)),
        pending_html(HOSTILE, HOSTILE),
        failed_html(HOSTILE, HOSTILE),
        welcome_html((HOSTILE,), 1),
        library_html(service.reports()),
    )
    for piece in pieces:
        assert "<img" not in piece
        assert "<script" not in piece
        assert "&lt;script&gt;" in piece


def test_the_head_of_a_turn_says_outcome_and_scope() -> None:
    answer = FakeService().ask("疫情期间一共实施了多少件行政处罚？")
    shown = answered_html("问", answer, "")
    assert "已披露</span>" in shown
    assert "范围：2020年 · 虚构市云溪区" in shown
    assert 'data-state="done"' in shown


def test_a_rewritten_question_and_the_parts_are_shown() -> None:
    parts = (AnswerPart("甲？", "disclosed"), AnswerPart("乙？", "not_in_library"))
    answer = Answer("disclosed", "甲。", parts=parts, standalone_question="全句")
    shown = answered_html("它呢", answer, "")
    assert "全句" in shown
    assert "未收录</span>乙？" in shown
    assert answered_html("全句", answer, "").count("全句") == 1


def test_a_long_question_is_shown_by_its_head() -> None:
    shown = failed_html("字" * 20_000, "太长。")
    assert shown.count("字") == 300


def test_an_empty_library_says_what_to_do() -> None:
    assert "wenbao ingest" in welcome_html((), 0)
    assert "还没有报告" in library_html(())


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        ("", ["r1", "r2"]),
        ("2020", ["r1"]),
        ("2019年", ["r2"]),
        ("青石 工作报告", ["r2"]),
        ("２０２０", ["r1"]),
        ("没有", []),
    ],
)
def test_reports_are_filtered_by_every_word(wanted: str, ids: list[str]) -> None:
    assert [record.report_id for record in matching(FakeService().reports(), wanted)] == ids


def test_a_large_library_is_shown_in_part_and_says_so() -> None:
    shown = library_html(FakeService().reports() * MAX_SHOWN)
    assert shown.count("<li>") == MAX_SHOWN
    assert f"共 {2 * MAX_SHOWN} 篇，显示前 {MAX_SHOWN} 篇" in shown


def test_gradios_document_becomes_chinese_and_names_no_other_host() -> None:
    from importlib.resources import files

    document = files("gradio").joinpath("templates/frontend/index.html").read_text("utf-8")
    shown = rewrite_document(document, "<link>")
    assert '<html\n\tlang="zh-CN"' in shown
    assert "<link>" in shown
    assert "https://" not in shown
    assert "manifest.json" not in shown
