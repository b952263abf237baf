"""What `wenbao doctor` checks: the set-up, the model and the library; each finding has a remedy."""

import importlib
from pathlib import Path

from assistant.config import Settings
from vectorstore.audit import Finding, audit
from vectorstore.catching_up import Notice, unheard
from vectorstore.embedding import Embedder
from vectorstore.errors import StoreError
from vectorstore.library import open_library
from vectorstore.models import ReportRecord

_PACKAGES = ("assistant", "ingest", "prompts", "vectorstore")


def run_checks(settings: Settings, notice: Notice = unheard) -> list[Finding]:
    """Check everything that can be checked; a failing check never stops the next.

    `notice` hears of an index that has to be made up first.
    """
    findings = [
        _packages(),
        Finding("ok", f"数据文件夹：{settings.home}", f"Data folder: {settings.home}"),
    ]
    embedder = _model(settings, findings)
    _library(settings, embedder, findings, notice)
    findings.append(_language_model(settings))
    findings.extend(_proxy(settings))
    return findings


def _packages() -> Finding:
    """Another distribution may ship a package called `prompts` and shadow ours."""
    folders = {
        Path(str(importlib.import_module(name).__file__)).parent.parent for name in _PACKAGES
    }
    if len(folders) == 1:
        return Finding("ok", "程序文件完整。", "The program is complete.")
    return Finding(
        "error",
        f"问报的几个部分不在同一处：{'、'.join(map(str, folders))}。",
        f"The parts of Wenbao lie in several places: {', '.join(map(str, folders))}.",
        "另一个软件包占用了同名目录；请在单独的虚拟环境里重新安装问报。",
        "Another package has a folder of the same name: reinstall in a virtual environment of its own.",
    )


def _model(settings: Settings, findings: list[Finding]) -> Embedder | None:
    from assistant.making import make_embedder

    try:
        embedder = make_embedder(settings, unheard)
        dimensions = embedder.dimensions
    except StoreError as error:
        findings.append(Finding("error", str(error), error.english))
        return None
    name = settings.embedding.model
    findings.append(
        Finding(
            "ok",
            f"嵌入模型 {name} 可用（{dimensions} 维）。",
            f"The embedding model {name} works ({dimensions} dimensions).",
        )
    )
    return embedder


def _language_model(settings: Settings) -> Finding:
    from assistant.making import make_model

    model = make_model(settings, unheard)
    if model is None:
        return Finding(
            "ok",
            "没有配置语言模型，回答全部用报告原文。",
            "No language model is set: answers are the reports' own words.",
        )
    if trouble := model.trouble():
        return Finding(
            "warning",
            f"语言模型 {model.title} 现在不可用：{trouble}。",
            f"The language model {model.title} cannot be used now: {trouble.english.rstrip('.')}.",
            "问报会改用报告原文回答；要用模型，请检查 WENBAO_MODEL_ 开头的设置。",
            "Answers are the reports' own words meanwhile; check the settings WENBAO_MODEL_….",
        )
    return Finding(
        "ok",
        f"语言模型 {model.title} 可用，它写的每句话都经程序核对。",
        f"The language model {model.title} can be asked; each of its sentences is checked by code.",
    )


def _proxy(settings: Settings) -> list[Finding]:
    """The reverse proxy: what is set, and what did not fit when the server last ran."""
    from assistant.serving.misfits import told_misfits

    proxy = settings.proxy
    address, path = "、".join(proxy.addresses) or "未设", proxy.path or "/"
    findings = []
    if proxy.is_set:
        findings.append(
            Finding(
                "ok",
                f"反向代理：网址 {address}，路径 {path}，可信代理 {proxy.trusted}。",
                f"Reverse proxy: address {proxy.address or 'not set'}, path {path},"
                f" trusted {proxy.trusted}.",
            )
        )
    findings.extend(
        Finding("warning", one.message, one.english, one.remedy, one.english_remedy)
        for one in told_misfits(settings.home)
    )
    return findings


def _bodies(records: tuple[ReportRecord, ...]) -> list[Finding]:
    """Reports of bureaus that a library of an earlier version holds as the government's."""
    from ingest.facts import lacks_body

    old = [record.facts.title for record in records if lacks_body(record.facts)]
    if not old:
        return []
    return [
        Finding(
            "warning",
            f"{len(old)} 份部门的报告还记作政府的报告，如《{old[0]}》。",
            f"{len(old)} reports of bureaus are still held as the government's, as 《{old[0]}》.",
            "运行 wenbao reindex 会从库里的文字补认部门；认不出的可在报告页改正。",
            "Run wenbao reindex: it reads the body from the stored text; correct by hand what it cannot tell.",
        )
    ]


def _readers(records: tuple[ReportRecord, ...]) -> list[Finding]:
    """Reports that readers of an earlier version read, where today's may read more or better."""
    from assistant.keeping.problems import is_read_by_older

    old = [record for record in records if is_read_by_older(record)]
    if not old:
        return []
    title, away = old[0].facts.title, sum(not record.original for record in old)
    return [
        Finding(
            "warning",
            f"{len(old)} 份报告是由旧版的读取程序读的，如《{title}》。",
            f"{len(old)} reports were read by readers of an earlier version, as 《{title}》.",
            "运行 wenbao reread 会从保存的原件重新读取；编号、更正和移除都不变。"
            + (f"其中 {away} 份没有保存原件，要重新导入原文件。" if away else ""),
            "Run wenbao reread: it reads the kept originals anew; ids, corrections and removals stay."
            + (f" Of {away} no original is kept: ingest their files again." if away else ""),
        )
    ]


def _originals(settings: Settings, records: tuple[ReportRecord, ...]) -> list[Finding]:
    """Originals that are away or that no report names: worth knowing, nothing is broken."""
    from assistant.keeping.originals import OriginalMissing, Originals

    originals = Originals(settings.home)
    away = []
    for record in records:
        try:
            if record.original:
                originals.find(record)
        except OriginalMissing:
            away.append(record.facts.title)
    findings = []
    if away:
        findings.append(
            Finding(
                "warning",
                f"{len(away)} 份报告的原件不在这里或已被改动，如《{away[0]}》。",
                f"The originals of {len(away)} reports are not here or were changed, as of 《{away[0]}》.",
                "重新导入原文件就会补上；只影响下载原件和查看原页。",
                "Ingest the files again; only downloads and pictures of pages need them.",
            )
        )
    if stray := originals.stray(records):
        findings.append(
            Finding(
                "ok",
                f"有 {len(stray)} 个原件不属于现有的报告（移除的报告可恢复）。",
                f"{len(stray)} originals are of no present report (removed ones can be restored).",
            )
        )
    return findings


def _library(
    settings: Settings, embedder: Embedder | None, findings: list[Finding], notice: Notice
) -> None:
    from ingest.passages import passage_shape

    try:
        with open_library(
            settings.home, settings.store, passage_shape(settings.passages), "doctor", notice=notice
        ) as library:
            count = len(library.records())
            findings.append(
                Finding("ok", f"库里有 {count} 份报告。", f"The library holds {count} reports.")
            )
            findings.extend(audit(library, embedder))
            findings.extend(_bodies(library.records()))
            findings.extend(_readers(library.records()))
            findings.extend(_originals(settings, library.records()))
    except StoreError as error:
        findings.append(Finding("error", str(error), error.english))
