"""Values that the store hands out: what was found, and why."""

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ingest.models import FactOverrides, Passage, RecognisedPage, ReportFacts

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Vector = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class ClauseVectors:
    """Clauses of one passage's body with vectors pooled from the passage's own single pass.

    `spans` are (start, end) offsets in `Passage.body`; `vectors` has shape (clauses, dimensions),
    float32, not normalised: the mean over each clause's tokens (late chunking, Günther et al. 2024);
    `tokens` is the number of tokens of each clause, so that a longer span's vector is the weighted
    mean of its clauses.
    """

    spans: tuple[tuple[int, int], ...]
    vectors: Vector
    tokens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A committed report as the library lists it.

    The fields from `original` on are those of `ingest.models.Report`.
    """

    report_id: str
    revision: str
    text_hash: str
    source_name: str
    facts: ReportFacts
    passages: int
    characters: int
    ingested_at: str
    original: str = ""
    stated: FactOverrides = field(default_factory=FactOverrides)
    recognised: tuple[RecognisedPage, ...] = ()
    notices: tuple[str, ...] = ()
    reader_version: int = 1
    given: FactOverrides | None = None


@cache
def _record_adapter() -> "TypeAdapter[ReportRecord]":
    from pydantic import TypeAdapter

    return TypeAdapter(ReportRecord)


def record_from_json(plain: object) -> ReportRecord:
    """Read a record back from its plain form (`asdict`, JSON), wherever that was kept.

    One that an earlier version of the program kept may lack what has a default here. Raises
    `ValueError` where it is none.
    """
    return _record_adapter().validate_python(plain)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One passage found for a question; ranks are 1-based, None where that leg did not find it.

    `dense_score` is the cosine of question and passage (always given), `keyword_score` BM25 (0.0
    if the leg did not find it), `score` what the hits are ordered by. `ahead`: the passage plans
    by its place in the report (`ingest.outlook.placed_ahead`), though its headings do not say so.
    """

    passage: Passage
    facts: ReportFacts
    score: float
    dense_score: float
    keyword_score: float
    dense_rank: int | None
    keyword_rank: int | None
    clauses: ClauseVectors | None = None
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Background:
    """Mean and standard deviation of the question's cosine with the `count` passages that were searched.

    A cosine by itself says little: one question is near to everything, another to nothing.
    """

    mean: float = 0.0
    spread: float = 1.0
    count: int = 0

    def rise(self, cosine: float) -> float:
        """Give how many standard deviations a cosine lies above the mean."""
        return (cosine - self.mean) / self.spread

    def steadied(self, usual: "Background", enough: int) -> "Background":
        """Give what is measured on few passages drawn to the usual, the fewer of `enough` there were.

        Of a report of ten passages, two answer and raise mean and spread themselves.
        """
        own = min(self.count / enough, 1.0)
        return Background(
            own * self.mean + (1 - own) * usual.mean,
            own * self.spread + (1 - own) * usual.spread,
            self.count,
        )


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, with the question's vector and the milliseconds each part took."""

    hits: tuple[SearchHit, ...]
    query_vector: Vector
    timings_ms: dict[str, float] = field(default_factory=dict)
    background: Background = field(default_factory=Background)


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """Which reports may answer. None means no limit; an empty `report_ids` matches nothing."""

    report_ids: frozenset[str] | None = None
