"""What a remark rules out is neither a plan that is asked for nor a year."""

from datetime import date

import pytest

from assistant.question.outlook import asked_outlook
from assistant.scope import read_scope
from assistant.scope.ruled_out import without_ruled_out
from tests.scope_samples import LIBRARY


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("失业率各是多少？目标值不要，只要实际数。", "失业率各是多少？，只要实际数。"),
        ("里程多少公里？计划目标不算。", "里程多少公里？。"),
        ("（不含新增数）一共多少件？", "（）一共多少件？"),
        ("除了罚款还有哪些处罚？", "除了罚款还有哪些处罚？"),
        ("不算在内的有几件？", "不算在内的有几件？"),
        ("固定资产投资不含农户，增长多少？", "固定资产投资，增长多少？"),
        ("2022年不算新增的，总床位多少？", "2022年，总床位多少？"),
        ("2021年计划的不算。完成多少？", "。完成多少？"),
    ],
)
def test_a_clause_that_rules_out_and_asks_nothing(question: str, kept: str) -> None:
    assert without_ruled_out(question) == kept


@pytest.mark.parametrize(
    ("question", "years", "outlook"),
    [
        ("深圳市2018年和2019年各多少？目标值不要。", (2018, 2019), "any"),
        ("深圳市2019年的PM2.5是多少？别把2020年的目标算进去。", (2019,), "any"),
        ("深圳市2019年完成了多少？2020年计划的不算。", (2019,), "done"),
        ("深圳市2018年固定资产投资不含农户，增长多少？", (2018,), "any"),
        ("深圳市2018年不包括光明的GDP，是多少？", (2018,), "any"),
        ("深圳市2020年计划建多少公里？", (2020,), "planned"),
    ],
)
def test_its_years_and_its_plans_are_not_asked_for(
    question: str, years: tuple[int, ...], outlook: str
) -> None:
    reading = read_scope(question, LIBRARY, None, None, date(2026, 1, 1))
    assert reading.scope.years == years
    assert asked_outlook(question, reading) == outlook
