"""Answers to the kept questions are those of the kept table; a changed weight shows in them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluation.cases import load_cases
from assistant.evaluation.report import what_failed
from assistant.fitted import logistic
from assistant.service import Assistant
from tests.evaluation.run_sample import CASES
from tests.evaluation.small_libraries import run_cases, small_library
from tests.quality_gate import LIBRARY, Row, ask_rows, differences, load_rows

STATUSES = ("disclosed", "not_in_report", "not_in_library", "off_topic")
# Enough of the table to notice a weight, and little enough to ask it twice.
SENSITIVE = ("figure-", "not_in_report-")


@pytest.fixture(scope="module")
def library(default_models: Path) -> Iterator[Assistant]:
    with small_library(LIBRARY, default_models) as opened:
        yield opened


@pytest.mark.model
def test_every_answer_is_as_the_table_has_it(library: Assistant) -> None:
    kept = load_rows()
    changed = differences(kept, ask_rows(library, kept))
    assert not changed, (
        "Answers differ from tests/quality_gate.jsonl:\n"
        + "\n".join(changed)
        + "\nIf that is meant, run `make gate` and name each changed row in the commit."
    )


@pytest.mark.model
def test_one_changed_weight_changes_rows(
    library: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [row for row in load_rows() if row["id"].startswith(SENSITIVE)]
    fitted = logistic.default_model()
    at = fitted.answerable.names.index("sentence_cosine")
    weights = list(fitted.answerable.weights)
    weights[at] *= 0.7
    weaker = replace(fitted, answerable=replace(fitted.answerable, weights=tuple(weights)))
    assert library.chain
    monkeypatch.setattr(logistic, "default_model", lambda **_: weaker)
    # Made anew with these weights, and put back afterwards.
    monkeypatch.delitem(vars(library), "chain")
    assert differences(kept, ask_rows(library, kept))


@pytest.mark.model
def test_the_questions_of_make_eval_are_answered_rightly(default_models: Path) -> None:
    with small_library(["sample"], default_models) as sample:
        report = run_cases(sample, load_cases(CASES))
    failed = [f"{one.case.id} {what_failed(one)}" for one in report.failures()]
    assert not failed, "\n".join(failed)


def test_the_table_holds_all_kinds_and_says_why_a_row_is_wrong() -> None:
    rows = load_rows()
    assert len(rows) >= 60
    assert {row["status"].split(":")[0] for row in rows} == set(STATUSES)
    assert all(row.get("why") for row in rows if row.get("known_wrong"))
    assert all((row["status"].startswith("disclosed")) == bool(row["places"]) for row in rows)


def test_a_difference_names_the_row_and_what_changed() -> None:
    old: Row = {
        "id": "figure-1",
        "turns": ["多少件？", "那一年呢？"],
        "status": "disclosed",
        "figures": ["3件", "5件"],
        "places": ["甲 @1"],
    }
    new = old | {"status": "not_in_report", "figures": ["5件", "7件"]}
    assert differences([old], [old]) == []
    assert differences([old], [new]) == [
        "figure-1  多少件？ / 那一年呢？",
        "    status   disclosed → not_in_report",
        "    - figures  3件",
        "    + figures  7件",
    ]
    turned = old | {"figures": ["5件", "3件"]}
    assert differences([old], [turned])[1] == "    figures in another order: 5件; 3件"
