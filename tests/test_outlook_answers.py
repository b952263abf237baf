"""Questions that mix what was done and what is planned, over made-up reports, with the default model."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.grounding.verification import verify_answer
from assistant.service import Assistant
from tests.outlook_questions import CASES, FILES, Case
from tests.samples import write_txt

pytestmark = pytest.mark.model
_SENTENCE = re.compile(r"(?<=\])\s*(?=[^\[])|\n")


@pytest.fixture(scope="module")
def library(default_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("outlook")
    (home / "models").symlink_to(default_models, target_is_directory=True)
    folder = tmp_path_factory.mktemp("reports")
    for name, lines in FILES.items():
        write_txt(folder / name, lines)
    with Assistant.open(Settings(home=home), "ingest") as opened:
        assert not opened.ingest([folder]).failed
        yield opened


def has(figure: str, text: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(figure)}", text) is not None


def test_there_are_forty_questions() -> None:
    assert len({case.question for case in CASES}) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.question)
def test_done_and_planned_are_told_apart(library: Assistant, case: Case) -> None:
    answer = library.ask(case.question)
    assert verify_answer(answer, library.report_text, lambda _: True) == ()
    assert [figure for figure in case.must if not has(figure, answer.text)] == []
    assert [figure for figure in case.must_not if has(figure, answer.text)] == []
    for sentence in _SENTENCE.split(answer.text):
        for figure in case.planned:
            assert not has(figure, sentence) or "计划" in sentence
    for figure in answer.figures:
        if figure.text in case.planned:
            assert figure.outlook == "planned"
