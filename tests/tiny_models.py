"""Models of a few kilobytes, built on disk, that the real loading code loads."""

import json
from pathlib import Path
from typing import Any

LETTERS = list("，。；：今年办理行政复议案件多少区政府推进依法一二三四五六七八九十0123456789,件次")
_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def _fast_tokenizer() -> Any:
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = {word: number for number, word in enumerate([*_SPECIAL, *dict.fromkeys(LETTERS)])}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B [SEP]",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        unk_token="[UNK]",
        pad_token="[PAD]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        mask_token="[MASK]",
    )


def _bert_config(**more: Any) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=len(_SPECIAL) + len(LETTERS),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=128,
        initializer_range=0.5,
        **more,
    )


def bert_encoder(folder: Path, pooling: str = "mean", max_length: int = 64) -> Path:
    """A one-layer BERT of 16 dimensions, one token a character, with query and passage prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertModel

    torch.manual_seed(7)
    base = folder / "base"
    BertModel(_bert_config()).save_pretrained(base)
    _fast_tokenizer().save_pretrained(base)
    transformer = Transformer(str(base))
    model = SentenceTransformer(
        modules=[transformer, Pooling(16, pooling_mode=pooling), Normalize()],
        prompts={"query": "问：", "passage": "文："},
        device="cpu",
    )
    model.max_seq_length = max_length
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def static_encoder(folder: Path) -> Path:
    """A model that averages fixed vectors of 16 dimensions, one a character; no attention."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.manual_seed(7)
    static = StaticEmbedding(_fast_tokenizer().backend_tokenizer, embedding_dim=16)
    model = SentenceTransformer(modules=[static], device="cpu")
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


def cross_encoder(folder: Path) -> Path:
    """A one-layer BERT that gives one score to a pair of texts."""
    import torch
    from transformers import BertForSequenceClassification

    torch.manual_seed(7)
    path = folder / "model"
    BertForSequenceClassification(_bert_config(num_labels=1)).save_pretrained(path)
    _fast_tokenizer().save_pretrained(path)
    return path


def prompts_of(folder: Path) -> dict[str, str]:
    """What the folder's own settings name as prompts."""
    text = (folder / "config_sentence_transformers.json").read_text(encoding="utf-8")
    return dict(json.loads(text)["prompts"])
