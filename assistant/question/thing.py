"""The words that name what a question asks for, of the clause that asks: not those of who asks, and why.

开电车的想问问，各区建了多少座超充站 is asked of 超充站; 外贸哪家强？…进出口总额比较一下 of 进出口总额.
"""

import re
from collections.abc import Sequence

from assistant.question.need import counts_asked
from assistant.scope.marking import Word, thing_runs
from assistant.scope.names import read_names

_STOPS = re.compile(r"[，,。！？!?；;：:（）()]")
# 扬州市政府和邗江区政府, not 扬州市政府信息公开.
_GOVERNMENT = re.compile(r"(?:人民)?政府(?=[和与跟同及、，,的在\s\d去今前明各分共]|$)")
# What a thing that is called by its measure ends with.
_MEASURES = ("量", "额", "率", "数", "值", "占比", "比重", "里程", "面积", "人次", "收入", "支出")


def asked_thing(
    text: str, words: Sequence[Word], known: frozenset[str] = frozenset()
) -> frozenset[str]:
    """Give the words of the thing asked: those that are counted or measured, where only one clause has such.

    None where no word is marked. What is a name of a place or body is no thing; `known` are the library's regions.
    """
    spans = _named(text, known)
    words = [w for w in words if not any(a <= w.start and w.end <= b for a, b in spans)]
    runs = thing_runs(text, words)
    counted = [end for _, end in counts_asked(text)]
    asking = [run for run in runs if run[0].start in counted]
    asking = asking or [run for run in runs if _text(text, run).endswith(_MEASURES)]
    clauses = {_clause(text, run) for run in asking}
    if len(clauses) == 1:
        runs = [run for run in runs if _clause(text, run) in clauses]
    return frozenset(text[word.start : word.end] for run in runs for word in run)


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
