"""The words that name what a question asks for, of the clause that asks: not those of who asks, and why.

开电车的想问问，各区建了多少座超充站 is asked of 超充站; 外贸哪家强？…进出口总额比较一下 of 进出口总额.
"""

import re
from collections.abc import Sequence

from assistant.question.need import counts_asked
from assistant.scope.marking import Word, thing_runs
from assistant.scope.names import COUNTED_PLACES, read_names
from assistant.vocabulary.indicators import words as words_of

_STOPS = re.compile(r"[，,。！？!?；;：:（）()]")
# 扬州市政府和邗江区政府, not 扬州市政府信息公开.
_GOVERNMENT = re.compile(r"(?:人民)?政府(?=[和与跟同及、，,的在\s\d去今前明各分共]|$)")
# What a thing that is called by its measure ends with.
_MEASURES = (
    *("量", "额", "率", "数", "值", "占比", "比重", "里程", "面积", "人次", "收入", "支出"),
    *("浓度", "降幅", "增速", "增幅"),
)
_IS_HOW_MANY = re.compile(r"^(?:分别|各自?|一共|总共|大概|到底)?[是为有达到]*(?:多少|几)")
# A noun may end with one of these beyond what was marked of it: 充电|桩.
_NOUN_ENDS = ("n", "v", "g", "j", "z", "q")
# Particles and marks are no parts of a word.
_NO_PARTS = ("u", "x", "p", "c", "w")


def asked_thing(
    text: str, words: Sequence[Word], known: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Give the words of the thing asked: those that are counted or measured, where only one clause has such.

    None where no word is marked. What is a name of a place or body is no thing; `known` are the library's regions.
    """
    named = _named(text, known)
    own = [word for word in words if not _is_inside(word, (*named, *counts_asked(text)))]
    runs = [run for run in thing_runs(text, own) if not COUNTED_PLACES.match(_text(text, run))]
    told = [word for run in _of_one_clause(text, runs, own) for word in _joined(text, run)]
    # 盐田港, of which 盐田 is the place, may stand before the thing in a report.
    longer = [text[word.start : word.end] for word in words if _goes_beyond(word, named)]
    return frozenset((*told, *longer)) if told else frozenset()


def _of_one_clause(
    text: str, runs: Sequence[Sequence[Word]], words: Sequence[Word]
) -> list[Sequence[Word]]:
    """The runs of the clause that asks, where one alone does; all of them where none or several do."""
    asking = _asking(text, runs, words)
    clauses = {_clause(text, run) for run in asking}
    if len(clauses) != 1 or not any(_has_content(text, run) for run in asking):
        return list(runs)
    chosen = {run[0].start: run for run in asking}
    return [chosen.get(run[0].start, run) for run in runs if _clause(text, run) in clauses]


def _asking(
    text: str, runs: Sequence[Sequence[Word]], words: Sequence[Word]
) -> list[Sequence[Word]]:
    """The runs that are counted; else those that end with a measure; else those of which 是多少 is asked."""
    counted = [end for _, end in counts_asked(text)]
    measured = [run for run in runs if _text(text, run).endswith(_MEASURES)]
    asked = [run for run in runs if _IS_HOW_MANY.match(_rest(text, run))]
    return (
        [_whole(run, words) for run in runs if run[0].start in counted]
        or [run for run in measured if run in asked]
        or measured
        or asked
    )


def _is_inside(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a <= word.start and word.end <= b for a, b in spans)


def _goes_beyond(word: Word, spans: Sequence[tuple[int, int]]) -> bool:
    return any(a == word.start and b < word.end for a, b in spans)


def _has_content(text: str, run: Sequence[Word]) -> bool:
    """Whether a run says more than what was done and how it is measured: not 受理数量, not 增速."""
    empty = {*words_of("light", "deeds", "growth"), *_MEASURES}
    return any(one not in empty for one in (text[w.start : w.end] for w in run) if len(one) > 1)


def _whole(run: Sequence[Word], words: Sequence[Word]) -> list[Word]:
    """A run with the one character that ends its noun, where that was not marked."""
    after = next((word for word in words if word.start == run[-1].end), None)
    ends = after is not None and after.end - after.start == 1 and after.tag.startswith(_NOUN_ENDS)
    return [*run, after] if after is not None and ends else list(run)


def _joined(text: str, run: Sequence[Word]) -> list[str]:
    """The words of a run, one of a single character as a part of the word before it: 断头路."""
    found: list[str] = []
    ended = 0
    for word in run:
        said = text[word.start : word.end]
        if word.tag.startswith(_NO_PARTS):
            continue
        joins = found and ended == word.start and 1 in (len(said), len(found[-1]))
        if joins:
            found[-1] += said
        else:
            found.append(said)
        ended = word.end
    return found


def _rest(text: str, run: Sequence[Word]) -> str:
    """What stands behind a run up to the next stop."""
    return _STOPS.split(text[run[-1].end :])[0]


def _named(text: str, known: frozenset[str]) -> list[tuple[int, int]]:
    """Where names stand, a place with its government: 扬州市政府."""
    found = read_names(text, known)
    places = [(m.start, m.end) for m in found.regions]
    governed = [(a, match.end() if (match := _GOVERNMENT.match(text, b)) else b) for a, b in places]
    return [*governed, *((one.start, one.end) for one in found.names)]


def _text(text: str, run: Sequence[Word]) -> str:
    return text[run[0].start : run[-1].end]


def _clause(text: str, run: Sequence[Word]) -> int:
    """How many stops stand before a run."""
    return len(_STOPS.findall(text[: run[0].start]))
