"""Whether a heading plans, by the runs of its characters, where no word that is known for it says so.

A logistic model over the pairs and triples of a heading's characters (with single ones), each there or
not, to unit length: `headings.json` beside this module, made by `python -m tests.evaluation.fit_headings`
from headings that a language model wrote and labelled. 今年的奋斗方向 plans; 农业再提效益 does not say.
"""
# ruff: noqa: RUF001 (full-width stops as reports write them)

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

LONGEST_GRAM = 3
_LONGEST = 40
_NUMBER = re.compile(
    r"^\s*(?:第.{1,3}[章部分篇节]+|[（(][一二三四五六七八九十\d]+[）)][、.．]?|[一二三四五六七八九十\d]+[、.．])[\s\u3000]*"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class HeadingModel:
    """The weight of each run of characters, and the probability from which on a heading plans."""

    grams: Mapping[str, float]
    bias: float
    bar: float

    def probability(self, heading: str) -> float:
        """Give the probability that a heading plans."""
        known = [self.grams[gram] for gram in grams_of(heading) if gram in self.grams]
        logit = self.bias + (sum(known) / math.sqrt(len(known)) if known else 0.0)
        return 1 / (1 + math.exp(-logit))


def grams_of(heading: str) -> frozenset[str]:
    """Give the runs of up to three characters of a heading without its number."""
    plain = "^" + re.sub(r"\s+", "", _NUMBER.sub("", heading)) + "$"
    return frozenset(
        plain[at : at + size]
        for size in range(1, LONGEST_GRAM + 1)
        for at in range(len(plain) - size + 1)
    )


@cache
def default_model() -> HeadingModel:
    """Load the model that ships with the package."""
    plain = json.loads(files("ingest.outlook").joinpath("headings.json").read_text("utf-8"))
    return HeadingModel(plain["grams"], plain["bias"], plain["bar"])


@lru_cache(maxsize=4096)
def plans(heading: str) -> bool:
    """Say whether a heading plans; one with a year is for its year to tell."""
    model = default_model()
    fits = len(heading) <= _LONGEST and not _YEAR.search(heading)
    return fits and model.probability(heading) >= model.bar
