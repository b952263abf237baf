"""Whether the clause that has a name tells what is asked of it: the figure beside it is another's.

苏州工业园区实现地区生产总值…；苏州高新区新增上市企业6家 tells nothing of the GDP of 苏州高新区.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from assistant.answering.fallback import DOUBTFUL
from assistant.comparing.cell_figures import (
    asks_growth,
    candidates,
    fits_units,
    topic_share,
    wanted_units,
)
from assistant.question.planning import PartPlan
from assistant.question.topic import numbers_called
from assistant.reader.indicator import read_indicator
from assistant.reader.reading import Quote, Reading
from assistant.scope.name_forms import speaks_of
from assistant.scope.name_units import only_of_a_unit
from assistant.vocabulary.indicators import name_spans, one_name, whole_words, words
from ingest.word_cutter import word_cutter

Chunks = tuple[tuple[str, ...], ...]
"""The words that a figure is asked of, each in its forms, as `Indicator.chunks` has them."""

_HOTLINE, _HOTLINE_DIGITS = "热线", 5
_CLAUSE = re.compile(r"[^；;]+[；;]?")
# 行政处罚, 政府信息: 查处 and 学位 are said in many ways.
_LONG_NAME = 4
_LETTERS = re.compile(r"[A-Za-z]{2,}")
# The share of the asked words that stand before the figure; less where its unit is the one asked for.
_ON_TOPIC, _WITH_UNIT = 0.25, 0.2


def in_own_clause(part: PartPlan, reading: Reading) -> Reading:
    """Cut sentences down to the clauses with the name; refuse a figure question that none answers."""
    forms = part.reading.forms
    if reading.status != "disclosed" or not forms:
        return reading
    cut = tuple(own_clauses(quote, forms) for quote in reading.quotes)
    if part.need.kind != "figure":
        return replace(reading, quotes=cut)
    of_whole = not only_of_a_unit(part.need.question, forms)
    kept = tuple(
        quote
        for quote in cut
        if _tells(part, quote) and not (of_whole and only_of_a_unit(quote.text, forms))
    )
    return replace(reading, status="disclosed" if kept else "not_in_report", quotes=kept)


def of_the_thing(part: PartPlan, reading: Reading) -> Reading:
    """Refuse a count or a share out of a report that is named where nothing tells of the thing asked.

    受理行政复议多少件 is not answered by 办理提案187件 because the report has nothing else: not where
    the thing is asked by the name that reports give it, nor, in doubt, where no words before the figure tell of it.
    """
    alone = part.need.kind == "figure" and len(part.reading.cells) <= 1
    if reading.status != "disclosed" or not alone:
        return reading
    if not wanted_units(part.need, part.topic, False):
        return reading
    chunks = read_indicator(part.topic, thing=part.thing).chunks
    passages = [one_name("".join((*q.passage.heading, q.passage.text))) for q in reading.quotes]
    in_report = bool(part.reading.reports)
    told = _has_names(chunks, passages, in_report=in_report)
    if part.reading.open_region:
        told = told and _has_words(chunks, passages)
    if in_report and reading.confidence < DOUBTFUL:
        told = told and any(_heads(part, chunks, quote) for quote in reading.quotes)
    return reading if told else replace(reading, status="not_in_report", quotes=())


def _has_words(chunks: Chunks, passages: Sequence[str]) -> bool:
    """Whether a passage has something of every word asked: 红砖厂创意园 is nowhere in it.

    Where no place is named, what the passage lacks may be one that the library does not have.
    """
    empty = set(words("asking", "light"))
    return not chunks or any(
        all(any(_touches(form, told, empty) for form in forms) for forms in chunks)
        for told in passages
    )


def _touches(form: str, told: str, empty: Collection[str]) -> bool:
    cut = [word for word in word_cutter().cut(form) if len(word) > 1 and word not in empty]
    return not cut or any(word in told for word in cut)


def _has_names(chunks: Chunks, passages: Sequence[str], *, in_report: bool) -> bool:
    """Whether passages have what a question asks for by its name: ICU, and of a named report 行政处罚."""
    named = (
        forms
        for forms in chunks
        if _LETTERS.search(forms[0]) or (in_report and _is_long_name(forms[0]))
    )
    return all(any(form in told for told in passages for form in forms) for forms in named)


def _is_long_name(chunk: str) -> bool:
    return len(chunk) >= _LONG_NAME and name_spans(chunk) == [(0, len(chunk))]


def of_the_number(part: PartPlan, reading: Reading) -> Reading:
    """Keep of an answer on a hotline that is called by its number what stands in passages with it.

    12345办了多少诉求 is not answered by what else was 办理; of 110 reports say 警情 alone.
    """
    called = [one for one in numbers_called(part.need.question) if len(one) == _HOTLINE_DIGITS]
    if reading.status != "disclosed" or not called:
        return reading
    spoken = (*called, _HOTLINE)
    kept = tuple(
        quote
        for quote in reading.quotes
        if any(one in "".join((*quote.passage.heading, quote.passage.text)) for one in spoken)
        and not _calls_another(quote, called)
    )
    return replace(reading, status="disclosed" if kept else "not_in_report", quotes=kept)


def _calls_another(quote: Quote, called: Collection[str]) -> bool:
    """Whether a sentence is on other numbers alone: 12345热线 where 12348 is asked of."""
    said = numbers_called(quote.text)
    return bool(said) and not set(said) & set(called)


def _heads(part: PartPlan, chunks: Chunks, quote: Quote) -> bool:
    """Whether such a figure stands behind words of the thing, in its sentence or the headings over it."""
    units = wanted_units(part.need, part.topic, False)
    heads = "".join(quote.passage.heading)
    return any(
        fits_units(one.figure, units) and _names_it(chunks, heads + quote.text[: one.figure.start])
        for one in candidates((quote,), part.topic, units, frozenset(), False)
    )


def own_clauses(quote: Quote, forms: Sequence[str]) -> Quote:
    """Give the clauses, between semicolons, from the first to the last that has one of the forms."""
    text = quote.text
    own = [m for m in _CLAUSE.finditer(text) if speaks_of(m[0], forms)]
    if not own:
        return quote
    end = own[-1].end() - (own[-1][0][-1] in "；;")
    return replace(quote, start=quote.start + own[0].start(), end=quote.start + end)


def _tells(part: PartPlan, quote: Quote) -> bool:
    topic = part.topic
    for form in sorted((*part.reading.names, *part.reading.forms), key=len, reverse=True):
        topic = topic.replace(form, "")
    units = wanted_units(part.need, topic, False)
    growth = asks_growth(part.need.question, False)
    named = [at for form in part.reading.forms if (at := quote.text.find(form)) >= 0]
    for one in candidates((quote,), topic, units, frozenset(), growth):
        if named and one.figure.start < min(named):
            # 青城山镇调解158件，龙池镇开展联合调解: what stands before a name is another's.
            continue
        if _is_of_the_whole(quote, one.figure.start, part.reading.forms):
            continue
        fits = bool(units) and fits_units(one.figure, units)
        if units and not fits:
            continue
        if topic_share(one, topic) >= (_WITH_UNIT if fits else _ON_TOPIC):
            return True
    return False


def _is_of_the_whole(quote: Quote, at: int, forms: Sequence[str]) -> bool:
    """Whether a word for the whole place stands between the last name and a figure: 阿尔山…获批，全区接待游客."""
    before = quote.text[:at]
    last = max((before.rfind(form) + len(form) for form in forms if form in before), default=0)
    wholes = whole_words(quote.facts.region)
    return any(word in before[last:] for word in wholes if len(word) > 1)


def _names_it(chunks: Chunks, said: str) -> bool:
    """Whether words, a sentence with the headings over it, have the last word of the thing that is counted.

    That is 处罚 of 行政处罚案件, 败诉 of 行政诉讼败诉率, in any of its forms.
    """
    told = one_name(said)
    empty = set(words("asking", "light"))
    last: list[list[str]] = []
    for forms in chunks:
        cut = (
            [w for w in word_cutter().cut(one) if len(w) > 1 and w not in empty] for one in forms
        )
        last.append([one[-1] for one in cut if one])
    full = [forms for forms in last if forms]
    return not full or any(word in told for word in full[-1])
