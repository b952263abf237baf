"""The step for a place without a report of its own: the place around it may tell of it by its name."""

from dataclasses import replace

from assistant.answering.named import with_name
from assistant.answering.named_clause import in_own_clause
from assistant.answering.part_reading import PartReading, Tools
from assistant.question.outlook import asked_outlook
from ingest.outlook import Outlook


def around(one: PartReading, tools: Tools) -> PartReading:
    """Look for a place that has no report in those of the place around it: by its name, or not at all."""
    part, ids = one.part, one.part.reading.around_ids
    if not ids or (one.reading is not None and one.reading.status == "disclosed"):
        return one
    if asked_outlook(part.need.question, part.reading) == "planned":
        # What the place around it did is no plan of its part.
        return one
    search = " ".join((*part.reading.names, part.search))
    result = with_name(part.reading, tools.search(search, ids))
    if not result.hits:
        return one
    done: dict[str, Outlook] = {hit.passage.report_id: "done" for hit in result.hits}
    reading = in_own_clause(part, tools.read(part, result, done))
    if reading.status != "disclosed":
        return one
    found = replace(one.found, report_ids=ids, result=result, fallback="around")
    return replace(one, found=found, reading=reading)
