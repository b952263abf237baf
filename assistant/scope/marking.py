"""Which words of a question name the thing asked, whose it is, and which report: linear probes of its tokens.

Logistic models over the states of the question's tokens behind a lower layer of the encoder (Tenney et
al. 2019, "What do you learn from context?"), each beside those of its neighbours and of the whole
question: `marks.json` in `assistant/fitted`, made by `python -m tests.evaluation.fit_marks` from
questions whose words language models marked. With an encoder that they were not fitted to, `unmarked`
takes their place.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.fitted.logistic import read_fitted
from ingest.word_cutter import word_tagger

KINDS = ("other", "name", "thing")
"""What a token may be: a word around, a part of a name of a place or body, of the thing asked."""

# What makes a name of the word before it: 纠错率, 案件数.
_ENDINGS = ("率", "数", "量", "额", "比", "值", "度")
_NOUNS = ("n", "j", "l", "i", "eng", "zg", "x")
Array = npt.NDArray[np.float64]
Offsets = Sequence[tuple[int, int]]


class TokenStates(Protocol):
    """The states of a text's tokens behind a layer, (tokens, dimensions), and where each stands."""

    def __call__(self, text: str, layer: int) -> tuple[npt.NDArray[np.float32], Offsets]: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question: whether it is part of a name, and whether it may be of the thing asked.

    `no_name`: it is hardly part of one; `sure_thing`: it surely is of the thing; `tag` is its part of
    speech, as jieba writes them. `points`: it surely says which report is meant, `may_point`: perhaps.
    """

    start: int
    end: int
    name: bool
    thing: bool
    no_name: bool = False
    sure_thing: bool = True
    tag: str = ""
    points: bool = False
    may_point: bool = False


Marked = Callable[[str], tuple[Word, ...]]
"""From a question to its words, in order; none where nothing is known of them."""


def unmarked(text: str) -> tuple[Word, ...]:
    """Say nothing of a question's words: what is done without a model that fits the encoder."""
    return ()


@dataclass(frozen=True, slots=True)
class MarkModel:
    """The fitted weights, a row a kind: `weights` has shape (kinds, 4 x dimensions), `points` a row less.

    A word below `thing_bar` does not name the thing asked, nor do words together of which none reaches
    `sure_bar`; one that reaches `name_bar` is of a name, one below `no_name_bar` hardly is. One that
    reaches `point_bar` says which report is meant, one that reaches `may_point_bar` may. `layer` is the
    one whose states are read, `encoders` are fingerprints.
    """

    encoders: tuple[str, ...]
    layer: int
    weights: Array
    bias: Array
    thing_bar: float
    name_bar: float
    no_name_bar: float
    sure_bar: float
    points: Array
    point_bias: float
    point_bar: float
    may_point_bar: float

    def probabilities(self, states: npt.NDArray[np.float32]) -> Array:
        """Give the probability of each kind for each token, shape (tokens, kinds)."""
        logits = in_context(states) @ self.weights.T + self.bias
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True))

    def pointing(self, states: npt.NDArray[np.float32]) -> Array:
        """Give the probability for each token that it says which report is meant, shape (tokens,)."""
        return np.asarray(1 / (1 + np.exp(-(in_context(states) @ self.points + self.point_bias))))

    def words(self, text: str, states_of: TokenStates) -> tuple[Word, ...]:
        """Give the words of a text with what they are."""
        states, offsets = states_of(text, self.layer)
        if not len(states):
            return ()
        shares = np.c_[self.probabilities(states), self.pointing(states)]
        return tuple(self.word(*told) for told in of_words(text, shares, offsets))

    def word(
        self, start: int, end: int, tag: str, name: float, thing: float, points: float = 0.0
    ) -> Word:
        """Say of a word what its probabilities make it."""
        return Word(
            start,
            end,
            name=name >= self.name_bar,
            thing=thing >= self.thing_bar,
            no_name=name < self.no_name_bar,
            sure_thing=thing >= self.sure_bar,
            tag=tag,
            points=points >= self.point_bar,
            may_point=points >= self.may_point_bar,
        )


def in_context(states: npt.NDArray[np.float32]) -> Array:
    """Put beside each token's states those of the token before and after it, and the mean of all.

    From (tokens, dimensions) to (tokens, 4 x dimensions).
    """
    wide = np.pad(states.astype(np.float64), ((1, 1), (0, 0)))
    mean = np.broadcast_to(states.mean(axis=0, keepdims=True), states.shape)
    return np.concatenate([wide[:-2], states, wide[2:], mean], axis=1)


def of_words(
    text: str, shares: Array, offsets: Offsets
) -> Iterator[tuple[int, int, str, float, float, float]]:
    """Give of each word (start, end, tag, how far it is of a name, of the thing, how far it points).

    `shares` has a column for each kind, and may have one more for how far a token points at a report.
    """
    name, thing = KINDS.index("name"), KINDS.index("thing")
    at = 0
    for word, tag in word_tagger().cut(text):
        start, at = at, at + len(word)
        inside = [place for place, (a, b) in enumerate(offsets) if a < at and b > start]
        if inside:
            own = shares[inside]
            points = float(own[:, len(KINDS)].mean()) if own.shape[1] > len(KINDS) else 0.0
            yield start, at, tag, float(own[:, name].mean()), float(own[:, thing].max()), points


@cache
def default_marks() -> MarkModel:
    """Load the model that ships with the package."""
    plain = read_fitted("marks.json")
    if plain["kinds"] != list(KINDS):
        raise ValueError("marks.json does not fit the kinds; run fit_marks again")
    return MarkModel(
        tuple(plain["encoders"]),
        plain["layer"],
        np.array(plain["weights"], dtype=np.float64),
        np.array(plain["bias"], dtype=np.float64),
        plain["thing_bar"],
        plain["name_bar"],
        plain["no_name_bar"],
        plain["sure_bar"],
        np.array(plain["points"], dtype=np.float64),
        plain["point_bias"],
        plain["point_bar"],
        plain["may_point_bar"],
    )


def things_in(text: str, words: Sequence[Word]) -> frozenset[str]:
    """Give the words of a question that name the thing asked; none where no word is marked.

    Words that stand together are of it where one surely is (hysteresis).
    """
    return frozenset(text[word.start : word.end] for run in thing_runs(text, words) for word in run)


def thing_runs(text: str, words: Sequence[Word]) -> list[list[Word]]:
    """Give the words of the thing asked that stand together, in order."""
    found = []
    for run in _runs([word for word in words if word.thing]):
        while run and _is_loose(text, run[-1]):
            run.pop()
        while run and run[0].tag.startswith(("u", "p")):
            run.pop(0)
        if any(word.sure_thing for word in run):
            found.append(run)
    return found


def pointers_in(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Give the spans of words that say which report is meant: of each, one surely does."""
    runs = _runs([word for word in words if word.may_point])
    return [(run[0].start, run[-1].end) for run in runs if any(word.points for word in run)]


def _runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Give the words that stand together."""
    run: list[Word] = []
    for word in words:
        if run and run[-1].end != word.start:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _is_loose(text: str, word: Word) -> bool:
    """Whether a word says nothing where no word of the thing follows: 各, 办, 降, a number, a time."""
    said = text[word.start : word.end]
    short = len(said) == 1 and said not in _ENDINGS and not word.tag.startswith(_NOUNS)
    return short or word.tag.startswith(("m", "q", "t"))


def names_in_words(words: Sequence[Word], *, unsure: bool = False) -> Iterator[tuple[Word, ...]]:
    """Give the runs of words that are names of places or bodies, by what surrounds them.

    A run has a word that surely is of a name; the words beside it may be (hysteresis). With `unsure`
    words that only may be are a run too.
    """
    run: list[Word] = []
    for word in (*words, None):
        if word is not None and not word.no_name and (not run or run[-1].end == word.start):
            run.append(word)
            continue
        if any(one.name or unsure for one in run):
            yield tuple(run)
        run = [word] if word is not None and not word.no_name else []
