"""Ranked sentences to the few that are shown: one for a fact, a list's items, a reason with its cause.

One sentence mostly holds the whole list, so more are shown only where the text itself goes on: a
list that the chosen sentence opens, or the measures beside it in the same passage.
"""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.fitted.logistic import OPEN_SPREAD
from assistant.question.need import Need
from assistant.reader.candidates import Candidate, CandidateTable
from assistant.reader.sections import asked_aspect, asked_aspects, is_about
from ingest.numbering import HAN_UP_TO_TEN
from vectorstore.indexes.pairs import word_pairs
from vectorstore.models import SearchHit

Scores = npt.NDArray[np.float64]

# A second sentence is worth its place only when the first leaves doubt.
_MAX_QUOTES = {"list": 4, "overview": 4, "why": 3, "fact": 2, "figure": 2, "whether": 2}
_SECOND_SHARE = 0.5
_SECOND_SHARE_FAR = 0.02
_NEIGHBOUR = 1.0
_SURE_FAR = 0.99
# Of one thing asked, a sentence as likely as this is the answer alone; a list or a reason has several.
_SURE = 0.75
_SEVERAL = ("list", "overview", "why")
_MEASURE_SHARE = 0.2
_CAUSE = re.compile(
    r"由于|因为|因此|因而|为了|以便|旨在|从而|所以|原因|源于|造成|导致|致使|受.{1,12}(影响|制约|约束)"
)
_LEANS = re.compile(r"因此|因而|所以|于是|从而|为此|故|这|此|该|其|后来|但|然而")
_HOW = re.compile(r"怎么|怎样|如何|打算|措施|举措|办法|做法")
_COUNTED = re.compile(
    r"哪(?P<a>[两二三四五六七八九十])|(?P<b>[两二三四五六七八九十])[个大项种样条类方块](?=.*(哪|什么))"
)
_RUN = re.compile(r"[^、，；：。！？]+(?:、[^、，；：。！？]+)+")
_COUNTABLE = re.compile(r"哪[几两三四五六七八九十]")
_SELF_COUNT = re.compile(
    r"(?P<run>[^、，；：。！？\d]+(?:、[^、，；：。！？\d]+?)+)(?P<n>\d{1,2}|[两三四五六七八九十])[个大项种类条]"
)
_STOPS = "。！？；：”"
# How much evidence beside the fitted score counts, in logits.
_RIGHT_COUNT = 1.5
_COUNTS_ITSELF = 1.0
_RIGHT_SECTION = 1.5
_CAUSAL = 0.8


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"


def answers_alone(candidate: Candidate, hit: SearchHit) -> bool:
    """Say whether a candidate says something: no bare heading, no bare title of a report.

    A heading that is a whole sentence, or that gives a figure, says something.
    """
    if candidate.text == hit.facts.title or not any(map(_is_han, candidate.text)):
        # 1,034 on a line of its own is no figure of anything.
        return False
    if candidate.text[-1] in _STOPS or any(figure.asserted for figure in candidate.figures):
        return True
    opening = hit.passage.ordinal == 0 and candidate.start == hit.passage.start
    return candidate.start >= hit.passage.body_start and not opening


def reweighed(
    need: Need, topic: str, table: CandidateTable, scores: Scores, hits: Sequence[SearchHit]
) -> Scores:
    """Weigh in what the kind of question says: the count asked, the section it is about, causes."""
    if need.kind not in ("list", "overview", "why"):
        return scores
    aspect = asked_aspect(need.question)
    count = _asked_count(topic)
    logits = np.log(np.clip(scores, 1e-6, 1 - 1e-6) / np.clip(1 - scores, 1e-6, 1))
    for index, candidate in enumerate(table.candidates):
        path = hits[candidate.hit].passage.heading
        if need.kind == "why":
            logits[index] += _CAUSAL * bool(_CAUSE.search(candidate.text))
            continue
        if count and count in run_lengths(candidate.text):
            logits[index] += _RIGHT_COUNT
        elif _COUNTABLE.search(topic) and counts_itself(candidate.text):
            logits[index] += _COUNTS_ITSELF
        if aspect in ("plan", "shortfall") and is_about(path, aspect):
            logits[index] += _RIGHT_SECTION
    return np.asarray(1 / (1 + np.exp(-logits)), dtype=np.float64)


def run_lengths(text: str) -> tuple[int, ...]:
    """Give how many items each run of words joined by 、 (or a last 和, 及) has."""
    lengths = []
    for match in _RUN.finditer(text):
        items = match[0].split("、")
        joined = bool(re.search(r".[和及与].", items[-1]))
        lengths += [len(items), len(items) + 1] if joined else [len(items)]
    return tuple(lengths)


def counts_itself(text: str) -> bool:
    """Say whether a text lists items and then says how many they are: 甲、乙、丙3个集群."""
    for match in _SELF_COUNT.finditer(text):
        items = match["run"].split("、")
        joined = bool(re.search(r".[和及与].", items[-1]))
        number = HAN_UP_TO_TEN.get(match["n"]) or (int(match["n"]) if match["n"].isdecimal() else 0)
        if number in (len(items), len(items) + joined):
            return True
    return False


def choose(
    need: Need, table: CandidateTable, scores: Scores, hits: Sequence[SearchHit]
) -> list[int]:
    """Give the candidates to show, best first; `table` must not be empty."""
    order = [int(i) for i in np.argsort(-scores, kind="stable")]
    best = order[0]
    chosen = _of_each_aspect(need, table, scores, order, hits) or [best]
    if len(chosen) > 1:
        return chosen
    if table.spread > OPEN_SPREAD:
        # Over many reports the first sentence is the right one less often; no third is shown.
        return _with_companion(need, table.candidates, scores, best)
    if need.kind in ("list", "overview") and _HOW.search(need.question):
        chosen += _beside(table.candidates, scores, best)
    if need.kind not in _SEVERAL and scores[best] >= _SURE:
        return chosen
    limit = _MAX_QUOTES[need.kind]
    least = _SECOND_SHARE * scores[best]
    for index in order[1:]:
        if len(chosen) >= limit or scores[index] < least:
            break
        if index not in chosen and not _repeats(table.candidates, chosen, index):
            chosen.append(index)
    return chosen


def _with_companion(
    need: Need, candidates: Sequence[Candidate], scores: Scores, best: int
) -> list[int]:
    """Give the best sentence and one more, of its neighbours before others, in their order.

    因此它也叫笨蛋水果 says why only together with the sentence before it.
    """
    if scores[best] >= _SURE_FAR:
        return [best]
    logits = np.log(np.clip(scores, 1e-6, 1 - 1e-6) / np.clip(1 - scores, 1e-6, 1))
    beside = [
        i
        for i in (best - 1, best + 1)
        if 0 <= i < len(candidates) and candidates[i].hit == candidates[best].hit
    ]
    logits[beside] += _NEIGHBOUR
    logits[best] = -np.inf
    second = int(np.argmax(logits))
    if need.kind == "why" and best - 1 in beside and _LEANS.match(candidates[best].text):
        second = best - 1
    weak = scores[second] < _SECOND_SHARE_FAR * scores[best] and second not in beside
    if second == best or weak or candidates[second].text == candidates[best].text:
        return [best]
    return sorted((best, second)) if second in beside else [best, second]


def _of_each_aspect(
    need: Need,
    table: CandidateTable,
    scores: Scores,
    order: Sequence[int],
    hits: Sequence[SearchHit],
) -> list[int]:
    """Give the best of the lacks and the best of the plans when a question asks for both."""
    asked = asked_aspects(need.question)
    if need.kind not in ("list", "overview") or not asked >= {"shortfall", "plan"}:
        return []
    paths = [hits[table.candidates[i].hit].passage.heading for i in order]
    lacks = next((at for at, path in enumerate(paths) if is_about(path, "shortfall")), None)
    plans = [at for at, path in enumerate(paths) if is_about(path, "plan")]
    if lacks is None or not plans:
        return []
    # The plan that answers a lack speaks of it in its heading.
    words = word_pairs(paths[lacks][-1])
    plan = max(plans, key=lambda at: (len(words & word_pairs(paths[at][-1])), -at))
    return [order[lacks], order[plan], *_beside(table.candidates, scores, order[plan])]


def _beside(candidates: Sequence[Candidate], scores: Scores, best: int) -> list[int]:
    """Give the sentences next to the best one that go on with it in the same passage."""
    found = []
    for step in (1, -1):
        index = best + step
        while 0 <= index < len(candidates) and candidates[index].hit == candidates[best].hit:
            if scores[index] < _MEASURE_SHARE * scores[best]:
                break
            found.append(index)
            index += step
    return sorted(found, key=lambda index: -scores[index])[:2]


def _asked_count(question: str) -> int:
    match = _COUNTED.search(question)
    return HAN_UP_TO_TEN[match["a"] or match["b"]] if match else 0


def _repeats(candidates: Sequence[Candidate], chosen: Sequence[int], index: int) -> bool:
    return any(candidates[i].text == candidates[index].text for i in chosen)
