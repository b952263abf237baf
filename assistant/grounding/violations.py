"""What can be wrong with an answer: the kinds of broken promises."""

from dataclasses import dataclass
from typing import Literal

ViolationKind = Literal[
    "uncited_sentence",
    "disclosed_without_source",
    "house_cites",
    "unknown_mark",
    "duplicate_citation",
    "unknown_report",
    "quote_not_verbatim",
    "quote_outside_passage",
    "passage_not_verbatim",
    "out_of_scope",
    "unsupported_figure",
    "unsupported_year",
    "wrong_region",
    "wrong_title",
    "wrong_row",
    "figure_not_in_citation",
    "figure_not_listed",
    "refuted_is_supported",
    "bad_formula",
    "unmarked_plan",
]


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken part of the promise: `sentence` is where, `detail` names the figure or citation."""

    kind: ViolationKind
    sentence: str
    detail: str
