"""Build the page: what each event does with the widgets of `assistant.ui.layout`. Formatting is elsewhere.

The conversation is Gradio's: its queue, its session, its streaming. Everything shown is HTML of ours
in `gr.HTML`, which Gradio updates node by node: a streamed answer moves nothing that stands, and no
report text is read as Markdown. Gradio's Chatbot would bring a Markdown renderer, its own words in
English and half a megabyte of script. What needs no session (sources, the library, exports) comes by
the routes of `assistant.serving.page_routes`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import USER_ERRORS, QuestionRejected
from assistant.seam import Service
from assistant.templates import render_html
from assistant.ui.chat.conversation import (
    Conversation,
    PageState,
    Question,
    ask,
    stop,
    user_sentence,
)
from assistant.ui.chat.record import read_records
from assistant.ui.chat.remembered import remembered
from assistant.ui.chat.turns import error_html
from assistant.ui.chat.welcome import overview_html, welcome_html
from assistant.ui.layout import Widgets, lay_out
from assistant.ui.words import Words
from assistant.wire import chosen_kindly

if TYPE_CHECKING:
    import gradio as gr

MAX_AT_ONCE = 20
"""Questions answered at the same time. Gradio's own limit is 1: a reader whose language model takes
half a minute would keep everybody else waiting. Each holds one of Gradio's 40 threads, so that 20
leaves threads for opening the page and for the list of reports."""


@dataclass(frozen=True, slots=True)
class _Handlers:
    """What each event does."""

    ask: Callable[..., Any]
    asking: Callable[..., Any]
    stop: Callable[..., Any]
    open: Callable[..., Any]
    restart: Callable[..., Any]
    load: Callable[..., Any]
    model: Callable[..., Any]


def build_page(service: Service, words: Words) -> "gr.Blocks":
    """Build the Gradio page over `service`; mount it with `assistant.ui.shell.mount_page`."""
    import gradio as gr

    page = gr.Blocks(title=words("head.name"), analytics_enabled=False, fill_width=True)
    with page:
        _wire(page, lay_out(words), _handlers(service, words))
    page.queue(default_concurrency_limit=MAX_AT_ONCE, api_open=False)
    return page


def _handlers(service: Service, words: Words) -> _Handlers:
    import gradio as gr

    def on_ask(question: str, held: Conversation) -> Iterator[tuple[Any, ...]]:
        if not question.strip():
            # The box keeps its focus and nothing else changes.
            yield held, gr.skip(), gr.skip(), gr.skip(), "", hint_html(words("ask.empty"))
            return
        yield from _answered(Question(question), held)

    def on_asking(event: gr.EventData, held: Conversation) -> Iterator[tuple[Any, ...]]:
        yield from _answered(read_question(event), held)

    def _answered(asked: Question, held: Conversation) -> Iterator[tuple[Any, ...]]:
        for state in ask(service, asked, held, words):
            yield values(state)

    def on_stop(held: Conversation) -> tuple[Any, ...]:
        return values(stop(held, words))

    def on_open(event: gr.EventData) -> tuple[Any, ...]:
        try:
            records = read_records(event.records)
            return values(remembered(service, records, words))
        except QuestionRejected as error:
            return Conversation(), "", "", error_html(user_sentence(error, words)), "", ""

    def on_restart() -> tuple[Any, ...]:
        return Conversation(), _welcome(service, words), "", "", "", ""

    def on_load() -> tuple[str, str]:
        return _welcome(service, words), _overview(service, words)

    def on_model() -> str:
        return model_html(service.model_line(), words)

    return _Handlers(on_ask, on_asking, on_stop, on_open, on_restart, on_load, on_model)


def _wire(page: "gr.Blocks", widgets: Widgets, on: _Handlers) -> None:
    import gradio as gr

    asked: dict[str, Any] = {
        "outputs": widgets.shown,
        "show_progress": "hidden",
        "concurrency_limit": MAX_AT_ONCE,
        "concurrency_id": "ask",
        # "once" would swallow a question asked in the moment after an answer stands and before
        # Gradio has closed its event; while an answer comes, the page's script keeps the next back.
        "trigger_mode": "multiple",
        "api_visibility": "private",
    }
    quick: dict[str, Any] = {
        "show_progress": "hidden",
        "queue": False,
        "api_visibility": "private",
    }
    held, shown = widgets.conversation, widgets.shown
    typed = gr.on([widgets.box.submit, widgets.send.click], on.ask, [widgets.box, held], **asked)
    clicked = widgets.asking.click(on.asking, [held], **asked)
    widgets.halt.click(on.stop, [held], shown, cancels=[typed, clicked], **quick)
    widgets.opening.click(on.open, None, shown, **quick)
    widgets.box.input(None, None, widgets.hint, js="() => ''", **quick)
    widgets.restart.click(on.restart, None, shown, cancels=[typed, clicked], **quick)
    page.load(on.load, None, [widgets.welcome, widgets.overview], **quick)
    # By itself: a model that is away must not keep the page waiting.
    page.load(on.model, None, widgets.model, **quick)


def read_question(event: Any) -> Question:
    """Read what the page's script asks: the question, the scope chosen, the turn it repeats."""
    scope = chosen_kindly(getattr(event, "scope", None))
    return Question(str(event.question), scope, str(getattr(event, "again", "") or ""))


def hint_html(sentence: str) -> str:
    """Show a short hint under the input box."""
    return render_html("frame.html", "hint", sentence)


def model_html(line: str, words: Words) -> str:
    """Say under the input box who words the answers."""
    return render_html("frame.html", "model", line, words)


def values(state: PageState) -> tuple[Any, ...]:
    """Give what the widgets are set to; what stays as it is is not sent again."""
    import gradio as gr

    earlier = gr.skip() if state.earlier is None else state.earlier
    question = gr.skip() if state.question is None else state.question
    return state.conversation, "", earlier, state.current, question, ""


def _welcome(service: Service, words: Words) -> str:
    try:
        count = len(service.reports())
        return welcome_html(service.example_groups() if count else (), count, words)
    except USER_ERRORS as error:
        return error_html(user_sentence(error, words))


def _overview(service: Service, words: Words) -> str:
    try:
        return overview_html(service.reports(), words)
    except USER_ERRORS as error:
        return error_html(user_sentence(error, words))
