"""What helps where an answer is silent: which needs it leaves open, and what stands nearest to them.

Nothing of it is a claim of `Answer.text`: the nearest sentences are shown as what they are.
"""

from collections.abc import Iterator, Sequence

from assistant import wording
from assistant.models import AnswerPart, Citation
from assistant.question.injection import is_planted
from assistant.question.outlook import asks_aim, wanted_outlooks
from assistant.question.planning import PartPlan, Plan
from assistant.reader.citations import CitationList
from assistant.reader.reading import Found, Quote

_NEAREST = 3


def open_needs(plan: Plan, parts: Sequence[AnswerPart], cells: Sequence[str]) -> tuple[str, ...]:
    """Name what was asked and has no answer: parts, cells, places and years without a report.

    Nothing where all of it is refused: then the text says so.
    """
    if all(part.status != "disclosed" for part in parts):
        return ()
    named = list(cells)
    for part, planned in zip(parts, plan.parts, strict=True):
        if part.status != "disclosed" and len(parts) > 1:
            named.append(wording.left_open(part.question, part.status))
        elif len(planned.reading.cells) <= 1:
            named += [wording.left_open(one, "not_in_library") for one in planned.reading.missing]
    return tuple(dict.fromkeys(named))


def only_plans(part: PartPlan, quotes: Sequence[Quote]) -> bool:
    """Whether a question for what was done is answered by what is planned alone."""
    question = part.need.question
    wanted = wanted_outlooks(question, part.reading)
    return not asks_aim(question) and all(
        quote.told.outlook == "planned" and wanted.get(quote.passage.report_id) == "done"
        for quote in quotes
    )


def nearest(plan: Plan, found: Sequence[Found]) -> tuple[Citation, ...]:
    """Give the sentences nearest to a refused question, each of its own passage, as citations."""
    quotes = sorted(_likely(plan, found), key=lambda quote: -quote.score)
    cited = CitationList()
    passages: set[str] = set()
    for quote in quotes:
        if quote.passage.id not in passages and len(passages) < _NEAREST:
            passages.add(quote.passage.id)
            cited.cite(quote)
    return tuple(cited.citations)


def _likely(plan: Plan, found: Sequence[Found]) -> Iterator[Quote]:
    for one in found:
        question = plan.parts[one.part].need.question
        for quote in one.nearest or one.ranked:
            heads = quote.start < quote.passage.body_start or quote.text == quote.facts.title
            if not heads and quote.text.strip() and not is_planted(quote.text, question):
                yield quote
