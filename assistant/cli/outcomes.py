"""What became of files, in lines for the terminal or as JSON."""

import json
import sys
from collections import Counter
from collections.abc import Sequence

from assistant.cli.language import pick
from assistant.models import FileOutcome, IngestSummary
from assistant.wire import summary_json

_ACTIONS = {
    "added": ("已导入", "added"),
    "updated": ("已更新", "updated"),
    "unchanged": ("未变", "unchanged"),
    "duplicate": ("重复", "duplicate"),
    "refused": ("未能导入", "refused"),
    "skipped": ("跳过", "skipped"),
}
_REREAD = {**_ACTIONS, "refused": ("未能重读", "not read anew")}


def show_ingest(summary: IngestSummary, *, as_json: bool) -> None:
    """Print the outcome of every file, and the sum."""
    if as_json:
        _print_json(summary)
        return
    _print_lines(summary.outcomes, _ACTIONS)
    embedded = sum(outcome.embedded for outcome in summary.outcomes)
    chinese, english = _counted(summary.outcomes, _ACTIONS)
    print(
        pick(
            f"共 {len(summary.outcomes)} 个文件：{chinese}；新编码 {embedded} 个段落，用时 {summary.seconds:.1f} 秒。",
            f"{len(summary.outcomes)} files: {english}; {embedded} passages embedded, {summary.seconds:.1f} s.",
        )
    )


def show_reread(summary: IngestSummary, *, as_json: bool) -> None:
    """Print what there is to say of reports that were read anew, and the sum."""
    if as_json:
        _print_json(summary)
        return
    if not summary.outcomes:
        print(
            pick(
                "没有要重读的报告：都是现在的读取程序读的。",
                "Nothing to read anew: today's readers have read every report.",
            )
        )
        return
    # Of hundreds of reports that came out the same nothing is to be said one by one.
    telling = [one for one in summary.outcomes if one.action != "unchanged" or one.message]
    _print_lines(telling, _REREAD)
    embedded = sum(outcome.embedded for outcome in summary.outcomes)
    chinese, english = _counted(summary.outcomes, _REREAD)
    print(
        pick(
            f"重读 {len(summary.outcomes)} 份报告：{chinese}；新编码 {embedded} 个段落，用时 {summary.seconds:.1f} 秒。",
            f"{len(summary.outcomes)} reports: {english}; {embedded} passages embedded, {summary.seconds:.1f} s.",
        )
    )


def _print_json(summary: IngestSummary) -> None:
    print(json.dumps(summary_json(summary), ensure_ascii=False, indent=2), flush=True)


def _print_lines(outcomes: Sequence[FileOutcome], actions: dict[str, tuple[str, str]]) -> None:
    for outcome in outcomes:
        place = sys.stderr if outcome.action == "refused" else sys.stdout
        print(_line(outcome, actions), file=place)
        for notice in outcome.notices:
            print(f"    {notice}", file=place)


def _line(outcome: FileOutcome, actions: dict[str, tuple[str, str]]) -> str:
    action = pick(*actions[outcome.action])
    about = f"《{outcome.title}》" if outcome.title else ""
    count = (
        pick(f" {outcome.passages} 个段落", f" {outcome.passages} passages")
        if outcome.passages
        else ""
    )
    said = pick(outcome.message, outcome.english or outcome.message)
    note = f" {said}" if said else ""
    return f"[{action}] {outcome.path} {about}{count}{note}".rstrip()


def _counted(
    outcomes: Sequence[FileOutcome], actions: dict[str, tuple[str, str]]
) -> tuple[str, str]:
    counts = Counter(outcome.action for outcome in outcomes)
    chinese = "，".join(f"{actions[one][0]} {count}" for one, count in counts.items())
    english = ", ".join(f"{actions[one][1]} {count}" for one, count in counts.items())
    return chinese, english
