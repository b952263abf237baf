"""Mount the page, and wrap the HTML document that Gradio serves.

Gradio's document says `lang="en"`, follows the browser's language for its own words, names outside
addresses in its meta tags and has no security headers. The middleware here rewrites that one
document; all else passes through. The content security policy makes the browser itself keep every
request on this host, and refuse any `onerror=` that escaping might have let through.
"""

import hashlib
import re
from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.ui.seam import PageService

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

_OUTSIDE_META = re.compile(r'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*/>')
_MANIFEST = re.compile(r'\s*<link rel="manifest"[^>]*/>')
_FORCE_LANGUAGE = (
    '<script>Object.defineProperty(navigator,"language",{get:()=>"zh-CN"});'
    'Object.defineProperty(navigator,"languages",{get:()=>["zh-CN"]});</script>'
)


def mount_page(app: "FastAPI", service: PageService) -> None:
    """Mount the page for `service` at / of `app`, with its style and script, and nothing besides."""
    import gradio as gr
    from fastapi import Response

    from assistant.ui.page import build_page

    kinds = {"page.css": "text/css", "page.js": "text/javascript"}
    texts = {name: _asset(name) for name in kinds}

    def serve_asset(name: str) -> Response:
        if name not in texts:
            return Response(status_code=404)
        headers = {"Cache-Control": "public, max-age=31536000, immutable"}
        return Response(texts[name], media_type=f"{kinds[name]}; charset=utf-8", headers=headers)

    app.get("/wenbao/{name}", include_in_schema=False)(serve_asset)
    versions = {
        name: hashlib.sha256(text.encode()).hexdigest()[:12] for name, text in texts.items()
    }
    app.add_middleware(
        Shell,
        head=(
            f'<link rel="stylesheet" href="./wenbao/page.css?v={versions["page.css"]}">'
            f'<script defer src="./wenbao/page.js?v={versions["page.js"]}"></script>'
        ),
    )
    gr.mount_gradio_app(
        app,
        build_page(service),
        path="/",
        theme=gr.themes.Base(font=FONTS, font_mono=("monospace",)),
        favicon_path=str(files("assistant.ui").joinpath("icon.svg")),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
    )


def _asset(name: str) -> str:
    return files("assistant.ui").joinpath(name).read_text(encoding="utf-8")


def rewrite_document(html: str, head: str) -> str:
    """Make Gradio's document Chinese and self-contained, and put `head` into it."""
    html = html.replace('lang="en"', 'lang="zh-CN"', 1)
    html = _MANIFEST.sub("", _OUTSIDE_META.sub("", html))
    return html.replace(
        '<meta charset="utf-8" />', f'<meta charset="utf-8" />{_FORCE_LANGUAGE}{head}', 1
    )


class Shell:
    """ASGI middleware: security headers on every answer, and the rewritten document at /."""

    def __init__(self, app: ASGIApp, head: str) -> None:
        self.app = app
        self.head = head

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through, rewriting what comes back for the page's own document."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        is_document = scope["path"] == "/" and scope["method"] == "GET"
        if is_document:
            # The document must come uncompressed to be rewritten; it is small.
            plain = [item for item in scope["headers"] if item[0] != b"accept-encoding"]
            scope = {**scope, "headers": plain}
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
                document = rewrite_document(body.decode("utf-8"), self.head).encode()
                MutableHeaders(scope=start)["Content-Length"] = str(len(document))
                await send(start)
                await send({"type": "http.response.body", "body": document})
                return
            await send(message)

        await self.app(scope, receive, wrapped)
