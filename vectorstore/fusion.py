"""Rankings of several legs to one: reciprocal rank fusion."""

from collections.abc import Iterable, Sequence


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
