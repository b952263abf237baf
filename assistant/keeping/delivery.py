"""What one ingest is asked: the files, what is stated of them, and which of them can be taken at all."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import AssistantError
from assistant.keeping.progress import FileProgress
from assistant.models import FileOutcome
from ingest import SourceFile, find_reports
from ingest.archives import is_as_sent
from ingest.errors import IngestError
from ingest.models import FactOverrides
from ingest.pipeline import Draft
from vectorstore.errors import StoreError

Accept = Callable[[Draft], None]


def taken_as_it_is(_: Draft) -> None:
    """Accept any file."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Files and folders, and what the user states with them.

    `replaces` is the id of a report that the one file becomes a new version of. `progress` hears of
    every file, and of its passages as they are stored. `accept` looks at each file's draft while no
    other writer can come in between, and may raise. `names` are those that `find_reports` takes.
    """

    paths: Sequence[Path]
    overrides: FactOverrides = field(default_factory=FactOverrides)
    replaces: str | None = None
    progress: FileProgress | None = None
    accept: Accept = taken_as_it_is
    names: Mapping[Path, str] = field(default_factory=dict)

    @property
    def states_something(self) -> bool:
        """Whether anything is stated that can be true of one file only."""
        return self.replaces is not None or self.overrides != FactOverrides()

    def listed(self) -> tuple[list[SourceFile], list[FileOutcome]]:
        """List the files, and the outcomes of the paths where there is none.

        Raises:
            AssistantError: facts or `replaces` given for more than one file, or nothing to ingest.
        """
        sources: list[SourceFile] = []
        missing: list[FileOutcome] = []
        for path in self.paths:
            try:
                found = find_reports([path], self.names)
            except IngestError as error:
                missing.append(refusal(str(path), error))
                continue
            if path.is_dir() and all(source.skipped for source in found):
                missing.append(_empty(path))
            # A mail is there a second time, as it is kept and with what is attached to it.
            sources += [source for source in found if not is_as_sent(source.path)]
        if self.states_something and sum(not source.skipped for source in sources) != 1:
            raise AssistantError(
                "指定标题、地区、年份等，或用 --replaces 时，一次只能给一个文件。",
                "Facts and --replaces apply to exactly one file; name one.",
            )
        return sources, missing


def refusal(path: str, error: IngestError | StoreError) -> FileOutcome:
    """Give the outcome of a path of which nothing was taken."""
    return FileOutcome(path, "refused", message=str(error), english=error.english)


def same_name(source: SourceFile, other: str) -> FileOutcome:
    """Give the outcome of a file that would overwrite another of the same delivery."""
    return FileOutcome(
        source.shown,
        "refused",
        message=f"与本次已导入的“{other}”同名，会互相覆盖。请改名后再导入。",
        english=f"It has the same name as {other} of this run: rename it.",
    )


def _empty(folder: Path) -> FileOutcome:
    return FileOutcome(
        str(folder),
        "refused",
        message=f"文件夹“{folder}”里没有可以导入的报告。支持 Word、Excel、PPT、PDF、OFD、图片、网页、邮件、txt、md 和 csv。",
        english=f"No report in {folder}: Word, Excel, PowerPoint, PDF, OFD, pictures, web pages, mails, txt, md, csv.",
    )
