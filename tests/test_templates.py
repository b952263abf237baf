"""The templates: everything is escaped, a misspelt value is an error, and no module writes HTML by hand."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from assistant.templates import render_html
from assistant.templates.environment import environment
from assistant.ui.words import words_in

ROOT = Path(__file__).parent.parent
TEMPLATES = [name for name in environment().list_templates() if name.endswith(".html")]
# No group of a regular expression: (?P<name>.
TAG = re.compile(r"(?<!P)</?[a-z]+\d?[ />]")
# It mends the document that Gradio serves.
READS_TAGS = {"assistant/ui/shell.py"}


def test_what_is_no_markup_is_escaped_and_what_a_template_made_stays() -> None:
    shown = render_html("chat/turns.html", "error", '<b> & "')
    assert shown == '<p class="wb-error" role="alert">&lt;b&gt; &amp; &#34;</p>'
    assert render_html("chat/turns.html", "error", Markup("<b>")).count("<b>") == 1


def test_a_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render_html("chat/turns.html", "error")
    with pytest.raises(AttributeError):
        render_html("chat/turns.html", "no_such_piece")


def test_breaks_are_dropped_beside_tags_and_are_a_space_between_attributes() -> None:
    shown = render_html("reports/sources.html", "original", "a", words_in("zh"))
    assert shown.startswith('<a class="wb-link" data-do="original" href="a" download>')
    parts = render_html("chat/turns.html", "citations", [(1, "甲")], words_in("zh"))
    assert '<li value="1"><span>甲</span> <button type="button" class="wb-link" data-do=' in parts


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_break_of_a_template_reaches_the_page(name: str) -> None:
    source, _, _ = environment().loader.get_source(environment(), name)  # type: ignore[union-attr]
    data = [token.value for token in environment()._tokenize(source, name) if token.type == "data"]
    assert data
    assert not any("\n" in value or "  " in value for value in data)


def test_every_template_speaks_to_the_words_that_there_are() -> None:
    for name in TEMPLATES:
        source = (ROOT / "assistant/templates" / name).read_text(encoding="utf-8")
        for key in re.findall(r'words\("([a-z_.]+)"(?! ~)', source):
            assert key in words_in("zh").keys, (name, key)


def test_no_module_writes_html_by_hand() -> None:
    by_hand = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "assistant").rglob("*.py")
        if any(map(TAG.search, texts_in(path)))
    }
    assert by_hand == READS_TAGS


def texts_in(path: Path) -> list[str]:
    """Give the texts of a module that are not just said of it (docstrings)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    said = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in said
    ]


def test_the_command_lines_help_does_without_jinja() -> None:
    said = (
        "import sys; from assistant.cli.parser import build_parser; build_parser();"
        "import assistant.cli, assistant.templates; print('jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", said], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "False"
