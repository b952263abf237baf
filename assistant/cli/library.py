"""Commands that keep the library: ingest, reports, remove, reindex, doctor."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.cli.connection import connect
from assistant.cli.language import pick
from assistant.cli.progress import IngestProgress, ProgressLine, say
from assistant.config import load_settings
from assistant.errors import AssistantError
from assistant.keeping.problems import doubtful
from assistant.models import FileOutcome, IngestSummary
from assistant.wire import record_json, summary_json
from ingest.models import FactOverrides
from vectorstore.models import ReportRecord

_ACTIONS = {
    "added": ("已导入", "added"),
    "updated": ("已更新", "updated"),
    "unchanged": ("未变", "unchanged"),
    "duplicate": ("重复", "duplicate"),
    "refused": ("未能导入", "refused"),
    "skipped": ("跳过", "skipped"),
}


def sample_path() -> Path:
    """Give the place of the sample report that the package carries."""
    from importlib.resources import files

    return Path(str(files("assistant") / "sample"))


def stated_facts(arguments: argparse.Namespace) -> FactOverrides:
    """Give the facts that options state."""
    return FactOverrides(
        title=arguments.title,
        region=arguments.region,
        body=arguments.body,
        doc_type=arguments.doc_type,
        year=arguments.year,
        published=arguments.published,
        source_url=arguments.source_url,
    )


def ingest(arguments: argparse.Namespace) -> int:
    """Put files and folders into the library."""
    paths = [*_expanded(arguments.paths), *([sample_path()] if arguments.sample else [])]
    if not paths:
        raise AssistantError(
            "请指出要导入的文件或文件夹，例如：wenbao ingest 报告文件夹。",
            "Name the files or folders to ingest, e.g.: wenbao ingest reports/",
        )
    overrides = stated_facts(arguments)
    if arguments.dry_run:
        from assistant.cli.preview import preview

        settings = load_settings()
        return preview(paths, settings.passages, overrides, as_json=arguments.json)
    if arguments.watch:
        from assistant.cli.watch import watch

        return watch(
            paths, lambda folders: _report(_take(folders, overrides, None), arguments.json)
        )
    summary = _take(paths, overrides, arguments.replaces, quiet=arguments.json)
    _report(summary, arguments.json)
    return 1 if summary.failed else 0


def _expanded(paths: Sequence[Path]) -> list[Path]:
    """Expand patterns that the shell left as they are (in quotes, or on Windows)."""
    found: list[Path] = []
    for path in paths:
        if path.exists() or not any(mark in path.name for mark in "*?["):
            found.append(path)
        else:
            found += sorted(path.parent.glob(path.name)) or [path]
    return found


def _take(
    paths: Sequence[Path], overrides: FactOverrides, replaces: str | None, *, quiet: bool = True
) -> IngestSummary:
    with connect("ingest") as session, ProgressLine(quiet=quiet) as line:
        progress = IngestProgress(line)
        return session.ingest(paths, overrides=overrides, replaces=replaces, progress=progress.show)


def _report(summary: IngestSummary, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary_json(summary), ensure_ascii=False, indent=2), flush=True)
    else:
        _print_summary(summary)


def _print_summary(summary: IngestSummary) -> None:
    for outcome in summary.outcomes:
        print(
            _outcome_line(outcome), file=sys.stderr if outcome.action == "refused" else sys.stdout
        )
    counts: dict[str, int] = {}
    for outcome in summary.outcomes:
        counts[outcome.action] = counts.get(outcome.action, 0) + 1
    total = "，".join(
        pick(f"{_ACTIONS[a][0]} {n}", f"{_ACTIONS[a][1]} {n}") for a, n in counts.items()
    )
    embedded = sum(outcome.embedded for outcome in summary.outcomes)
    print(
        pick(
            f"共 {len(summary.outcomes)} 个文件：{total}；新编码 {embedded} 个段落，用时 {summary.seconds:.1f} 秒。",
            f"{len(summary.outcomes)} files: {total}; {embedded} passages embedded, {summary.seconds:.1f} s.",
        )
    )


def _outcome_line(outcome: FileOutcome) -> str:
    action = pick(*_ACTIONS[outcome.action])
    about = f"《{outcome.title}》" if outcome.title else ""
    count = (
        pick(f" {outcome.passages} 个段落", f" {outcome.passages} passages")
        if outcome.passages
        else ""
    )
    said = pick(outcome.message, outcome.english or outcome.message)
    note = f" {said}" if said else ""
    return f"[{action}] {outcome.path} {about}{count}{note}".rstrip()


def reports(arguments: argparse.Namespace) -> int:
    """List the reports of the library."""
    with connect("other") as session:
        records = session.reports()
    if arguments.problems:
        return _problems(records, as_json=arguments.json)
    if arguments.json:
        print(json.dumps([record_json(r) for r in records], ensure_ascii=False, indent=2))
        return 0
    if not records:
        print(
            pick(
                "库里还没有报告。用 wenbao ingest 文件夹 导入，或 wenbao ingest --sample 导入示例。",
                "No reports yet. Try: wenbao ingest FOLDER, or wenbao ingest --sample",
            )
        )
    for record in sorted(records, key=lambda r: (r.facts.region, r.facts.year or 0)):
        year = record.facts.year or "----"
        print(
            f"{record.report_id}  {year}  {record.facts.region or '（地区不明）'}  "
            f"《{record.facts.title}》  {record.passages}"
        )
    return 0


def _problems(records: Sequence[ReportRecord], *, as_json: bool) -> int:
    found = doubtful(records)
    if as_json:
        plain = [record_json(record) | {"problems": list(why)} for record, why in found]
        print(json.dumps(plain, ensure_ascii=False, indent=2))
        return 0
    for record, why in found:
        print(f"{record.report_id}  《{record.facts.title}》  {'；'.join(why)}")
    if found:
        print(
            pick(
                "要更正，运行：wenbao facts 编号 --year …", "Correct them: wenbao facts ID --year …"
            )
        )
    else:
        print(pick("没有需要人看的报告。", "No report needs a human eye."))
    return 0


def remove(arguments: argparse.Namespace) -> int:
    """Remove reports from the library."""
    with connect("remove") as session:
        removed = session.remove(arguments.report_ids)
    if arguments.json:
        print(json.dumps([record_json(r) for r in removed], ensure_ascii=False, indent=2))
    else:
        for record in removed:
            print(pick("已移除", "removed"), f"《{record.facts.title}》（{record.report_id}）")
        print(pick("要恢复，运行：wenbao restore 编号", "To undo: wenbao restore ID"))
    return 0


def reindex(arguments: argparse.Namespace) -> int:
    """Rebuild the index from the library's own text."""
    from assistant.making import reindex as rebuild

    what = pick("重建索引", "Rebuilding the index")
    with ProgressLine(quiet=False) as line:
        count = rebuild(
            load_settings(), lambda done, total: line.show(f"{what} {done}/{total}", what), say
        )
    print(pick(f"索引已重建，共 {count} 个段落。", f"Index rebuilt: {count} passages."))
    return 0


def doctor(arguments: argparse.Namespace) -> int:
    """Check the set-up and the library; findings come with what to do."""
    from assistant.doctor import run_checks

    findings = run_checks(load_settings(), say)
    bad = [finding for finding in findings if finding.severity == "error"]
    if arguments.json:
        plain = [asdict(finding) for finding in findings]
        print(json.dumps(plain, ensure_ascii=False, indent=2))
    else:
        marks = {"ok": "✓", "warning": "!", "error": "✗"}
        for finding in findings:
            remedy = pick(finding.remedy, finding.english_remedy)
            what = pick(finding.message, finding.english)
            print(f"{marks[finding.severity]} {what}" + (f"\n    → {remedy}" if remedy else ""))
    return 1 if bad else 0
