"""Names that are set as places, which no dictionary has, and common words that are none."""

import pytest

from assistant.scope.names import read_names
from assistant.scope.places import find_places


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("店口镇产值是多少？", "店口镇"),
        ("帮我看看袁家村2023年收入多少", "袁家村"),
        ("2024年猎德街道建了多少充电桩", "猎德街道"),
        ("数量是多少，我问的是余村", "余村"),
        ("三道堰镇2023年收入多少", "三道堰镇"),
        ("请问烟台经开区实际使用外资多少？", "烟台经开区"),
        ("想了解一下首都机场货邮吞吐量是多少", "首都机场"),
    ],
)
def test_what_is_set_as_a_place_is_a_name(question: str, said: str) -> None:
    assert [one.text for one in read_names(question, frozenset()).names] == [said]


@pytest.mark.parametrize(
    "question",
    [
        "空心村整治了多少个",
        "支线机场旅客吞吐量是多少",
        "三个镇的产值",
        "街道社区食堂有多少",
        "古镇游客多少",
    ],
)
def test_a_common_word_that_opens_a_question_is_no_name(question: str) -> None:
    assert not read_names(question, frozenset()).names


@pytest.mark.parametrize("place", ["宁夏自治区", "广西自治区", "新疆自治区", "大理自治州"])
def test_an_autonomous_place_goes_without_its_people(place: str) -> None:
    (found,) = find_places(f"{place}2023年收到多少件？", frozenset())
    assert len(found.regions) == 1
