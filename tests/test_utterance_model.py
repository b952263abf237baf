"""The fitted model of utterances: what it ships with, what it decides from, and where it steps aside."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from assistant.config import Settings
from assistant.fitted.logistic import read_fitted
from assistant.making import make_embedder
from assistant.question.utterance import (
    FOR_REPORTS,
    KINDS,
    decided,
    default_utterances,
    grams_of,
)
from assistant.scope.marking import unmarked
from assistant.service import Assistant
from tests.assistant_samples import use_fakes, write_reports

ROOT = Path(__file__).parent.parent
FITTED = ROOT / "assistant" / "fitted"
DATA = (
    "training/intents.tsv",
    "training/more_intents.tsv",
    "training/questions.jsonl",
    "train_questions.jsonl",
)


def test_the_files_say_what_they_were_made_of() -> None:
    plain = read_fitted("utterances.json")
    whole = b"".join((ROOT / "tests" / "evaluation" / name).read_bytes() for name in DATA)
    assert plain["data"] == hashlib.sha256(whole).hexdigest()[:16]
    assert len(plain["commit"]) >= 7 and plain["made_by"] == "tests.evaluation.fit_utterances"
    told = plain["cross_validated"]
    assert told["honest_turned_away"] <= 0.02 and told["treated_rightly"] > 0.75
    size = sum((FITTED / f"utterances.{suffix}").stat().st_size for suffix in ("json", "tsv"))
    assert size <= 300_000


def test_every_weight_has_a_kind_and_a_run_of_characters() -> None:
    model = default_utterances()
    assert model.vector_weights.shape == (len(KINDS), len(model.centre))
    assert model.gram_weights.shape == (len(model.grams), len(KINDS))
    assert set(map(len, model.grams)) == {1, 2, 3}
    assert 0 < model.bar_following <= model.bar < 0.5


def test_the_shares_are_of_all_kinds_whatever_is_typed() -> None:
    model = default_utterances()
    for text in ("", "你好", "\u2028\t", "x" * 2000, "概括这份报告"):
        shares = model.probabilities(text, np.ones(len(model.centre), dtype=np.float32))
        assert shares.shape == (len(KINDS),) and abs(shares.sum() - 1) < 1e-9


def test_an_utterance_is_turned_away_only_below_the_bar() -> None:
    shares = np.zeros(len(KINDS))
    shares[KINDS.index("ask")], shares[KINDS.index("explain")] = 0.1, 0.15
    shares[KINDS.index("greeting")] = 0.75
    assert decided(shares, 0.2) == "explain"
    assert decided(shares, 0.3) == "greeting"
    assert set(FOR_REPORTS).isdisjoint({"greeting", "advice", "off_topic"})


def test_runs_of_characters_are_cut_alike_whatever_white_space_is_typed() -> None:
    assert list(grams_of("A 好")) == ["a", " ", "好", "a ", " 好", "a 好"]
    assert list(grams_of("a\t\n好")) == list(grams_of("A 好"))


def test_with_another_encoder_the_model_steps_aside_and_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_fakes(monkeypatch)
    said: list[str] = []
    with Assistant.open(
        Settings(home=tmp_path), "serve", notice=lambda chinese, _: said.append(chinese)
    ) as opened:
        assert opened._kind_of is None and opened._marked is unmarked
        opened.warm_up()
        write_reports(tmp_path / "reports")
        opened.ingest([tmp_path / "reports"])
        answer = opened.ask("光明区2021年收到行政复议申请多少件？")
        assert (answer.status, answer.intent) == ("disclosed", "ask")
        assert opened.ask("你好").intent == "ask"
    assert len([one for one in said if "嵌入模型" in one]) == 1


@pytest.mark.model
def test_it_is_fitted_to_the_encoder_that_ships(default_models: Path, tmp_path: Path) -> None:
    (tmp_path / "models").symlink_to(default_models, target_is_directory=True)
    embedder = make_embedder(Settings(home=tmp_path), lambda *_: None)
    assert embedder.fingerprint in default_utterances().encoders
