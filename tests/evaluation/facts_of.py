"""Facts read from the reports of a folder against its manifest: `python -m tests.evaluation.facts_of --reports FOLDER`.

The manifest is a JSON list of {"file", "region", "covers_year", "type"}; one that is null is not judged.
A fact that was not read, or that the product itself calls doubtful, counts as 待核对, not as wrong: the
keeper is told of it. Every wrong one is printed; the exit status says whether there is any.
"""

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.keeping.problems import problems_of
from ingest import SourceFile, draft_report, identify
from ingest.facts import OTHER_TYPE
from ingest.models import FactOverrides, ReportFacts
from ingest.settings import PassageSettings
from vectorstore.commit import record_of

NAMES = {"region": "地区", "covers_year": "涵盖年份", "type": "类型"}
RIGHT, WRONG, DOUBTFUL = "对", "错", "待核对"

_SHORT = {
    "全国（国务院）": "全国",
    "内蒙古": "内蒙古自治区",
    "广西": "广西壮族自治区",
    "西藏": "西藏自治区",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
}
"""Names of the manifest that are written otherwise than a report's facts have them."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One fact of one report: how it stands, what was wanted and what was read."""

    file: str
    name: str
    verdict: str
    wanted: object
    read: object


def judge(file: str, wanted: dict[str, Any], facts: ReportFacts, doubts: str) -> list[Judged]:
    """Compare the facts of one report; `doubts` are the sentences that the product shows of it."""
    read = {"region": facts.region, "covers_year": facts.year, "type": facts.doc_type}
    judged = []
    for name, value in read.items():
        want = wanted.get(name)
        if want is None:
            continue
        if value == _SHORT.get(str(want), want):
            verdict = RIGHT
        elif value in ("", None, OTHER_TYPE) or (name == "covers_year" and "涵盖的却是" in doubts):
            verdict = DOUBTFUL
        else:
            verdict = WRONG
        judged.append(Judged(file, name, verdict, want, value))
    return judged


def read_all(folder: Path, manifest: list[dict[str, Any]]) -> list[Judged]:
    """Read every report of a manifest and judge its facts; a file that cannot be read raises."""
    judged = []
    for row in manifest:
        source = SourceFile(folder / row["file"], row["file"])
        draft = draft_report(source, PassageSettings(), FactOverrides())
        doubts = "；".join(problems_of(record_of(identify(draft, "r"))))
        judged += judge(row["file"], row, draft.facts, doubts)
    return judged


def shown(judged: list[Judged]) -> str:
    """Say the counts of each fact, then each that is not right."""
    lines = []
    for name, chinese in NAMES.items():
        counts = Counter(one.verdict for one in judged if one.name == name)
        told = "，".join(f"{verdict} {counts[verdict]}" for verdict in (RIGHT, WRONG, DOUBTFUL))
        lines.append(f"{chinese}：{told}")
    lines += [
        f"[{one.verdict}] {one.file} {NAMES[one.name]}：应为 {one.wanted}，读作 {one.read or '无'}"
        for one in judged
        if one.verdict != RIGHT
    ]
    return "\n".join(lines)


def main() -> int:
    """Judge the reports that the options name."""
    parser = argparse.ArgumentParser(description="Compare facts read from reports with a manifest.")
    parser.add_argument("--reports", type=Path, required=True, help="the folder of the reports")
    parser.add_argument("--manifest", type=Path, help="default: manifest.json in the folder")
    options = parser.parse_args()
    place = options.manifest or options.reports / "manifest.json"
    judged = read_all(options.reports, json.loads(place.read_text(encoding="utf-8")))
    print(shown(judged))
    return 1 if any(one.verdict == WRONG for one in judged) else 0


if __name__ == "__main__":
    sys.exit(main())
