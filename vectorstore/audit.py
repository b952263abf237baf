"""What `wenbao doctor` asks of the store: is every committed passage there, and can it be found?

A right count proves nothing (two writers once left the count right and a quarter of the vectors
lost), so sampled vectors must each find their own passage inside their report.
"""

import random
from dataclasses import dataclass
from typing import Literal

import numpy as np

from vectorstore.commit import refuse_misfit
from vectorstore.embedding import Embedder
from vectorstore.errors import IndexMismatch
from vectorstore.indexes.vector_table import VectorTable
from vectorstore.library import Library
from vectorstore.models import Vector
from vectorstore.store import PassageRows, Snapshot, StoredRecord, edition_in, row_id

Severity = Literal["ok", "warning", "error"]

# Of how many reports the names are given.
_NAMED = 5
# Two passages may hold the same words (a heading repeated): their vectors tie.
_TIE = 1e-4


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: how bad, what was found, what to do ("" if nothing).

    `english` and `english_remedy` are the same for a terminal that does not speak Chinese.
    """

    severity: Severity
    message: str
    english: str
    remedy: str = ""
    english_remedy: str = ""


def audit(library: Library, embedder: Embedder | None = None, sample: int = 60) -> list[Finding]:
    """Check a library and give what was found, worst first; changes nothing.

    `sample` vectors are looked up, spread over all reports; the same library is always sampled
    alike. Without an `embedder` the fingerprint is not compared.
    """
    library.state.refresh()
    snapshot, rows = library.state.snapshot, library.state.rows
    found = [
        _counts(snapshot, rows),
        _leftovers(library, snapshot, rows),
        _vectors(snapshot, rows, sample),
        _keyword(library, snapshot),
        _vector_file(library, snapshot, rows, sample),
    ]
    if embedder is not None:
        found.append(_fingerprint(library, embedder))
    order: dict[str, int] = {"error": 0, "warning": 1, "ok": 2}
    return sorted(found, key=lambda finding: order[finding.severity])


def _counts(snapshot: Snapshot, rows: PassageRows) -> Finding:
    stored: dict[str, int] = {}
    for row in rows.all_ids():
        stored[edition_in(row)] = stored.get(edition_in(row), 0) + 1
    short = [
        one
        for one in snapshot.reports.values()
        if stored.get(one.edition, 0) != one.record.passages
    ]
    if short:
        return Finding(
            "error",
            f"有 {len(short)} 份报告的段落不全：{_names(short)}。",
            f"{len(short)} reports lack passages: {_english_names(short)}.",
            "请对这些报告重新运行 wenbao ingest；若仍有问题，运行 wenbao reindex。",
            "Run wenbao ingest on these reports again; if that does not help, wenbao reindex.",
        )
    passages = sum(one.record.passages for one in snapshot.reports.values())
    return Finding(
        "ok",
        f"{len(snapshot.reports)} 份报告、{passages} 个段落，数目相符。",
        f"{len(snapshot.reports)} reports, {passages} passages: the numbers agree.",
    )


def _leftovers(library: Library, snapshot: Snapshot, rows: PassageRows) -> Finding:
    strays = [row for row in rows.all_ids() if edition_in(row) not in snapshot.editions]
    pending = library.state.book.pending()
    if strays or pending:
        return Finding(
            "warning",
            f"有 {len(strays)} 个段落、{len(pending)} 份报告来自未完成的入库，检索时不会用到。",
            f"{len(strays)} passages and {len(pending)} reports are left of an unfinished ingest;"
            " no search uses them.",
            "重新运行那次 wenbao ingest 即可完成并清理。",
            "Run that wenbao ingest again: it finishes and clears up.",
        )
    return Finding("ok", "没有未完成的入库留下的段落。", "Nothing is left of an unfinished ingest.")


def _vectors(snapshot: Snapshot, rows: PassageRows, sample: int) -> Finding:
    chosen = _sample(snapshot, rows, sample)
    lost = []
    for stored, row in chosen:
        read = rows.fetch([row], with_vectors=True).get(row)
        if read is None:
            lost.append(stored)
            continue
        # Among all rows first: of a million, a walk that keeps to one report takes seconds.
        report_id = stored.record.report_id
        if not any(_finds_itself(rows, row, read.vector, ids) for ids in (None, [report_id])):
            lost.append(stored)
    if lost:
        return Finding(
            "error",
            f"抽查 {len(chosen)} 个段落向量，有 {len(lost)} 个找不到自己的段落：{_names(lost)}。",
            f"Of {len(chosen)} vectors tried, {len(lost)} do not find their own passage:"
            f" {_english_names(lost)}.",
            "请运行 wenbao reindex 重建索引。",
            "Run wenbao reindex.",
        )
    return Finding(
        "ok",
        f"抽查 {len(chosen)} 个段落向量，都能找到自己的段落。",
        f"{len(chosen)} vectors tried: each finds its own passage.",
    )


def _finds_itself(
    rows: PassageRows, row: str, vector: Vector, report_ids: list[str] | None
) -> bool:
    best = rows.nearest(vector, 3, report_ids)
    return row in (name for name, cosine in best if cosine >= best[0][1] - _TIE)


def _sample(snapshot: Snapshot, rows: PassageRows, sample: int) -> list[tuple[StoredRecord, str]]:
    draw = random.Random(0)
    reports = list(snapshot.reports.values())
    draw.shuffle(reports)
    chosen: list[tuple[StoredRecord, str]] = []
    for at, stored in enumerate(reports[:sample]):
        share = sample // len(reports) + (at < sample % len(reports))
        passages = rows.passages_of(stored.record.report_id, stored.edition)
        picked = draw.sample(passages, min(share, len(passages)))
        chosen += [(stored, row_id(passage.id, stored.edition)) for passage in picked]
    return chosen


def _keyword(library: Library, snapshot: Snapshot) -> Finding:
    wanted = {one.edition: one.record.passages for one in snapshot.reports.values()}
    held = library.state.keyword.editions()
    if held != wanted:
        wrong = {name for name in {*held, *wanted} if held.get(name) != wanted.get(name)}
        return Finding(
            "warning",
            f"关键词索引与资料库不一致（{len(wrong)} 份报告）。",
            f"The keyword index differs from the library ({len(wrong)} reports).",
            "再次打开资料库时会自动补齐；若一直如此，请删除数据文件夹中的 keyword 文件夹。",
            "It is made up when the library is next opened;"
            " if it never is, delete the folder keyword of the data folder.",
        )
    return Finding("ok", "关键词索引完整。", "The keyword index is complete.")


def _vector_file(library: Library, snapshot: Snapshot, rows: PassageRows, sample: int) -> Finding:
    """Compare the file of vectors with Chroma: what it holds, and sampled vectors one by one."""
    table = library.state.view.table
    wrong = {one for one, stored in snapshot.editions.items() if not _same_count(table, stored)}
    for stored, row in _sample(snapshot, rows, sample):
        read = rows.fetch([row], with_vectors=True).get(row)
        runs = table.runs([stored.edition])
        ids = table.ids_at(range(sum(stop - start for start, stop in runs)), runs)
        if read is None or row not in ids:
            continue
        cosine = table.scores(read.vector, runs)[ids.index(row)]
        if cosine < (1 - _TIE) * float(np.linalg.norm(read.vector)):
            wrong.add(stored.edition)
    if wrong:
        return Finding(
            "warning",
            f"向量文件与资料库不一致（{len(wrong)} 份报告）。",
            f"The file of vectors differs from the library ({len(wrong)} reports).",
            "请停掉问报，删除数据文件夹中的 vectors 文件夹；再次打开资料库时会自动重建。",
            "Stop Wenbao and delete the folder vectors of the data folder;"
            " it is made anew when the library is next opened.",
        )
    return Finding(
        "ok",
        "向量文件完整，与资料库一致。",
        "The file of vectors is complete and agrees with the library.",
    )


def _same_count(table: VectorTable, stored: StoredRecord) -> bool:
    start, stop = table.spans.get(stored.edition, (0, 0))
    return stop - start == stored.record.passages


def _fingerprint(library: Library, embedder: Embedder) -> Finding:
    try:
        refuse_misfit(library.state, library.shape, embedder)
    except IndexMismatch as error:
        return Finding(
            "error",
            str(error),
            error.english,
            "请运行 wenbao reindex，或把设置改回去。",
            "Run wenbao reindex, or change the setting back.",
        )
    return Finding(
        "ok",
        "嵌入模型和切分设置与建库时一致。",
        "Embedding model and passage settings are those that the library was made with.",
    )


def _names(reports: list[StoredRecord]) -> str:
    unique = _unique(reports)
    return "、".join(unique[:_NAMED]) + ("等" if len(unique) > _NAMED else "")


def _english_names(reports: list[StoredRecord]) -> str:
    unique = _unique(reports)
    return ", ".join(unique[:_NAMED]) + (" and others" if len(unique) > _NAMED else "")


def _unique(reports: list[StoredRecord]) -> list[str]:
    return list(dict.fromkeys(one.record.source_name for one in reports))
