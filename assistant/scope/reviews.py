"""Years asked for in a row (这五年, 过去五年) that the library tells of only as one, in a review of them."""

from collections.abc import Sequence

from assistant.scope.catalogue import Catalogue
from assistant.scope.cells import Group
from assistant.scope.matching import Want
from assistant.scope.models import YearMention


def reviewed_as_one(
    groups: Sequence[Group],
    wants: Sequence[Want],
    mentions: Sequence[YearMention],
    records: Catalogue,
) -> list[Want]:
    """Ask for years in a row as a span where a place has a review of them, and no report of each."""
    kept = list(wants)
    for mention in mentions:
        years = mention.years
        if mention.kind != "covered" or len(years) < _FEWEST or not groups:
            continue
        if all(_only_reviewed(group, years, records) for group in groups):
            own = [Want("covered", (year,), mention.text, mention.loose) for year in years]
            span = Want("span", years, mention.text)
            at = next((i for i, want in enumerate(kept) if want in own), len(kept))
            kept = [*kept[:at], span, *(want for want in kept[at:] if want not in own)]
    return kept


_FEWEST = 3


def _only_reviewed(group: Group, years: tuple[int, ...], records: Catalogue) -> bool:
    held = group.records(records)
    reviews = any(set(years) <= set(one.facts.years) for one in held)
    return reviews and len({one.facts.year for one in held} & set(years)) <= 1
