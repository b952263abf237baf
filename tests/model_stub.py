"""An OpenAI-compatible server that misbehaves as told: real HTTP on loopback, read by the real client."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAUSE_S = 3.0
_CHUNK = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "stub"}


class ModelStub:
    """`script` gives the behaviour of each request in turn, the last one again and again.

    say:TEXT  pause:TEXT|TEXT (three seconds between)  429  401  500  hang  stall:TEXT (then nothing)  cut:TEXT (then the connection ends)
    garbage  empty  endless
    """

    def __init__(self, *script: str) -> None:
        self.script = script
        self.requests: list[dict[str, object]] = []
        self.url = ""
        self.stopped = threading.Event()

    def behaviour(self) -> str:
        return self.script[min(len(self.requests), len(self.script)) - 1]


@contextmanager
def serving(*script: str) -> Iterator[ModelStub]:
    """Serve a stub for the length of a test."""
    stub = ModelStub(*script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

        def do_GET(self) -> None:
            self._json(200, {"object": "list", "data": []})

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if not self.path.endswith("/chat/completions"):
                self._json(404, {"error": "no such thing"})
                return
            stub.requests.append(body)
            verb, _, text = stub.behaviour().partition(":")
            if verb.isdigit():
                self._json(int(verb), {"error": {"message": "told to fail"}})
            elif verb == "hang":
                stub.stopped.wait(20)
            else:
                self._stream(verb, text)

        def _json(self, status: int, plain: object) -> None:
            data = json.dumps(plain).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def _stream(self, verb: str, text: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            if verb == "garbage":
                self.wfile.write("data: {这不是 JSON\n\n".encode())
                return
            text = "继续" * 4000 if verb == "endless" else text
            try:
                for piece in text:
                    if verb == "pause" and piece == "|":
                        stub.stopped.wait(PAUSE_S)
                        continue
                    chunk = {
                        **_CHUNK,
                        "choices": [{"index": 0, "delta": {"content": piece}, "finish_reason": None}],
                    }  # fmt: skip
                    self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
                    self.wfile.flush()
                if verb == "stall":
                    stub.stopped.wait(20)
                elif verb != "cut":
                    if text:
                        end = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]}
                        self.wfile.write(f"data: {json.dumps({**_CHUNK, **end})}\n\n".encode())
                    self.wfile.write(b"data: [DONE]\n\n")
            except (BrokenPipeError, ConnectionResetError):
                """The client gave up, as it should."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    stub.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        stub.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
