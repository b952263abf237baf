"""The step for a figure that the reader would refuse or misses: the clause test may prove another to be asked.

What is asked by its name is often the least like a sentence (GDP多少), and a report of few passages
leaves the reader in doubt; 家庭养老床位 is much like 新增养老床位. The test is that of a comparison's cells.
"""

from collections.abc import Collection
from dataclasses import replace

from assistant.answering.part_reading import PartReading, Tools
from assistant.comparing.cell_figures import asks_growth, wanted_units
from assistant.comparing.proving import proved_figures
from assistant.question.outlook import asked_outlook
from assistant.question.planning import PartPlan
from assistant.reader.asked import may_agree
from assistant.reader.reading import Quote

_READ = ("disclosed", "not_in_report")
_MARKED = ("planned", "both")


def proved(one: PartReading, tools: Tools) -> PartReading:
    """Answer with the sentence that states the figure asked, where the reader found none or another."""
    part, reading = one.part, one.reading
    if reading is None or reading.status not in _READ or not _asks_one_figure(part):
        return one
    units = wanted_units(part.need, part.topic, False, part.thing)
    growth = asks_growth(part.need.question, False, part.thing)
    found = replace(one.found, ranked=tools.ranked(part, one.found.result))
    figures, _ = proved_figures(part, part.reading.cells[0], (found, reading), units, growth)
    done = [f for f in figures if not f.kind and f.quote.told.outlook == "done"]
    if not done or not all(may_agree(a.figure, b.figure) for a in done for b in done):
        return one
    if any(_names(part.thing, quote) for quote in reading.quotes):
        # 其中镇街多少 takes what it counts from before: what was read tells of the same words.
        return one
    return replace(one, reading=replace(reading, status="disclosed", quotes=(done[0].quote,)))


def _asks_one_figure(part: PartPlan) -> bool:
    """Whether a part asks for the figure of a thing that is known, of one cell, and not of a plan."""
    if part.need.kind != "figure" or len(part.reading.cells) != 1:
        return False
    if part.reading.forms or not part.thing:
        return False
    return asked_outlook(part.need.question, part.reading) not in _MARKED


def _names(thing: Collection[str], quote: Quote) -> bool:
    """Whether a sentence with its headings has every word of the thing."""
    told = "".join((*quote.passage.heading, quote.text))
    return all(word in told for word in thing)
