"""The words of a question that say what is asked, without those that say of which report."""

import re
from collections.abc import Collection

from assistant.scope import ScopeReading
from assistant.scope.places import find_places, subjects

_LEAST_OF_BODY = 3
_OFFICE = re.compile(r"[省市区县]长(?![期者远效度江沙春治三])")


def unscoped_topic(question: str, reading: ScopeReading, known: Collection[str]) -> str:
    """Give the question without the words that say which report: years, regions, bodies.

    `known` are the names of the library's regions.
    """
    spans: list[tuple[int, int]] = []
    for year in reading.years:
        # 盐田2017、罗湖2017: one year said twice stands twice.
        at = question.find(year.text, spans[-1][1] if spans else 0)
        at = question.find(year.text) if at < 0 else at
        spans += [(at, at + len(year.text))] if at >= 0 else []
    asked = subjects(question, find_places(question, known), known)
    # 大兴区长 is the 区长 of 大兴: the last character of the place is part of the office.
    spans += [
        (place.start, place.end - bool(_OFFICE.match(question, place.end - 1))) for place in asked
    ]
    spans += [span for body in reading.scope.bodies if (span := _tail_in(question, body))]
    kept = list(question)
    for start, end in spans:
        kept[start:end] = [" "] * (end - start)
    topic = re.sub(r"[（(]\s*[）)]", " ", "".join(kept))
    topic = " ".join(topic.split())
    return topic if re.search(r"[\u4e00-\u9fff]{2}", topic) else question


def _tail_in(question: str, body: str) -> tuple[int, int] | None:
    """Where a question names a body by the end of its name: 司法局 of 常州市司法局."""
    for cut in range(len(body) - _LEAST_OF_BODY + 1):
        at = question.find(body[cut:])
        if at >= 0:
            return at, at + len(body) - cut
    return None
