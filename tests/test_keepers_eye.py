"""What the keeper is shown of a report: what was guessed, its twins, its years as typed, unlisted regions."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.keeping.edits import FactsRejected
from assistant.keeping.feedback import Feedback, FeedbackBook
from assistant.keeping.problems import twins_of
from assistant.keeping.typed_facts import RegionUnlisted, years_shown, years_typed
from assistant.keeping.unsure import unsure_facts
from assistant.models import Answer
from assistant.service import Assistant
from assistant.ui.reports.keeper import doubtful_html, facts_form_html, judged_html, taken_html
from assistant.ui.reports.library import MAX_SHOWN, Wanted, library_html, pages_of
from assistant.ui.words import words_in
from ingest.models import FactOverrides
from tests.assistant_samples import use_fakes
from tests.fakes_service import FakeService
from tests.samples import write_txt
from vectorstore.models import ReportRecord

WORDS = words_in("zh")
RECORD = FakeService().reports()[0]
BODY = "本段纯属虚构：全年共收到行政复议申请376件，审结304件。"


@pytest.mark.parametrize(
    ("typed", "years"),
    [
        ("2020-2022", (2020, 2021, 2022)),
        ("2020、2021", (2020, 2021)),
        ("2021", (2021,)),
        ("2018年—2020年，2023年", (2018, 2019, 2020, 2023)),
        ("２０２０ 至 ２０２１", (2020, 2021)),
        ("2021 2020; 2021", (2020, 2021)),
        ("2019 年、2021 年", (2019, 2021)),
        ("", ()),
    ],
)
def test_years_are_read_as_they_are_typed(typed: str, years: tuple[int, ...]) -> None:
    assert years_typed(typed) == years
    assert years_typed(years_shown(years)) == years


@pytest.mark.parametrize(
    "typed", ["20-22", "2022-2020", "二〇二〇", "2020-", "2020-2021-2022", "x"]
)
def test_years_that_cannot_be_read_are_refused(typed: str) -> None:
    with pytest.raises(FactsRejected, match=r"2020、2021 或 2020-2022"):
        years_typed(typed)


def unsure_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, *lines: str
) -> frozenset[str]:
    use_fakes(monkeypatch)
    path = write_txt(tmp_path / f"{name}.txt", (*lines, "一、工作情况", BODY))
    with Assistant.open(Settings(home=tmp_path / "home"), "serve") as assistant:
        assistant.ingest([path])
        (record,) = assistant.reports()
        return unsure_facts(record, assistant.passages(record.report_id))


@pytest.mark.parametrize(
    ("name", "lines", "unsure"),
    [
        ("报告", ("深圳市光明区人民政府2021年法治政府建设年度报告",), set()),
        ("报告", ("光明区人民政府2021年法治政府建设年度报告",), set()),
        ("报告", ("二〇二一年虚构市白鹭区人民政府法治政府建设年度报告",), set()),
        # 南山区 is in 深圳 and in 鹤岗: which of them is a guess where neither is named at the head.
        (
            "深圳市南山区2021年",
            ("南山区人民政府2021年法治政府建设年度报告",),
            {"region"},
        ),
        ("深圳市光明区2021年法治政府建设年度报告", (), {"title", "region", "year", "body"}),
        ("某份材料", (), {"title", "region", "year", "body", "doc_type"}),
    ],
)
def test_what_the_report_itself_does_not_say_is_to_be_checked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    lines: tuple[str, ...],
    unsure: set[str],
) -> None:
    assert unsure_of(tmp_path, monkeypatch, name, *lines) == unsure


def test_what_was_stated_is_sure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    path = write_txt(tmp_path / "某份材料.txt", ("一、工作情况", BODY))
    with Assistant.open(Settings(home=tmp_path / "home"), "serve") as assistant:
        assistant.ingest([path], overrides=FactOverrides(region="虚构市甲区", year=2020))
        (record,) = assistant.reports()
        stated = FactOverrides(title="虚构的标题很长", body="虚构市甲区人民政府")
        record = assistant.keeper.change_facts(record.report_id, stated)
        assert unsure_facts(record, assistant.passages(record.report_id)) == {"doc_type"}


def test_a_region_that_no_list_has_is_questioned_until_it_is_confirmed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    path = write_txt(tmp_path / "a.txt", ("虚构市白鹭区人民政府2021年法治政府建设年度报告", BODY))
    with Assistant.open(Settings(home=tmp_path / "home"), "serve") as assistant:
        assistant.ingest([path])
        keeper, report_id = assistant.keeper, assistant.reports()[0].report_id
        for region in ("火星", "深圳", "深圳市南山", "虚构市白鹭", "光明新区"):
            with pytest.raises(RegionUnlisted, match=f"都没有“{region}”，仍要保存吗？"):
                keeper.change_facts(report_id, FactOverrides(region=region), confirmed=False)
        with pytest.raises(RegionUnlisted, match="名单里有：深圳市"):
            keeper.change_facts(report_id, FactOverrides(region="深圳"), confirmed=False)
        assert assistant.reports()[0].facts.region == "虚构市白鹭区"
        for region in ("深圳市南山区", "虚构市白鹭区", "广东省", "全国", ""):
            known = region == "虚构市白鹭区"
            # Held by the library only until it is changed: then it is confirmed like any other.
            stated = FactOverrides(region=region)
            keeper.change_facts(report_id, stated, confirmed=known)
            assert assistant.reports()[0].facts.region == region
        keeper.change_facts(report_id, FactOverrides(region="火星"), confirmed=True)
        keeper.change_facts(report_id, FactOverrides(region="火星"), confirmed=False)
        changed = keeper.change_facts(report_id, FactOverrides(years=(2018, 2019, 2020)))
        assert (changed.facts.year, changed.facts.years) == (2020, (2018, 2019, 2020))
        changed = keeper.change_facts(report_id, FactOverrides(years=(2019, 2020, 2022)))
        assert (changed.facts.year, changed.facts.years) == (2020, (2019, 2020, 2022))


def copies(count: int) -> tuple[ReportRecord, ...]:
    facts = [replace(RECORD.facts, title=f"虚构报告{n:03}") for n in range(count)]
    return tuple(replace(RECORD, report_id=f"c{n}", facts=one) for n, one in enumerate(facts))


def test_twins_are_shown_to_the_keeper_in_the_table_and_in_the_row() -> None:
    twin = replace(RECORD, report_id="r8", source_name="另一种格式.pdf")
    records = (*FakeService().reports(), twin)
    assert {one: [t.report_id for t in of] for one, of in twins_of(records).items()} == {
        "r1": ["r8"],
        "r8": ["r1"],
    }
    assert library_html(records, Wanted(), WORDS, keeper=True).count("wb-twin") == 2
    assert "wb-twin" not in library_html(records, Wanted(), WORDS)
    row = taken_html(RECORD, {"region"}, (twin,), WORDS)
    assert row.count("待核对") == 1
    assert 'data-report="r8"' in row
    assert "另一种格式.pdf" in row


def test_what_a_report_lacks_is_marked_in_the_keepers_table() -> None:
    bare = replace(RECORD, facts=replace(RECORD.facts, region="", year=None, years=()))
    assert library_html((bare,), Wanted(), WORDS, keeper=True).count("待核对") == 2
    assert "待核对" not in library_html((bare,), Wanted(), WORDS)


@pytest.mark.parametrize(
    ("page", "first", "last"), [(1, 0, 199), (2, 200, 399), (3, 400, 449), (9, 400, 449)]
)
def test_every_report_stands_on_one_of_the_pages(page: int, first: int, last: int) -> None:
    shown = library_html(copies(450), Wanted(order="title", page=page), WORDS)
    assert f"这一页是第 {first + 1}—{last + 1} 篇" in shown
    assert f"虚构报告{first:03}<" in shown
    assert f"虚构报告{last:03}<" in shown
    assert f"虚构报告{last + 1:03}<" not in shown


def test_filters_work_over_all_pages() -> None:
    shown = library_html(copies(450), Wanted("虚构报告449", page=3), WORDS)
    assert "虚构报告449<" in shown
    assert "wb-pages" not in shown
    assert pages_of(MAX_SHOWN, 1).last == 1


def test_the_form_offers_what_the_library_and_the_official_list_have() -> None:
    shown = facts_form_html(RECORD, {"year"}, FakeService().reports(), WORDS)
    assert shown.index('<option value="虚构市云溪区">') < shown.index('<option value="深圳市">')
    assert '<option value="虚构市云溪区人民政府">' in shown
    assert shown.count("待核对") == 1


def judged(verdict: str, question: str) -> Feedback:
    return Feedback("2026-01-02T03:04:05+00:00", verdict, "", question, Answer("off_topic", "无"))  # type: ignore[arg-type]


def test_the_newest_wrong_answers_are_given_first(tmp_path: Path) -> None:
    book = FeedbackBook(tmp_path)
    assert book.latest("wrong", 5) == ((), 0)
    for n in range(4):
        book.add(judged("wrong", f"第{n}问"))
        book.add(judged("useful", '{"verdict": "wrong"}'))
    with book.path.open("ab") as file:
        file.write(b'{"verdict": "wrong", torn\n')
    found, total = book.latest("wrong", 3)
    assert [one.question for one in found] == ["第3问", "第2问"]
    assert total == 4
    shown = judged_html(found, total, (), WORDS)
    assert "第3问" in shown
    assert "还有 2 条没有列出" in shown


def test_problems_are_listed_with_a_way_to_mend_them() -> None:
    shown = doubtful_html([(RECORD, ("没有读出地区",))], 3, WORDS)
    assert "没有读出地区" in shown
    assert 'data-do="edit-facts" data-report="r1"' in shown
    assert "还有 2 条没有列出" in shown
