"""Values that the steps of ingest hand to one another, and that the store keeps.

Offsets are code points in the *normalised text* of a report; "verbatim" means verbatim in that text.
"""

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal["paragraph", "heading", "table_row"]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table row as a reader found it, before normalisation.

    A reader must not merge two paragraphs into one block. It may hand over a paragraph that the
    file itself broke into several blocks: `ingest.normalise` joins those. `level` is the heading
    level that the file's own format states (1 = highest), `page` the 1-based page it starts on.
    """

    text: str
    kind: BlockKind = "paragraph"
    level: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """A 1-based page whose text was recognised in a picture, and how sure that is (0 to 1).

    `confidence` is the mean over its characters of the recogniser's own score of their line. `unsure`
    are the lines in doubt, one a line, as the normalised text has them but for white space; "" for
    none, and for pages that were recognised before lines were kept.
    """

    page: int
    confidence: float
    unsure: str = ""


@dataclass(frozen=True, slots=True)
class RawDocument:
    """What a reader gives: the blocks in reading order and what the file says of itself.

    `notices` are sentences for the user on what could not be read; `recognised` names the pages
    that were pictures.
    """

    source_name: str
    blocks: tuple[Block, ...]
    title: str | None = None
    source_url: str | None = None
    notices: tuple[str, ...] = ()
    recognised: tuple[RecognisedPage, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the normalised text: `text == normalised[start:end]`, lines joined by one newline."""

    text: str
    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class NormalisedDocument:
    """The normalised text and the paragraphs that tile it."""

    text: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What is known of a report as a whole; unknown text is "" and unknown numbers are None.

    `year` is the year that the report *covers* (a report titled 2025 usually covers 2024); `years`
    all years it reviews (a five-year review has five); `plan_years` those it plans for;
    `title_year` the year its title names. `published` is an ISO date.
    """

    title: str
    region: str = ""
    body: str = ""
    doc_type: str = ""
    year: int | None = None
    years: tuple[int, ...] = ()
    plan_years: tuple[int, ...] = ()
    title_year: int | None = None
    published: str = ""
    source_url: str = ""

    @property
    def all_years(self) -> frozenset[int]:
        """The years that the report covers, reviews, plans for or is titled by."""
        stated = (self.year, self.title_year, *self.years, *self.plan_years)
        return frozenset(year for year in stated if year is not None)


@dataclass(frozen=True, slots=True)
class FactOverrides:
    """Facts that the user states; None leaves what the report itself says."""

    # Read from a request, a misspelt name is refused: passed over, it would seem to have been set.
    __pydantic_config__ = {"extra": "forbid"}  # noqa: RUF012 - pydantic's own name, no field

    title: str | None = None
    region: str | None = None
    body: str | None = None
    doc_type: str | None = None
    year: int | None = None
    years: tuple[int, ...] | None = None
    plan_years: tuple[int, ...] | None = None
    title_year: int | None = None
    published: str | None = None
    source_url: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is stored, retrieved and cited.

    `text == normalised[start:end]`. It begins with the headings that stand directly before it, if
    any; `body_start` (same offsets) is where the running text begins, equal to `end` for headings
    without text of their own. `heading` is the full path from the top, without trailing 。. The
    passages of a report, in order of `ordinal`, tile its normalised text: only newlines lie between.
    """

    id: str
    report_id: str
    ordinal: int
    heading: tuple[str, ...]
    text: str
    start: int
    end: int
    body_start: int
    page: int | None = None

    @property
    def body(self) -> str:
        """The running text without the headings before it."""
        return self.text[self.body_start - self.start :]


@dataclass(frozen=True, slots=True)
class Report:
    """One version of one report, ready to store.

    `revision` is a hash of all that shapes what is stored of this version; `text_hash` of the
    normalised text alone (the same text under another name has the same hash). `original` is the
    SHA-256 of the file it was read from, "" where that was not kept; `stated` are facts that the
    keeper of the library corrected by hand, which a later version keeps; `given` those stated with
    the file itself (options, its .toml), None where they were not noted. `notices` are those of the
    `RawDocument`, `reader_version` says which readers read it (`ingest.readers.READER_VERSION`).
    """

    report_id: str
    revision: str
    text_hash: str
    source_name: str
    facts: ReportFacts
    text: str
    passages: tuple[Passage, ...]
    original: str = ""
    stated: FactOverrides = field(default_factory=FactOverrides)
    recognised: tuple[RecognisedPage, ...] = ()
    notices: tuple[str, ...] = ()
    reader_version: int = 1
    given: FactOverrides | None = None
