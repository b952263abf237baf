"""Functions with many branches are few; the script that counts them counts rightly."""

from tests.count_branches import MANY, counted, functions_of

MOST = 5

# Of the rooms that issues G to I rewrite; what G has left over the mark is to be split into steps.
TO_BE_REWRITTEN = {
    "assistant/answering/compose.py:_single",
    "assistant/answering/compose.py:compose",
    "assistant/answering/fallback.py:_planned",
    "assistant/comparing/cell_figures.py:candidates",
    "assistant/comparing/proving.py:proved_figures",
    "assistant/comparing/table.py:compare",
    "assistant/comparing/verdict.py:judge",
    "assistant/question/decomposition.py:_completed",
    "assistant/question/follow_up.py:standalone",
    "assistant/reader/extractive.py:ExtractiveReader.read",
    "assistant/reader/labels.py:part_of",
    "assistant/scope/cells.py:fill",
    "assistant/scope/cells.py:no_year",
    "assistant/scope/filling.py:filled",
    "assistant/scope/in_a_whole.py:in_a_whole",
    "assistant/scope/members.py:members_asked",
    "assistant/scope/named_reading.py:_by_title",
    "assistant/scope/named_reading.py:named",
    "assistant/scope/named_reading.py:whole",
    "assistant/scope/open_region.py:_open_region",
    "assistant/scope/own_names.py:proper_start",
    "assistant/scope/place_words.py:_bare",
    "assistant/scope/place_words.py:_short",
    "assistant/scope/places.py:read_places",
    "assistant/scope/pointing.py:spelt_out",
    "assistant/scope/resolve.py:read_scope",
    "assistant/scope/telling_apart.py:told_apart",
    "assistant/scope/titles.py:_fit",
    "assistant/scope/years.py:find_years",
    "ingest/facts/report_facts.py:read_facts",
    "ingest/facts/years.py:_covered",
    "ingest/outlook/clauses.py:clauses_of",
    "ingest/outlook/headings.py:_heading",
    "ingest/outlook/headings.py:_part",
    "ingest/outlook/passages.py:_sentences",
    "ingest/regions/finding.py:resolve",
    "ingest/regions/gazetteer.py:region_named",
    "ingest/regions/words.py:Words.allow",
}

SAMPLE = """
def plain(a):
    return a

class Kept:
    async def all(self, rows):
        for row in rows:                                   # 1
            while row and row.is_open and not row.done:    # 1 + 2
                try:
                    row = [x for x in row if x if x.y]     # 1 + 2
                except (OSError, ValueError):              # 1
                    return None if row else row            # 1
        match rows:
            case []:                                       # 1
                return 1
            case _:                                        # 1
                def inner(z):
                    return z or 1                          # inner: 1
                return lambda z: z or inner                # 1
"""


def test_every_kind_of_branch_counts_where_it_stands() -> None:
    found = {one.name: one.branches for one in functions_of(SAMPLE, "sample.py")}
    assert found == {"plain": 0, "Kept.all": 12, "Kept.all.inner": 1}


def test_few_functions_have_many_branches() -> None:
    many = {str(one): one.branches for one in counted() if one.branches > MANY}
    others = {name: branches for name, branches in many.items() if name not in TO_BE_REWRITTEN}
    assert len(others) <= MOST, others
    assert many.keys() >= TO_BE_REWRITTEN, "take out of the list what is no longer over"
