"""Read hits for one question: rank their sentences, decide whether any answers, choose which.

The reader never writes: what it gives are spans of the report.
"""

import itertools
import re
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from assistant.figures import parse_figures
from assistant.fitted.logistic import ReaderModel, check_names
from assistant.question.injection import is_planted
from assistant.question.need import Need
from assistant.question.topic import numbers_called
from assistant.reader.articles import article_asked
from assistant.reader.candidates import RANKING, Candidate, CandidateTable
from assistant.reader.choosing import answers_alone, choose, reweighed
from assistant.reader.clauses import Terms
from assistant.reader.enumeration import items_from
from assistant.reader.features import candidate_table
from assistant.reader.overview import led_in, structured
from assistant.reader.placing import PassagesOf, Placing
from assistant.reader.reading import Quote, Reading
from assistant.reader.refusal import NAMES as QUESTION_NAMES
from assistant.reader.refusal import question_features
from assistant.reader.sections import Span, sentences_of
from assistant.reader.wanted import Weight
from ingest.models import Passage, ReportFacts
from ingest.outlook import Outlook
from vectorstore.models import SearchHit, SearchResult

_EITHER: Mapping[str, Outlook] = MappingProxyType({})
_Kept = tuple[tuple[Need, str], SearchResult, CandidateTable]
_NEAR = 5
# From so many passages on, a question's background is measured and not drawn to the usual.
_ENOUGH_PASSAGES = 40
_MOST_ITEMS = 12
_MIXED = 0.2
_SHARES = ("percent", "percentage_point")
_TIMES = ("倍", "成", "番")
_ASKS_LACK = re.compile(r"不足|短板|薄弱|欠缺|没做好|做得不[好够]|(?:存在|还有)[^，？]{0,4}问题")
_LACK = re.compile(
    r"不足|问题|短板|薄弱|差距|困难|挑战|压力|欠缺|缺乏|缺少|缺口|制约|瓶颈|不[够高强深全严实准均畅快到充适平能]|有待|仍需|还需|尚|偏|难以|滞后|单一"
    r"|进一步|亟[待需]|隐患|矛盾"
)
_SHARE_WORDS = re.compile(r"一半|过半|翻[一两]?番|全部|全覆盖|清零|零[\u4e00-\u9fff]|分之")


class ExtractiveReader:
    """Chooses sentences with a fitted ranker; the same for every report and question."""

    def __init__(
        self,
        model: ReaderModel,
        terms: Terms,
        weight: Weight,
        passages_of: PassagesOf | None = None,
    ) -> None:
        check_names(model.sentence, RANKING)
        check_names(model.answerable, QUESTION_NAMES)
        self._model = model
        self._terms = terms
        self._weight = weight
        self._passages_of = passages_of
        self.placing = Placing(passages_of)
        self._last = threading.local()

    def read(
        self,
        need: Need,
        topic: str,
        result: SearchResult,
        about: str = "",
        wanted: Mapping[str, Outlook] = _EITHER,
    ) -> Reading:
        """Give the quotes that answer `need`, or `not_in_report` with the confidence it had.

        `topic` has the question's own words; `about`, where given, also those that it only takes over.
        `wanted` says of reports whether what was done or what is planned must answer.
        """
        table = self.table(need, topic, result)
        if not table.candidates:
            return Reading(need.question, "not_in_report", (), 0.0)
        scores = self._model.sentence.probability(table.ranking)
        for index, candidate in enumerate(table.candidates):
            hit = result.hits[candidate.hit]
            quote = _quote(hit, candidate, 0.0)
            if quote.told.mixed and wanted.get(hit.passage.report_id) == "planned":
                # 建成公园12个，…，计划新建管网25公里 answers for a plan after a sentence that only plans.
                scores[index] *= _MIXED
            if (
                not answers_alone(candidate, hit)
                or is_planted(candidate.text, need.question)
                or not _may_answer(need, candidate)
                or not fits(quote, wanted)
            ):
                scores[index] = 0.0
        confidence = self.confidence(need, table, scores)
        bar = self._model.bar(table.spread)
        best = result.hits[table.candidates[int(np.argmax(scores))].hit]
        passages: Sequence[Passage] = ()
        if self._passages_of is not None and need.kind in ("list", "overview", "fact"):
            passages = self._passages_of(best.passage.report_id)
        lines = structured(
            need,
            about or topic,
            best.facts.title,
            passages,
            [hit.passage for hit in result.hits[:_NEAR]],
            best.facts,
        )
        quotes = tuple(
            quote
            for line in lines
            if not is_planted(line.text, need.question)
            if fits(quote := self._line_quote(line, best.facts, max(confidence, bar)), wanted)
            or need.kind == "overview"
        )
        if quotes:
            # The report's own structure answers, whatever one sentence of it may say.
            confidence = max(confidence, bar)
            return Reading(need.question, "disclosed", quotes, confidence)
        lacks_article = bool(passages) and article_asked(need, passages) == ()
        if confidence < bar or not scores.any() or lacks_article:
            return Reading(need.question, "not_in_report", (), confidence)
        scores = reweighed(need, topic, table, scores, result.hits)
        quotes = tuple(
            _quote(result.hits[table.candidates[i].hit], table.candidates[i], float(scores[i]))
            for i in choose(need, table, scores, result.hits)
        )
        if not _of_kind(need, quotes):
            return Reading(need.question, "not_in_report", (), confidence)
        return Reading(need.question, "disclosed", self._completed(need, quotes), confidence)

    def _completed(self, need: Need, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
        """Add the items of a list that a chosen sentence opens, across passages."""
        if need.kind not in ("list", "overview", "why") or self._passages_of is None:
            return quotes
        best = max(quotes, key=lambda quote: quote.score)
        passages = self._passages_of(best.passage.report_id)
        sentences = sentences_of(passages)
        at = next((i for i, span in enumerate(sentences) if span.start == best.start), None)
        if at is None:
            return quotes
        items = [sentences[i] for i in items_from(sentences, at)[:_MOST_ITEMS]]
        if len(items) < 2:
            items = list(led_in(sentences[at], passages))
        kept = (item for item in items if not is_planted(item.text, need.question))
        return tuple(self._line_quote(item, best.facts, best.score) for item in kept) or quotes

    def passages(self, report_id: str) -> Sequence[Passage]:
        """Give a report's passages in order; none where the reader was made without them."""
        return self._passages_of(report_id) if self._passages_of is not None else ()

    def ranked(
        self, need: Need, topic: str, result: SearchResult, limit: int = 16
    ) -> tuple[Quote, ...]:
        """Give the sentences most likely to answer, best first, whether or not any does."""
        table = self.table(need, topic, result)
        if not table.candidates:
            return ()
        scores = self._model.sentence.probability(table.ranking)
        order = np.argsort(-scores, kind="stable").tolist()
        ranked = ((result.hits[table.candidates[i].hit], table.candidates[i], i) for i in order)
        told = (
            _quote(hit, one, float(scores[i])) for hit, one, i in ranked if answers_alone(one, hit)
        )
        return tuple(itertools.islice(told, limit))

    def table(self, need: Need, topic: str, result: SearchResult) -> CandidateTable:
        """Give the candidates of a search result with their features.

        That of the last result is kept a thread: a cell of a comparison is read and then ranked.
        """
        asked = (need, topic)
        kept: _Kept | None = getattr(self._last, "table", None)
        if kept is not None and kept[0] == asked and kept[1] is result:
            return kept[2]
        if self._model.usual is not None:
            steady = result.background.steadied(self._model.usual, _ENOUGH_PASSAGES)
            table = candidate_table(
                need, replace(result, background=steady), self._terms, self._weight, topic
            )
        else:
            table = candidate_table(need, result, self._terms, self._weight, topic)
        self._last.table = (asked, result, table)
        return table

    def _line_quote(self, line: Span, facts: ReportFacts, score: float) -> Quote:
        ahead = self.placing.ahead(line.passage, facts)
        return Quote(line.passage, facts, line.start, line.end, score, line.lead, ahead)

    def confidence(
        self, need: Need, table: CandidateTable, scores: npt.NDArray[np.float64]
    ) -> float:
        """Give the calibrated probability that the best sentence answers the question."""
        values = question_features(need, table, scores)
        return float(self._model.answerable.probability(values[None, :])[0])


def _may_answer(need: Need, candidate: Candidate) -> bool:
    """Say whether a sentence has a figure of the kind that a question asks for, if it asks for one."""
    called = numbers_called(candidate.text)
    told = [
        figure
        for figure in candidate.figures
        if figure.asserted and (figure.unit or figure.text not in called)
    ]
    if need.kind == "figure" and need.units and told:
        # 24小时值守 tells no number of calls.
        spans = [one for one in told if one.kind == "duration" and one.unit not in need.question]
        if len(spans) == len(told):
            return False
    if not (need.only_money or need.counted):
        return True
    return any(need.may_be(figure) for figure in told)


def _of_kind(need: Need, quotes: Sequence[Quote]) -> bool:
    """Say whether quotes hold the kind of figure, or name a lack, as a question asks in so many words."""
    if _ASKS_LACK.search(need.question) and need.kind in ("list", "fact", "why"):
        return any(_LACK.search(quote.text) for quote in quotes)
    if need.kind == "figure" and "%" in need.units:
        figures = [figure for quote in quotes for figure in parse_figures(quote.text)]
        shares = any(f.kind in _SHARES or f.unit in _TIMES for f in figures)
        return shares or any(_SHARE_WORDS.search(quote.text) for quote in quotes)
    return True


def _quote(hit: SearchHit, candidate: Candidate, score: float) -> Quote:
    return Quote(hit.passage, hit.facts, candidate.start, candidate.end, score, ahead=hit.ahead)


def fits(quote: Quote, wanted: Mapping[str, Outlook]) -> bool:
    """Say whether a quote tells what is wanted of its report: what was done, or what is planned."""
    side = wanted.get(quote.passage.report_id)
    if side is None:
        return True
    return quote.told.tells if side == "done" else quote.told.plans
