"""Check the promise of an answer by code: every sentence cited, every quote verbatim, every figure held.

Works on the finished `Answer` and the normalised report texts alone, so that it judges every reader,
extractive or language model, in the same way. `verify_answer` gives what is wrong; nothing is mended.
"""

from collections.abc import Callable, Collection, Iterator, Sequence

from assistant.figures import Figure, parse_figures, same_figure
from assistant.grounding.claims import (
    Claim,
    asserted_figures,
    borne_out,
    claims_of,
    own_marks_hidden,
    repeated_names_hidden,
)
from assistant.grounding.computed import computed_problems
from assistant.grounding.named_sources import misnamed_sources
from assistant.grounding.plans import (
    figure_outlook,
    plan_years_hidden,
    quoted_words,
    unmarked_plans,
)
from assistant.grounding.violations import Violation
from assistant.models import Answer, Citation
from assistant.wording import NOT_IN_LIBRARY, NOT_IN_REPORT

REFUSALS = (NOT_IN_REPORT, NOT_IN_LIBRARY)


def verify_answer(
    answer: Answer,
    report_text: Callable[[str], str | None],
    in_scope: Callable[[str], bool],
    fixed: Collection[str] = (),
) -> tuple[Violation, ...]:
    """Give every violation of the promise; an empty tuple means that the answer holds.

    `report_text` gives the normalised text of a report id, None if there is no such report;
    `in_scope` says whether a report may be cited. Sentences equal to one of `fixed` or standing in
    the answer's notices are the program's own words and not checked.
    """
    own_words = _own_words(answer, fixed)
    return tuple(
        (
            *_citations(answer.citations, report_text, in_scope),
            *_citations(answer.nearest, report_text, in_scope),
            *_without_source(answer),
            *_sentences(answer, own_words),
            *_cells(answer, own_words),
            *_listed(answer),
            *misnamed_sources(answer),
            *(Violation("bad_formula", where, why) for where, why in computed_problems(answer)),
            *(Violation("unmarked_plan", words, mark) for words, mark in unmarked_plans(answer)),
        )
    )


def _without_source(answer: Answer) -> Iterator[Violation]:
    if answer.status == "assistant" and (answer.citations or answer.figures or answer.table):
        # Words of the house assert nothing of a report, so that there is nothing to hold them to.
        yield Violation("house_cites", answer.text, "")
    if answer.status == "disclosed" and not answer.citations:
        yield Violation("disclosed_without_source", answer.text, "")


def _own_words(answer: Answer, fixed: Collection[str] = ()) -> set[str]:
    """The sentences that are the program's or the user's own: notices, and the parts' questions."""
    asked = [f"{number}. {part.question}" for number, part in enumerate(answer.parts, 1)]
    return {claim.text for words in (*fixed, *answer.notices, *asked) for claim in claims_of(words)}


def _citations(
    citations: Sequence[Citation],
    report_text: Callable[[str], str | None],
    in_scope: Callable[[str], bool],
) -> Iterator[Violation]:
    seen: set[int] = set()
    for citation in citations:
        where = f"[{citation.n}] {citation.report_id}"
        if citation.n in seen:
            yield Violation("duplicate_citation", citation.quote, where)
        seen.add(citation.n)
        if not in_scope(citation.report_id):
            yield Violation("out_of_scope", citation.quote, where)
        text = report_text(citation.report_id)
        if text is None:
            yield Violation("unknown_report", citation.quote, where)
            continue
        if not citation.quote or text[citation.start : citation.end] != citation.quote:
            yield Violation("quote_not_verbatim", citation.quote, where)
        if citation.quote not in citation.passage:
            yield Violation("quote_outside_passage", citation.quote, where)
        if citation.passage not in text:
            yield Violation("passage_not_verbatim", citation.passage, where)


def _sentences(answer: Answer, own_words: set[str]) -> Iterator[Violation]:
    if answer.status == "assistant":
        return
    quotes = quoted_words(answer.citations)
    plain = own_marks_hidden(plan_years_hidden(answer.text, answer.citations), quotes)
    claims = claims_of(repeated_names_hidden(plain, answer.standalone_question))
    by_number = {citation.n: citation for citation in answer.citations}
    for i, claim in enumerate(claims):
        if claim.text in own_words:
            continue
        cited, unknown = _cited(claim, by_number)
        yield from unknown
        if not claim.marks:
            cited = _quoted_further_on(claims[i:], by_number)
            if not cited and not _refuses(claim.text) and answer.status == "disclosed":
                yield Violation("uncited_sentence", claim.text, "")
                continue
        yield from _claim_problems(answer, claim.text, cited)


def _quoted_further_on(claims: Sequence[Claim], by_number: dict[int, Citation]) -> list[Citation]:
    """Find the quote of several sentences whose [n] stands only after its last."""
    marked = next((claim for claim in claims if claim.marks), None)
    if marked is None:
        return []
    cited = [by_number[n] for n in marked.marks if n in by_number]
    words = claims[0].text
    return [c for c in cited if words in own_marks_hidden(c.quote, [c.quote])]


def _cells(answer: Answer, own_words: set[str]) -> Iterator[Violation]:
    by_number = {citation.n: citation for citation in answer.citations}
    quotes = quoted_words(answer.citations)
    for row in answer.table.rows if answer.table else ():
        for cell in row.cells:
            plain = plan_years_hidden(cell, answer.citations)
            for claim in claims_of(own_marks_hidden(plain, quotes)):
                if claim.text in own_words or _refuses(claim.text):
                    continue
                cited, unknown = _cited(claim, by_number)
                yield from unknown
                yield from _claim_problems(answer, claim.text, cited)


def _cited(claim: Claim, by_number: dict[int, Citation]) -> tuple[list[Citation], list[Violation]]:
    cited = [by_number[n] for n in claim.marks if n in by_number]
    unknown = [
        Violation("unknown_mark", claim.text, f"[{n}]") for n in claim.marks if n not in by_number
    ]
    return cited, unknown


def _refuses(sentence: str) -> bool:
    return any(phrase in sentence for phrase in REFUSALS)


def _claim_problems(answer: Answer, sentence: str, cited: list[Citation]) -> Iterator[Violation]:
    refuted = [item.text for item in answer.figures if item.refuted]
    listed = [item.text for item in answer.figures]
    computed = [item.text for item in answer.computed]
    for figure in asserted_figures(sentence):
        held = any(borne_out(figure, citation.quote) for citation in cited)
        if _among(figure, refuted):
            if held and not _among(figure, computed):
                yield Violation("refuted_is_supported", sentence, figure.text)
        elif held:
            if not _among(figure, listed) and not _among(figure, computed):
                yield Violation("figure_not_listed", sentence, figure.text)
        elif not _among(figure, computed):
            yield Violation("unsupported_figure", sentence, figure.text)
    if cited:
        yield from _place_and_time(answer, sentence, cited)


def _among(figure: Figure, texts: Sequence[str]) -> bool:
    """Say whether a figure is one of those written in `texts`; words first, for 26元 after 每亩."""
    return any(
        figure.text == text or any(same_figure(figure, other) for other in parse_figures(text))
        for text in texts
    )


def _place_and_time(answer: Answer, sentence: str, cited: list[Citation]) -> Iterator[Violation]:
    """Find a year or a region that the sentence names and none of its citations knows."""
    context = "\n".join("\n".join((c.passage, c.quote, *c.heading)) for c in cited)
    known = _years_known(context, cited)
    for figure in parse_figures(sentence):
        named_by_number = 1900 <= figure.value <= 2100 and figure.kind in ("year", "date")
        inside_title = sentence[: figure.start].count("《") > sentence[: figure.start].count("》")
        if named_by_number and not inside_title and int(figure.value) not in known:
            yield Violation("unsupported_year", sentence, figure.text)
    regions = {c.region for c in answer.citations} | set(answer.scope.regions)
    for region in sorted(filter(None, regions)):
        if region in sentence and region not in context and not _tell_of(region, cited):
            yield Violation("wrong_region", sentence, region)


def _years_known(context: str, cited: list[Citation]) -> set[int]:
    known = {int(f.value) for f in parse_figures(context) if f.kind in ("year", "date")}
    known |= {c.year for c in cited if c.year is not None}
    if any(c.year is None for c in cited):
        known |= {int(f.value) for c in cited for f in parse_figures(c.title) if f.kind == "year"}
    return known


def _tell_of(region: str, cited: list[Citation]) -> bool:
    """Say whether a citation is of the region, of one inside or around it, or names it in its title."""
    return any(
        region in c.region or (c.region and c.region in region) or region in c.title for c in cited
    )


def _listed(answer: Answer) -> Iterator[Violation]:
    """Check the list of figures itself: each traced to a citation that holds it."""
    quotes = {citation.n: citation.quote for citation in answer.citations}
    by_number = {citation.n: citation for citation in answer.citations}
    for item in answer.figures:
        if item.refuted:
            continue
        quote = quotes.get(item.citation, "")
        if not any(f.asserted and _among(f, [item.text]) for f in parse_figures(quote)) and not any(
            borne_out(f, quote) for f in parse_figures(item.text) if f.asserted
        ):
            yield Violation("figure_not_in_citation", item.text, f"[{item.citation}]")
            continue
        cited = by_number.get(item.citation)
        told = {
            figure_outlook(cited, f)
            for f in (parse_figures(quote) if cited else ())
            if cited and f.asserted and _among(f, [item.text])
        }
        if told == {"planned"} and item.outlook != "planned":
            yield Violation("unmarked_plan", item.text, f"[{item.citation}]")


def loose_figures(answer: Answer) -> tuple[str, ...]:
    """Give the asserted figures that neither a cited quote nor a computation holds."""
    own_words = _own_words(answer)
    found = (*_sentences(answer, own_words), *_cells(answer, own_words))
    return tuple(item.detail for item in found if item.kind == "unsupported_figure")
