"""The pieces of the page as HTML: sources, turns, the library, a report's page, the document around them."""

import re
from html import unescape

import pytest

from assistant.models import Answer, Citation, Scope
from assistant.ui.chat.record import record_html
from assistant.ui.chat.turns import (
    ECHO_CHARS,
    answered_html,
    failed_html,
    pending_html,
    stopped_html,
)
from assistant.ui.chat.welcome import overview_html, welcome_html
from assistant.ui.reports.keeper import facts_form_html, keeper_html, removed_html
from assistant.ui.reports.key_figures import key_figures
from assistant.ui.reports.library import (
    MAX_SHOWN,
    Order,
    Wanted,
    filters_html,
    library_html,
    matching,
)
from assistant.ui.reports.outline import outline_html, outline_of
from assistant.ui.reports.report_page import report_page_html
from assistant.ui.reports.report_text import passage_html
from assistant.ui.reports.sources import Shown, find_report, source_html
from assistant.ui.shell import rewrite_document
from assistant.ui.words import words_in
from ingest.models import Passage
from ingest.readers import SUPPORTED_SUFFIXES
from tests.fakes_service import HOSTILE, FakeService, made_up_passages

WORDS = words_in("zh")
PASSAGES = made_up_passages("r1")
REPORT = "\n".join(passage.text for passage in PASSAGES)


def whole(passages: tuple[Passage, ...] = PASSAGES) -> Shown:
    return Shown(FakeService().reports()[0], passages)


def cite(quote: str, ordinal: int = 1) -> Citation:
    passage = PASSAGES[ordinal]
    start = REPORT.index(quote)
    end = start + len(quote)
    return Citation(
        1, "r1", "标题", "甲区", 2020, passage.heading, None, quote, passage.text, start, end
    )


def marked(shown: str) -> str:
    return unescape("".join(re.findall("<mark>(.*?)</mark>", shown)))


def test_the_made_up_report_is_tiled_by_its_passages() -> None:
    assert all(REPORT[p.start : p.end] == p.text for p in PASSAGES)


@pytest.mark.parametrize("ordinal", range(len(PASSAGES)))
def test_the_quote_is_marked_in_its_place_in_the_whole_report(ordinal: int) -> None:
    quote = PASSAGES[ordinal].body[2:12]
    shown = source_html(cite(quote, ordinal), whole(), WORDS)
    assert marked(shown) == quote
    assert shown.count('class="wb-cited"') == 1
    plain = re.sub("</?mark>", "", unescape(shown))
    assert all(passage.body in plain for passage in PASSAGES)


def test_the_title_of_a_numbered_item_is_told_from_its_text() -> None:
    text = "1. 落实程序。认真贯彻。"
    passage = Passage("p", "r1", 0, ("1. 落实程序",), text, 0, len(text), 8)
    shown = passage_html(passage, 5, 10, "wb-cited")
    assert "<p><b>1. 落实</b><b><mark>程序。</mark></b><mark>认真</mark>贯彻。</p>" in shown


def test_a_quote_over_two_passages_is_marked_in_both() -> None:
    first, second = PASSAGES[5], PASSAGES[6]
    quote = REPORT[first.end - 6 : second.body_start + 6]
    shown = source_html(cite(quote, 5), whole(), WORDS)
    assert shown.count('class="wb-cited"') == 2
    assert marked(shown) == quote.replace("\n", "")


@pytest.mark.parametrize("now", [PASSAGES[3:], made_up_passages("other")[:1], ()])
def test_a_replaced_report_falls_back_on_the_citations_own_passage(
    now: tuple[Passage, ...],
) -> None:
    citation = cite("共实施行政处罚1204件")
    shown = source_html(citation, whole(now), WORDS)
    assert marked(shown) == citation.quote
    assert "后来更换过" in shown


def test_a_removed_report_still_shows_its_citation_and_says_so() -> None:
    citation = cite("共实施行政处罚1204件")
    shown = source_html(citation, find_report(FakeService(is_empty=True), "r1"), WORDS)
    assert marked(shown) == citation.quote
    assert "已从库里移除" in shown


def test_a_very_long_report_is_shown_around_the_quote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.ui.reports.sources.WHOLE_CHARS", 10)
    monkeypatch.setattr("assistant.ui.reports.sources.NEAR_PASSAGES", 1)
    shown = source_html(cite("共实施行政处罚1204件"), whole(), WORDS)
    assert shown.count('data-ordinal="') - shown.count('data-do="goto"') == 3
    assert "只显示一部分" in shown


def test_the_outline_is_read_back_from_the_passages() -> None:
    entries = outline_of(PASSAGES)
    assert [(e.depth, e.title, e.ordinal) for e in entries][:3] == [
        (0, "一、工作情况", 1),
        (1, "（一）全力做好疫情防控法治服务保障", 1),
        (1, "（二）依法全面履行政府职能", 2),
    ]
    shown = outline_html(entries, 4, WORDS)
    assert shown.count(" open>") == 2
    here = re.findall('aria-current="location">([^<]*)', shown)
    assert here == ["2. 依法做好信访和多元调解工作"]


def test_key_figures_come_from_every_section_and_are_verbatim() -> None:
    figures = key_figures(PASSAGES, 4)
    assert len(figures) == 4
    for figure in figures:
        assert figure.before + figure.text + figure.after in PASSAGES[figure.ordinal].body
    assert any(figure.text == "1204件" for figure in key_figures(PASSAGES))


def test_no_piece_lets_markup_through() -> None:
    service = FakeService(title=HOSTILE)
    answer = service.ask("开展矛盾纠纷调解成功" + HOSTILE)
    shown = Shown(service.reports()[0], PASSAGES)
    record = record_html("0" * 16, HOSTILE, answer)
    pieces = (
        answered_html(
            "k", HOSTILE, answer, WORDS, following=(HOSTILE,), record=record, notice=HOSTILE
        ),
        source_html(answer.citations[0], shown, WORDS),
        report_page_html(shown, WORDS),
        pending_html(HOSTILE, WORDS, HOSTILE),
        failed_html(HOSTILE, HOSTILE, WORDS),
        stopped_html(HOSTILE, WORDS),
        library_html(service.reports(), Wanted(), WORDS, keeper=True),
        facts_form_html(service.reports()[0], ("title",), service.reports(), WORDS),
    )
    for piece in pieces:
        assert "<img" not in piece
        assert "<script" not in piece
        assert "&lt;script&gt;" in piece


def test_the_head_of_a_turn_says_outcome_and_scope() -> None:
    answer = FakeService().ask("疫情期间一共实施了多少件行政处罚？")
    shown = answered_html("k", "问", answer, WORDS)
    assert "已披露</span>" in shown
    assert ">2020年</button>" in shown
    assert ">虚构市云溪区</button>" in shown
    assert 'data-state="done"' in shown
    assert "1 个数字与引文一致" in shown
    assert "Disclosed</span>" in answered_html("k", "问", answer, words_in("en"))


def test_a_rewritten_question_is_shown_once() -> None:
    answer = Answer("disclosed", "甲。", standalone_question="全句")
    assert "按“全句”查找" in answered_html("k", "它呢", answer, WORDS)
    assert "查找" not in answered_html("k", "全句", answer, WORDS)


def test_an_answer_without_figures_or_sources_claims_no_check() -> None:
    shown = answered_html("k", "问", Answer("not_in_report", "没有。"), WORDS)
    assert "核对" not in shown
    assert "复制引用" not in shown


def test_a_long_question_is_shown_by_its_head() -> None:
    assert failed_html("字" * 20_000, "太长。", WORDS).count("字") == ECHO_CHARS


def test_an_empty_library_says_what_to_do() -> None:
    assert "wenbao ingest" in welcome_html((), 0, WORDS)
    assert "还没有报告" in library_html((), Wanted(), WORDS)
    assert "拖到" in library_html((), Wanted(), WORDS, keeper=True)
    assert "还没有报告" in overview_html((), WORDS)


def test_the_overview_says_what_can_be_asked_about() -> None:
    shown = overview_html(FakeService().reports(), WORDS)
    for words in ("2 篇", "2019—2020年", "虚构市云溪区", "政府工作报告"):
        assert words in shown


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (Wanted(), ["r1", "r2"]),
        (Wanted("2020"), ["r1"]),
        (Wanted("2019年"), ["r2"]),
        (Wanted("青石 工作报告"), ["r2"]),
        (Wanted("２０２０"), ["r1"]),
        (Wanted("没有"), []),
        (Wanted(year=2019), ["r2"]),
        (Wanted(doc_type="政府工作报告"), ["r2"]),
        (Wanted(order="passages"), ["r2", "r1"]),
    ],
)
def test_reports_are_filtered_by_every_word_and_sorted(wanted: Wanted, ids: list[str]) -> None:
    assert [record.report_id for record in matching(FakeService().reports(), wanted)] == ids


@pytest.mark.parametrize("order", ["title", "region", "year", "passages", "date"])
def test_the_sorted_column_says_so(order: Order) -> None:
    shown = library_html(FakeService().reports(), Wanted(order=order), WORDS)
    assert re.findall('wb-col-([a-z]+)" aria-sort=', shown) == [order]


def test_filters_offer_what_the_library_has() -> None:
    shown = filters_html(FakeService().reports(), WORDS)
    assert re.findall(r'<option value="(\d+)"', shown) == ["2020", "2019"]
    assert '<option value="政府工作报告">' in shown


def test_a_large_library_is_shown_in_part_and_says_so() -> None:
    shown = library_html(FakeService().reports() * MAX_SHOWN, Wanted(), WORDS)
    assert shown.count('<tr><th scope="row"') == MAX_SHOWN
    assert f"共 {2 * MAX_SHOWN} 篇，这一页是第 1—{MAX_SHOWN} 篇" in shown


def test_the_keepers_room_takes_every_format_that_is_read() -> None:
    assert f'accept="{",".join(SUPPORTED_SUFFIXES)}"' in keeper_html(WORDS)
    service = FakeService()
    service.remove(("r1",))
    assert 'data-do="restore" data-report="r1"' in removed_html(service.removed(), WORDS)


def test_both_languages_say_the_same_things() -> None:
    assert words_in("zh").keys == words_in("en").keys
    for key in words_in("zh").keys:
        rooms = [set(re.findall(r"{(\w+)}", words_in(language)(key))) for language in ("zh", "en")]
        assert rooms[0] == rooms[1], key


def test_a_user_scope_is_told_from_one_that_was_read() -> None:
    answer = Answer("disclosed", "甲。", scope=Scope((2020,), source="user"))
    assert "由你指定" in answered_html("k", "问", answer, WORDS)


def test_gradios_document_becomes_chinese_and_names_no_other_host() -> None:
    from importlib.resources import files

    document = files("gradio").joinpath("templates/frontend/index.html").read_text("utf-8")
    shown = rewrite_document(document, "<link>", "zh")
    assert '<html\n\tlang="zh-CN"' in shown
    assert "<link>" in shown
    assert "https://" not in shown
    assert "manifest.json" not in shown
    assert "const root = window.gradio_config.root = new URL(" in shown
    assert '<html\n\tlang="en"' in rewrite_document(document, "", "en")
