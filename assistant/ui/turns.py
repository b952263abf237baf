"""HTML of the conversation: the welcome, the question, the answer as it comes and as it stands."""

from collections.abc import Sequence
from html import escape

from assistant.models import Answer
from assistant.render import AI_LABEL, STATUS_LABELS, answer_html, scope_label, text_html

ECHO_CHARS = 300
"""A refused question may be very long; its head is enough to recognise it by."""


def welcome_html(questions: Sequence[str], report_count: int) -> str:
    """Greet, and offer example questions; with an empty library, say how to fill it."""
    if report_count == 0:
        return (
            '<section class="wb-welcome"><h2>报告库还是空的</h2>'
            "<p>先把报告收进来，就可以提问。在这台机器的终端里运行：</p>"
            "<pre><code>wenbao ingest 报告所在的文件夹</code></pre>"
            "<p>支持 txt、md、docx、html 和带文字的 pdf。完成后刷新本页。</p></section>"
        )
    items = "".join(
        f'<li><button type="button" class="wb-example" data-ask="{escape(question, quote=True)}">'
        f"{escape(question)}</button></li>"
        for question in questions
    )
    examples = f'<h3 id="wb-try">可以这样问</h3><ul aria-labelledby="wb-try">{items}</ul>'
    return (
        '<section class="wb-welcome"><h2>想从报告里了解什么？</h2>'
        f"<p>已收录 {report_count} 篇报告。回答逐句标明出处，点 [1] 看原文；"
        "报告里没有的，会如实说没有。</p>" + (examples if items else "") + "</section>"
    )


def question_html(question: str) -> str:
    """Show what the user asked."""
    shown = question if len(question) <= ECHO_CHARS else question[:ECHO_CHARS] + "……"
    return (
        f'<div class="wb-question"><span class="wb-hidden">问：</span><p>{escape(shown)}</p></div>'
    )


def pending_html(question: str, text: str = "") -> str:
    """Show a turn whose answer is on its way.

    Its head has the height of the finished one, so that nothing moves when the answer is complete.
    """
    return _turn(
        question,
        '<p class="wb-status wb-pending">正在查阅报告</p>',
        f'<div class="wb-text">{text_html(text, {})}</div>',
    )


def answered_html(question: str, answer: Answer, sources: str) -> str:
    """Show a finished turn with its hidden `sources` (from `assistant.ui.sources`)."""
    scope = scope_label(answer.scope)
    head = f'<p class="wb-status"><span class="wb-badge wb-{answer.status}">' + (
        f"{STATUS_LABELS[answer.status]}</span>"
        + (f'<span class="wb-badge">{AI_LABEL}</span>' if answer.mode == "llm" else "")
        + (f'<span class="wb-scope">范围：{escape(scope)}</span>' if scope else "")
        + "</p>"
    )
    after = []
    standalone = answer.standalone_question.strip()
    if standalone and standalone != question.strip():
        after.append(f'<p class="wb-note">按“{escape(standalone)}”查找</p>')
    after += [f'<p class="wb-note">{escape(notice)}</p>' for notice in answer.notices]
    body = f'<div class="wb-text">{answer_html(answer)}</div>{_parts(answer)}{"".join(after)}'
    return _turn(question, head, body + sources, state="done")


def failed_html(question: str, sentence: str) -> str:
    """Show a turn that came to nothing, with the sentence that says why and what to do."""
    head = '<p class="wb-status"><span class="wb-badge wb-failed">没有回答</span></p>'
    body = f'<div class="wb-text" role="alert"><p>{escape(sentence)}</p></div>'
    return _turn(question, head, body, state="failed")


def _turn(question: str, head: str, body: str, state: str = "pending") -> str:
    return (
        f'<section class="wb-turn" data-state="{state}">{question_html(question)}'
        f'<div class="wb-answer">{head}{body}</div></section>'
    )


def _parts(answer: Answer) -> str:
    if len(answer.parts) < 2:
        return ""
    items = "".join(
        f'<li><span class="wb-badge wb-{part.status}">{STATUS_LABELS[part.status]}</span>'
        f"{escape(part.question)}</li>"
        for part in answer.parts
    )
    return f'<ul class="wb-parts" aria-label="各问的结果">{items}</ul>'


def error_html(sentence: str) -> str:
    """Show a sentence where a part of the page could not be filled."""
    return f'<p class="wb-error" role="alert">{escape(sentence)}</p>'
