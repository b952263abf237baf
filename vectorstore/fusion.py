"""What several legs found, to one ranking: by their scores or by their ranks."""

from collections.abc import Iterable, Mapping, Sequence


def in_order(scored: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
    """Sort (id, score) best first, equal scores by id.

    Engines give ties in the order in which they happen to hold them, which differs between two
    libraries of the same content.
    """
    return sorted(scored, key=lambda pair: (-round(pair[1], 5), pair[0]))


def reciprocal_rank_fusion(rankings: Sequence[Sequence[str]], k: int) -> list[tuple[str, float]]:
    """Fuse rankings of ids, best first, into (id, score), best first.

    The score is the sum over rankings of 1 / (k + rank), rank from 1 (Cormack, Clarke and
    Büttcher, SIGIR 2009). Equal scores keep the order in which the ids were first seen, so that
    the same rankings always give the same result.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking, start=1):
            scores[item] = scores.get(item, 0.0) + 1.0 / (k + rank)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def score_fusion(
    dense: Mapping[str, float], keyword: Mapping[str, float], keyword_weight: float
) -> list[tuple[str, float]]:
    """Fuse two legs by their scores, best first: scaled cosine plus weighted scaled BM25.

    Scores say how far ahead the first is, which ranks throw away. Cosines are scaled from the
    leg's lowest (0) to its highest (1), BM25 by its highest; a row that a leg did not find gets 0
    there. Convex combination as in Bruch, Gai and Ingber, An Analysis of Fusion Functions for
    Hybrid Retrieval (ACM TOIS 2023).
    """
    low, high = min(dense.values(), default=0.0), max(dense.values(), default=0.0)
    spread = max(high - low, 1e-9)
    top = max(max(keyword.values(), default=0.0), 1e-9)
    fused = {row: (score - low) / spread for row, score in dense.items()}
    for row, score in keyword.items():
        fused[row] = fused.get(row, 0.0) + keyword_weight * score / top
    return in_order(fused.items())
