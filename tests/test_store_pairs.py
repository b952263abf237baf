"""Pairs of characters: each rule tells from the others, and none is written elsewhere."""

import re
from pathlib import Path

from vectorstore.indexes import pairs

ROOT = Path(__file__).parent.parent
TEXT = "办理㙟12件，AB类。办理"


def test_each_rule_says_what_a_pair_may_span() -> None:
    assert pairs.han_pairs(TEXT) == ["办理", "理㙟", "办理"]
    assert pairs.common_han_pairs(TEXT) == ["办理", "办理"]
    assert pairs.letter_pairs(TEXT) == {"办理", "AB", "B类"}
    assert pairs.word_pairs(TEXT) == {"办理", "12", "2件", "AB", "B类"}
    assert pairs.pairs_across_marks("12件，类") == {"12", "2件", "件类"}
    assert pairs.letter_pairs_across_marks("办12件，类") == {"办件", "件类"}


def test_a_share_says_what_becomes_of_nothing() -> None:
    one, other = frozenset({"甲乙", "乙丙"}), frozenset({"甲乙"})
    nothing: frozenset[str] = frozenset()
    assert pairs.share_had(one, other) == 0.5
    assert pairs.share_had(nothing, one) == 0.0
    assert pairs.share_told(one, "有甲乙") == 0.5
    assert pairs.share_told(nothing, "有甲乙") == 1.0
    assert pairs.share_of_both(one, other) == 0.75
    assert pairs.share_of_both(one, nothing) == 0.0


def test_no_other_module_cuts_pairs_of_its_own() -> None:
    cuts = re.compile(r"\[(\w+) ?: ?\1 ?\+ ?2\] for ")
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("assistant", "ingest", "vectorstore")
        for path in (ROOT / package).rglob("*.py")
        if cuts.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"vectorstore/indexes/pairs.py"}
