"""Facts as the keeper types them: several years in one line, and a region that no list has."""

import re
import unicodedata
from collections.abc import Iterable

from assistant.errors import AssistantError
from assistant.keeping.edits import FactsRejected
from ingest.models import FactOverrides, ReportFacts
from ingest.regions.gazetteer import official_forms, official_regions

_BETWEEN = re.compile(r"[、,，;；\s]+")
_RUN = re.compile(r"(\d{4})年?(?:(?:[-\u2010-\u2015~\u301c\uff5e]|至|到)(\d{4})年?)?")
_MOST_OFFERED = 3


class RegionUnlisted(AssistantError):
    """A region was typed that neither the library nor the official list has: confirm it to save it."""


def years_typed(text: str) -> tuple[int, ...]:
    """Read “2020-2022” or “2020、2021”, in order and each once; raise `FactsRejected` for anything else."""
    # Written before 年 or between two years, a space tells nothing.
    plain = re.sub(
        r"\s*([-\u2010-\u2015~\u301c\uff5e至到年])\s*", r"\1", unicodedata.normalize("NFKC", text)
    )
    found: set[int] = set()
    for part in filter(None, _BETWEEN.split(plain)):
        run = _RUN.fullmatch(part)
        first, last = (int(run[1]), int(run[2] or run[1])) if run else (1, 0)
        if first > last:
            raise FactsRejected(
                f"年份“{part[:20]}”看不懂：应写成 2020、2021 或 2020-2022 的样子。",
                f"The years {part[:20]!r} are to be written 2020, 2021 or 2020-2022.",
            )
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def years_shown(years: Iterable[int]) -> str:
    """Write years as they are typed: 2018-2021、2023; `years_typed` reads them back."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts: list[str] = []
    for run in runs:
        parts += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else map(str, run)
    return "、".join(parts)


def with_year(stated: FactOverrides, facts: ReportFacts) -> int | None:
    """Give the year that goes with the years stated: the one it had if it is among them, else the last."""
    if stated.year is not None or not stated.years or facts.year in stated.years:
        return stated.year
    return max(stated.years)


def question_unlisted(region: str, known: Iterable[str]) -> None:
    """Raise `RegionUnlisted` for a region whose name is neither on the official list nor among the known."""
    if not region or region in known or region in {one.name for one in official_regions()}:
        return
    near = [one.name for one in official_forms().get(region, ())][:_MOST_OFFERED]
    offered = f"名单里有：{'、'.join(near)}。" if near else ""
    raise RegionUnlisted(
        f"库里和行政区划名单里都没有“{region}”，仍要保存吗？{offered}",
        f"Neither the library nor the official list has the region {region!r}: send confirmed=true to save it.",
    )
