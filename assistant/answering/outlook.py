"""Hits told apart by what they say: those to read for an answer, and the plans to read after them.

A question on what was done must not be answered by next year's target, nor one on a plan by last
year's result. What a passage tells is read from its section and its own words (`ingest.outlook`).
"""

from collections.abc import Mapping, Sequence

from ingest.outlook import Outlook, sides_of
from vectorstore.models import SearchHit

Hits = tuple[SearchHit, ...]


def split_by_outlook(
    hits: Sequence[SearchHit], wanted: Mapping[str, Outlook], limit: int
) -> tuple[Hits, Hits]:
    """Give at most `limit` hits that may answer, and as many that plan where that is not preferred."""
    may_answer, plans = [], []
    for hit in hits:
        side = wanted.get(hit.passage.report_id)
        done, planned = sides_of(hit.passage, hit.facts, hit.ahead)
        if side is None or (planned if side == "planned" else done):
            may_answer.append(hit)
        if side == "done" and planned:
            plans.append(hit)
    return tuple(may_answer[:limit]), tuple(plans[:limit])
