"""Comparisons step by step: what may be set side by side, how each figure is weighed, what is chosen."""

from dataclasses import replace
from math import log

import pytest

from assistant.comparing.cell_figures import (
    CellFigure,
    asks_growth,
    candidates,
    comparable,
    fits_units,
    sums_up,
    topic_share,
    wanted_units,
    year_score,
)
from assistant.comparing.choosing import choose_together
from assistant.figures import Figure, parse_figures
from assistant.question.need import read_need
from assistant.reader.reading import Quote
from ingest.models import Passage, ReportFacts

NO_YEAR: frozenset[int] = frozenset()


def quote(text: str, score: float = 0.5, heading: tuple[str, ...] = ()) -> Quote:
    passage = Passage(text[:6], "r", 0, heading, text, 0, len(text), 0, None)
    facts = ReportFacts("虚构报告", region="虚构省", year=2020)
    return Quote(passage, facts, 0, len(text), score)


def figure(text: str) -> Figure:
    return next(one for one in parse_figures(text) if one.asserted)


def cell(
    text: str, *, score: float = 0.0, words: str = "", grows: bool = False, name: str = ""
) -> CellFigure:
    """A candidate as choosing sees it; `words` are its pairs of characters, apart by spaces."""
    return CellFigure(quote(name or text), figure(text), "", frozenset(words.split()), grows, score)


def weighed(
    text: str,
    topic: str = "无关",
    units: tuple[str, ...] = (),
    years: frozenset[int] = NO_YEAR,
    growth: bool = False,
    region: str = "",
) -> list[tuple[str, float]]:
    """The figures of a sentence as likely as not, with their scores, best first."""
    found = candidates([quote(text)], topic, units, years, growth, region)
    return [(one.figure.text, round(one.score, 4)) for one in found]


class TestComparable:
    @pytest.mark.parametrize(
        ("one", "other", "may"),
        [
            ("1元", "5000元", True),
            ("1元", "5001元", False),
            ("5001元", "1元", False),
            ("0.2元", "5000元", True),
            ("0.2元", "5001元", False),
            ("3元", "3件", False),
            ("3件", "3宗", True),
            ("3人", "3名", True),
            ("26微克/立方米", "26微克", True),
            ("3%", "3个百分点", False),
        ],
    )
    def test_one_kind_of_unit_and_one_size(self, one: str, other: str, may: bool) -> None:
        assert comparable(cell(one), cell(other)) is may

    def test_growth_is_not_set_against_a_level(self) -> None:
        assert comparable(cell("3%", grows=True), cell("4%", grows=True))
        assert not comparable(cell("3%", grows=True), cell("4%"))

    def test_alike_is_the_share_of_the_shorter(self) -> None:
        short, long = cell("1元", words="甲乙 乙丙"), cell("1元", words="甲乙 乙丙 丙丁 丁戊")
        assert (short.alike(long), long.alike(short)) == (1.0, 1.0)
        assert cell("1元", words="甲乙 子丑").alike(long) == 0.5
        assert cell("1元").alike(long) == 0.0


class TestWantedUnits:
    @pytest.mark.parametrize(
        ("question", "topic", "over_years", "units"),
        [
            ("甲乙两省GDP增速哪个高？", "GDP增速", False, ("%",)),
            ("2013年和2018年财政收入多少？", "财政收入", True, ("元",)),
            ("哪边PM2.5浓度低？", "PM2.5浓度", False, ("微克/立方米", "微克")),
            ("哪边好？", "无关", False, ()),
        ],
    )
    def test_asked_for_or_of_the_indicator(
        self, question: str, topic: str, over_years: bool, units: tuple[str, ...]
    ) -> None:
        assert wanted_units(read_need(question), topic, over_years) == units

    def test_what_grew_between_years_is_a_difference_of_totals(self) -> None:
        need = replace(read_need("涨了多少？"), units=("%",))
        assert wanted_units(need, "GDP", over_years=True) == ("元",)
        assert wanted_units(need, "GDP", over_years=False) == ("%",)
        # A rate is compared as it is, whatever the unit of what it is a rate of.
        assert wanted_units(need, "PM2.5达标率", over_years=True) == ("%",)
        assert wanted_units(replace(need, units=("件",)), "GDP", over_years=True) == ("件",)

    def test_between_years_growth_is_asked_by_its_name_only(self) -> None:
        assert asks_growth("GDP涨得快吗", over_years=False)
        assert not asks_growth("GDP涨得快吗", over_years=True)
        assert asks_growth("GDP增速", over_years=True)

    @pytest.mark.parametrize(
        ("question", "grows"),
        [
            ("各省进出口总值（没有总值就给增速）列一下", False),
            ("人均可支配收入（或增速）是多少", False),
            ("GDP（没有总量给增速）各多少", False),
            ("财政收入各多少，没有的话写增速", False),
            ("GDP增速或增幅各是多少", True),
            ("没有完成目标的省GDP增速是多少", True),
        ],
    )
    def test_growth_told_instead_of_a_total_is_not_asked(self, question: str, grows: bool) -> None:
        assert asks_growth(question, over_years=False) is grows
        assert (wanted_units(read_need(question), question, False) == ("%",)) is grows

    def test_a_unit_of_the_same_kind_fits(self) -> None:
        assert fits_units(figure("3件"), ("件",))
        assert fits_units(figure("3件"), ("宗",))
        assert not fits_units(figure("3件"), ("元",))
        assert not fits_units(figure("3件"), ())


class TestWeights:
    """Half as likely as not gives nothing, so that what is left of a score is the weight itself."""

    def test_the_sentence_counts_by_its_odds(self) -> None:
        def base(score: float) -> float:
            (one,) = candidates([quote("办结3件。", score)], "无关", (), NO_YEAR, False)
            return one.score

        assert base(0.5) == pytest.approx(1.0)
        assert base(0.9) - base(0.5) == pytest.approx(0.5 * log(9))
        assert base(0.1) - base(0.5) == pytest.approx(-0.5 * log(9))
        assert base(1.0) == pytest.approx(base(0.998))
        assert base(0.0) == pytest.approx(base(0.002))

    @pytest.mark.parametrize(
        ("units", "weight"),
        [((), 0.0), (("件",), 3.0), (("宗",), 1.5), (("元",), -1.0)],
    )
    def test_the_unit(self, units: tuple[str, ...], weight: float) -> None:
        assert weighed("办结3件。", units=units) == [("3件", 1.0 + weight)]

    def test_growth_where_growth_is_asked(self) -> None:
        assert weighed("收入增长3%。", growth=True) == [("3%", 1.0)]
        assert weighed("收入增长3%。", growth=False) == [("3%", -2.5)]
        assert weighed("占比达到3%。", growth=False) == [("3%", 1.0)]
        # What grew by so many files is a number of files.
        assert weighed("收入增长3件。", growth=False) == [("3件", 1.0)]

    def test_the_words_before_it(self) -> None:
        assert weighed("粮食产量3吨。", topic="粮食产量") == [("3吨", 5.0)]
        # One of the label's three pairs, and the only one asked for.
        assert weighed("粮食产量3吨。", topic="产量") == [
            ("3吨", round(1 + 4 * (1 / 6 + 1 / 2), 4))
        ]
        assert weighed("粮食产量3吨。", topic="") == [("3吨", 1.0)]

    def test_an_aim_and_a_rough_figure_count_less(self) -> None:
        assert weighed("目标产量3吨。") == [("3吨", 0.0)]
        assert weighed("产量约3吨。") == [("3吨", -1.0)]
        assert weighed("产量约3.5吨。") == [("3.5吨", 0.0)]
        assert weighed("产量3吨左右。") == [("3吨", -2.0)]

    def test_ranges_and_names_are_no_candidates(self) -> None:
        assert weighed("产量3至5吨，第3名。") == []

    def test_the_best_comes_first(self) -> None:
        found = weighed("目标产量3吨，实际产量5吨，增长7%。", units=("吨",))
        assert [text for text, _ in found] == ["5吨", "3吨", "7%"]

    def test_another_place_counts_less(self) -> None:
        text = "武汉市产量3吨。"
        (own,) = weighed(text, region="武汉市")
        assert weighed(text, region="湖南省") == [("3吨", own[1] - 4)]
        assert weighed(text, region="") == [own]

    def test_a_bare_clause_takes_the_words_of_the_one_before(self) -> None:
        (one, *_) = candidates([quote("粮食产量稳定，达3吨。")], "粮食", ("吨",), NO_YEAR, False)
        assert one.label == "粮食产量稳定，达"
        (own, *_) = candidates([quote("形势稳定，粮食产量3吨。")], "粮食", (), NO_YEAR, False)
        assert own.label == "粮食产量"

    def test_a_sum_of_years_counts_less_where_one_year_is_asked(self) -> None:
        text = "五年来产量3吨。"
        assert weighed(text, years=frozenset({2020})) == [("3吨", -1.0)]
        assert weighed(text, years=frozenset({2019, 2020})) == [("3吨", 1.0)]
        assert weighed(text) == [("3吨", 1.0)]

    def test_one_sentence_found_twice_is_read_once(self) -> None:
        one = quote("产量3吨。")
        assert len(candidates([one, one], "产量", (), NO_YEAR, False)) == 1


class TestYears:
    @pytest.mark.parametrize(
        ("text", "years", "score"),
        [
            ("2020年产量3吨。", {2020}, 1.5),
            ("2019年产量3吨。", {2020}, -3.0),
            ("2019年产量3吨。", set(), 0.0),
            ("2019年开工，产量3吨。", {2020}, 0.0),
            ("2020年以前是2019年产量3吨。", {2020}, -3.0),
            ("产量从3吨。", {2020}, -2.5),
            ("产量3吨。", {2020}, 0.0),
        ],
    )
    def test_the_year_of_the_clause(self, text: str, years: set[int], score: float) -> None:
        figures = parse_figures(text)
        assert year_score(text, figure(text), figures, frozenset(years)) == score

    @pytest.mark.parametrize(
        ("text", "heading", "sums"),
        [
            ("五年来产量3吨。", (), True),
            ("产量3吨，五年来不变。", (), False),
            ("五年来奋进，2020年产量3吨。", (), False),
            ("产量3吨。", ("一、过去五年工作回顾",), True),
            ("产量3吨。", ("一、工作回顾",), False),
        ],
    )
    def test_sums_of_years(self, text: str, heading: tuple[str, ...], sums: bool) -> None:
        assert sums_up(quote(text, heading=heading), figure(text)) is sums


def test_the_topic_is_what_the_question_is_about_not_how_it_asks() -> None:
    (one,) = candidates([quote("粮食产量3吨。")], "", (), NO_YEAR, False)
    assert topic_share(one, "粮食产量哪个更高") == 1.0
    assert topic_share(one, "粮食产量") == 1.0
    assert topic_share(one, "财政收入") == 0.0


class TestChoosing:
    def test_a_weaker_figure_of_one_kind_beats_a_stronger_of_another(self) -> None:
        rate, total = cell("3%", score=4.0, grows=True), cell("50元", score=3.0)
        other = cell("60元", score=3.0)
        # Two totals: 3 + 3 + 2; the rate beside the total: 4 + 3 - 4.
        assert choose_together([[rate, total], [other]]) == (total, other)

    def test_a_much_stronger_figure_stands_by_itself(self) -> None:
        rate, total = cell("3%", score=9.5, grows=True), cell("50元", score=3.0)
        other = cell("60元", score=3.0)
        assert choose_together([[rate, total], [other]]) == (rate, other)

    def test_the_edge_between_both(self) -> None:
        total, other = cell("50元", score=3.0), cell("60元", score=3.0)
        just_below = cell("3%", score=8.9, grows=True)
        just_above = cell("3%", score=9.1, grows=True)
        assert choose_together([[just_below, total], [other]])[0] is total
        assert choose_together([[just_above, total], [other]])[0] is just_above

    def test_words_in_common_count_three(self) -> None:
        anchor = cell("50元", score=3.0, words="甲乙 乙丙")
        same, better = cell("60元", words="甲乙 乙丙"), cell("70元", score=2.9, words="子丑 丑寅")
        assert choose_together([[anchor], [better, same]]) == (anchor, same)
        best = cell("70元", score=3.1, words="子丑 丑寅")
        assert choose_together([[anchor], [best, same]]) == (anchor, best)

    def test_one_unit_counts_more_than_its_like(self) -> None:
        anchor = cell("50件", score=3.0)
        same, like = cell("60件"), cell("70宗", score=1.4)
        assert choose_together([[anchor], [like, same]]) == (anchor, same)
        better = cell("70宗", score=1.6)
        assert choose_together([[anchor], [better, same]]) == (anchor, better)

    def test_a_partner_is_chosen_by_its_own_score_too(self) -> None:
        anchor = cell("50元", score=3.0, words="甲乙 乙丙")
        like_it = cell("60元", words="甲乙 乙丙")
        surer, surest = cell("70元", score=3.5, words="子丑"), cell("80元", score=3.5, words="寅卯")
        cells = [[anchor], [like_it, surer], [like_it, surest]]
        assert choose_together(cells) == (anchor, surer, surest)

    def test_a_candidate_stands_for_its_own_cell(self) -> None:
        weak = cell("50元", score=1.0, words="甲乙 乙丙")
        strong = cell("60元", score=5.0, words="子丑 丑寅")
        like_weak = cell("70元", words="甲乙 乙丙")
        other = cell("80元", score=2.9, words="寅卯 卯辰")
        assert choose_together([[weak, strong], [like_weak, other]]) == (strong, other)

    def test_a_cell_without_figures_does_not_keep_the_others_from_theirs(self) -> None:
        one, other = cell("50元", score=1.0), cell("60元", score=1.0)
        assert choose_together([[one], [], [other]]) == (one, None, other)

    def test_of_many_cells_the_ten_best_of_each_are_tried(self) -> None:
        rates = [cell("3%", score=1.0, grows=True, name=f"率{n}") for n in range(10)]
        total = cell("50元", score=0.9)
        others = [[cell("60元", score=3.0)] for _ in range(6)]
        assert choose_together([[*rates, total], *others])[0] in rates
        assert choose_together([[*rates[:9], total], *others])[0] is total
        # Few cells are read whole.
        assert choose_together([[*rates, total], *others[:5]])[0] is total
