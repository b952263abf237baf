"""Build the page: the widgets, and what each event does. Formatting is elsewhere.

The conversation is Gradio's: its queue, its session, its streaming. Everything shown is HTML of ours
in `gr.HTML`, which Gradio updates node by node: a streamed answer moves nothing that stands, and no
report text is read as Markdown. Gradio's Chatbot would bring a Markdown renderer, its own words in
English and half a megabyte of script. What needs no session (sources, the library, exports) comes by
the routes of `assistant.serving.page_routes`.
"""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.errors import USER_ERRORS, QuestionRejected
from assistant.seam import Service
from assistant.ui import frame
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
from assistant.ui.words import Words
from assistant.wire import ChosenScope

if TYPE_CHECKING:
    import gradio as gr

MAX_AT_ONCE = 20
"""Questions answered at the same time. Gradio's own limit is 1: a reader whose language model takes
half a minute would keep everybody else waiting. Each holds one of Gradio's 40 threads, so that 20
leaves threads for opening the page and for the list of reports."""

SEND = "window.wenbaoSend = (detail) => trigger('click', detail);"
OPEN = "window.wenbaoOpen = (detail) => trigger('click', detail);"
"""What the page's script calls to ask a question and to open a remembered conversation."""


def build_page(service: Service, words: Words) -> "gr.Blocks":
    """Build the Gradio page over `service`; mount it with `assistant.ui.shell.mount_page`."""
    import gradio as gr

    page = gr.Blocks(title=words("head.name"), analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation())
        with gr.Row(elem_id="wb-head"):
            _html(frame.head_html(words))
            restart = gr.Button(words("head.restart"), size="sm", elem_id="wb-restart", min_width=0)
        with gr.Row(elem_id="wb-main"):
            _html(frame.rail_html(words), elem_id="wb-rail")
            with gr.Column(elem_id="wb-chat"):
                with gr.Column(elem_id="wb-scroll"):
                    welcome = _html(elem_id="wb-welcome")
                    earlier = _html(elem_id="wb-earlier")
                    current = _html(elem_id="wb-current")
                with gr.Row(elem_id="wb-composer"):
                    box = gr.Textbox(
                        elem_id="wb-box",
                        show_label=False,
                        container=False,
                        placeholder=words("ask.placeholder"),
                        label=words("ask.label"),
                        max_lines=6,
                        scale=1,
                        autofocus=True,
                    )
                    send = gr.Button(
                        words("ask.send"), variant="primary", elem_id="wb-send", min_width=0
                    )
                    halt = gr.Button(words("ask.stop"), elem_id="wb-stop", min_width=0)
                hint = _html(elem_id="wb-hint")
                model = _html(elem_id="wb-model")
            with gr.Column(elem_id="wb-side"):
                _html(frame.panel_html(words), elem_id="wb-source")
                overview = _html(elem_id="wb-overview")
            _html(frame.library_room_html(words), elem_id="wb-library")
        asking = _html(elem_id="wb-asking", js_on_load=SEND)
        opening = _html(elem_id="wb-opening", js_on_load=OPEN)

        shown = [conversation, welcome, earlier, current, box, hint]

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

        asked: dict[str, Any] = {
            "outputs": shown,
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
        typed = gr.on([box.submit, send.click], on_ask, [box, conversation], **asked)
        clicked = asking.click(on_asking, [conversation], **asked)
        halt.click(on_stop, [conversation], shown, cancels=[typed, clicked], **quick)
        opening.click(on_open, None, shown, **quick)
        box.input(None, None, hint, js="() => ''", **quick)
        restart.click(on_restart, None, shown, cancels=[typed, clicked], **quick)
        page.load(on_load, None, [welcome, overview], **quick)
        # By itself: a model that is away must not keep the page waiting.
        page.load(on_model, None, model, **quick)
    page.queue(default_concurrency_limit=MAX_AT_ONCE, api_open=False)
    return page


def read_question(event: Any) -> Question:
    """Read what the page's script asks: the question, the scope chosen, the turn it repeats."""
    scope = ChosenScope.read_kindly(getattr(event, "scope", None)).scope()
    return Question(str(event.question), scope, str(getattr(event, "again", "") or ""))


def hint_html(sentence: str) -> str:
    """Show a short hint under the input box."""
    return f'<p role="status">{sentence}</p>'


def model_html(line: str, words: Words) -> str:
    """Say under the input box who words the answers."""
    return f'<p class="wb-note">{words("ask.model", model=escape(line))}</p>' if line else ""


def values(state: PageState) -> tuple[Any, ...]:
    """Give what the widgets are set to; what stays as it is is not sent again."""
    import gradio as gr

    earlier = gr.skip() if state.earlier is None else state.earlier
    question = gr.skip() if state.question is None else state.question
    return state.conversation, "", earlier, state.current, question, ""


def _html(value: str = "", elem_id: str | None = None, js_on_load: str | None = None) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)


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
