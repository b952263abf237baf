"""From a path to a report: listing files, drafting one, and ids that survive edits."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest import draft_report, find_reports, identify
from ingest.errors import EmptyDocument, IngestError, UnsupportedFormat
from ingest.ids import passage_id, report_id, text_hash
from ingest.models import FactOverrides, Report
from ingest.pipeline import SourceFile
from ingest.settings import PassageSettings

LINES = [
    "虚构市虚构区人民政府2020年法治政府建设年度情况报告",
    "2020 年，虚构区扎实推进法治政府建设各项工作，取得了新的成效。",
    "一、工作情况",
    "（一）全力做好法治服务保障",
    "全年共实施行政处罚 1200 件，行政检查 3400 件，群众满意度不断提高。",
    "（二）持续强化监督",
    "共办理市人大代表建议 5 件、市政协委员提案 3 件，全部按期答复。",
    "二、下一步打算",
    "继续完善制度，加强培训，提高依法行政的能力和水平，推动工作落地。",
]


def report(
    tmp_path: Path, lines: list[str], name: str = "虚构.txt", given_id: str = "r1"
) -> Report:
    path = tmp_path / name
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return identify(
        draft_report(SourceFile(path, name), PassageSettings(), FactOverrides()), given_id
    )


def test_a_folder_is_walked_in_order_and_its_side_files_passed_over(tmp_path: Path) -> None:
    for name in ("乙.txt", "甲.md", "乙.txt.toml", ".隐藏.txt", "~$甲.docx", "manifest.json"):
        (tmp_path / name).write_text("内容", encoding="utf-8")
    (tmp_path / "子").mkdir()
    (tmp_path / "子" / "丙.html").write_text("内容", encoding="utf-8")
    found = find_reports([tmp_path, tmp_path / "乙.txt"])
    assert [item.source_name for item in found if not item.skipped] == sorted(
        ["乙.txt", "甲.md", "子/丙.html"]
    )
    assert [(item.source_name, bool(item.skipped)) for item in found if item.skipped] == [
        ("manifest.json", True)
    ]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("没有.txt", None, IngestError),
        ("表.dwg", "内容", UnsupportedFormat),
        ("空白.txt", "\n - 3 - \n　\n", EmptyDocument),
    ],
)
def test_a_named_file_that_cannot_be_read_says_so(
    tmp_path: Path, name: str, content: str | None, error: type[IngestError]
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    [source] = find_reports([tmp_path / name])
    with pytest.raises(error, match=name):
        draft_report(source, PassageSettings(), FactOverrides())


def test_a_report_is_read_cut_and_named(tmp_path: Path) -> None:
    found = report(tmp_path, LINES)
    assert found.facts.region == "虚构市虚构区" or found.facts.year == 2020
    assert found.text.startswith("虚构市虚构区人民政府2020年法治政府建设年度情况报告\n2020年，")
    assert found.passages[1].heading == ("一、工作情况", "（一）全力做好法治服务保障")
    assert "行政处罚1200件" in found.passages[1].body
    assert len({item.id for item in found.passages}) == len(found.passages)
    assert all(item.report_id == "r1" for item in found.passages)


def test_the_same_file_gives_the_same_report(tmp_path: Path) -> None:
    assert report(tmp_path, LINES) == report(tmp_path, LINES)


def test_an_inserted_paragraph_leaves_its_neighbours_ids_alone(tmp_path: Path) -> None:
    before = report(tmp_path, LINES)
    added = [*LINES[:5], "（补）", *LINES[5:7], "（三）新增工作", "新增内容一段。", *LINES[7:]]
    after = report(tmp_path, [line for line in added if line != "（补）"])
    assert {item.id for item in before.passages} < {item.id for item in after.passages}
    assert len(after.passages) == len(before.passages) + 1
    assert before.revision != after.revision


def test_equal_passages_are_told_apart_by_their_count(tmp_path: Path) -> None:
    item = "1.新增学位80个。"
    found = report(tmp_path, [*LINES, item, item, item])
    same = [passage.id for passage in found.passages if passage.text == item]
    assert len(same) == len(set(same)) == 3


def test_a_new_fact_is_a_new_revision_of_the_same_passages(tmp_path: Path) -> None:
    path = tmp_path / "虚构.txt"
    path.write_text("\n".join(LINES), encoding="utf-8")
    draft = draft_report(SourceFile(path, path.name), PassageSettings(), FactOverrides())
    other = replace(draft, facts=replace(draft.facts, region="另一区"))
    assert identify(draft, "r1").revision != identify(other, "r1").revision
    assert identify(draft, "r1").passages == identify(other, "r1").passages


def test_ids_are_hex_of_their_length_and_avoid_those_taken() -> None:
    digest = text_hash("虚构的正文")
    first = report_id("虚构.txt", digest)
    assert len(first) >= 12 and int(first, 16) >= 0
    second = report_id("虚构.txt", digest, taken={first})
    assert second != first
    assert report_id("虚构.txt", digest) == first != report_id("另.txt", digest)
    assert len(passage_id(first, ("一、工作",), "正文", 0)) >= 16
    assert passage_id(first, ("甲", "乙"), "文", 0) != passage_id(first, ("甲乙",), "文", 0)
