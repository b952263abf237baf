"""The library's records as planning asks for them: by region, by year, by kind of report.

Planning passes over all records several times a question, which at eleven thousand of them cost
more than embedding the question. A catalogue does each pass once and lasts until the library changes.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Self, TypeVar

from assistant.models import Scope
from assistant.scope.report_words import words
from assistant.scope.titles import title_of
from assistant.vocabulary.limits import LIMITS, by_hand
from ingest.facts.body import is_of_a_part
from ingest.models import Passage
from ingest.regions.finding import Region, same_place
from ingest.regions.gazetteer import held_region
from vectorstore.models import ReportRecord

_MOST_KEPT = 64
_OPENING_PASSAGES, _OPENING_CHARS = 3, 600
Opening = Callable[[str], str]
_Kept = TypeVar("_Kept")


class Catalogue(tuple[ReportRecord, ...]):
    """Records in their order, with what is asked of all of them at once.

    `opening_of` gives the first words of a report's text, "" where they are not at hand.
    """

    opening_of: Opening = staticmethod(lambda _: "")

    @classmethod
    def of(cls, records: Iterable[ReportRecord]) -> Self:
        """Give the catalogue of records: themselves if they are one already."""
        return records if isinstance(records, cls) else cls(records)

    @cached_property
    def by_region(self) -> Mapping[str, Sequence[ReportRecord]]:
        """The records of each region's name, "" for those of none."""
        found: dict[str, list[ReportRecord]] = {}
        for record in self:
            found.setdefault(record.facts.region, []).append(record)
        return found

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of all records."""
        return frozenset(record.report_id for record in self)

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that records cover."""
        return frozenset(one.facts.year for one in self if one.facts.year is not None)

    @property
    def latest(self) -> int | None:
        """The last year that a record covers, None if none does."""
        return max(self.years, default=None)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the regions that records are of."""
        return frozenset(filter(None, self.by_region))

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """The region behind each of `names`, in the order of the records."""
        return {name: held_region(name) for name in self.by_region if name}

    def among(self, report_ids: Iterable[str]) -> list[ReportRecord]:
        """Give the records of some ids, in order; ids that are not held are left out."""
        places = sorted(self._places[one] for one in report_ids if one in self._places)
        return [self[at] for at in places]

    def of_kinds(self, doc_types: Iterable[str]) -> "Catalogue":
        """Keep the records of some types; all of them where none is named."""
        wanted = frozenset(doc_types)
        if not wanted:
            return self
        return self.recall(
            wanted, lambda: Catalogue(one for one in self if one.facts.doc_type in wanted)
        )

    def left_by(self, user: Scope | None) -> "Catalogue":
        """Keep what the user's limits leave, those that are not weighed against a question."""
        chosen = by_hand(user)
        if not chosen:
            return self
        limited = Scope(**chosen)
        left = self.recall(limited, lambda: Catalogue(r for r in self if is_within(r, limited)))
        left.opening_of = self.opening_of
        return left

    @cached_property
    def bureaus(self) -> tuple[ReportRecord, ...]:
        """The records by a body of a place, not by its government."""
        return tuple(one for one in self if is_of_a_part(one.facts.body))

    def of_governments(self) -> "Catalogue":
        """Leave out the bureaus' reports wherever the government's own is held."""
        if not self.bureaus:
            return self
        ruled = {one.facts.region for one in self if not is_of_a_part(one.facts.body)}
        return self.recall(
            "governments",
            lambda: Catalogue(
                one
                for one in self
                if one.facts.region not in ruled or not is_of_a_part(one.facts.body)
            ),
        )

    def of_regions(self, regions: Sequence[Region]) -> tuple[ReportRecord, ...]:
        """Give the records of any of the regions, under their present or a former name."""

        def fits(held: Region) -> bool:
            return any(same_place(held, region) for region in regions)

        return self.recall(tuple(regions), lambda: tuple(self.where(fits)))

    def where(self, fits: Callable[[Region], bool]) -> list[ReportRecord]:
        """Give the records whose region fits, in order."""
        names = {name for name, region in self.regions.items() if fits(region)}
        if len(names) < 2:
            return [record for name in names for record in self.by_region[name]]
        return [record for record in self if record.facts.region in names]

    def recall(self, key: Hashable, make: Callable[[], _Kept]) -> _Kept:
        """Give what was made for a key before, or make it; a few dozen are kept."""
        kept: _Kept | None = self._kept.get(key)
        if kept is None:
            kept = make()
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = kept
        return kept

    def naming(self, years: Iterable[int]) -> dict[str, list[ReportRecord]]:
        """Give, region by region, the records that cover, review, plan for or are titled by a year."""
        found: dict[str, list[ReportRecord]] = {}
        for at in sorted({at for year in years for at in self._by_year.get(year, ())}):
            found.setdefault(self[at].facts.region, []).append(self[at])
        return found

    @cached_property
    def title_words(self) -> str:
        """All that stands in titles beside years and places, to look words up in."""
        rests = {title_of(one.facts.title, one.facts.region).rest for one in self}
        return "\n".join(
            (*rests, *words("kinds"), *(s for k in words("kinds").values() for s in k))
        )

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {record.report_id: at for at, record in enumerate(self)}

    @cached_property
    def _by_year(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for at, record in enumerate(self):
            for year in record.facts.all_years:
                found.setdefault(year, []).append(at)
        return found

    @cached_property
    def _kept(self) -> dict[Hashable, Any]:
        return {}


def is_within(record: ReportRecord, chosen: Scope) -> bool:
    """Whether a report has, of every limit that is set, something of what was chosen."""
    return all(
        not (values := getattr(chosen, limit.field)) or not set(values).isdisjoint(limit.of(record))
        for limit in LIMITS
    )


def opening(passages: Sequence[Passage]) -> str:
    """Give the first words of a report: who gave it, where and when."""
    return "\n".join(passage.text for passage in passages[:_OPENING_PASSAGES])[:_OPENING_CHARS]


class LatestCatalogue:
    """Gives the catalogue of the records as they are now, the same one until they change."""

    def __init__(
        self, records: Callable[[], Sequence[ReportRecord]], opening_of: Opening | None = None
    ) -> None:
        self._records = records
        self._opening_of = opening_of
        # In one: of two threads neither may pair its records with the other's catalogue.
        self._last: tuple[Sequence[ReportRecord], Catalogue] = ((), Catalogue())

    def __call__(self) -> Catalogue:
        """Look at the records and give their catalogue."""
        records = self._records()
        seen, catalogue = self._last
        if records is not seen:
            # Read again without a change they are equal, which takes 17 ms to find for eleven thousand.
            if catalogue != records:
                catalogue = Catalogue(records)
                if self._opening_of is not None:
                    catalogue.opening_of = self._opening_of
            self._last = (records, catalogue)
        return catalogue
