"""What proves no figure: a heading of two spans, one aimed at; and words that are no part of an indicator."""

import pytest

from assistant.reader.figure_year import of_two_spans
from assistant.reader.indicator import read_indicator

BOTH = ("二、“十三五”时期发展成就和“十四五”时期主要目标任务",)


def test_a_heading_of_two_spans_leaves_open_which_year_a_figure_is_of() -> None:
    assert of_two_spans(BOTH, "虚构率提高到")
    assert not of_two_spans(BOTH, "2020年虚构率提高到")
    assert not of_two_spans(("“十三五”时期发展成就",), "虚构率提高到")
    assert not of_two_spans(("2021年目标任务",), "虚构率提高到")


@pytest.mark.parametrize(
    ("topic", "region"),
    [
        ("国家一年的财政收入", "全国"),
        ("各省市财政收入", "四川省"),
        ("财政收入：再加", "虚构市白鹭区"),
        ("全市财政收入摆在一起看", "深圳市"),
    ],
)
def test_words_of_a_list_and_of_the_whole_are_no_indicator(topic: str, region: str) -> None:
    assert read_indicator(topic, ("元",), region=region).name == "财政收入"
