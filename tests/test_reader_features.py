"""Features of sentences on a made-up hit, and the fitted model that reads them."""

from dataclasses import replace

import numpy as np
import pytest

from assistant.fitted.logistic import Logistic, check_names, default_model, model_from, read_fitted
from assistant.question.need import read_need
from assistant.reader import candidates
from assistant.reader import refusal as answerable
from assistant.reader.candidates import CandidateTable
from assistant.reader.extractive import ExtractiveReader
from assistant.reader.features import candidate_table
from ingest.models import Passage, ReportFacts
from tests.assistant_samples import plain_model
from tests.fakes import BigramEmbedder
from vectorstore.embedding import PassageText
from vectorstore.models import SearchHit, SearchResult

HEADING = "（一）推进行政复议工作"
BODY = "组织学习行政复议法。共收到行政复议申请120件，审结98件，纠错率7.14%。走访企业65家。"
EMBEDDER = BigramEmbedder(256)
FACTS = ReportFacts("虚构市报告（虚构）", "虚构市", year=2021)


def terms(text: str) -> list[str]:
    kept = "".join(letter for letter in text if letter.isalnum())
    return [kept[at : at + 2] for at in range(len(kept) - 1)]


def made_up_hit(body: str = BODY, *, start: int = 100, heading: str = HEADING) -> SearchHit:
    text = f"{heading}\n{body}" if body else heading
    body_start = start + len(text) - len(body)
    passage = Passage(
        "p", "r", 3, ("一、工作情况", heading), text, start, start + len(text), body_start
    )
    given = PassageText(FACTS.title, passage.heading, body)
    (embedding,) = EMBEDDER.embed_passages([given])
    clauses = embedding.clauses if body else None
    return SearchHit(passage, FACTS, 0.5, 0.6, 2.0, 1, 2, clauses)


def table_of(question: str, *hits: SearchHit) -> CandidateTable:
    result = SearchResult(hits, EMBEDDER.embed_query(question))
    return candidate_table(read_need(question), result, terms, lambda _: 1.0, question)


def test_every_sentence_is_a_candidate_at_its_place_in_the_report() -> None:
    hit = made_up_hit()
    table = table_of("收到行政复议申请多少件？", hit)
    assert [c.text for c in table.candidates] == [
        "组织学习行政复议法。",
        "共收到行政复议申请120件，审结98件，纠错率7.14%。",
        "走访企业65家。",
    ]
    for candidate in table.candidates:
        at = slice(candidate.start - hit.passage.start, candidate.end - hit.passage.start)
        assert hit.passage.text[at] == candidate.text
    assert table.values.shape == (3, len(candidates.NAMES))
    assert np.isfinite(table.values).all()


def test_the_asked_words_and_the_asked_unit_are_seen() -> None:
    table = table_of("收到行政复议申请多少件？", made_up_hit())
    assert int(table.column("words").argmax()) == 1
    assert int(table.column("bigrams").argmax()) == 1
    assert int(table.column("clause_rise").argmax()) == 1
    assert list(table.column("unit_exact")) == [0, 1, 0]
    assert (table.column("words_with_lead") >= table.column("words")).all()


def test_a_question_for_no_figure_sees_no_units() -> None:
    table = table_of("有哪些做法？", made_up_hit())
    assert not table.column("unit_exact").any()
    assert not table.column("figure_clause_words").any()


def test_a_heading_alone_can_be_cited_as_it_stands() -> None:
    hit = made_up_hit("")
    (candidate,) = table_of("行政复议工作", hit).candidates
    assert candidate.text == hit.passage.text == HEADING
    assert (candidate.start, candidate.end) == (hit.passage.start, hit.passage.end)


def test_no_clause_vectors_leave_the_passages_cosine() -> None:
    hit = replace(made_up_hit(), clauses=None)
    table = table_of("收到行政复议申请多少件？", hit)
    assert set(table.column("clause_rise")) == {table.background.rise(hit.dense_score)}


def test_no_hits_give_an_empty_table() -> None:
    table = table_of("收到多少件？")
    assert (table.candidates, table.values.shape) == ((), (0, len(candidates.NAMES)))


@pytest.mark.parametrize("threshold", [0.5, 0.999999])
def test_the_threshold_decides_between_quoting_and_refusing(threshold: float) -> None:
    question = "收到行政复议申请多少件？"
    reader = ExtractiveReader(plain_model(threshold), terms, lambda _: 1.0)
    result = SearchResult((made_up_hit(),), EMBEDDER.embed_query(question))
    reading = reader.read(read_need(question), question, result)
    if threshold == 0.5:
        assert reading.status == "disclosed"
        assert reading.quotes[0].text.startswith("共收到行政复议申请120件")
    else:
        assert (reading.status, reading.quotes) == ("not_in_report", ())
        assert 0 < reading.confidence < threshold


def test_nothing_found_is_a_refusal_without_confidence() -> None:
    reader = ExtractiveReader(plain_model(0.0), terms, lambda _: 1.0)
    question = "收到多少件？"
    reading = reader.read(
        read_need(question), question, SearchResult((), EMBEDDER.embed_query(question))
    )
    assert (reading.status, reading.confidence) == ("not_in_report", 0.0)


def test_the_shipped_coefficients_fit_the_features() -> None:
    model = default_model()
    check_names(model.sentence, candidates.RANKING)
    check_names(model.answerable, answerable.NAMES)
    assert 0 < model.threshold < 1
    for logistic in (model.sentence, model.answerable):
        assert np.isfinite([*logistic.weights, logistic.bias]).all()
        assert any(logistic.weights)


def test_coefficients_of_other_features_are_refused() -> None:
    names = candidates.RANKING
    for wrong in (names[1:], (*names, "more"), (names[1], names[0], *names[2:])):
        with pytest.raises(ValueError, match="fit_reader"):
            check_names(Logistic(wrong, (0.0,) * len(wrong), 0.0), names)


def test_another_encoder_does_not_refuse_everything() -> None:
    """What depends on the scale of our cosines is taken for typical: other scales change nothing."""
    own, other = default_model(), default_model(own_encoder=False)
    assert (other.sentence, other.threshold) == (own.sentence, own.threshold)
    at = {name: index for index, name in enumerate(answerable.NAMES)}
    row = np.zeros(len(answerable.NAMES))
    row[at["score"]], row[at["sentence_rise"]], row[at["topic_words"]] = 1.0, 4.0, 0.5
    scaled = row.copy()
    scaled[at["sentence_cosine"]], scaled[at["background_spread"]] = 0.93, 0.01
    given = other.answerable.probability(np.stack([row, scaled]))
    assert given[0] == given[1]
    typical = read_fitted("coefficients.json")["typical"]
    assert set(typical) == answerable.OF_THE_ENCODER
    for name, value in typical.items():
        row[at[name]] = value
    assert own.answerable.probability(row[None]) == pytest.approx(given[:1])


def test_a_logistic_model_is_the_textbook_one() -> None:
    plain, refusal = read_fitted("coefficients.json"), read_fitted("refusal.json")
    assert model_from(plain, refusal) == default_model()
    assert default_model().bar(0.0) == refusal["threshold"] <= default_model().bar(1.0)
    model = Logistic(("a", "b"), (2.0, -1.0), 0.5)
    given = model.probability(np.array([[0.0, 0.5], [1.0, 0.0]]))
    assert given == pytest.approx([0.5, 1 / (1 + np.exp(-2.5))])
