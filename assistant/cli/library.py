"""Commands that keep the library: ingest, reports, remove, reindex, reread, doctor."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.cli.connection import connect
from assistant.cli.language import pick
from assistant.cli.outcomes import show_ingest, show_reread
from assistant.cli.progress import IngestProgress, ProgressLine, say
from assistant.config import load_settings
from assistant.errors import AssistantError
from assistant.keeping.problems import doubtful
from assistant.models import IngestSummary
from assistant.wire import record_json
from ingest.models import FactOverrides
from vectorstore.models import ReportRecord


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
            paths,
            lambda folders: show_ingest(_take(folders, overrides, None), as_json=arguments.json),
        )
    summary = _take(paths, overrides, arguments.replaces, quiet=arguments.json)
    show_ingest(summary, as_json=arguments.json)
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


def reread(arguments: argparse.Namespace) -> int:
    """Read reports anew from their kept originals."""
    with connect("reread") as session, ProgressLine(quiet=arguments.json) as line:
        progress = IngestProgress(line)
        summary = session.keeper.reread(arguments.report_ids, progress.show)
    show_reread(summary, as_json=arguments.json)
    return 1 if summary.failed else 0


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
