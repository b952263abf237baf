"""The settings to a LangChain chat model: which model, where it answers, and how it counts tokens."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.llm.errors import ModelError, ModelSetupError
from assistant.llm.local import LocalServer
from assistant.llm.settings import ModelSettings
from vectorstore.catching_up import Notice, unheard

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

KEYS = ("WENBAO_MODEL_KEY", "OPENAI_API_KEY")
_OLLAMA = "http://127.0.0.1:11434/v1"
_CONNECT_S = 5.0
_LOOK_S = 3.0
# Where nothing counts for us: no tokenizer makes more of Chinese official text than this.
_TOKENS_PER_CHAR = 1.1
_LOCAL_PASSAGE_TOKENS = 900
_PASSAGE_TOKENS = 6000


class ModelEndpoint:
    """One configured model; nothing is loaded, started or called before it is used."""

    def __init__(
        self,
        settings: ModelSettings,
        environ: Mapping[str, str],
        models: Path,
        notice: Notice = unheard,
    ) -> None:
        self.settings = settings
        self._key = next((environ[name] for name in KEYS if environ.get(name)), "")
        self._local = LocalServer(settings, models, notice) if settings.name == "local" else None
        self._chat: BaseChatModel | None = None
        self._counts = True

    @property
    def title(self) -> str:
        """What the page and the doctor call the model."""
        if self._local is None:
            return self.settings.name.removeprefix("ollama:")
        given = self.settings.gguf
        return f"本机 {Path(given).stem if given else 'Qwen2.5-Coder-1.5B-Instruct Q4_K_M'}"

    @property
    def passage_tokens(self) -> int:
        """How many tokens of passages it is given, at most what its window leaves."""
        wanted = self.settings.passage_tokens or (
            _LOCAL_PASSAGE_TOKENS if self._local else _PASSAGE_TOKENS
        )
        return max(
            min(wanted, self.settings.window_tokens - self.settings.answer_tokens - 500), 200
        )

    def base_url(self) -> str:
        """Give the address up to /v1, starting the local server where that is the model.

        Raises:
            ModelSetupError: with what is missing.
        """
        if self._local is not None:
            return self._local.base_url()
        if self.settings.base_url:
            return self.settings.base_url.rstrip("/")
        if self.settings.name.startswith("ollama:"):
            return _OLLAMA
        raise ModelSetupError(
            "设置了语言模型的名字，却没有接口地址。请设置 WENBAO_MODEL_BASE_URL；"
            "本机模型请用 WENBAO_MODEL_NAME=local。",
            "A model is named but no address: set WENBAO_MODEL_BASE_URL, or use local.",
        )

    def chat(self) -> "BaseChatModel":
        """Give the chat model.

        Raises:
            ModelSetupError: with what is missing.
        """
        if self._chat is None:
            try:
                import httpx
                from langchain_openai import ChatOpenAI
            except ModuleNotFoundError:
                raise ModelSetupError(
                    "没有安装语言模型的接口。请运行：pip install 'wenbao[llm]'。",
                    "Install the model client: pip install 'wenbao[llm]'.",
                ) from None
            chosen = self.settings
            self._chat = ChatOpenAI(
                model=chosen.name.removeprefix("ollama:"),
                base_url=self.base_url(),
                # The client insists on a key, local servers ignore it.
                api_key=self._key or "none",
                temperature=chosen.temperature,
                max_completion_tokens=chosen.answer_tokens,
                max_retries=chosen.retries,
                timeout=httpx.Timeout(chosen.first_word_s, connect=_CONNECT_S),
                stream_usage=True,
                seed=0,
            )
        return self._chat

    def count_tokens(self, texts: list[str]) -> list[int]:
        """Count tokens: by the model's own tokenizer where its server offers it, else from above."""
        import httpx

        root = self.base_url().removesuffix("/v1")
        counts: list[int] = []
        if not self._counts:
            return _at_most(texts)
        try:
            with httpx.Client(timeout=_LOOK_S, headers=self._headers()) as client:
                for text in texts:
                    answer = client.post(f"{root}/tokenize", json={"content": text, "prompt": text})
                    counts.append(_count(answer.raise_for_status().json()))
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            # Most hosted models offer no tokenizer; they are not asked again.
            self._counts = False
            return _at_most(texts)
        return counts

    def line(self) -> str:
        """Name the model and say whether it can be asked now."""
        trouble = self.trouble()
        return f"{self.title}（{f'现在不可用：{trouble}' if trouble else '可用'}）"

    def trouble(self) -> ModelError | None:
        """Give None if the model can be asked, else why not; a local one is not started for this."""
        import httpx

        try:
            if self._local is not None:
                self._local.installed()
                return None
            url = f"{self.base_url()}/models"
            httpx.get(url, timeout=_LOOK_S, headers=self._headers()).raise_for_status()
        except ModelSetupError as error:
            return error
        except httpx.HTTPStatusError as error:
            status = error.response.status_code
            return ModelError(f"接口返回 {status}", f"its address answers {status}")
        except httpx.HTTPError as error:
            name = type(error).__name__
            return ModelError(f"连不上（{name}）", f"there is no connection ({name})")
        return None

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._key}"} if self._key else {}


def _at_most(texts: list[str]) -> list[int]:
    return [math.ceil(len(text) * _TOKENS_PER_CHAR) for text in texts]


def _count(answer: Any) -> int:
    return int(answer["count"]) if "count" in answer else len(answer["tokens"])
