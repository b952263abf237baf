"""Reranking by a small real cross-encoder on disk."""

from pathlib import Path

import pytest

from tests.tiny_models import cross_encoder
from vectorstore.errors import ModelUnavailable
from vectorstore.rerank import load_reranker


def test_scores_follow_the_passages(tmp_path: Path) -> None:
    reranker = load_reranker(str(cross_encoder(tmp_path)))
    assert reranker is not None
    passages = ["今年办理行政复议案件12件。", "推进依法行政。", "今年办理行政复议案件12件。"]
    scores = reranker.score("办理多少件？", passages)
    assert len(scores) == 3
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert scores[0] != pytest.approx(scores[1], abs=1e-5)
    assert all(isinstance(score, float) for score in scores)
    assert reranker.score("办理多少件？", []) == []


def test_no_setting_gives_no_reranker() -> None:
    assert load_reranker(None) is None


def test_a_model_not_on_disk_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="本机没有模型"):
        load_reranker("BAAI/bge-reranker-base")
    (tmp_path / "empty").mkdir()
    reranker = load_reranker(str(tmp_path / "empty"))
    assert reranker is not None
    with pytest.raises(ModelUnavailable, match="无法加载模型"):
        reranker.score("多少？", ["十件。"])
