"""The chain as a LangChain user meets it: README's lines as they stand, async, callbacks, a trace."""

import asyncio
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.documents import Document
from langchain_core.runnables import RunnableConfig

from assistant.models import Answer, AnswerEvent, Scope, Turn
from assistant.service import Assistant
from tests.assistant_samples import open_assistant, use_fakes, write_reports
from tests.test_llm_answers import ASKED, TRUE, asking

ROOT = Path(__file__).parent.parent


class Listener(BaseCallbackHandler):
    """Keeps what it hears, in order: (event, name or words)."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.documents: list[Document] = []

    def on_chain_start(self, *_: Any, **run: Any) -> None:
        self.heard.append(("chain", run.get("name") or ""))

    def on_retriever_start(self, _: Any, query: str, **run: Any) -> None:
        self.heard.append(("retriever", query))

    def on_retriever_end(self, documents: Sequence[Document], **run: Any) -> None:
        self.documents += documents

    def on_chat_model_start(self, *_: Any, **run: Any) -> None:
        self.heard.append(("model", ""))

    def kinds(self) -> set[str]:
        return {kind for kind, _ in self.heard}


@pytest.fixture
def opened(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    use_fakes(monkeypatch)
    with open_assistant(home) as assistant:
        assistant.ingest([write_reports(tmp_path / "reports")])
        yield assistant


def answer_of(event: AnswerEvent) -> Answer:
    assert event.answer is not None
    return event.answer


def test_readmes_lines_run_as_they_stand(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use_fakes(monkeypatch)
    monkeypatch.setenv("WENBAO_HOME", str(home))
    with open_assistant(home) as assistant:
        assistant.ingest([write_reports(tmp_path / "reports")])
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    namespace: dict[str, Any] = {"__name__": "readme"}
    exec(compile(lines, "README.md", "exec"), namespace)
    asyncio.run(namespace["main"](ASKED))
    said = capsys.readouterr().out
    assert "120件" in said and "retrieved" in said


def test_a_string_a_mapping_and_an_ask_give_the_same(opened: Assistant) -> None:
    plain = answer_of(opened.chain.invoke(ASKED))
    assert answer_of(opened.chain.invoke({"question": ASKED})).text == plain.text
    assert plain.text == opened.ask(ASKED).text and "120件" in plain.text
    other = {"question": ASKED.replace("2021年", ""), "scope": Scope((2020,), source="user")}
    assert answer_of(opened.chain.invoke(other)).scope.years == (2020,)
    later = {"question": "2020年呢？", "history": [(ASKED, plain)]}
    turn = {"question": "2020年呢？", "history": [Turn(ASKED, plain)]}
    assert "100件" in answer_of(opened.chain.invoke(later)).text
    assert answer_of(opened.chain.invoke(turn)).text == answer_of(opened.chain.invoke(later)).text


def test_an_input_that_is_neither_is_refused(opened: Assistant) -> None:
    with pytest.raises(ValueError, match="question"):
        opened.chain.invoke({"query": ASKED})
    with pytest.raises(ValueError, match="question"):
        opened.chain.invoke({"question": ASKED, "k": 3})
    with pytest.raises(TypeError, match="Turn"):
        opened.chain.invoke({"question": ASKED, "history": [("光明？", "一句话")]})


def test_async_forms_say_what_the_others_say(opened: Assistant) -> None:
    sync = list(opened.chain.stream(ASKED))

    async def gather() -> tuple[AnswerEvent, list[AnswerEvent], list[AnswerEvent]]:
        streamed = [event async for event in opened.chain.astream(ASKED)]
        whole = await opened.chain.ainvoke(ASKED)
        batch = await opened.chain.abatch([ASKED, ASKED.replace("2021", "2020")])
        return whole, streamed, batch

    whole, streamed, batch = asyncio.run(gather())
    assert [one.text for one in streamed] == [one.text for one in sync]
    assert answer_of(whole).text == answer_of(sync[-1]).text == answer_of(streamed[-1]).text
    assert [answer_of(one).scope.years for one in batch] == [(2021,), (2020,)]


def test_a_callback_hears_chain_and_retriever(opened: Assistant) -> None:
    listener = Listener()
    event = opened.chain.invoke(ASKED, RunnableConfig(callbacks=[listener]))
    names = [name for kind, name in listener.heard if kind == "chain"]
    assert {"accept", "plan", "retrieve", "read", "compose", "speak"} <= set(names)
    assert ASKED.rstrip("？") in next(q for kind, q in listener.heard if kind == "retriever")
    cited = {citation.report_id for citation in answer_of(event).citations}
    assert cited <= {document.metadata["report_id"] for document in listener.documents}


def test_a_callback_hears_the_model_also_in_an_async_run(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asking(home, monkeypatch, f"say:{TRUE}", f"say:{TRUE}") as (assistant, _):
        for run in ("sync", "async"):
            listener = Listener()
            config = RunnableConfig(callbacks=[listener])
            if run == "sync":
                event = assistant.chain.invoke(ASKED, config)
            else:
                event = asyncio.run(assistant.chain.ainvoke(ASKED, config))
            assert answer_of(event).mode == "llm"
            assert listener.kinds() == {"chain", "retriever", "model"}
