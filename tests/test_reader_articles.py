"""An article that a question asks for by its number."""

import pytest

from assistant.question.need import read_need
from assistant.reader.articles import article_asked
from assistant.reader.overview import structured
from ingest.models import Passage


def passage(ordinal: int, heading: tuple[str, ...], body: str) -> Passage:
    head = "".join(f"{one}\n" for one in heading)
    return Passage(
        id=str(ordinal), report_id="r", ordinal=ordinal, heading=heading, text=head + body,
        start=ordinal * 1000, end=ordinal * 1000 + len(head + body), body_start=ordinal * 1000 + len(head),
        page=None,
    )  # fmt: skip


LAW = [
    passage(0, (), "虚构市灯光管理办法"),
    passage(1, ("第一章 总则", "第一条"), "为了管理灯光，制定本办法。"),
    passage(2, ("第一章 总则", "第五条"), "路灯应当在天黑前开启。损坏的灯应当修理。"),
    passage(3, ("第二章 罚则", "第十五条"), "违反本办法第五条规定的，处五百元罚款。"),
    passage(4, ("第二章 罚则", "第十五条"), "第十五条之一 逾期不缴的，加处罚款。"),
    passage(5, ("第二章 罚则", "第十五条"), "第一百零二条 本办法自公布之日起施行。"),
]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("第五条规定了什么？", ["路灯应当在天黑前开启。", "损坏的灯应当修理。"]),
        ("灯光管理办法第5条的内容是什么", ["路灯应当在天黑前开启。", "损坏的灯应当修理。"]),
        ("第十五条怎么说", ["违反本办法第五条规定的，处五百元罚款。"]),
        ("第15条的原文", ["违反本办法第五条规定的，处五百元罚款。"]),
        ("第十五条之一讲了什么", ["第十五条之一 逾期不缴的，加处罚款。"]),
        ("灯光管理办法第102条规定了什么", ["第一百零二条 本办法自公布之日起施行。"]),
        ("最后一条是什么", ["第一百零二条 本办法自公布之日起施行。"]),
        (
            "灯光管理办法第一条到第五条",
            ["为了管理灯光，制定本办法。", "路灯应当在天黑前开启。", "损坏的灯应当修理。"],
        ),
        ("第1至4条都规定了什么", ["为了管理灯光，制定本办法。"]),
        (
            "第一条和第一百零二条写了什么",
            ["为了管理灯光，制定本办法。", "第一百零二条 本办法自公布之日起施行。"],
        ),
        ("违反第五条和第六条怎么处罚", []),
        ("第六条是什么？", []),
        ("灯光管理办法规定了什么？", []),
        ("违反第五条罚多少钱？", []),
        ("违反第五条怎么处罚？", []),
        ("第五条生产线是什么？", []),
    ],
)
def test_the_article_that_is_named_is_quoted(question: str, said: list[str]) -> None:
    found = article_asked(read_need(question), LAW) or ()
    assert [span.text for span in found] == said


def test_an_article_that_is_not_there_is_no_question_for_the_whole_text() -> None:
    need = read_need("第六条说了什么？")
    assert article_asked(need, LAW) == ()
    assert structured(need, "第六条说了什么", "虚构市灯光管理办法", LAW, LAW) == ()
    assert article_asked(read_need("灯光管理办法说了什么？"), LAW) is None


def test_an_annex_with_articles_of_its_own_is_not_the_body() -> None:
    annex = [
        passage(6, ("附件", "第一条"), "第一条 申请表一式两份。"),
        passage(7, ("附件", "第二条"), "第二条 表由申请人填写。"),
    ]
    for question, said in (
        ("第一条规定了什么？", "为了管理灯光，制定本办法。"),
        ("最后一条是什么？", "第一百零二条 本办法自公布之日起施行。"),
    ):
        found = article_asked(read_need(question), [*LAW, *annex]) or ()
        assert [span.text for span in found] == [said]
