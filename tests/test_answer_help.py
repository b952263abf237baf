"""What helps where an answer is silent: what is left open, what stands nearest, what can be asked or chosen."""

import io
from dataclasses import replace
from datetime import date

import docx
import pytest

from assistant import wording
from assistant.export import export_conversation
from assistant.grounding.verification import verify_answer
from assistant.models import Answer, Citation, Turn
from assistant.render import answer_markdown, answer_text
from assistant.ui.chat.turns import answered_html
from assistant.ui.words import words_in
from assistant.wire import answer_from_json

TEXT = "虚构市云溪区2020年报告。新增学位300个。"
NEAR = Citation(
    1, "r", "虚构市云溪区2020年报告", "虚构市云溪区", 2020, ("一、工作",), None,
    "新增学位300个。", "新增学位300个。", TEXT.index("新增"), len(TEXT),
)  # fmt: skip
REFUSED = Answer(
    "not_in_report",
    "报告未提及：在《虚构市云溪区2020年报告》里没有找到能回答这个问题的内容。",
    nearest=(NEAR,),
    suggestions=("虚构市云溪区2020年新增学位多少个？",),
)
OPEN = Answer(
    "disclosed",
    "云溪区：300个[1]",
    (NEAR,),
    unanswered=("虚构市别处区：未收录", "第二问：报告未提及"),
)
BACK = Answer(
    "clarify",
    "“朝阳区”有两个，问的是哪一个？",
    suggestions=("北京市朝阳区呢？", "长春市朝阳区呢？"),
)
HOUSE = Answer(
    "assistant",
    "库里现有 3 份报告，涉及 2 个地区，2020、2022年。",
    suggestions=("虚构市云溪区2020年新增学位多少个？",),
    intent="library",
)


def shown_everywhere(answer: Answer) -> list[str]:
    """The answer as each surface shows it: terminal, Markdown, page, exports."""
    turns = [Turn("问", answer)]
    made = date(2026, 1, 1)
    told = {
        kind: export_conversation(kind, "问", turns, made, lambda _: ()).content
        for kind in ("docx", "md", "html")
    }
    word = "\n".join(p.text for p in docx.Document(io.BytesIO(told["docx"])).paragraphs)
    page = str(answered_html("k", "问", answer, words_in("zh")))
    plain = [answer_text(answer), answer_markdown(answer), page, word]
    return [*plain, told["md"].decode(), told["html"].decode()]


def test_a_refusal_shows_what_stands_nearest_as_what_it_is() -> None:
    for shown in shown_everywhere(REFUSED):
        assert wording.NEAREST in shown
        assert shown.index(wording.NEAREST) > shown.index("报告未提及")
        assert "新增学位300个" in shown
        assert "虚构市云溪区2020年新增学位多少个？" in shown
    assert "300" not in REFUSED.text


def test_what_is_left_open_is_named_on_every_surface() -> None:
    for shown in shown_everywhere(OPEN):
        assert wording.UNANSWERED in shown
        assert "虚构市别处区：未收录" in shown
        assert "第二问：报告未提及" in shown


def test_the_choices_of_a_question_back_can_be_clicked_and_are_numbered() -> None:
    page = str(answered_html("k", "问", BACK, words_in("zh")))
    assert page.count('class="wb-choice"') == 2
    assert 'data-question="长春市朝阳区呢？"' in page
    assert wording.INSTEAD not in page
    text = answer_text(BACK)
    assert "【请确认】" in text
    assert "1. 北京市朝阳区呢？" in text and "2. 长春市朝阳区呢？" in text
    for shown in shown_everywhere(BACK)[3:]:
        assert "长春市朝阳区呢？" in shown


@pytest.mark.parametrize("answer", [REFUSED, OPEN, BACK, HOUSE])
def test_they_cross_a_process_boundary(answer: Answer) -> None:
    assert answer_from_json(answer.to_json()) == answer


def test_words_of_the_house_look_like_no_refusal_and_offer_questions() -> None:
    for shown in shown_everywhere(HOUSE):
        assert "关于问报" in shown
        assert "虚构市云溪区2020年新增学位多少个？" in shown
        assert wording.TRY in shown and wording.INSTEAD not in shown
        assert "出处" not in shown.replace(wording.COLOPHON, "")
    assert HOUSE.to_json()["intent"] == "library"


def test_words_of_the_house_are_checked_for_sources_that_they_must_not_have() -> None:
    assert verify_answer(HOUSE, {"r": TEXT}.get, lambda _: True) == ()
    (found,) = verify_answer(replace(HOUSE, citations=(NEAR,)), {"r": TEXT}.get, lambda _: True)
    assert found.kind == "house_cites"


def test_the_nearest_are_checked_as_sources_are() -> None:
    def kinds(answer: Answer) -> set[str]:
        return {one.kind for one in verify_answer(answer, {"r": TEXT}.get, lambda _: True)}

    assert kinds(REFUSED) == set()
    planted = replace(NEAR, quote="新增学位900个。")
    assert "quote_not_verbatim" in kinds(replace(REFUSED, nearest=(planted,)))
    assert "disclosed_without_source" in kinds(Answer("disclosed", "有。"))


def test_a_refused_part_is_one_sentence_whatever_a_title_holds() -> None:
    refusals = (
        wording.not_in_report(["虚构报告？上！"]),
        wording.left_open("甲区", "not_in_library") + "。",
    )
    for text in refusals:
        whole = Answer("disclosed", f"云溪区：300个[1]\n{text}", (NEAR,))
        found = verify_answer(whole, {"r": TEXT}.get, lambda _: True)
        assert "uncited_sentence" not in {one.kind for one in found}
