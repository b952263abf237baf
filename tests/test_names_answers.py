"""Names of places and bodies asked of a made-up library with the real default model."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.models import Answer, Turn
from assistant.service import Assistant
from tests import names_library as samples
from tests.evaluation.run_situations import has, shown

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def asked(default_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    home = tmp_path_factory.mktemp("names")
    (home / "models").symlink_to(default_models, target_is_directory=True)
    with Assistant.open(Settings(home=home), "ingest") as opened:
        outcomes = opened.ingest(samples.write_library(home / "reports")).outcomes
        assert {one.action for one in outcomes} == {"added"}
        yield opened


def ask(asked: Assistant, turns: Sequence[str]) -> Answer:
    history: list[Turn] = []
    for question in turns:
        history.append(Turn(question, asked.ask(question, history=history)))
    return history[-1].answer


@pytest.mark.parametrize("question", samples.LACKING)
def test_a_name_that_is_lacking_is_answered_from_nobodys_report(
    asked: Assistant, question: str
) -> None:
    answer = ask(asked, [question])
    assert answer.status == "not_in_library" and not answer.citations


@pytest.mark.parametrize("name", ["三里屯街道", "廿三里街道", "十里堡镇", "七里河区", "六盘水市"])
def test_a_name_that_holds_a_numeral_does_not_withhold_its_refusal(
    asked: Assistant, name: str
) -> None:
    answer = ask(asked, [f"{name}2023年培训街道干部多少人次"])
    assert answer.status == "not_in_library" and answer.text.startswith("未收录")
    assert "没有通过核对" not in "".join(answer.notices)


@pytest.mark.parametrize("question", samples.PARTS)
def test_the_figure_of_a_place_never_stands_for_its_part(asked: Assistant, question: str) -> None:
    assert ask(asked, [question]).status == "not_in_report"


@pytest.mark.parametrize("question", samples.PARTS[:10])
def test_what_stands_nearest_to_a_part_is_shown_and_not_said(
    asked: Assistant, question: str
) -> None:
    answer = ask(asked, [question])
    assert answer.nearest and not answer.citations
    assert all(near.quote not in answer.text for near in answer.nearest)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("龙岗区公安局交警大队2023年查处交通违法案件多少件？", "1204"),
        ("龙岗区城管局布吉执法中队2023年拆除违法建筑多少处？", "57"),
    ],
)
def test_a_unit_that_is_named_answers(asked: Assistant, question: str, figure: str) -> None:
    answer = ask(asked, [question])
    assert answer.status == "disclosed" and has(figure, shown(answer))


@pytest.mark.parametrize(("question", "region"), samples.HELD)
def test_what_is_held_answers(asked: Assistant, question: str, region: str) -> None:
    answer = ask(asked, [question])
    assert answer.status == "disclosed" and {c.region for c in answer.citations} == {region}


@pytest.mark.parametrize(("question", "figure"), samples.SUBJECTS)
def test_a_subject_is_answered(asked: Assistant, question: str, figure: str) -> None:
    answer = ask(asked, [question])
    assert answer.status == "disclosed" and has(figure, shown(answer))


@pytest.mark.parametrize(("turns", "must", "must_not"), [*samples.SAME_NAME, *samples.BODIES])
def test_the_one_that_is_meant_answers(
    asked: Assistant, turns: tuple[str, ...], must: tuple[str, ...], must_not: tuple[str, ...]
) -> None:
    answer = ask(asked, turns)
    assert answer.status == "disclosed"
    assert all(has(figure, shown(answer)) for figure in must)
    assert not any(has(figure, shown(answer)) for figure in must_not)
    assert not any("2份报告" in notice for notice in answer.notices)


@pytest.mark.parametrize(("question", "names"), samples.ASKED_BACK)
def test_one_name_of_two_is_asked_back(
    asked: Assistant, question: str, names: tuple[str, ...]
) -> None:
    answer = ask(asked, [question])
    assert answer.status == "clarify" and len(answer.suggestions) == len(names)


@pytest.mark.parametrize("question", samples.BODIES_LACKING)
def test_a_body_that_is_not_there_is_not_held(asked: Assistant, question: str) -> None:
    assert ask(asked, [question]).status == "not_in_library"
