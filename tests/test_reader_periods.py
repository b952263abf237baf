"""Parts of a year in words, as their first and last months."""

import pytest

from assistant.reader.periods import periods_in


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2024年上半年办结88件", {(1, 6)}),
        ("下半年打算怎么做", {(7, 12)}),
        ("1—6月，完成投资88亿元", {(1, 6)}),
        ("1月至9月份", {(1, 9)}),
        ("前三季度新增企业700家", {(1, 9)}),
        ("第三季度新增企业", {(7, 9)}),
        ("三季度新增企业", {(7, 9)}),
        ("一季度和二季度", {(1, 3), (4, 6)}),
        ("全年新增企业900家", set()),
        ("建成15-30公里绿道", set()),
    ],
)
def test_a_part_of_a_year_is_its_months(text: str, months: set[tuple[int, int]]) -> None:
    assert periods_in(text) == months
