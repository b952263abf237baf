"""Ask comparisons over a library of real reports and judge every cell against the figure its report states.

    WENBAO_HOME=… python -m tests.evaluation.run_comparisons [FILE.jsonl] [--json OUT] [--show]

A line has `question` and `cells`: region, year, the `figures` that answer (none where the report
states none), `growth` where it states only that of exactly this indicator, and the `files` read for it. A cell is right,
foreign (a figure that is not one of these), honestly empty, or wrongly empty.
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.config import load_settings
from assistant.figures import parse_figures, same_figure
from assistant.models import Answer, TableRow
from assistant.service import Assistant
from ingest.regions.finding import region_named

_SET = Path(__file__).with_name("comparisons.jsonl")
RIGHT, FOREIGN, HONEST, WRONG = "right", "foreign", "honestly empty", "wrongly empty"


def judge(wanted: dict[str, Any], row: TableRow | None) -> tuple[str, str]:
    """Say what became of one cell, with what is shown in it."""
    shown = row.cells[1] if row is not None and len(row.cells) > 1 else ""
    plain = re.sub(r"\[\d+\]", "", unicodedata.normalize("NFKC", shown))
    if row is None or row.status != "disclosed" or "只公布增速" in plain:
        told = bool(wanted["figures"])
        if "只公布增速" in plain and wanted.get("growth"):
            same = wanted["growth"].rstrip("%").rstrip("0").rstrip(".") in plain
            return (HONEST if same else FOREIGN), shown
        return (WRONG if told else HONEST), shown
    figures = [figure for figure in parse_figures(plain) if figure.asserted]
    if len(row.cells) == 2 and not figures:
        return (WRONG if wanted["figures"] else HONEST), shown
    right = [f for text in wanted["figures"] for f in parse_figures(text) if f.asserted]
    held = any(_same(one, other) for one in figures for other in right)
    return (RIGHT if held else FOREIGN), shown


def _same(one: Any, other: Any) -> bool:
    if same_figure(one, other):
        return True
    bare = {one.unit, other.unit} <= {"个", "座", "", "件", "宗", "家"}
    return bare and one.value == other.value


def _region(names: Sequence[str]) -> str:
    """The one name of a region: 西藏 is 西藏自治区, 全国（国务院） is 全国."""
    name = re.sub(r"（.*）$", "", names[0]) if names else ""
    region = region_named(name)
    return region.name if region is not None else name


def cells_of(case: dict[str, Any], answer: Answer) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Give the outcome of every cell of a comparison, with the cell and what is shown in it."""
    rows = answer.table.rows if answer.table else ()
    by_cell = {(_region(row.scope.regions), row.scope.years[:1]): row for row in rows}
    for cell in case["cells"]:
        row = by_cell.get((_region([cell["region"]]), (cell["year"],)))
        outcome, shown = judge(cell, row)
        yield outcome, cell, shown


def main(arguments: Sequence[str]) -> int:
    """Ask, judge, count."""
    parser = argparse.ArgumentParser(prog="run_comparisons")
    parser.add_argument("file", nargs="?", type=Path, default=_SET)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", default="")
    chosen = parser.parse_args(arguments)
    cases = [json.loads(line) for line in chosen.file.read_text("utf-8").splitlines() if line]
    counts: Counter[str] = Counter()
    told = 0
    out = []
    with Assistant.open(load_settings(), "other") as assistant:
        for case in cases:
            if chosen.only and case["id"] not in chosen.only.split(","):
                continue
            answer = assistant.ask(case["question"], mode="extractive")
            if chosen.show:
                print(case["id"], case["question"], answer.status)
            for outcome, cell, shown in cells_of(case, answer):
                counts[outcome] += 1
                told += bool(cell["figures"])
                if chosen.show:
                    truth = "/".join(cell["figures"]) or cell.get("growth", "")
                    print(f"   {outcome:15} {cell['region']}{cell['year']} {truth!r} <- {shown!r}")
            out.append({**case, "answer": answer.to_json()})
    print(
        dict(counts),
        f"of {told} cells with a figure {counts[RIGHT]} right: {counts[RIGHT] / max(told, 1):.0%}",
    )
    if chosen.json:
        chosen.json.write_text(json.dumps(out, ensure_ascii=False, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
