"""Which lines are headings, and what stands under what."""

import pytest

from ingest.models import Block, NormalisedDocument, RawDocument
from ingest.normalise import normalise
from ingest.numbering import label
from ingest.outline import outline

TEXT = "全区上下认真落实各项要求，完善工作机制，推进工作落地，取得了较好的成效，群众满意。"


def document(*lines: str) -> NormalisedDocument:
    return normalise(RawDocument("虚构.txt", tuple(Block(line) for line in lines)))


def paths(*lines: str) -> list[tuple[str, ...]]:
    return [section.heading for section in outline(document(*lines))]


@pytest.mark.parametrize(
    ("line", "style", "ordinal"),
    [
        ("第三章总则", "章", 3),
        ("第一部分工作回顾", "部分", 1),
        ("十二、保障措施", "一、", 12),
        ("（二十）加强领导", "（一）", 20),
        ("(三)加强领导", "（一）", 3),
        ("2.做好审核", "1.", 2),
        ("10．两中心", "1.", 10),
        ("3、做好审核", "1.", 3),
        ("7.2018年春季学期", "1.", 7),
        ("（4）做好审核", "（1）", 4),
        ("5）做好审核", "（1）", 5),
        ("⑥做好审核", "①", 6),
    ],
)
def test_labels_are_read(line: str, style: str, ordinal: int) -> None:
    found = label(line)
    assert found is not None
    assert (found.style, found.ordinal) == (style, ordinal)


@pytest.mark.parametrize(
    "line",
    [
        "2.5亿元",
        "一是加强领导",
        "2020年工作",
        "（2020年）",
        "一、二、三产业协调",
        "十分重视",
        "——经济",
        "第三次会议",
    ],
)
def test_what_is_no_label(line: str) -> None:
    assert label(line) is None


def test_numbered_lines_and_inline_titles_nest() -> None:
    assert paths(
        "虚构区人民政府2020年法治政府建设年度情况报告",
        f"2020年，{TEXT}",
        "一、工作情况",
        "（一）全力做好疫情防控法治服务保障",
        TEXT,
        "（二）依法全面履行政府职能",
        f"1. 推进机构改革。{TEXT}",
        f"2. 加快推进“放管服”改革，持续优化营商环境。{TEXT}",
        "二、工作中的不足。",
        TEXT,
    ) == [
        (),
        ("一、工作情况",),
        ("一、工作情况", "（一）全力做好疫情防控法治服务保障"),
        ("一、工作情况", "（二）依法全面履行政府职能"),
        ("一、工作情况", "（二）依法全面履行政府职能", "1.推进机构改革"),
        (
            "一、工作情况",
            "（二）依法全面履行政府职能",
            "2.加快推进“放管服”改革，持续优化营商环境",
        ),
        ("二、工作中的不足",),
    ]


def test_an_inline_title_leaves_its_running_text_as_body() -> None:
    found = outline(document("一、工作情况", f"（一）质量提升引领发展新跨越。{TEXT}"))
    assert [item.text for item in found[-1].body] == [TEXT]


@pytest.mark.parametrize(
    "line",
    [
        f"按照第三章的规定，{TEXT}",
        f"第三章规定了职责，{TEXT}",
        f"一是健全制度；二是加强监督。{TEXT}",
        f"——经济稳步增长。{TEXT}",
        f"见（一）所列事项，{TEXT}",
        f"十分注重实效。{TEXT}",
    ],
)
def test_running_text_is_no_heading(line: str) -> None:
    assert paths("一、工作情况", TEXT, line) == [("一、工作情况",)]


def test_a_numbered_list_of_facts_is_no_outline() -> None:
    found = paths(
        "一、民生实事",
        "1.新增学位8580个，新建学校3所。牵头单位：区教育局。",
        "2.完善社区养老服务。牵头单位：区民政局。",
        "3.打通8条断头路。",
        "4.新建公园10个，完善设施。",
    )
    assert found == [("一、民生实事",)]


def test_a_numbered_item_without_a_title_closes_its_sibling() -> None:
    found = paths(
        "一、工作情况",
        f"1.落实决策程序。{TEXT}",
        f"2.做好审核工作。{TEXT}",
        "3.全年办理案件376件，审结304件，纠错率8.88%。",
        f"4.强化服务供给。{TEXT}",
    )
    assert found[3] == ("一、工作情况",)
    assert found[4] == ("一、工作情况", "4.强化服务供给")


def test_skipped_and_repeated_numbers_do_not_disturb_nesting() -> None:
    found = paths(
        "一、工作情况", "（一）甲项", TEXT, "（三）乙项", TEXT, "（三）丙项", TEXT, "四、打算", TEXT
    )
    assert [len(path) for path in found] == [1, 2, 2, 2, 1]


def test_a_style_may_be_the_highest_in_one_report_and_lower_in_another() -> None:
    assert paths("1.工作回顾", "（1）甲项内容", TEXT, "2.工作打算", TEXT)[1:] == [
        ("1.工作回顾", "（1）甲项内容"),
        ("2.工作打算",),
    ]


def test_headings_without_numbers_stand_over_what_is_numbered_anew() -> None:
    found = paths(
        "虚构区政府工作报告",
        "各位代表：",
        TEXT,
        "2024年工作回顾",
        TEXT,
        "（一）甲项工作",
        TEXT,
        "2025年工作安排",
        TEXT,
        "（一）乙项工作",
        TEXT,
        "加强政府自身建设",
        TEXT,
        "名词解释",
        f"1.“两重”：{TEXT}",
    )
    assert found == [
        (),
        ("2024年工作回顾",),
        ("2024年工作回顾", "（一）甲项工作"),
        ("2025年工作安排",),
        ("2025年工作安排", "（一）乙项工作"),
        ("加强政府自身建设",),
        ("名词解释",),
    ]


def test_an_appendix_ends_the_report_proper() -> None:
    found = paths("一、工作", "（一）甲项", TEXT, "附件1", "民生实事清单", "一、教育", TEXT)
    assert found[-2:] == [("附件1", "民生实事清单"), ("附件1", "民生实事清单", "一、教育")]


def test_title_date_and_signature_are_no_headings() -> None:
    found = paths(
        "虚构区人民政府工作报告",
        "——2025年1月15日在虚构区人民代表大会上",
        "区长 张某某",
        "各位代表：",
        TEXT,
        "一、工作回顾",
        TEXT,
        "虚构区人民政府",
        "2025年1月5日",
    )
    assert found == [(), ("一、工作回顾",)]


def test_hints_of_a_format_agree_with_the_words() -> None:
    lines = ["虚构区报告", "各位代表：", TEXT, "2024年工作回顾", TEXT, "一、甲项", TEXT]
    hinted = tuple(
        Block(line, "heading", 1) if line[:4] in ("虚构区报", "2024", "一、甲项") else Block(line)
        for line in lines
    )
    assert [section.heading for section in outline(normalise(RawDocument("x", hinted)))] == paths(
        *lines
    )


def test_a_format_marks_what_words_leave_open() -> None:
    blocks = (
        Block("虚构区报告", "heading", 1),
        Block(TEXT),
        Block("甲", "heading", 2),
        Block("短句。"),
    )
    found = outline(normalise(RawDocument("虚构.docx", blocks)))
    assert [section.heading for section in found] == [(), ("甲",)]


def test_articles_are_headed_by_their_number_and_counted() -> None:
    found = paths(
        f"第一条为了规范行为，{TEXT}", f"第二条本办法适用本区。{TEXT}", f"第九条规定，{TEXT}"
    )
    assert found == [("第一条",), ("第二条",)]


def test_sections_tile_the_text() -> None:
    found = document("标题", "一、工作", f"（一）甲项。{TEXT}", TEXT, "二、打算", "三、保障", TEXT)
    at = 0
    for section in outline(found):
        assert found.text[at : section.start].strip("\n") == ""
        at = section.end
    assert at == len(found.text)
