"""Build the page: the widgets, and what each event does. Formatting is elsewhere.

Everything shown is HTML of ours in `gr.HTML`, which Gradio updates node by node: a streamed answer
moves nothing that stands, and no report text is read as Markdown. Gradio's Chatbot would bring a
Markdown renderer, its own words in English and half a megabyte of script.
"""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.errors import USER_ERRORS
from assistant.ui.conversation import Conversation, PageState, ask
from assistant.ui.library import library_html
from assistant.ui.seam import PageService
from assistant.ui.turns import error_html, welcome_html

if TYPE_CHECKING:
    import gradio as gr

MAX_AT_ONCE = 20
"""Questions answered at the same time. Gradio's own limit is 1: a reader whose language model takes
half a minute would keep everybody else waiting. Each holds one of Gradio's 40 threads, so that 20
leaves threads for opening the page and for the list of reports."""

HEADER = """
<header class="wb-brand">
  <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect width="32" height="32" rx="6" fill="currentColor"/>
    <path d="M12 8H8v16h4M20 8h4v16h-4M12.5 16h7" fill="none" stroke="#fff" stroke-width="2.4"/>
  </svg>
  <h1>问报</h1><p>向政府报告提问，句句有出处</p>
  <button type="button" class="wb-quiet wb-narrow" data-panel="library">报告库</button>
</header>
"""

PANEL_TABS = """
<nav class="wb-tabs" aria-label="右侧内容">
  <button type="button" data-panel="source" aria-pressed="false">出处</button>
  <button type="button" data-panel="library" aria-pressed="true">报告库</button>
  <button type="button" class="wb-quiet wb-narrow" data-panel="">关闭</button>
</nav>
"""

SOURCE_PANEL = """
<div class="wb-source-panel" tabindex="-1" aria-live="polite">
  <p class="wb-nothing">点回答里的 [1]，这里就打开它引用的原文。</p>
</div>
"""

ASK_EXAMPLE = """
element.addEventListener("click", (event) => {
  const example = event.target.closest("[data-ask]");
  if (example) trigger("click", { question: example.dataset.ask });
});
"""


def build_page(service: PageService) -> "gr.Blocks":
    """Build the Gradio page over `service`; mount it with `assistant.ui.shell.mount_page`."""
    import gradio as gr

    page = gr.Blocks(title="问报", analytics_enabled=False, fill_width=True)
    with page:
        conversation = gr.State(Conversation())
        with gr.Row(elem_id="wb-head"):
            _html(HEADER)
            restart = gr.Button("新对话", size="sm", elem_id="wb-restart", min_width=0)
        with gr.Row(elem_id="wb-main"):
            with gr.Column(elem_id="wb-chat"):
                with gr.Column(elem_id="wb-scroll"):
                    welcome = _html(elem_id="wb-welcome", js_on_load=ASK_EXAMPLE)
                    earlier = _html(elem_id="wb-earlier")
                    current = _html(elem_id="wb-current")
                with gr.Row(elem_id="wb-composer"):
                    box = gr.Textbox(
                        elem_id="wb-box",
                        show_label=False,
                        container=False,
                        placeholder="用一句话提问，回车发送",
                        label="问题",
                        max_lines=6,
                        scale=1,
                        autofocus=True,
                    )
                    send = gr.Button("提问", variant="primary", elem_id="wb-send", min_width=0)
                hint = _html(elem_id="wb-hint")
                model = _html(elem_id="wb-model")
            with gr.Column(elem_id="wb-side"):
                _html(PANEL_TABS)
                _html(SOURCE_PANEL, elem_id="wb-source")
                with gr.Column(elem_id="wb-library"):
                    wanted = gr.Textbox(
                        elem_id="wb-filter",
                        show_label=False,
                        container=False,
                        placeholder="按标题、地区、年份筛选",
                        label="筛选报告",
                    )
                    reports = _html(elem_id="wb-reports")

        shown = [conversation, welcome, earlier, current, box, hint]

        def on_ask(question: str, held: Conversation) -> Iterator[tuple[Any, ...]]:
            if not question.strip():
                # The box keeps its focus and nothing else changes.
                yield held, gr.skip(), gr.skip(), gr.skip(), "", hint_html("请先输入问题。")
                return
            for state in ask(service, question, held):
                yield _values(state)

        def on_example(event: gr.EventData, held: Conversation) -> Iterator[tuple[Any, ...]]:
            yield from on_ask(str(event.question), held)

        def on_restart() -> tuple[Any, ...]:
            return Conversation(), _welcome(service), "", "", "", ""

        def on_load() -> tuple[str, str]:
            return _welcome(service), _library(service, "")

        def on_model() -> str:
            return model_html(service.model_line())

        asked: dict[str, Any] = {
            "outputs": shown,
            "show_progress": "hidden",
            "concurrency_limit": MAX_AT_ONCE,
            "concurrency_id": "ask",
            "api_visibility": "private",
        }
        quick: dict[str, Any] = {
            "show_progress": "hidden",
            "queue": False,
            "api_visibility": "private",
        }
        gr.on([box.submit, send.click], on_ask, [box, conversation], **asked)
        welcome.click(on_example, [conversation], **asked)
        box.input(None, None, hint, js="() => ''", **quick)
        restart.click(on_restart, None, shown, **quick)
        wanted.input(
            lambda text: _library(service, text),
            wanted,
            reports,
            trigger_mode="always_last",
            **quick,
        )
        page.load(on_load, None, [welcome, reports], **quick)
        # By itself: a model that is away must not keep the page waiting.
        page.load(on_model, None, model, **quick)
    page.queue(default_concurrency_limit=MAX_AT_ONCE, api_open=False)
    return page


def hint_html(sentence: str) -> str:
    """Show a short hint under the input box."""
    return f'<p role="status">{sentence}</p>'


def model_html(line: str) -> str:
    """Say under the input box who words the answers."""
    return f'<p class="wb-note">措辞：{escape(line)}，每句经程序核对</p>' if line else ""


def _html(value: str = "", elem_id: str | None = None, js_on_load: str | None = None) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)


def _values(state: PageState) -> tuple[Any, ...]:
    return state.conversation, "", state.earlier, state.current, state.question, ""


def _welcome(service: PageService) -> str:
    try:
        count = len(service.reports())
        return welcome_html(service.example_questions() if count else (), count)
    except USER_ERRORS as error:
        return error_html(str(error))


def _library(service: PageService, wanted: str) -> str:
    try:
        return library_html(service.reports(), wanted)
    except USER_ERRORS as error:
        return error_html(str(error))
