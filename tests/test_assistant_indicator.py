"""A named indicator is told by the sentence that states it, not by one that only mentions it."""

from assistant.comparing.indicator import asks_indicator, on_indicator, settled_figure
from assistant.question.planning import Ask, PartPlan, make_plan
from assistant.reader.reading import Quote, Reading
from ingest.models import Passage, ReportFacts
from tests.scope_samples import LIBRARY

PER_GDP = "辖区万元GDP电耗305.7度，下降8.1%。"
GDP = "2019年实现生产总值251亿元，增长10.1%。"


def part_of(question: str) -> PartPlan:
    (part,) = make_plan(Ask(question), LIBRARY).parts
    return part


def quote(text: str, score: float) -> Quote:
    passage = Passage(text[:4], "深圳市2019", 0, (), text, 0, len(text), 0, None)
    facts = ReportFacts("虚构报告", region="深圳市", year=2019)
    return Quote(passage, facts, 0, len(text), score)


def settled(question: str, shown: str, other: str) -> str:
    part = part_of(question)
    assert asks_indicator(part)
    reading = Reading(question, "disclosed", (quote(shown, 0.7),), 0.9)
    ranked = (quote(shown, 0.7), quote(other, 0.4))
    return settled_figure(part, reading, ranked).quotes[0].text


def test_the_sentence_that_states_the_indicator_is_shown() -> None:
    assert settled("深圳2019年GDP有多少？", PER_GDP, GDP) == GDP


def test_a_sentence_that_states_it_already_stays() -> None:
    assert settled("深圳2019年GDP有多少？", GDP, PER_GDP) == GDP


def test_other_questions_are_left_to_the_reader() -> None:
    assert not asks_indicator(part_of("深圳2019年建了多少座公厕？"))
    assert not asks_indicator(part_of("深圳2018年和2019年GDP各多少？"))


def test_a_refusal_stays_a_refusal() -> None:
    part = part_of("深圳2019年GDP有多少？")
    refused = Reading("", "not_in_report", (), 0.1)
    assert settled_figure(part, refused, (quote(GDP, 0.9),)) == refused


def test_what_speaks_of_something_else_is_refused() -> None:
    part = part_of("深圳2019年的GDP数字")
    other = Reading(part.need.question, "disclosed", (quote("开展行政检查15.2万次。", 0.7),), 0.9)
    refused = on_indicator(part, other)
    assert (refused.status, refused.quotes) == ("not_in_report", ())
    told = Reading(part.need.question, "disclosed", (quote(GDP, 0.7),), 0.9)
    assert on_indicator(part, told) is told
