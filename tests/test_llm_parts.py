"""The pieces under a worded answer: prompts, packing, weights, rewording, what the doctor says."""

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assistant.config import Settings
from assistant.doctor import run_checks
from assistant.llm import local
from assistant.llm.endpoint import ModelEndpoint
from assistant.llm.errors import ModelSetupError
from assistant.llm.packing import pack
from assistant.llm.rewriting import accepted_rewrite
from assistant.llm.settings import ModelSettings
from assistant.models import Answer, Citation, Scope
from assistant.question.planning import Ask, make_plan
from assistant.reader.reading import Found
from prompts import PromptError, load
from tests.llm_samples import sources
from tests.model_stub import serving
from tests.scope_samples import LIBRARY, turn
from vectorstore.catching_up import unheard
from vectorstore.models import SearchHit, SearchResult

PROMPTS = {"answer", "explain", "summarise", "compare", "rewrite"}


@pytest.mark.parametrize("name", sorted(PROMPTS))
def test_a_prompt_declares_what_it_uses_and_takes_values_as_they_are(name: str) -> None:
    prompt = load(name)
    assert prompt.version >= 1
    values = dict.fromkeys(prompt.variables, "{question} 花括号")
    system, user = prompt.fill(**values)
    assert "{" not in system
    assert user.count("{question} 花括号") == len(prompt.variables)
    with pytest.raises(PromptError):
        prompt.fill(**values, more="x")


def test_every_prompt_is_in_use() -> None:
    root = Path(__file__).parent.parent
    assert {path.stem for path in (root / "prompts").glob("*.md")} == PROMPTS
    with pytest.raises(PromptError):
        load("nothing")


def packed(budget: int) -> tuple[list[str], int]:
    """Pack three passages of 100 tokens each, the second of which the answer cites."""
    given = sources()
    hits = tuple(SearchHit(s.passage, s.facts, 0.5, 0.5, 0.0, None, None) for s in given)
    found = Found(0, 0, frozenset("r"), SearchResult(hits, np.zeros(2, dtype=np.float32)))
    cited = given[1].passage
    citation = Citation(
        1, "r", "", "", 2020, (), None, cited.text, cited.text, cited.start, cited.end
    )
    answer = Answer("disclosed", "", citations=(citation,))
    kept = pack(answer, [found], lambda texts: [100] * len(texts), budget)
    assert [source.n for source in kept.sources] == list(range(1, len(kept.sources) + 1))
    return [source.passage.id for source in kept.sources], kept.left_out


def test_what_the_answer_cites_goes_in_first_and_what_does_not_fit_is_counted() -> None:
    assert packed(1000) == (["p2", "p1", "p3"], 0)
    assert packed(250) == (["p2", "p1"], 1)
    assert packed(10) == (["p2"], 2)


def test_weights_are_joined_and_refused_if_their_hash_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = [b"GGUF", b"-made-up"]

    def blocks() -> Iterator[bytes]:
        yield from parts

    monkeypatch.setattr(local, "_blocks", blocks)
    monkeypatch.setattr(local, "SIZE_BYTES", 12)
    with pytest.raises(ModelSetupError, match="校验不符"):
        local.weights(tmp_path, unheard)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(local, "SHA256", hashlib.sha256(b"".join(parts)).hexdigest())
    path = local.weights(tmp_path, unheard)
    assert path.read_bytes() == b"GGUF-made-up"
    # A file that was changed since is made anew.
    path.write_bytes(b"GGUF-MADE-UP")
    assert local.weights(tmp_path, unheard).read_bytes() == b"GGUF-made-up"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("大兴区2020年收到的行政复议申请中，审结了多少件？", True),
        ("大兴区2021年收到的行政复议申请中，审结了多少件？", False),
        ("深圳2020年收到的行政复议申请中，审结了多少件？", False),
        ("大兴区2020年收到的行政复议申请376件中，审结了多少件？", False),
        ("大兴区2020年天气怎么样？", False),
        ("好的。\n大兴区2020年收到的行政复议申请审结了多少件？", False),
        ("", False),
    ],
)
def test_a_rewording_may_not_ask_another_question(said: str, kept: bool) -> None:
    first = "大兴2020年收到多少件行政复议申请？"
    scope = Scope(years=(2020,), regions=("北京市大兴区",))
    history = (turn(first, first, scope),)
    plan = make_plan(Ask("那审结了多少件？", history, today=date(2026, 1, 1)), LIBRARY)
    assert plan.question != plan.ask.question
    assert accepted_rewrite(plan, said) == (said if kept else plan.question)


def endpoint(tmp_path: Path, **settings: object) -> ModelEndpoint:
    chosen = ModelSettings(**settings)  # type: ignore[arg-type]
    return ModelEndpoint(chosen, {}, tmp_path)


def test_what_is_wrong_with_a_model_is_said_without_starting_it(tmp_path: Path) -> None:
    assert "BASE_URL" in str(endpoint(tmp_path, name="qwen").trouble())
    assert "找不到模型文件" in str(endpoint(tmp_path, name="local", gguf="/none.gguf").trouble())
    assert "连不上" in str(endpoint(tmp_path, name="q", base_url="http://127.0.0.1:9/v1").trouble())
    with serving("say:好。") as stub:
        assert endpoint(tmp_path, name="q", base_url=stub.url).trouble() is None
        # It has no tokenizer: counted from above, and asked only once.
        counting = endpoint(tmp_path, name="q", base_url=stub.url)
        assert counting.count_tokens(["复议申请" * 10]) == [44]


def test_the_doctor_says_which_model_words_the_answers(home: Path) -> None:
    away = ModelSettings(name="虚构模型", base_url="http://127.0.0.1:9/v1")
    plain = [finding.message for finding in run_checks(Settings(home=home))]
    told = [finding.message for finding in run_checks(Settings(home=home, model=away))]
    assert any("没有配置语言模型" in message for message in plain)
    assert any("虚构模型 现在不可用" in message for message in told)
    english = [finding.english for finding in run_checks(Settings(home=home, model=away))]
    assert any("cannot be used now: there is no connection" in one for one in english)
