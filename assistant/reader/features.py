"""Named features of every sentence that might answer; the ranker and the refusal read only these.

Meaning comes from clause vectors pooled out of each passage's own pass (late chunking), so nothing
is encoded at question time; words are weighted by how rare they are in the library.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from assistant.figures import parse_figures
from assistant.question.need import Need
from assistant.reader.candidates import NAMES, Candidate, CandidateTable
from assistant.reader.clauses import ClauseView, Terms, cosine
from assistant.reader.wanted import Wanted, Weight
from assistant.vocabulary.official_names import names_indicator, same_names
from ingest.segment import sentence_spans
from vectorstore.indexes.pairs import pairs_across_marks
from vectorstore.models import SearchHit, SearchResult


def candidate_table(
    need: Need, result: SearchResult, terms: Terms, weight: Weight, topic: str
) -> CandidateTable:
    """Cut the hits into sentences and compute their features.

    `topic` is the question without the words of its scope: a year or a region says which report,
    not which sentence. `terms` gives the words of a text, `weight` a word's rarity.
    """
    wanted = Wanted.of(topic, terms, weight)
    # GDP and 生产总值 share no letters: both sides are put in one form where a question names such a thing.
    renamed = same_names if names_indicator(topic) else str
    reading = _Reading(need, result, terms, wanted, pairs_across_marks(renamed(topic)), renamed)
    hits = result.hits
    found = [one for index, hit in enumerate(hits) for one in reading.sentences(index, hit)]
    values = np.array([row for _, row in found], dtype=np.float64).reshape(len(found), len(NAMES))
    # One hit is no search over many reports.
    spread = (len({hit.passage.report_id for hit in hits}) - 1) / max(len(hits) - 1, 1)
    candidates = tuple(candidate for candidate, _ in found)
    return CandidateTable(candidates, values, len(wanted.words), spread, result.background)


@dataclass(frozen=True, slots=True)
class _Reading:
    """The question's side of the comparison, fixed over all candidates."""

    need: Need
    result: SearchResult
    terms: Terms
    wanted: Wanted
    bigrams: frozenset[str]
    renamed: Callable[[str], str]

    def sentences(self, index: int, hit: SearchHit) -> list[tuple[Candidate, list[float]]]:
        passage = hit.passage
        body = passage.body
        clauses = ClauseView.of(hit, body, self.terms, self.result.query_vector)
        in_heading = self.wanted.found(set(self.terms(" ".join(passage.heading))))
        spans = sentence_spans(body) or ((0, len(body)),)
        share = self.wanted.share
        views = [clauses.within(start, end) for start, end in spans]
        each = [self.wanted.found(set().union(*view.words)) for view in views]
        rows = []
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
            pairs = pairs_across_marks(self.renamed(text))
            row = self._row(hit, candidate, views[place]) | {
                "words": share(found),
                "heading_words": share(in_heading),
                "words_with_lead": share(in_heading | each[0] | found),
                "words_of_its_own": self.wanted.own_share(found, (in_heading, *each)),
                "bigrams": len(self.bigrams & pairs) / max(len(self.bigrams), 1),
            }
            rows.append((candidate, [row[name] for name in NAMES]))
        return rows

    def _row(self, hit: SearchHit, candidate: Candidate, clauses: ClauseView) -> dict[str, float]:
        """Give what meaning, figures and length say of a sentence by itself."""
        sentence_cosine = (
            cosine(clauses.pooled(), self.result.query_vector) if clauses.spans else hit.dense_score
        )
        rise = self.result.background.rise
        exact, family, local_words = self._figures(candidate, clauses, hit)
        return {
            "sentence_rise": rise(sentence_cosine),
            "clause_rise": rise(max(clauses.cosines, default=hit.dense_score)),
            "unit_exact": exact,
            "figure_clause_words": local_words,
            "length": min(len(candidate.text), 200) / 200,
            "sentence_cosine": sentence_cosine,
            "passage_rise": rise(hit.dense_score),
            "unit_family": family,
        }

    def _figures(
        self, candidate: Candidate, clauses: ClauseView, hit: SearchHit
    ) -> tuple[float, float, float]:
        """Look at each figure with its own clause and the one before it, not at the neighbours.

        Of the figure that fits best: whether its unit is the one asked, whether it is of its family,
        and the share of the wanted words beside it.
        """
        if self.need.kind != "figure":
            return 0.0, 0.0, 0.0
        best, likest = (0.0, 0.0, 0.0), 0.0
        offset = candidate.start - hit.passage.body_start
        for figure in candidate.figures:
            fit = self.need.unit_fit(figure.unit) if self.need.units else 0.5
            if not figure.asserted or not fit:
                continue
            at = clauses.index_at(offset + figure.start)
            near = clauses.words[max(at - 1, 0) : at + 1]
            share = self.wanted.share(self.wanted.found(set().union(*near)))
            meaning = max(clauses.cosines[max(at - 1, 0) : at + 1], default=hit.dense_score)
            exact = float(fit == 1.0)
            if share + meaning + 0.2 * exact > likest:
                best, likest = (exact, float(fit >= 0.5), share), share + meaning + 0.2 * exact
        return best
