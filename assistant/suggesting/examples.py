"""Example questions that the library itself can answer, for each kind of user, from its own passages."""

import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from assistant.suggesting.phrasing import figure_questions, scope_words, topic_question
from ingest.models import Passage, ReportFacts
from vectorstore.models import ReportRecord

Passages = Callable[[str], Sequence[Passage]]

_REPORTS_READ = 3
_SHORTCOMINGS = re.compile(r"不足|问题|短板|薄弱")
_PLANS = re.compile(r"思路|计划|打算|安排|下一步")

# What people ask in their own words, where the report's text has what answers it.
_EVERYDAY: tuple[tuple[str, str], ...] = (
    (
        r"取消\S{0,8}证明\S{0,6}\d+[项个]|证明\S{0,4}\d+[项个]\S{0,6}取消",
        "{place}取消了多少项证明？",
    ),
    (r"行政应诉案件\S{0,4}\d+件", "{place}{year}老百姓告政府的官司有多少件？"),
    (r"调解\S{0,10}(?:纠纷|案件)\S{0,4}\d+[件起]", "{place}{year}调解了多少起矛盾纠纷？"),
    (r"法律援助\S{0,8}\d+件", "{place}{year}办了多少件法律援助？"),
    (r"行政处罚\S{0,6}\d+[件起]", "{place}{year}罚了多少件？"),
    (r"12345|接诉即办", "{place}{year}市民热线办得怎么样？"),
)


@dataclass(frozen=True, slots=True)
class ExampleGroup:
    """Questions for one kind of user."""

    key: Literal["official", "trainer", "public"]
    questions: tuple[str, ...]


def example_groups(
    records: Sequence[ReportRecord], passages_of: Passages, limit_each: int = 6
) -> tuple[ExampleGroup, ...]:
    """Give questions over the latest reports: figures, study material, everyday words."""
    latest = sorted(records, key=lambda record: -(record.facts.year or 0))[:_REPORTS_READ]
    official: list[list[str]] = []
    trainer: list[list[str]] = []
    public: list[list[str]] = []
    for record in latest:
        passages = passages_of(record.report_id)
        scope = scope_words(record.facts)
        official.append(_spread([q for p in passages for q, _ in figure_questions(scope, p)]))
        trainer.append(_study_questions(record.facts, passages))
        public.append(_everyday_questions(record, passages))
    return (
        ExampleGroup("official", _in_turn(official, limit_each)),
        ExampleGroup("trainer", _in_turn(trainer, limit_each)),
        ExampleGroup("public", _in_turn(public, limit_each)),
    )


class Examples:
    """The examples of one library, chosen anew when its reports change.

    Each is asked before it is shown: an example that is refused would be worse than none.
    """

    def __init__(self, passages_of: Passages, is_answered: Callable[[str], bool]) -> None:
        self._passages_of = passages_of
        self._is_answered = is_answered
        self._choosing = threading.Lock()
        self._chosen_for: tuple[tuple[str, str], ...] | None = None
        self._chosen: tuple[ExampleGroup, ...] = ()

    def groups(
        self, records: Sequence[ReportRecord], limit_each: int = 3
    ) -> tuple[ExampleGroup, ...]:
        """Give the questions of each group that the library does answer."""
        versions = tuple((record.report_id, record.revision) for record in records)
        with self._choosing:
            if versions != self._chosen_for:
                self._chosen = tuple(
                    ExampleGroup(group.key, self._answered(group.questions, limit_each))
                    for group in example_groups(records, self._passages_of)
                )
                self._chosen_for = versions
            return self._chosen

    def at_hand(
        self, records: Callable[[], Sequence[ReportRecord]], limit: int = 3
    ) -> tuple[str, ...]:
        """Give questions of different groups to show beside an answer.

        None while they are being chosen: an example that is asked must not wait for itself.
        """
        if self._choosing.locked():
            return ()
        groups = [list(group.questions) for group in self.groups(records())]
        return _in_turn(groups, limit) if any(groups) else ()

    def _answered(self, questions: Sequence[str], limit: int) -> tuple[str, ...]:
        return tuple(islice((q for q in questions if self._is_answered(q)), limit))


def _spread(questions: list[str]) -> list[str]:
    """Order questions so that the first few come from all over the report."""
    step = max(len(questions) // 3, 1)
    return questions[::step]


def _in_turn(by_report: list[list[str]], limit: int) -> tuple[str, ...]:
    """Take one question of each report after the other, none twice.

    The first report's first, the second's second and so on: reports of one kind prompt the same
    questions in the same order, and the same question of three years shows little.
    """
    longest = max(map(len, by_report), default=0)
    taken = [
        questions[(n + place) % len(questions)]
        for n in range(longest)
        for place, questions in enumerate(by_report)
        if n < len(questions)
    ]
    return tuple(dict.fromkeys(taken))[:limit]


def _study_questions(facts: ReportFacts, passages: Sequence[Passage]) -> list[str]:
    scope = scope_words(facts)
    tops = dict.fromkeys(passage.heading[0] for passage in passages if passage.heading)
    questions = []
    if any(_SHORTCOMINGS.search(top) for top in tops):
        questions.append(f"{scope}工作中有哪些不足？")
    if any(_PLANS.search(top) for top in tops):
        # A report is named by the year of its title, which is not always the year that it covers.
        named = f"{facts.region}{facts.title_year}年" if facts.title_year else scope
        questions.append(f"{named}的报告对下一年有哪些打算？")
    below = dict.fromkeys(p.heading[:2] for p in passages if len(p.heading) > 1)
    questions += [q for path in below if (q := topic_question(scope, path))]
    return questions


def _everyday_questions(record: ReportRecord, passages: Sequence[Passage]) -> list[str]:
    text = "\n".join(passage.body for passage in passages)
    facts = record.facts
    year = f"{facts.year}年" if facts.year else ""
    return [
        template.format(place=facts.region, year=year)
        for pattern, template in _EVERYDAY
        if facts.region and re.search(pattern, text)
    ]
