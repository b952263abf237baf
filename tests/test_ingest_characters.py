"""Radicals, compatibility forms and traditional characters are read as plain ones; stored text keeps its own."""

from pathlib import Path

import pytest

from assistant.question.typed import plain_question
from ingest.characters import match_form, plain_characters
from ingest.models import FactOverrides
from ingest.pipeline import SourceFile, draft_report
from ingest.settings import PassageSettings
from vectorstore.indexes.pairs import word_pairs
from vectorstore.indexes.tokens import passage_terms, question_terms


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("⽩⽔区⼈⺠政府", "白水区人民政府"),
        ("⾏政处罚⼆⼗件、⻋⻔⻢⻛", "行政处罚二十件、车门马风"),
        ("\uf9fd\uf96b\U0002f804", "什参你"),
        ("虛構市臺灣縣行政執法檢查", "虚构市台湾县行政执法检查"),
        ("⻑⻆⻰", "长角龙"),
        ("乾县、著作、2023年97.5%", "乾县、著作、2023年97.5%"),
    ],
)
def test_each_character_becomes_its_plain_one_in_its_place(written: str, plain: str) -> None:
    assert plain_characters(written) == plain
    assert len(plain_characters(written)) == len(written)
    assert plain_characters(plain) == plain


def test_a_question_and_a_passage_meet_whatever_their_characters() -> None:
    for written in ("⾏政复议案件", "行政複議案件", "行政复议案件"):
        assert plain_question(written) == "行政复议案件"
        assert question_terms("行政复议案件") == list(dict.fromkeys(passage_terms(written)))
        assert word_pairs(written) == word_pairs("行政复议案件")
        assert match_form(written) == "行政复议案件"


@pytest.mark.parametrize(
    ("lines", "region"),
    [
        (
            (
                "虚构市⽩鹭区⼈⺠政府2023年法治政府建设年度情况报告",
                "⼀、⼯作情况",
                "办理⾏政复议案件119件。",
            ),
            "虚构市白鹭区",
        ),
        (
            (
                "虛構市白鷺區人民政府2023年法治政府建設年度情況報告",
                "一、工作情況",
                "辦理行政複議案件119件。",
            ),
            "虚构市白鹭区",
        ),
    ],
    ids=["radicals", "traditional"],
)
def test_facts_and_headings_are_read_and_the_text_is_kept(
    lines: tuple[str, ...], region: str, tmp_path: Path
) -> None:
    path = tmp_path / "附件.txt"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    draft = draft_report(SourceFile(path, path.name), PassageSettings(), FactOverrides())
    assert (draft.facts.region, draft.facts.year) == (region, 2023)
    assert draft.facts.title == "虚构市白鹭区人民政府2023年法治政府建设年度情况报告"
    assert draft.passages[-1].heading == ("一、工作情况",)
    assert draft.text == "\n".join(lines)
    assert all(one.text == draft.text[one.start : one.end] for one in draft.passages)
