"""The tokens of texts for a sentence-transformers model, and their states behind one of its layers."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from vectorstore.models import Vector

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Tokenized = tuple[dict[str, Any], npt.NDArray[np.int64]]
"""What the model takes, and where each token stands in its text: shape (texts, tokens, 2)."""


def tokenized(model: "SentenceTransformer", texts: list[str]) -> Tokenized:
    """Cut texts into tokens; padded to the longest."""
    features: dict[str, Any] = dict(
        model.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=model.max_seq_length,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
    )
    offsets = features.pop("offset_mapping").numpy()
    return {name: value.to(model.device) for name, value in features.items()}, offsets


def states_behind(
    model: "SentenceTransformer", read: Tokenized, layer: int, prompt: int
) -> tuple[Vector, list[tuple[int, int]]]:
    """Give the states of one text's tokens behind a layer, without those of its first `prompt` characters."""
    import torch

    features, offsets = read
    # A sentence-transformers model types its parts as any module.
    transformer: Any = model[0].auto_model
    with torch.inference_mode():
        out = transformer(**features, output_hidden_states=True)
    states = out.hidden_states[layer][0].float().cpu().numpy()
    spans = [(int(start) - prompt, int(end) - prompt) for start, end in offsets[0]]
    own = [at for at, (start, end) in enumerate(spans) if end > max(start, 0)]
    return states[own], [(max(spans[at][0], 0), spans[at][1]) for at in own]
