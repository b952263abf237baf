"""Named features of every sentence that might answer; the ranker and the refusal read only these.

Meaning comes from clause vectors pooled out of each passage's own pass (late chunking), so nothing
is encoded at question time; words are weighted by how rare they are in the library.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
import numpy.typing as npt

from assistant.figures import parse_figures
from assistant.question.need import Need
from assistant.reader.candidates import NAMES, Candidate, CandidateTable
from assistant.reader.clauses import ClauseView, Terms, cosine
from assistant.reader.wanted import Wanted, Weight
from assistant.vocabulary.official_names import names_indicator, same_names
from ingest.segment import sentence_spans
from vectorstore.indexes.pairs import pairs_across_marks
from vectorstore.models import SearchHit, SearchResult

# What is still to be done, in a sentence of a report and in a question.
_AHEAD = re.compile(
    r"预期目标|力争|争取|计划|打算|将(?!军|领|士)|今年.{0,6}[要将]|确保.{0,12}(以上|达到)|^要|，要"
)
_ASKS_AHEAD = re.compile(r"打算|计划|目标|准备|预期|预计|要(?!求)|想|将|明年|下一年|下一步")


# “四首经济”是哪四个“首”: a term that the question quotes, and a sentence that says what it is.
_QUOTED = re.compile(r"[“\"「]([^“”\"「」]{2,16})[”\"」]")
_WHAT_IS = re.compile(
    r"^(?:什么(?:是|叫做?)([^，。？?]{2,12})[？?]?$|([^，。？?的]{2,12})(?:是什么(?:意思)?|指的?是什么|是指什么)[？?]?$)"
)
_ASKS_TIME = re.compile(r"什么时候|何时|时间|哪一?[年天日]|几[月号]|哪个月|日期|年份")
_TIME = re.compile(r"\d\s*[年月日]|[一二三四五六七八九十〇零]{1,4}[年月日]|世纪|时期|期间")
_SAYS_WHAT = re.compile(
    r"^[”\"」]?(?:[（(][^）)]*[）)])?(?:[：:]|是指|指的?是|指|即|是|包括|，(?:即|指))"
)


def candidate_table(
    need: Need, result: SearchResult, terms: Terms, weight: Weight, topic: str
) -> CandidateTable:
    """Cut the hits into sentences and compute their features.

    `topic` is the question without the words of its scope: a year or a region says which report,
    not which sentence. `terms` gives the words of a text, `weight` a word's rarity.
    """
    wanted = Wanted.of(topic, terms, weight)
    quoted = _defined(topic)
    # GDP and 生产总值 share no letters: both sides are put in one form where a question names such a thing.
    renamed = same_names if names_indicator(topic) else str
    reading = _Reading(
        need,
        result,
        terms,
        wanted,
        pairs_across_marks(renamed(topic)),
        quoted,
        renamed,
        _ASKS_TIME.search(topic) is not None,
    )
    hits = result.hits
    rows: list[list[float]] = []
    candidates: list[Candidate] = []
    for index, hit in enumerate(hits):
        for candidate, row in reading.sentences(index, hit):
            candidates.append(candidate)
            rows.append(row)
    values = np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))
    for name in ("passage_cosine", "sentence_cosine", "clause_cosine", "words"):
        _fill_lead(values, name)
    coverage = max((row[NAMES.index("words_with_heading")] for row in rows), default=0.0)
    spread = len({hit.passage.report_id for hit in hits}) / max(len(hits), 1)
    return CandidateTable(
        tuple(candidates), values, coverage, len(wanted.words), spread, result.background
    )


def _defined(topic: str) -> tuple[str, ...]:
    """Give the terms whose meaning a question may ask for: those it quotes, or 什么是…, …是什么."""
    quoted = tuple(match[1] for match in _QUOTED.finditer(topic))
    asked = _WHAT_IS.match(topic.strip())
    return quoted or ((asked[1] or asked[2],) if asked else ())


def _defines(term: str, text: str) -> bool:
    at = text.find(term)
    return at >= 0 and _SAYS_WHAT.match(text[at + len(term) :]) is not None


def _fill_lead(values: npt.NDArray[np.float64], name: str) -> None:
    """Write how far each value lies below the best of the question (0 for the best)."""
    if len(values):
        column = values[:, NAMES.index(name)]
        values[:, NAMES.index(f"{name}_lead")] = column - column.max()


@dataclass(frozen=True, slots=True)
class _Reading:
    """The question's side of the comparison, fixed over all candidates."""

    need: Need
    result: SearchResult
    terms: Terms
    wanted: Wanted
    bigrams: frozenset[str]
    quoted: tuple[str, ...]
    renamed: Callable[[str], str]
    asks_time: bool

    def share(self, words: set[str]) -> float:
        return self.wanted.share(self.wanted.found(words))

    def sentences(self, index: int, hit: SearchHit) -> list[tuple[Candidate, list[float]]]:
        passage = hit.passage
        body = passage.body
        clauses = ClauseView.of(hit, body, self.terms, self.result.query_vector)
        in_heading = self.wanted.found(set(self.terms(" ".join(passage.heading))))
        spans = sentence_spans(body) or ((0, len(body)),)
        rows = []
        share = self.wanted.share
        views = [clauses.within(start, end) for start, end in spans]
        each = [self.wanted.found(set().union(*view.words)) for view in views]
        nearby = reduce(or_, each, in_heading)
        common = pairs_across_marks(
            self.renamed(" ".join(passage.heading) + body[slice(*spans[0])])
        )
        before = in_heading
        for place, (start, end) in enumerate(spans):
            text = body[start:end]
            if not text:
                # Headings without text of their own can only be cited as they stand.
                text, start, end = passage.text, passage.start - passage.body_start, 0
            candidate = Candidate(
                index,
                passage.body_start + start,
                passage.body_start + end,
                text,
                parse_figures(text),
            )
            found = each[place]
            before |= found
            pairs = pairs_across_marks(self.renamed(text))
            fresh = pairs - (common if place else frozenset())
            row = self._row(hit, candidate, views[place], found) | {
                "bigrams": len(self.bigrams & pairs) / max(len(self.bigrams), 1),
                "words_with_heading": share(found | in_heading),
                "heading_words": share(in_heading),
                "words_with_lead": share(in_heading | each[0] | found),
                "words_with_before": share(before),
                "words_of_its_own": self.wanted.own_share(found, (in_heading, *each)),
                "missing": self.wanted.rarest_missing(found | in_heading),
                "missing_nearby": self.wanted.rarest_missing(nearby),
                "first_sentence": float(place == 0),
                "bigrams_of_its_own": len(self.bigrams & fresh) / max(len(self.bigrams), 1),
            }
            rows.append((candidate, [row.get(name, 0.0) for name in NAMES]))
        return rows

    def _row(
        self, hit: SearchHit, candidate: Candidate, clauses: ClauseView, found: int
    ) -> dict[str, float]:
        """Give what can be said of a sentence by itself; `found` are the wanted words in it."""
        sentence_cosine = (
            cosine(clauses.pooled(), self.result.query_vector) if clauses.spans else hit.dense_score
        )
        clause_cosine = max(clauses.cosines, default=hit.dense_score)
        rise = self.result.background.rise
        exact, family, local_words, local_cosine = self._figures(candidate, clauses, hit)
        has_figure = any(figure.asserted for figure in candidate.figures)
        listing = self.need.kind == "list"
        bare = candidate.start < hit.passage.body_start
        ahead = bool(_AHEAD.search(candidate.text))
        asks_ahead = bool(_ASKS_AHEAD.search(self.need.question))
        return {
            "passage_cosine": hit.dense_score,
            "dense_rank": 1 / hit.dense_rank if hit.dense_rank else 0.0,
            "keyword_rank": 1 / hit.keyword_rank if hit.keyword_rank else 0.0,
            "keyword_share": 1 / (candidate.hit + 1),
            "sentence_cosine": sentence_cosine,
            "clause_cosine": clause_cosine,
            "passage_rise": rise(hit.dense_score),
            "sentence_rise": rise(sentence_cosine),
            "clause_rise": rise(clause_cosine),
            "words": self.wanted.share(found),
            "words_clause": max((self.share(words) for words in clauses.words), default=0.0),
            "plan_unasked": float(ahead and not asks_ahead),
            "plan_missing": float(asks_ahead and not ahead),
            "figure_wanted_absent": float(self.need.kind == "figure" and not has_figure),
            "unit_exact": exact,
            "unit_family": family,
            "figure_clause_words": local_words,
            "figure_clause_cosine": local_cosine,
            "list_marks": min(candidate.text.count("、") + candidate.text.count("；"), 6) / 6
            if listing
            else 0.0,
            "quoted": sum(term in candidate.text for term in self.quoted) / len(self.quoted)
            if self.quoted
            else 0.0,
            "defines": float(any(_defines(term, candidate.text) for term in self.quoted)),
            "time_wanted_absent": float(self.asks_time and not _TIME.search(candidate.text)),
            "heading_only": float(bare),
            "length": min(len(candidate.text), 200) / 200,
        }

    def _figures(
        self, candidate: Candidate, clauses: ClauseView, hit: SearchHit
    ) -> tuple[float, float, float, float]:
        """Look at each figure with its own clause and the one before it, not at the neighbours."""
        if self.need.kind != "figure":
            return 0.0, 0.0, 0.0, 0.0
        best = (0.0, 0.0, 0.0, 0.0)
        offset = candidate.start - hit.passage.body_start
        for figure in candidate.figures:
            fit = self.need.unit_fit(figure.unit) if self.need.units else 0.5
            if not figure.asserted or not fit:
                continue
            at = clauses.index_at(offset + figure.start)
            near = clauses.words[max(at - 1, 0) : at + 1]
            share = self.share(set().union(*near)) if near else 0.0
            cosine = max(clauses.cosines[max(at - 1, 0) : at + 1], default=hit.dense_score)
            best = max(
                best,
                (float(fit == 1.0), float(fit >= 0.5), share, cosine),
                key=lambda parts: parts[2] + parts[3] + 0.2 * parts[0],
            )
        return best
