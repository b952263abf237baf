"""What a comparison says: who leads, how far apart, when nothing may be said."""

import pytest

from assistant.comparing.cell_figures import CellFigure
from assistant.comparing.verdict import Contestant, Verdict, crossing, first_past, judge
from assistant.figures import parse_figures
from assistant.reader.reading import Quote
from ingest.models import Passage, ReportFacts


def contestant(name: str, text: str, mark: int, label: str = "", grows: bool = False) -> Contestant:
    """A cell with the first figure that its sentence asserts."""
    passage = Passage("p", "r", 0, (), text, 0, len(text), 0, None)
    quote = Quote(passage, ReportFacts("虚构报告"), 0, len(text), 0.5)
    figure = next(one for one in parse_figures(text) if one.asserted)
    return Contestant(name, CellFigure(quote, figure, label, frozenset(), grows, 0.0), mark)


def said(
    question: str, *texts: str, over_years: bool = False, asked: int = 0, label: str = ""
) -> tuple[str, ...]:
    """The lines on cells named 甲, 乙, 丙 … with these sentences."""
    held = [
        contestant(name, text, mark, label)
        for mark, (name, text) in enumerate(zip("甲乙丙丁", texts, strict=False), 1)
    ]
    return judge(question, held, asked or len(held), over_years).lines


class TestLeader:
    @pytest.mark.parametrize(
        ("question", "texts", "label", "line"),
        [
            ("哪个高？", ("3元", "5元"), "", "乙更高：5元，甲是3元。[1][2]"),
            ("哪个低？", ("3元", "5元"), "", "甲更低：3元，乙是5元。[1][2]"),
            ("哪个好？", ("3元", "5元"), "", "乙更好：5元，甲是3元。[1][2]"),
            (
                "哪个好？",
                ("3元", "5元"),
                "失业",
                "甲更好：3元，乙是5元（这一数值越低越好）。[1][2]",
            ),
            ("哪个高？", ("3元", "5元"), "失业", "乙更高：5元，甲是3元。[1][2]"),
            ("哪个少？", ("3元", "5元"), "失业", "甲更少：3元，乙是5元。[1][2]"),
            ("哪个高？", ("3元", "5元", "4元"), "", "乙最高：5元，丙是4元，甲是3元。[1][2][3]"),
            ("哪个高？", ("5元", "5元", "4元"), "", "甲和乙一样，都是5元。[1][2][3]"),
        ],
    )
    def test_who_leads(self, question: str, texts: tuple[str, ...], label: str, line: str) -> None:
        assert said(question, *texts, label=label)[0] == line

    def test_of_many_the_ends_are_named_where_all_have_a_figure(self) -> None:
        texts = ("3元", "5元", "4元")
        assert said("各多少？", *texts) == ("最高的是乙（5元），最低的是甲（3元）。[1][2][3]",)
        assert said("各多少？", *texts, asked=4) == ()
        assert said("哪个高？", *texts, asked=4) == ("乙最高：5元，丙是4元，甲是3元。[1][2][3]",)

    def test_over_many_years_a_change_is_told_from_first_to_last(self) -> None:
        texts = ("3元", "5元", "4元")
        assert said("增加了多少？", *texts, over_years=True) == (
            "丙比甲多1元（4元 - 3元）。[3][1]",
        )
        assert said("增加了多少？", *texts)[0].startswith("最高的是乙")
        assert said("哪年增加多？", *texts, over_years=True)[0].startswith("乙最多")


class TestApart:
    def test_the_larger_less_the_smaller(self) -> None:
        assert said("差多少？", "3元", "5元") == ("乙比甲多2元（5元 - 3元）。[2][1]",)
        assert said("差多少？", "5元", "3元") == ("甲比乙多2元（5元 - 3元）。[1][2]",)

    def test_of_rates_and_concentrations_one_is_higher(self) -> None:
        assert said("差多少？", "3%", "5%") == ("乙比甲高2个百分点（5% - 3%）。[2][1]",)
        (line,) = said("差多少？", "3微克/立方米", "5微克/立方米")
        assert line.startswith("乙比甲高2")

    def test_equal_figures_are_not_apart(self) -> None:
        assert said("差多少？", "3元", "3元") == ("两者一样，都是3元。[1][2]",)
        assert said("哪个高？", "3元", "3元") == ("甲和乙一样，都是3元。[1][2]",)

    def test_times_go_from_the_later_year_unless_asked_the_other_way(self) -> None:
        texts = ("2元", "5元")
        assert said("翻了几倍？", *texts, over_years=True)[0].startswith("乙是甲的2.5倍")
        assert said("甲是乙的几倍？", *texts, over_years=True)[0].startswith("甲是乙的0.4倍")
        assert said("几倍？", *texts)[0].startswith("甲是乙的0.4倍")
        assert said("差多少？", *texts)[0].startswith("乙比甲")

    def test_growth_between_years_but_not_of_rates(self) -> None:
        asked = "增长率是多少？"
        assert said(asked, "2元", "5元", over_years=True)[1] == "乙比甲增长150%。[1][2]"
        assert said(asked, "5元", "2元", over_years=True)[1] == "乙比甲变化-60%。[1][2]"
        assert len(said(asked, "2元", "5元")) == 1
        assert len(said(asked, "2%", "5%", over_years=True)) == 1

    def test_another_word_for_the_unit_is_pointed_out(self) -> None:
        lines = said("差多少？", "3件", "5宗")
        assert lines == ("两份报告的计量单位分别是件和宗，口径可能不同。[1][2]",)
        same = said("一样吗？", "3件", "3宗")
        assert same[0] == "两者不一样：甲是3件，乙是3宗。[1][2]"


class TestTotal:
    def test_a_total_says_nothing_else(self) -> None:
        assert said("一共多少？", "3元", "5元") == ("合计8元（3元 + 5元）。[1][2]",)
        assert said("一共多少？", "3元", "5元", "4元") == (
            "合计12元（3元 + 5元 + 4元）。[1][2][3]",
        )

    def test_rates_have_no_total(self) -> None:
        assert said("一共多少？", "3%", "5%") == ("乙比甲高2个百分点（5% - 3%）。[2][1]",)


class TestNothingToSay:
    def test_one_figure_or_none(self) -> None:
        assert judge("哪个高？", [], 2, False) == Verdict()
        assert judge("哪个高？", [contestant("甲", "3元", 1)], 2, False) == Verdict()

    def test_unlike_figures(self) -> None:
        assert said("哪个高？", "3元", "5件") == (
            "这几处数字的单位或口径不同，不能直接比较。[1][2]",
        )
        assert said("哪个高？", "3元", "5元", "4件")[0].startswith("这几处数字")

    def test_one_mark_for_one_citation(self) -> None:
        held = [contestant("甲", "3元", 1), contestant("乙", "5元", 1)]
        assert judge("哪个高？", held, 2, False).lines[0] == "乙更高：5元，甲是3元。[1]"


class TestAsWritten:
    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("收到3件。", "3件"),
            ("收到约3件。", "约3件"),
            ("收到3件以上。", "3件以上"),
            ("浓度每立方米26微克。", "每立方米26微克"),
            ("浓度26微克/立方米。", "26微克/立方米"),
        ],
    )
    def test_what_qualifies_a_figure_stays_with_it(self, text: str, shown: str) -> None:
        assert contestant("甲", text, 1).text == shown


class TestCrossing:
    @pytest.mark.parametrize(
        ("values", "place"),
        [
            ([1, 3, 4], 1),
            ([1, 2.5, 3], 1),
            ([1, 2.4, 3], 2),
            ([3, 1, 1, 3], 3),
            ([3, 1], 0),
            ([2.5, 1], 0),
        ],
    )
    def test_the_first_from_which_on_the_mark_is_passed(
        self, values: list[float], place: int
    ) -> None:
        assert first_past(2.5, values) == place

    def test_the_year_and_the_one_before_it(self) -> None:
        before, first = contestant("2016年", "2元", 1), contestant("2017年", "3元", 2)
        assert crossing(before, first) == Verdict(
            ("按各年报告的数字，首次越过这条线的是2017年：3元，此前2016年是2元。[2][1]",)
        )
        assert crossing(before, None) == Verdict(
            ("库里各年报告的数字都没有越过这条线，最近的2016年是2元。[1]",)
        )
        assert crossing(None, first) == Verdict(
            ("库里最早的2017年就已越过这条线，是3元，更早的年份没有收录。[2]",)
        )


def test_what_fell_is_below_what_grew() -> None:
    from tests.test_assistant_comparison import contestants

    held = contestants(("2022年", "案件同比下降3.2%。"), ("2023年", "案件同比上升1.5%。"))
    assert [one.value for one in held] == [-3.2, 1.5]
    (line,) = judge("哪年高？", held, 2, over_years=True).lines
    assert line.startswith("2023年更高：1.5%，2022年是下降3.2%")


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("哪个降幅大？", "白桦区更大：下降11.2%"),
        ("哪个区降得多？", "白桦区更多：下降11.2%"),
        ("哪个区降得少？", "黑松区更少：下降4.6%"),
        ("哪个区增速高？", "黑松区更高：下降4.6%"),
    ],
)
def test_what_fell_further_is_the_greater_fall(question: str, start: str) -> None:
    from tests.test_assistant_comparison import contestants

    held = contestants(("白桦区", "案件同比下降11.2%。"), ("黑松区", "案件同比下降4.6%。"))
    [line, *_] = judge(question, held, 2, over_years=False).lines
    assert line.startswith(start)
