"""Passages tile the report, stay within bounds and read on their own."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.models import Block, BlockKind, NormalisedDocument, RawDocument
from ingest.normalise import normalise
from ingest.passages import PassageDraft, cut_passages, split_spans
from ingest.settings import PassageSettings

SMALL = PassageSettings(target_chars=60, max_chars=90)
SENTENCE = "全区上下认真落实各项要求，完善机制。"


def document(*lines: str, kind: BlockKind = "paragraph") -> NormalisedDocument:
    return normalise(RawDocument("虚构.txt", tuple(Block(line, kind) for line in lines)))


def cut(*lines: str) -> list[str]:
    return [item.text for item in cut_passages(document(*lines), SMALL)]


def test_a_passage_begins_with_the_headings_directly_before_it() -> None:
    found = cut_passages(
        document("一、工作", "（一）甲项", SENTENCE * 2, "（二）乙项", SENTENCE), SMALL
    )
    assert [item.text for item in found] == [
        f"一、工作\n（一）甲项\n{SENTENCE * 2}",
        f"（二）乙项\n{SENTENCE}",
    ]
    assert found[0].text[found[0].body_start :] == SENTENCE * 2
    assert found[1].heading == ("一、工作", "（二）乙项")


def test_an_inline_title_is_heading_of_its_own_paragraph() -> None:
    [found] = cut_passages(document(f"1. 做好审核工作。{SENTENCE}"), SMALL)
    assert found.text == f"1.做好审核工作。{SENTENCE}"
    assert found.text[found.body_start - found.start :] == SENTENCE


def test_headings_without_text_are_kept() -> None:
    found = cut_passages(document("一、工作", SENTENCE, "二、打算", "三、保障"), SMALL)
    assert [item.text for item in found[1:]] == ["二、打算", "三、保障"]
    assert all(item.body_start == item.end for item in found[1:])


def test_short_paragraphs_are_packed_up_to_the_target() -> None:
    assert cut("一、工作", SENTENCE, SENTENCE, SENTENCE, SENTENCE) == [
        f"一、工作\n{SENTENCE}\n{SENTENCE}\n{SENTENCE}",
        SENTENCE,
    ]


def test_a_lead_in_goes_with_what_it_leads_in() -> None:
    assert cut(SENTENCE * 3, "主要做了以下工作：", SENTENCE * 4)[1:] == [
        f"主要做了以下工作：\n{SENTENCE * 4}"
    ]


def test_numbered_items_stand_alone() -> None:
    items = ("1.新增学位80个。", "2.打通道路8条。", "3.新建公园1个。")
    assert cut("一、民生实事", *items) == [f"一、民生实事\n{items[0]}", *items[1:]]


def test_rows_are_packed_and_never_split() -> None:
    long_row = "项目：" + "学位" * 60
    found = cut_passages(
        document("甲：1；乙：2", "甲：3；乙：4", long_row, kind="table_row"), SMALL
    )
    assert [item.text for item in found] == ["甲：1；乙：2\n甲：3；乙：4", long_row]


def test_a_long_paragraph_is_split_evenly_at_sentence_ends() -> None:
    found = cut(SENTENCE * 9)
    assert [len(text) // len(SENTENCE) for text in found] == [5, 4] or [
        len(text) // len(SENTENCE) for text in found
    ] == [4, 5]
    assert "".join(found) == SENTENCE * 9


@pytest.mark.parametrize(
    ("text", "stop"),
    [
        ("完成改革任务；" * 20, "；"),
        ("完成改革任务，" * 20, "，"),
        ("完成改革任务" * 20, ""),
    ],
)
def test_a_long_sentence_is_split_at_the_next_best_place(text: str, stop: str) -> None:
    spans = split_spans(text, 50)
    assert all(end - start <= 50 for start, end in spans)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(text[start:end].endswith(stop) for start, end in spans)


def test_a_passage_knows_its_page() -> None:
    blocks = (
        Block("一、工作", page=1),
        Block(SENTENCE * 4, page=2),
        Block(SENTENCE * 4, page=3),
    )
    found = cut_passages(normalise(RawDocument("虚构.pdf", blocks)), SMALL)
    assert [item.page for item in found] == [2, 3]


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "一、工作情况",
                "（一）甲项工作",
                "2.做好审核。全区认真落实要求。",
                "3.新增学位80个。",
                "2024年工作回顾",
                "附件1",
                "各位代表：",
                "名词解释",
                SENTENCE,
                SENTENCE * 5,
                SENTENCE * 9,
                "完成任务" * 40,
            ]
        ),
        st.text("区法治，。；《》“”一、（）1.. ：", max_size=120),
    ),
    max_size=20,
)


def check_tiling(found: NormalisedDocument, passages: tuple[PassageDraft, ...]) -> None:
    at = 0
    for ordinal, item in enumerate(passages):
        assert item.ordinal == ordinal
        assert item.text == found.text[item.start : item.end]
        assert found.text[at : item.start] in ("", "\n")
        assert item.start <= item.body_start <= item.end
        assert item.text
        at = item.end
    assert at == len(found.text)


@settings(max_examples=200, deadline=None)
@given(LINES)
def test_passages_tile_the_report_within_bounds(lines: list[str]) -> None:
    found = document(*lines)
    passages = cut_passages(found, SMALL)
    check_tiling(found, passages)
    assert all(item.end - item.body_start <= SMALL.max_chars for item in passages)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_table_rows_tile_too(lines: list[str]) -> None:
    found = document(*lines, kind="table_row")
    check_tiling(found, cut_passages(found, SMALL))
