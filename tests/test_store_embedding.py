"""Embedding by small real models on disk: vectors, clauses, prompts, fingerprints, refusals."""

import shutil
import socket
import threading
from pathlib import Path

import numpy as np
import pytest

from ingest.segment import clause_spans
from tests.tiny_models import bert_encoder, prompts_of, static_encoder
from vectorstore.catching_up import unheard
from vectorstore.embedding import PassageText, embedded_text
from vectorstore.embedding.loading import load_embedder
from vectorstore.embedding.sentence_encoder import SentenceTransformerEmbedder
from vectorstore.errors import ModelUnavailable
from vectorstore.settings import EmbeddingSettings

SETTINGS = EmbeddingSettings(device="cpu", threads=1)
TEXTS = [
    PassageText("区政府年", ("一、推进依法行政",), "今年办理行政复议案件123件，推进依法行政。"),
    PassageText("区政府年", (), "一；二；三"),
    PassageText("", ("十",), ""),
    PassageText("区", ("一", "二"), "办理案件1,234件次：行政复议多少？依法办理，区政府推进。"),
]


@pytest.fixture(scope="module")
def mean_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bert_encoder(tmp_path_factory.mktemp("mean"))


@pytest.fixture(scope="module")
def cls_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bert_encoder(tmp_path_factory.mktemp("cls"), pooling="cls")


@pytest.fixture(scope="module")
def static_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return static_encoder(tmp_path_factory.mktemp("static"))


@pytest.fixture(params=["mean_model", "cls_model", "static_model"])
def any_model(request: pytest.FixtureRequest) -> Path:
    path: Path = request.getfixturevalue(request.param)
    return path


def reference(folder: Path, texts: list[str], prompt: str) -> np.ndarray:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return model.encode(texts, prompt=prompt, show_progress_bar=False, normalize_embeddings=True)


def test_embedded_text_is_title_headings_and_body() -> None:
    text, body_at = embedded_text(PassageText("报告", ("一、情况", "（一）复议"), "正文。"))
    assert text == "报告\n一、情况 （一）复议\n正文。"
    assert text[body_at:] == "正文。"
    assert embedded_text(PassageText("", (), "正文。")) == ("正文。", 0)


def test_vectors_equal_plain_encoding(any_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(SETTINGS, any_model)
    prompts = prompts_of(any_model)
    given = embedder.embed_passages(TEXTS)
    expected = reference(
        any_model, [embedded_text(text)[0] for text in TEXTS], prompts.get("passage", "")
    )
    assert np.abs(np.stack([one.vector for one in given]) - expected).max() < 1e-5
    question = reference(any_model, ["办理多少件？"], prompts["query"])[0]
    assert np.abs(embedder.embed_query("办理多少件？") - question).max() < 1e-5
    assert embedder.dimensions == 16
    assert all(one.vector.dtype == np.float32 for one in given)


def test_every_clause_has_a_vector(any_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(SETTINGS, any_model)
    for text, embedding in zip(TEXTS, embedder.embed_passages(TEXTS), strict=True):
        clauses = embedding.clauses
        assert clauses is not None
        assert clauses.spans == clause_spans(text.body)
        assert clauses.vectors.shape == (len(clauses.spans), 16)
        assert clauses.vectors.dtype == np.float32
        assert len(clauses.tokens) == len(clauses.spans)
        assert all(count > 0 for count in clauses.tokens)


def test_clauses_are_means_over_their_tokens(mean_model: Path) -> None:
    from sentence_transformers import SentenceTransformer

    clauses = SentenceTransformerEmbedder(SETTINGS, mean_model).embed_passages(TEXTS)[3].clauses
    assert clauses is not None
    whole, body_at = embedded_text(TEXTS[3])
    model = SentenceTransformer(str(mean_model), device="cpu", local_files_only=True)
    tokens = model.encode(
        ["文：" + whole], output_value="token_embeddings", show_progress_bar=False
    )[0].numpy()
    # One token a character; [CLS] and the two of the prompt come first.
    for (start, end), vector, count in zip(
        clauses.spans, clauses.vectors, clauses.tokens, strict=True
    ):
        rows = range(3 + body_at + start, 3 + body_at + end)
        assert count == len(rows) == end - start
        assert np.abs(vector - tokens[rows].mean(axis=0)).max() < 1e-5


def test_clauses_past_the_model_length_are_encoded_alone(mean_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(SETTINGS, mean_model)
    body = "办理行政复议案件多少件，" * 12
    clauses = embedder.embed_passages([PassageText("区", (), body)])[0].clauses
    assert clauses is not None
    alone = reference(mean_model, ["办理行政复议案件多少件，"], "文：")[0]
    assert np.abs(clauses.vectors[-1] - alone).max() < 1e-5
    assert np.abs(clauses.vectors[0] - alone).max() > 1e-3
    assert clauses.tokens[-1] == 12


def test_a_question_of_any_length_is_embedded(any_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(SETTINGS, any_model)
    for question in ("", "多少？" * 7000):
        vector = embedder.embed_query(question)
        assert vector.shape == (16,)
        assert np.isfinite(vector).all()


def test_batches_are_bounded_and_order_and_progress_kept(mean_model: Path) -> None:
    settings = SETTINGS.model_copy(update={"batch_size": 2})
    embedder = SentenceTransformerEmbedder(settings, mean_model)
    seen: list[tuple[int, int]] = []
    given = embedder.embed_passages(TEXTS, lambda done, total: seen.append((done, total)))
    assert seen == [(2, 4), (4, 4)]
    single = [embedder.embed_passages([text])[0].vector for text in TEXTS]
    assert np.abs(np.stack(single) - np.stack([one.vector for one in given])).max() < 1e-5
    assert embedder.embed_passages([]) == []


def test_bfloat16_gives_nearly_the_same_vectors_in_one_pass_under_a_fingerprint_of_its_own(
    any_model: Path,
) -> None:
    exact = SentenceTransformerEmbedder(SETTINGS, any_model)
    rough = SentenceTransformerEmbedder(
        SETTINGS.model_copy(update={"precision": "bfloat16"}), any_model
    )
    assert rough.fingerprint != exact.fingerprint
    given, near = exact.embed_passages(TEXTS), rough.embed_passages(TEXTS)
    gaps = [np.abs(one.vector - two.vector).max() for one, two in zip(given, near, strict=True)]
    # It is what it says: eight bits of mantissa, neither none lost nor more.
    assert 1e-6 < max(gaps) < 0.05
    for one, two in zip(given, near, strict=True):
        assert one.clauses is not None and two.clauses is not None
        assert one.clauses.spans == two.clauses.spans
        assert two.vector.dtype == two.clauses.vectors.dtype == np.float32
        assert np.abs(np.linalg.norm(two.vector) - 1) < 1e-6
    assert rough._pools_tokens == exact._pools_tokens
    question = rough.embed_query("办理多少件？")
    assert 1e-6 < np.abs(question - exact.embed_query("办理多少件？")).max() < 0.05


def test_threads_may_share_one_embedder(mean_model: Path) -> None:
    embedder = SentenceTransformerEmbedder(SETTINGS, mean_model)
    expected = embedder.embed_query("行政复议")
    failures: list[BaseException] = []

    def ask(number: int) -> None:
        try:
            for _ in range(20):
                embedder.embed_passages(TEXTS[: 1 + number])
                assert np.abs(embedder.embed_query("行政复议") - expected).max() < 1e-5
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_fingerprint_follows_content_and_prompts(mean_model: Path, tmp_path: Path) -> None:
    first = SentenceTransformerEmbedder(SETTINGS, mean_model).fingerprint
    moved = shutil.copytree(mean_model, tmp_path / "elsewhere")
    assert SentenceTransformerEmbedder(SETTINGS, moved).fingerprint == first
    other = SETTINGS.model_copy(update={"query_prompt": "查："})
    assert SentenceTransformerEmbedder(other, mean_model).fingerprint != first
    same = SETTINGS.model_copy(update={"query_prompt": "问：", "batch_size": 7, "threads": 2})
    assert SentenceTransformerEmbedder(same, mean_model).fingerprint == first
    weights = moved / "model.safetensors"
    raw = bytearray(weights.read_bytes())
    raw[-1] ^= 1
    weights.write_bytes(raw)
    assert SentenceTransformerEmbedder(SETTINGS, moved).fingerprint != first


def test_a_model_not_on_disk_is_refused_without_a_call_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_call(*_: object, **__: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", no_call)
    for name in (
        "BAAI/bge-small-zh-v1.5",
        "no-such-model",
        str(tmp_path / "无此文件夹"),
        "a b/c:d",
    ):
        settings = EmbeddingSettings(model=name)
        with pytest.raises(ModelUnavailable, match=r"本机没有模型.*下载") as caught:
            load_embedder(settings, tmp_path, unheard)
        assert name in str(caught.value)


def test_a_damaged_folder_is_refused_with_a_sentence(mean_model: Path, tmp_path: Path) -> None:
    broken = shutil.copytree(mean_model, tmp_path / "broken")
    weights = broken / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:100])
    embedder = load_embedder(EmbeddingSettings(model=str(broken)), tmp_path, unheard)
    with pytest.raises(ModelUnavailable, match="无法加载模型"):
        embedder.embed_query("多少？")
    (broken / "config_sentence_transformers.json").write_text("{", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="无法读取"):
        load_embedder(EmbeddingSettings(model=str(broken)), tmp_path, unheard)
    (tmp_path / "empty").mkdir()
    empty = EmbeddingSettings(model=str(tmp_path / "empty"))
    with pytest.raises(ModelUnavailable):
        load_embedder(empty, tmp_path, unheard).embed_query("多少？")
