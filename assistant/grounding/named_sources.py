"""Check what an answer says of where its words come from: 据《…》： and the label of a table's row."""

import re
from collections.abc import Iterator, Sequence

from assistant.figures import parse_figures
from assistant.grounding.claims import MARK, own_marks_hidden
from assistant.grounding.plans import quoted_words
from assistant.grounding.violations import Violation
from assistant.models import Answer, Citation, TableRow

# What stands before a line's words: 2019年，据《…》： or 大兴区《…》： or 《…》：. A title may hold a 《》.
_TITLE_FIRST = re.compile(r"^(?P<before>[^《》：。；！？\n]*)《(?P<title>[^：\n]+)》：")


def misnamed_sources(answer: Answer) -> Iterator[Violation]:
    """Give each line that names another report than it cites, and each row of another place or year."""
    by_number = {citation.n: citation for citation in answer.citations}
    quotes = quoted_words(answer.citations)
    text = own_marks_hidden(answer.text, quotes)
    for line in text.split("\n"):
        cited = _marked(line, by_number)
        named = _TITLE_FIRST.match(line)
        if named is None or any(named[0] in citation.quote for citation in cited):
            continue
        for citation in cited:
            if citation.title != named["title"]:
                yield Violation("wrong_title", line, f"[{citation.n}] {citation.title}")
    for row in answer.table.rows if answer.table else ():
        label = row.cells[0]
        lines = [line for line in text.split("\n") if line.startswith(f"{label}：")]
        for words in (*row.cells[1:], *lines):
            for citation in _marked(own_marks_hidden(words, quotes), by_number):
                if not _of_row(row, citation):
                    yield Violation("wrong_row", label, f"[{citation.n}] {citation.title}")


def _marked(words: str, by_number: dict[int, Citation]) -> list[Citation]:
    numbers = dict.fromkeys(int(n) for n in MARK.findall(words))
    return [by_number[n] for n in numbers if n in by_number]


def _of_row(row: TableRow, citation: Citation) -> bool:
    """Say whether a citation may stand in a row: of its place, and of its year or named as it is."""
    if "《" in row.cells[0]:
        named = f"《{citation.title}》" in row.cells[0]
        return named and _of_place(row.scope.regions, citation)
    years = _years_told(citation)
    return _of_place(row.scope.regions, citation) and (
        not row.scope.years or citation.year is None or bool(years & set(row.scope.years))
    )


def _of_place(regions: Sequence[str], citation: Citation) -> bool:
    if not regions or not citation.region:
        return True
    return any(
        name in citation.region or citation.region in name or name in citation.title
        for name in regions
    )


def _years_told(citation: Citation) -> set[int]:
    words = "\n".join((citation.passage, *citation.heading))
    told = {int(f.value) for f in parse_figures(words) if f.kind in ("year", "date")}
    return told | {citation.year} if citation.year is not None else told
