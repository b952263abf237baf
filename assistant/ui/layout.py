"""The widgets of the page, as they stand in it. What events do with them is `assistant.ui.page`'s."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.templates import render_html
from assistant.ui.chat.conversation import Conversation
from assistant.ui.words import Words

if TYPE_CHECKING:
    import gradio as gr

SEND = "window.wenbaoSend = (detail) => trigger('click', detail);"
OPEN = "window.wenbaoOpen = (detail) => trigger('click', detail);"
"""What the page's script calls to ask a question and to open a remembered conversation."""


@dataclass(frozen=True, slots=True)
class Widgets:
    """The parts of the page that change or that somebody uses."""

    conversation: "gr.State"
    restart: "gr.Button"
    welcome: "gr.HTML"
    earlier: "gr.HTML"
    current: "gr.HTML"
    box: "gr.Textbox"
    send: "gr.Button"
    halt: "gr.Button"
    hint: "gr.HTML"
    model: "gr.HTML"
    overview: "gr.HTML"
    asking: "gr.HTML"
    opening: "gr.HTML"

    @property
    def shown(self) -> list[Any]:
        """What a question or a restart sets, in the order of `values`."""
        return [
            *(self.conversation, self.welcome, self.earlier, self.current),
            *(self.box, self.hint),
        ]


def lay_out(words: Words) -> Widgets:
    """Put the widgets into the page that is being built."""
    import gradio as gr

    conversation = gr.State(Conversation())
    with gr.Row(elem_id="wb-head"):
        _html(render_html("frame.html", "head", words))
        restart = gr.Button(words("head.restart"), size="sm", elem_id="wb-restart", min_width=0)
    with gr.Row(elem_id="wb-main"):
        _html(render_html("frame.html", "rail", words), elem_id="wb-rail")
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
            _html(render_html("frame.html", "panel", words), elem_id="wb-source")
            overview = _html(elem_id="wb-overview")
        _html(render_html("frame.html", "library_room", words), elem_id="wb-library")
    return Widgets(
        conversation=conversation,
        restart=restart,
        welcome=welcome,
        earlier=earlier,
        current=current,
        box=box,
        send=send,
        halt=halt,
        hint=hint,
        model=model,
        overview=overview,
        asking=_html(elem_id="wb-asking", js_on_load=SEND),
        opening=_html(elem_id="wb-opening", js_on_load=OPEN),
    )


def _html(value: str = "", elem_id: str | None = None, js_on_load: str | None = None) -> "gr.HTML":
    import gradio as gr

    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)
