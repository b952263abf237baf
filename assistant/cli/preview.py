"""`wenbao ingest --dry-run`: what would be taken of each file, before anything is kept."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from assistant.cli.language import pick
from ingest import ReadingWorker, draft_report, find_reports
from ingest.archives import is_as_sent, unpacked
from ingest.errors import IngestError
from ingest.facts import read_sidecar, sidecar_path
from ingest.models import FactOverrides
from ingest.pipeline import Draft
from ingest.settings import PassageSettings

_MOST_HEADINGS = 40


def preview(
    paths: Sequence[Path], settings: PassageSettings, stated: FactOverrides, *, as_json: bool
) -> int:
    """Print the facts and the outline of each file; give the exit code."""
    worker = ReadingWorker()
    shown: list[dict[str, Any]] = []

    def refuse(name: str, error: IngestError) -> None:
        shown.append({"file": name, "refused": str(error)})
        if not as_json:
            print(_text(shown[-1]), flush=True)

    try:
        names: dict[Path, str] = {}
        with unpacked(
            paths, lambda path, error: refuse(path.name, error), names.__setitem__
        ) as real:
            for source in find_reports(real, names):
                if source.skipped or is_as_sent(source.path):
                    continue
                beside = sidecar_path(source.path)
                try:
                    facts = (
                        read_sidecar(beside)
                        if beside.exists() and stated == FactOverrides()
                        else stated
                    )
                    draft = draft_report(source, settings, facts, worker.read)
                    shown.append({"file": source.source_name, **_draft_json(draft)})
                except IngestError as error:
                    refuse(source.source_name, error)
                    continue
                if not as_json:
                    print(_text(shown[-1]), flush=True)
    finally:
        worker.stop()
    if as_json:
        print(json.dumps(shown, ensure_ascii=False, indent=2))
    return 1 if any("refused" in one for one in shown) else 0


def _draft_json(draft: Draft) -> dict[str, Any]:
    headings = dict.fromkeys(piece.heading for piece in draft.passages if piece.heading)
    return {
        "facts": asdict(draft.facts),
        "passages": len(draft.passages),
        "characters": len(draft.text),
        "outline": [list(path) for path in headings],
        "recognised_pages": [page.page for page in draft.recognised],
        "notices": list(draft.notices),
    }


def _text(one: dict[str, Any]) -> str:
    if "refused" in one:
        return f"✗ {one['file']}\n    {one['refused']}"
    facts = one["facts"]
    size = pick(
        f"{one['passages']} 段，{one['characters']} 字",
        f"{one['passages']} passages, {one['characters']} characters",
    )
    lines = [
        f"✓ {one['file']}",
        f"    {facts['title']}",
        f"    {facts['region'] or '?'}  {facts['year'] or '?'}  {facts['doc_type']}  {size}",
    ]
    outline = one["outline"][:_MOST_HEADINGS]
    lines += [f"    {'  ' * len(path)}{path[-1]}" for path in outline]
    if one["recognised_pages"]:
        pages = "、".join(map(str, one["recognised_pages"][:20]))
        lines.append(pick(f"    第 {pages} 页的文字由图片识别", f"    Recognised pages: {pages}"))
    lines += [f"    {notice}" for notice in one["notices"]]
    return "\n".join(lines)
