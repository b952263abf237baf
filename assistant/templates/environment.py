"""The Jinja2 environment of the templates; a module of its own so that Jinja2 loads when HTML is made."""

import re
from collections.abc import Iterator
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_BESIDE_TAG = re.compile(r"(?:^|(?<=>))\s*\n\s*|\s*\n\s*(?=<|$)")
_BREAK = re.compile(r"\s*\n\s*")


class BreaksForTheReader(Extension):
    """Drops the line breaks and indentation of an .html template, as `assistant.templates` says."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Pass the tokens on; by token and not by source, so that errors name the right line."""
        is_html = bool(stream.name) and str(stream.name).endswith(".html")
        for token in stream:
            if is_html and token.type == "data":
                value = _BREAK.sub(" ", _BESIDE_TAG.sub("", token.value))
                token = Token(token.lineno, token.type, value)
            yield token


@lru_cache
def environment() -> Environment:
    """Give the environment, made once: autoescape everywhere, nothing undefined is let pass."""
    made = Environment(
        loader=PackageLoader("assistant", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[BreaksForTheReader],
        auto_reload=False,
    )
    # JSON inside an element: Chinese as it is, no spaces; `tojson` itself leaves no < > & '.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return made
