"""Find a model's folder on disk and name its content: before any embedding or reranking model loads.

The product makes no calls out, so a model is a folder, or a hub name whose files an earlier download
left in the machine's cache. Nothing here or later asks a hub.
"""

import hashlib
import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from vectorstore.errors import ModelUnavailable

_SAMPLE_BYTES = 1 << 16
_SAMPLES = 64
_NO_PART_OF_THE_MODEL = frozenset({".md", ".lock", ".png", ".jpg", ".gitattributes", ".gitignore"})


def find_model_folder(name: str) -> Path:
    """Give the folder of a model named by path or by hub name; ModelUnavailable if not on disk."""
    folder = Path(name).expanduser()
    if folder.is_dir():
        return folder
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    candidates = [name] if "/" in name else [name, f"sentence-transformers/{name}"]
    for repository in candidates:
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError, OSError):
            continue
    raise ModelUnavailable(
        f"本机没有模型 {name!r}。问报不会联网下载：请先在能联网的机器上下载该模型的全部文件，"
        "拷到本机，再把设置改为该文件夹的路径。",
        f"There is no model {name!r} on this machine, and none is downloaded: copy all its files"
        " here from a machine with a network and set the model to that folder's path.",
    )


def content_hash(folder: Path) -> str:
    """Hash what a model folder holds, wherever it lies; 64 hex digits.

    Small files are read whole; of a large one the size and 64 evenly spaced pieces of 64 KiB, which
    any training of the weights changes and which cost milliseconds where all of it costs seconds.
    """
    digest = hashlib.sha256()
    try:
        for path in sorted(folder.rglob("*")):
            inner = path.relative_to(folder)
            hidden = any(part.startswith((".", "wenbao-")) for part in inner.parts)
            if hidden or path.suffix.lower() in _NO_PART_OF_THE_MODEL or not path.is_file():
                continue
            size = path.stat().st_size
            digest.update(f"{inner.as_posix()}\0{size}\0".encode())
            with path.open("rb") as file:
                for start in _sample_starts(size):
                    file.seek(start)
                    digest.update(file.read(_SAMPLE_BYTES))
    except OSError as error:
        raise ModelUnavailable(
            f"无法读取模型文件夹 {str(folder)!r}（{error.strerror}）。请检查路径和读取权限。",
            f"Cannot read the model folder {str(folder)!r} ({error.strerror})."
            " Check the path and its permissions.",
        ) from error
    return digest.hexdigest()


def own_prompts(folder: Path) -> tuple[str, str]:
    """Give the query and the passage prompt that a model folder brings, "" for none."""
    path = folder / "config_sentence_transformers.json"
    try:
        config = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        prompts = config.get("prompts") or {}
        default = prompts.get(config.get("default_prompt_name")) or ""
        query = prompts.get("query") or default
        named = (prompts.get(name) for name in ("document", "passage", "corpus"))
        passage = next((prompt for prompt in named if prompt), default)
    except (OSError, ValueError, AttributeError) as error:
        raise ModelUnavailable(
            f"模型文件夹 {str(folder)!r} 里的 {path.name} 无法读取。请检查模型文件是否完整。",
            f"Cannot read {path.name} of the model folder {str(folder)!r}."
            " Check that the model is complete.",
        ) from error
    return str(query), str(passage)


def _sample_starts(size: int) -> list[int]:
    if size <= _SAMPLES * _SAMPLE_BYTES:
        return list(range(0, size, _SAMPLE_BYTES))
    last = size - _SAMPLE_BYTES
    return [last * number // (_SAMPLES - 1) for number in range(_SAMPLES)]


@contextmanager
def loading(name: str) -> Iterator[None]:
    """Keep the libraries offline and silent while a model loads; their errors become ours."""
    # Read by huggingface_hub when it is first imported: a second guard behind local_files_only.
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    transformers_logging: Any = import_module("transformers.utils.logging")
    transformers_logging.disable_progress_bar()
    transformers_logging.set_verbosity_error()
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
    try:
        yield
    except ModelUnavailable:
        raise
    except MemoryError as error:
        raise ModelUnavailable(
            f"内存不足，无法加载模型 {name!r}。请换用更小的模型。",
            f"Not enough memory for the model {name!r}. Use a smaller one.",
        ) from error
    # A damaged or foreign folder fails in any of a dozen ways inside three libraries.
    except Exception as error:
        raise ModelUnavailable(
            f"无法加载模型 {name!r}：{_first_line(error)}。"
            "请检查该文件夹是否完整，是否为 sentence-transformers 支持的模型。",
            f"Cannot load the model {name!r}: {_first_line(error)}."
            " Check that its folder is complete and one of sentence-transformers.",
        ) from error


def _first_line(error: Exception) -> str:
    text = str(error).strip()
    return text.splitlines()[0].rstrip("。.")[:200] if text else type(error).__name__
