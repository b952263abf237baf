"""Cut running text into sentences and clauses by span; shared by packing, embedding and reading."""

import re

# A closing quote or bracket after the stop belongs to the sentence it closes.
_CLOSERS = "”’」』）)】》〉"
_SENTENCE_STOP = re.compile(rf"[。！？!?][{_CLOSERS}]*|\n+")
# A comma between thousands is part of a figure (24,000; 24，000), as is an ASCII colon (3:1).
_CLAUSE_STOP = re.compile(
    rf"(?!(?<=\d)，\d{{3}}(?!\d))[。！？!?；;，：][{_CLOSERS}]*|(?<!\d)[,:]|[,:](?!\d)|\n+",
)


def _spans(stop: re.Pattern[str], text: str) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    start = 0
    for match in stop.finditer(text):
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return tuple(_trimmed(text, spans))


def _trimmed(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept = []
    for start, end in spans:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        end -= len(piece) - len(piece.rstrip())
        if start < end:
            kept.append((start, end))
    return kept


def sentence_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Give (start, end) of each sentence with its stop, in code points, white space trimmed."""
    return _spans(_SENTENCE_STOP, text)


def clause_spans(text: str) -> tuple[tuple[int, int], ...]:
    """Give (start, end) of each clause (cut at ，；：。 too), each inside exactly one sentence."""
    return _spans(_CLAUSE_STOP, text)
