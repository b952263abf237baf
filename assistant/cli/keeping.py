"""Commands of the keeper: correct facts, put a removed report back, read what readers said."""

import argparse
import json
import sys

from assistant.cli.connection import connect
from assistant.cli.language import pick
from assistant.cli.library import stated_facts
from assistant.config import load_settings
from assistant.errors import AssistantError
from assistant.keeping.feedback import Feedback, FeedbackBook, feedback_csv
from assistant.render import citation_label
from assistant.wire import record_json
from ingest.models import FactOverrides


def facts(arguments: argparse.Namespace) -> int:
    """Correct the facts of one report."""
    stated = stated_facts(arguments)
    if stated == FactOverrides():
        raise AssistantError(
            "请指出要改什么，例如：wenbao facts 编号 --year 2020。",
            "Say what to change, e.g.: wenbao facts ID --year 2020.",
        )
    with connect("other") as session:
        record = session.keeper.change_facts(arguments.report_id, stated)
    if arguments.json:
        print(json.dumps(record_json(record), ensure_ascii=False, indent=2))
    else:
        now = record.facts
        print(pick("已更正：", "Corrected: ") + f"{now.title}  {now.region}  {now.year or ''}")
    return 0


def restore(arguments: argparse.Namespace) -> int:
    """Put a removed report back, or list those that can be."""
    with connect("other") as session:
        if arguments.report_id:
            record = session.keeper.restore(arguments.report_id)
            print(pick("已恢复：", "Restored: ") + record.facts.title)
            return 0
        removed = session.keeper.removed()
    for one in removed:
        print(f"{one.record.report_id}  {one.at[:10]}  {one.record.facts.title}")
    if not removed:
        print(pick("没有可以恢复的报告。", "There is nothing to restore."))
    return 0


def feedback(arguments: argparse.Namespace) -> int:
    """Show or export what readers said of answers; works while `serve` runs."""
    records, damaged = FeedbackBook(load_settings().home).read()
    chosen = [
        one
        for one in records
        if arguments.verdict in (None, one.verdict) and one.at >= (arguments.since or "")
    ]
    if damaged:
        print(
            pick(f"有 {damaged} 行读不出来，已跳过。", f"{damaged} lines cannot be read; skipped."),
            file=sys.stderr,
        )
    if arguments.json:
        for one in chosen:
            print(json.dumps(one.to_json(), ensure_ascii=False))
    elif arguments.csv:
        sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
        print(feedback_csv(chosen), end="")
    elif not chosen:
        print(pick("还没有反馈。", "There is no feedback."))
    else:
        print("\n\n".join(map(_shown, chosen)))
    return 0


def _shown(one: Feedback) -> str:
    verdict = pick("有用", "useful") if one.verdict == "useful" else pick("有误", "wrong")
    reason = f"（{one.reason}）" if one.reason else ""
    cited = citation_label(one.answer.citations[0]) if one.answer.citations else "—"
    lines = (f"{one.at[:16]}  {verdict}{reason}", f"  {one.question}", f"  {cited}")
    return "\n".join("".join(c for c in line if c.isprintable()) for line in lines)
