"""Answers worded by a model over real HTTP: checked, labelled, and given up with a word when it fails."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.grounding.verification import verify_answer
from assistant.llm.narrator import Narrator, Record
from assistant.llm.settings import ModelSettings
from assistant.models import Answer, Turn
from assistant.service import Assistant
from tests.assistant_samples import use_fakes, write_reports
from tests.model_stub import ModelStub, serving

ASKED = "光明区2021年收到行政复议申请多少件？"
TRUE = "光明区2021年共收到行政复议申请120件。[1]"
LATE_S = 1.5


@contextmanager
def asking(
    home: Path, patch: pytest.MonkeyPatch, *script: str, **settings: float
) -> Iterator[tuple[Assistant, ModelStub]]:
    """A small library with a scripted model behind real HTTP."""
    use_fakes(patch)
    with serving(*script) as stub:
        limits = {"first_word_s": LATE_S, "total_s": 2 * LATE_S, "retries": 1} | settings
        model = ModelSettings(name="stub", base_url=stub.url, **limits)  # type: ignore[arg-type]
        with Assistant.open(Settings(home=home, model=model), "serve") as assistant:
            assistant.ingest([write_reports(home.parent / "reports")])
            yield assistant, stub


def held(assistant: Assistant, answer: Answer) -> bool:
    return not verify_answer(answer, assistant.report_text, lambda _: True)


def test_a_true_sentence_is_shown_and_labelled(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asking(home, monkeypatch, f"say:{TRUE}") as (assistant, stub):
        answer = assistant.ask(ASKED)
        assert (answer.mode, answer.model) == ("llm", "stub")
        assert answer.text == TRUE
        assert any("AI 生成" in notice for notice in answer.notices)
        assert [c.year for c in answer.citations] == [2021]
        assert held(assistant, answer)
        (request,) = stub.requests
        assert "120件" in str(request["messages"])
        plain = assistant.ask(ASKED, mode="extractive")
        assert (plain.mode, len(stub.requests)) == ("extractive", 1)


def test_what_a_model_wrote_is_heard_run_by_run(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Record] = []
    with asking(home, monkeypatch, f"say:{TRUE}", "say:别的话。") as (assistant, _):
        assert assistant.model is not None
        assistant.narrator = Narrator(assistant.model, heard.append)
        assistant.ask(ASKED)
        assistant.ask(ASKED)
        assistant.ask(ASKED, mode="extractive")
        assistant.ask("光明区2035年收到行政复议申请多少件？")
    assert [record.text.strip() for record in heard] == [TRUE, "别的话。"]
    assert all(record.packed.sources and record.first_s is not None for record in heard)


def test_a_lie_beside_a_truth_is_replaced_and_said(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lie = "光明区2021年审结行政复议申请120件。[1]"
    with asking(home, monkeypatch, f"say:{TRUE}{lie}纠错率7.14%。[1]") as (assistant, _):
        answer = assistant.ask(ASKED)
        assert answer.mode == "llm"
        assert lie[:-3] not in answer.text
        assert answer.repairs["label"] == 1
        assert any("没有通过核对" in notice for notice in answer.notices)
        assert held(assistant, answer)


def test_what_the_model_leaves_out_is_added_in_the_reports_words(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with asking(home, monkeypatch, "say:光明区2021年公示执法信息23456条。[1]") as (assistant, _):
        answer = assistant.ask(ASKED)
        assert "报告原文：“共收到行政复议申请120件" in answer.text
        assert held(assistant, answer)


def test_a_refusal_is_never_put_to_the_model(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asking(home, monkeypatch, "say:2019年收到120件。[1]") as (assistant, stub):
        for question in ("光明区2019年收到行政复议申请多少件？", "今天天气怎么样？"):
            answer = assistant.ask(question)
            assert answer.status in ("not_in_library", "not_in_report")
            assert answer.mode == "extractive"
        assert stub.requests == []


FAILURES = {
    "429": "限流（429）",
    "500": "出错（500）",
    "401": "不接受密钥",
    "hang": "没有",
    f"stall:{TRUE}光明区": "没有及时回应",
    f"cut:{TRUE}光明区": "连接断了",
    "garbage": "读不懂",
    "empty": "没有写出内容",
    "endless": "写个不停",
    "say:好的。我不知道。天气很好。": "核对",
    "say:共收到行政复议申请999件。[1]": "核对",
    f"say:{TRUE * 3}": "重复",
}


@pytest.mark.parametrize(("behaviour", "said"), FAILURES.items())
def test_a_model_that_fails_costs_only_its_wording(
    home: Path, monkeypatch: pytest.MonkeyPatch, behaviour: str, said: str
) -> None:
    with asking(home, monkeypatch, behaviour) as (assistant, _):
        began = time.monotonic()
        answer = assistant.ask(ASKED)
        assert time.monotonic() - began < 6 * LATE_S
        assert (answer.status, answer.mode) == ("disclosed", "extractive")
        assert answer.text == assistant.ask(ASKED, mode="extractive").text
        assert said in answer.notices[-1]
        assert "改用报告原文" in answer.notices[-1]
        # The conversation goes on.
        later = assistant.ask("那审结了多少？", history=[Turn(ASKED, answer)], mode="extractive")
        assert "98件" in later.text


def test_an_error_that_passes_is_tried_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asking(home, monkeypatch, "500", f"say:{TRUE}", first_word_s=10, total_s=20) as (a, stub):
        assert a.ask(ASKED).mode == "llm"
        assert len(stub.requests) == 2


def test_the_first_sentence_is_shown_before_the_last_is_written(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"stall:{TRUE}公示执法信息"
    with asking(home, monkeypatch, script, total_s=3) as (assistant, _):
        began = time.monotonic()
        events = assistant.ask_stream(ASKED)
        first = next(events)
        assert (first.kind, first.text.strip()) == ("text", TRUE)
        assert time.monotonic() - began < 2
        assert [event.kind for event in events] == ["answer"]


def test_a_model_without_an_address_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    settings = Settings(home=home, model=ModelSettings(name="qwen"))
    with Assistant.open(settings, "serve") as assistant:
        assistant.ingest([write_reports(home.parent / "reports")])
        answer = assistant.ask(ASKED)
        assert answer.mode == "extractive"
        assert "WENBAO_MODEL_BASE_URL" in answer.notices[-1]


def test_a_figure_of_the_user_is_still_refuted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with asking(home, monkeypatch, f"say:{TRUE}") as (assistant, _):
        question = "光明区2021年收到行政复议申请是不是5000件？"
        plain = assistant.ask(question, mode="extractive")
        told = assistant.ask(question)
        assert any(figure.refuted for figure in plain.figures)
        assert (told.mode, plain.text in told.text) == ("llm", True)
        assert held(assistant, told)
