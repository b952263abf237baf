"""Mount the page, and wrap the HTML document that Gradio serves.

Gradio's document says `lang="en"`, follows the browser's language for its own words, names outside
addresses in its meta tags and has no security headers. The middleware here rewrites that one
document; all else passes through. The content security policy makes the browser itself keep every
request on this host, and refuse any `onerror=` that escaping might have let through.
"""

import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.seam import Service
from assistant.templates import render_html
from assistant.ui.words import Words, words_in

if TYPE_CHECKING:
    from fastapi import FastAPI

FONTS = (
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "sans-serif",
)
"""Fonts that the reader's system has; none is loaded."""

# Gradio's templates need inline scripts and Function(); event attributes are never needed.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "script-src-attr 'none'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

STYLES = (
    "tokens.css",
    "frame.css",
    "chat.css",
    "source.css",
    "library.css",
    "narrow.css",
    "print.css",
)
"""The style sheets in the order in which they are joined."""

ASSETS = "/wenbao/static/"
"""Where style and script are served, at the root of the server."""

HOSTS = "wenbao.hosts"
"""Under which an ASGI scope holds the `Hosts` of the page that is asked for."""

_OUTSIDE_META = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*/>')
_MANIFEST = re.compile(r'\s*<link rel="manifest"[^>]*/>')
# Where Gradio's script takes its own address from: what the server was called, which a proxy changes.
# The document always stands at the root of the page, so that the browser knows it for certain.
_GRADIO_ROOT = re.compile(r"const root = [^\n]*;")
_BROWSERS_ROOT = (
    'const root = window.gradio_config.root = new URL(".", document.baseURI).href.slice(0, -1);'
)


@dataclass(frozen=True, slots=True)
class Hosts:
    """By which hosts a browser may know the page; `distrusted` is a proxy that was not believed, or ""."""

    allowed: tuple[str, ...]
    distrusted: str = ""


def mount_page(app: "FastAPI", service: Service) -> None:
    """Mount the page for `service` at / of `app`, in English at /en/, with its style and script."""
    import gradio as gr

    from assistant.ui.page import build_page

    version = _add_assets(app)
    app.add_middleware(
        Shell, heads={"/": _head(words_in("zh"), version), "/en/": _head(words_in("en"), version)}
    )
    icon = str(files("assistant.ui").joinpath("icon.svg"))
    # The page at / answers every path that is left, so that it comes last.
    for language, path in (("en", "/en"), ("zh", "/")):
        gr.mount_gradio_app(
            app,
            build_page(service, words_in(language)),
            path=path,
            theme=gr.themes.Base(font=FONTS, font_mono=("monospace",)),
            favicon_path=icon if path == "/" else None,
            footer_links=[],
            run_history=False,
            show_error=False,
            ssr_mode=False,
            enable_monitoring=False,
            pwa=False,
            mcp_server=False,
            app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        )


def _add_assets(app: "FastAPI") -> str:
    """Serve style and script under a path that changes with them, for ever cacheable; give it."""
    from fastapi import Response

    folder = files("assistant.ui").joinpath("static")
    texts = {one.name: one.read_text(encoding="utf-8") for one in folder.iterdir() if one.is_file()}
    digest = hashlib.sha256("".join(f"{n}{texts[n]}" for n in sorted(texts)).encode())
    version = digest.hexdigest()[:12]
    texts["page.css"] = "\n".join(texts[name] for name in STYLES)

    def serve_asset(given: str, name: str) -> Response:
        if given != version or name not in texts:
            return Response(status_code=404)
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(texts[name], media_type=f"{kind}; charset=utf-8", headers=headers)

    app.get(f"{ASSETS}{{given}}/{{name}}", include_in_schema=False)(serve_asset)
    return version


def _head(words: Words, version: str) -> str:
    """What the page's document loads: style, the colouring chosen earlier, words, script."""
    up = "./" if words.language == "zh" else "../"
    said = {"language": words.language, **words.script}
    return render_html("frame.html", "document", f"{up}{ASSETS[1:]}{version}", said)


def rewrite_document(html: str, head: str, language: str) -> str:
    """Make Gradio's document speak the page's language and self-contained, and put `head` into it."""
    tag = "zh-CN" if language == "zh" else "en"
    html = html.replace('lang="en"', f'lang="{tag}"', 1)
    html = _MANIFEST.sub("", _OUTSIDE_META.sub("", html))
    html = _GRADIO_ROOT.sub(lambda _: _BROWSERS_ROOT, html, count=1)
    return html.replace('<meta charset="utf-8" />', f'<meta charset="utf-8" />{head}', 1)


class Shell:
    """ASGI middleware: security headers on every answer, and the rewritten documents of the page.

    `heads` gives for the path of each document what is put into its head.
    """

    def __init__(self, app: ASGIApp, heads: dict[str, str]) -> None:
        self.app = app
        self.heads = heads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through, rewriting what comes back for the page's own document."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Under a path of a proxy, ASGI puts that path before ours.
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        head = self.heads.get(path, "")
        is_document = bool(head) and scope["method"] == "GET"
        if is_document:
            # The document must come uncompressed to be rewritten; it is small.
            plain = [item for item in scope["headers"] if item[0] != b"accept-encoding"]
            scope = {**scope, "headers": plain}
            if (hosts := scope.get(HOSTS)) is not None:
                head = render_html("refused.html", "within", hosts.allowed, hosts.distrusted) + head
        start: Message = {}
        body = bytearray()

        async def wrapped(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                start = message
                if is_document:
                    return
            elif is_document and message["type"] == "http.response.body":
                body.extend(message.get("body", b""))
                if message.get("more_body"):
                    return
                language = "zh" if path == "/" else "en"
                document = rewrite_document(body.decode("utf-8"), head, language).encode()
                MutableHeaders(scope=start)["Content-Length"] = str(len(document))
                await send(start)
                await send({"type": "http.response.body", "body": document})
                return
            await send(message)

        await self.app(scope, receive, wrapped)
