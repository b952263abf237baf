"""White space, page numbers and broken lines: what normalising changes and what it never does."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.beside_figures.note_marks import without_raised_marks
from ingest.models import Block, NormalisedDocument, RawDocument
from ingest.normalise import clean_line, is_page_number, normalise

SPACE = re.compile("[\\s\u00ad\u200b\u3000\ufeff\x00-\x1f]")


def normalised(*lines: str) -> NormalisedDocument:
    return normalise(RawDocument("虚构.txt", tuple(Block(line) for line in lines)))


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("　　2020 年，处罚 13884 件 ", "2020年，处罚13884件"),
        ("PM 2.5 平均 浓度", "PM 2.5平均浓度"),
        ("Public  domain", "Public domain"),
        ("零\u200b宽\ufeff与软\u00ad连字符", "零宽与软连字符"),
        ("2. 做好审核 工作", "2.做好审核工作"),
        ("增长 21.9 %、精简 82.6%", "增长21.9 %、精简82.6%"),
        ("\t表\u00a0头\x0c", "表头"),
    ],
)
def test_white_space_goes_and_latin_words_keep_one(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@pytest.mark.parametrize(
    "line", ["-3-", "- 3 -", "—3—", "－ 12 －", "第3页 共9页", "第 3 页", "Page 3 of 9"]
)
def test_page_numbers_alone_on_a_line_go(line: str) -> None:
    assert is_page_number(clean_line(line))
    assert normalised("虚构区推进执法公示、", line, "检查300次。").text == (
        "虚构区推进执法公示、检查300次。"
    )


@pytest.mark.parametrize("line", ["3", "2020", "第3条", "——3个项目", "—", "3-5"])
def test_figures_that_are_no_page_numbers_stay(line: str) -> None:
    assert not is_page_number(clean_line(line))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("认真贯彻《重大行政决策程序暂", "行条例》，严格落实要求。"),
        ("环境治理等领域执法监管压力持续增", "大，执法力量不能满足需求。"),
        ("制定虚构区管理办法、", "实施细则和配套制度。"),
        ("完成改革任务。全年新增就业", "5000人，登记失业率下降。"),
        ("会议要求各单位认真学习和", "掌握有关规定，逐项落实。"),
        ("形成了“一办十组", "”的工作体系。"),
        ("通过了《", "虚构区条例》。"),
        ("一是", "依法打击各类违法行为。"),
    ],
)
def test_a_broken_sentence_is_joined(before: str, after: str) -> None:
    assert normalised(before, "", after).text == before + after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("一、工作情况", "全区上下共同努力，完成各项任务。"),
        ("（一）提高政府服务", "人民群众满意度持续提升，共受理事项300件。"),
        ("2024年工作回顾", "过去一年，全区经济稳定增长。"),
        ("一是着力提消费促投资", "大力提振消费需求。全面落实各项政策。"),
        ("各位代表：", "现在，我代表区人民政府报告工作。"),
        ("一年来，我们主要做了以下工作：", "完成改革任务30项。"),
        ("虚构区人民政府", "2020年12月18日"),
        ("区长", "张某某"),
        ("区教育局", "区民政局"),
        ("完成审核24件。", "提出意见500条。"),
        ("全年审结304件；", "收到申请376件。"),
        ("第一项工作已经完成", "（二）推进第二项工作。"),
        ("全面完成年度任务", "——经济平稳增长。"),
        ("附件", "名词解释"),
    ],
)
def test_what_is_whole_is_not_joined(before: str, after: str) -> None:
    assert normalised(before, after).text == f"{before}\n{after}"


def test_a_hard_wrapped_file_gets_its_paragraphs_back() -> None:
    paragraphs = [
        "一、工作情况",
        *(
            f"虚构区第{number}个街道全面推进综合行政执法改革，调整执法队伍，完善工作机制，全年开展检查"
            f"{number}00余次，办理案件{number}0件，群众满意度不断提高，法治政府建设取得新的进展。"
            for number in range(3, 9)
        ),
    ]
    lines = [text[at : at + 24] for text in paragraphs for at in range(0, len(text), 24)]
    assert normalised(*lines).text == "\n".join(paragraphs)


def test_words_that_a_web_page_marked_up_are_put_back_into_their_sentences() -> None:
    lines = ["新建", "高速铁路", "，投产里程"]
    found = normalised("全年基础设施支撑能力提升。" + lines[0], *lines[1:], "超过1900公里。")
    assert found.text == "全年基础设施支撑能力提升。新建高速铁路，投产里程超过1900公里。"


def test_a_joined_paragraph_keeps_its_first_page_and_offsets_tile() -> None:
    blocks = (
        Block("一、工作情况", "heading", 1, page=1),
        Block("全年共办理《虚构", page=1),
        Block("条例》案件。", page=2),
        Block("项目：学位；单位：教育局", "table_row", page=2),
        Block("项目：道路；单位：交通局", "table_row", page=2),
    )
    document = normalise(RawDocument("虚构.pdf", blocks))
    assert [item.page for item in document.paragraphs] == [1, 1, 2, 2]
    assert [item.kind for item in document.paragraphs] == [
        "heading",
        "paragraph",
        "table_row",
        "table_row",
    ]
    for item in document.paragraphs:
        assert document.text[item.start : item.end] == item.text


def test_a_format_hint_never_changes_the_text() -> None:
    lines = ("虚构区报告", "工作情况", "全年共办理《虚构", "条例》案件。")
    plain = normalised(*lines)
    hinted = normalise(RawDocument("虚构.docx", tuple(Block(line, "heading", 2) for line in lines)))
    assert hinted.text == plain.text


def test_nothing_gives_nothing() -> None:
    assert normalised("", " 　", "\u200b", "- 3 -") == NormalisedDocument("", ())


LINES = st.lists(
    st.one_of(
        st.text("区法治年，。、；：《》（）“”一二三1234％.%Aa -—　\u200b的和增大了", max_size=30),
        st.text(max_size=12),
        st.sampled_from(
            [
                "一、工作情况",
                "（一）推进改革",
                "- 3 -",
                "全年办理376件。",
                "一是",
                "2.做好审核。全面",
            ]
        ),
    ),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_normalising_twice_changes_nothing(lines: list[str]) -> None:
    once = normalised(*lines).text
    assert normalised(*once.split("\n")).text == once


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_only_white_space_and_page_numbers_go(lines: list[str]) -> None:
    pieces = [piece for line in lines for piece in re.split("[\r\n\v\f\x85\u2028\u2029]", line)]
    pieces = [without_raised_marks(piece) for piece in pieces]
    kept = [line for line in map(clean_line, pieces) if not is_page_number(line)]
    # A page number broken over two lines is only seen, and dropped, once these are joined.
    text = without_raised_marks("".join(kept).replace(" ", ""))
    found = without_raised_marks(SPACE.sub("", normalised(*lines).text))
    assert found == text or is_page_number_lost(text, found)


def is_page_number_lost(text: str, found: str) -> bool:
    rest = iter(text)
    return all(char in rest for char in found) and bool(re.search(r"[-—]\d+[-—]|第\d+页", text))
