"""The service: an open library that answers; what it refuses and how it shuts."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import AnswerSettings, Settings
from assistant.errors import EmptyLibrary, QuestionRejected
from assistant.making import reindex
from assistant.models import Scope, Turn
from assistant.service import Assistant
from assistant.wire import answer_from_json
from ingest.models import FactOverrides
from ingest.passages import passage_shape
from ingest.settings import PassageSettings
from tests.assistant_samples import (
    FILES,
    OTHER_REGION,
    REGION,
    open_assistant,
    use_fakes,
    write_reports,
)
from vectorstore.errors import IndexMismatch, ModelUnavailable, ReportNotFound, StoreUnavailable
from vectorstore.ownership import LibraryOwned
from vectorstore.settings import StoreSettings

QUESTION = "光明区2021年收到行政复议申请多少件？"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    place = tmp_path_factory.mktemp("service")
    with pytest.MonkeyPatch.context() as patch:
        use_fakes(patch)
        with open_assistant(place / "home") as opened:
            opened.ingest([write_reports(place / "reports")])
            yield opened


@pytest.fixture
def empty(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Assistant]:
    use_fakes(monkeypatch)
    with open_assistant(home) as opened:
        yield opened


@pytest.mark.parametrize("question", ["", "   \n", "　"])
def test_an_empty_question_is_refused(filled: Assistant, question: str) -> None:
    with pytest.raises(QuestionRejected, match="请输入一个问题"):
        filled.ask(question)


def test_a_long_question_is_refused_with_both_numbers(filled: Assistant) -> None:
    with pytest.raises(QuestionRejected, match="20000 字，超过了 2000 字"):
        filled.ask("问" * 20_000)
    assert filled.ask(QUESTION + " " * 3000).status == "disclosed"


def test_the_limit_is_a_setting(filled: Assistant, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=Path("x"), answer=AnswerSettings(max_question_chars=50))
    monkeypatch.setattr(filled, "_settings", settings)
    with pytest.raises(QuestionRejected, match="50 字"):
        filled.ask("问" * 51)


def test_an_empty_library_says_how_to_fill_it(empty: Assistant) -> None:
    for asking in (empty.ask, empty.search):
        with pytest.raises(EmptyLibrary, match="wenbao ingest"):
            asking(QUESTION)
    assert empty.reports() == ()
    assert all(not group.questions for group in empty.example_groups())


def test_stream_and_ask_agree(filled: Assistant) -> None:
    *texts, last = filled.ask_stream(QUESTION)
    assert last.answer is not None
    assert "".join(event.text for event in texts) == last.answer.text == filled.ask(QUESTION).text


def test_history_makes_a_follow_up_stand_alone(filled: Assistant) -> None:
    turn = Turn(QUESTION, filled.ask(QUESTION))
    answer = filled.ask("那2020年呢？", history=[turn])
    assert "100件" in answer.text
    assert answer.scope.regions == (REGION,)


def test_search_keeps_to_the_scope(filled: Assistant) -> None:
    scope = Scope((2021,), (OTHER_REGION,), source="user")
    hits = filled.search("收到行政复议申请多少件？", limit=20, scope=scope).hits
    assert {hit.facts.region for hit in hits} == {OTHER_REGION}
    assert {hit.facts.region for hit in filled.search("行政复议", limit=20).hits} == {
        REGION,
        OTHER_REGION,
    }
    plain = filled.search_json("走访企业多少家？", limit=1, scope=scope)
    assert len(plain) == 1
    assert "65家" in plain[0]["text"]
    assert plain[0]["title"] == f"{OTHER_REGION}人民政府2021年法治政府建设年度情况报告"


def test_reports_and_their_passages(filled: Assistant) -> None:
    records = filled.reports()
    assert sorted(record.source_name for record in records) == sorted(FILES)
    for record in records:
        passages = filled.passages(record.report_id)
        assert len(passages) == record.passages
        assert "\n".join(passage.text for passage in passages).count(record.facts.title) == 1
    with pytest.raises(ReportNotFound):
        filled.passages("ffff")


def test_example_questions_are_answered(filled: Assistant) -> None:
    groups = filled.example_groups()
    assert [group.key for group in groups] == ["official", "trainer", "public"]
    examples = [question for group in groups for question in group.questions]
    assert any("多少" in question for question in examples)
    for question in examples:
        assert filled.ask(question).status == "disclosed", question


def test_examples_are_chosen_anew_when_the_library_changes(filled: Assistant) -> None:
    before = filled.example_groups()
    assert filled.example_groups() is before
    filled.remove([filled.reports()[0].report_id])
    assert filled.example_groups() is not before


def test_an_answer_given_earlier_is_checked_against_the_library_of_today(filled: Assistant) -> None:
    answer = filled.ask("光明区2021年共收到行政复议申请多少件？")
    assert "120件" in answer.text
    assert filled.recheck(answer) == ()
    forged = json.loads(json.dumps(answer.to_json()).replace("120", "999"))
    assert filled.recheck(answer_from_json(forged))
    report_id = answer.citations[0].report_id
    filled.keeper.change_facts(report_id, FactOverrides(year=2019))
    assert filled.recheck(answer)
    filled.keeper.change_facts(report_id, FactOverrides(year=2021))
    assert filled.recheck(answer) == ()
    filled.remove([report_id])
    assert filled.recheck(answer)


def test_questions_and_an_ingest_at_the_same_time(empty: Assistant, tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "reports")
    empty.ingest([reports / "光明2021.txt"])
    texts: list[str] = []
    asking = threading.Thread(
        target=lambda: texts.extend(empty.ask(QUESTION).text for _ in range(20))
    )
    asking.start()
    empty.ingest([reports])
    asking.join()
    assert len(texts) == 20
    assert all("120件" in text for text in texts)
    assert len(empty.reports()) == len(FILES)


def test_a_new_version_is_what_is_quoted_from_then_on(empty: Assistant, tmp_path: Path) -> None:
    reports = write_reports(tmp_path / "reports", ["光明2021.txt"])
    empty.ingest([reports])
    assert "120件" in empty.ask(QUESTION).text
    path = reports / "光明2021.txt"
    path.write_text(
        "前言（虚构）。\n\n" + path.read_text(encoding="utf-8").replace("120件", "121件"), "utf-8"
    )
    empty.ingest([reports])
    answer = empty.ask(QUESTION)
    assert "121件" in answer.text
    assert "120件" not in answer.text


def test_a_library_has_one_owner_and_closing_gives_it_up(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    first = open_assistant(home, url="http://127.0.0.1:1")
    assert first.token
    with pytest.raises(LibraryOwned, match=r"http://127\.0\.0\.1:1"):
        open_assistant(home)
    first.close()
    first.close()
    open_assistant(home).close()


def test_a_failed_opening_gives_the_library_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> None:
        raise ModelUnavailable("本机没有模型。")

    with monkeypatch.context() as patch, pytest.raises(ModelUnavailable):
        patch.setattr("vectorstore.embedding.loading.load_embedder", missing)
        open_assistant(home)
    use_fakes(monkeypatch)
    open_assistant(home).close()


def test_a_server_that_is_down_is_named(home: Path) -> None:
    store = StoreSettings(chroma_url="http://127.0.0.1:9")
    with pytest.raises(StoreUnavailable, match=r"http://127\.0\.0\.1:9"):
        Assistant.open(Settings(home=home, store=store), "ask")


def test_other_passage_settings_are_refused_until_reindexed(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    with open_assistant(home) as opened:
        opened.ingest([write_reports(tmp_path / "reports")])
        answer = opened.ask(QUESTION)
    other = Settings(home=home, passages=PassageSettings(target_chars=60, max_chars=120))
    assert passage_shape(other.passages) != passage_shape(PassageSettings())
    with Assistant.open(other, "ask") as opened, pytest.raises(IndexMismatch, match="reindex"):
        opened.ask(QUESTION)
    heard: list[tuple[int, int]] = []
    count = reindex(other, lambda *step: heard.append(step))
    assert heard[-1] == (len(FILES), len(FILES))
    with Assistant.open(other, "ask") as opened:
        assert sum(record.passages for record in opened.reports()) == count
        assert opened.ask(QUESTION).text == answer.text
