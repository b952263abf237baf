"""How fast the page is: `WENBAO_HOME=… python -m tests.bench_page QUESTIONS.jsonl [--people 20]`.

Starts `wenbao serve`, then measures in a real Chromium: what opening the page loads and when it can be
typed in; from pressing Enter to the first word on the page, against the service's own time for that
question; and then many people asking at the same moment, each by Gradio's own protocol.
"""

import argparse
import json
import random
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, WIDE, wait_for_answer

WATCH = """() => {
    const box = document.querySelector("#wb-box textarea");
    box.addEventListener("keydown", (event) => {
        if (event.key === "Enter") { window.pressed = performance.now(); window.first = null; }
    }, true);
    new MutationObserver(() => {
        const text = document.querySelector("#wb-current .wb-text")?.textContent;
        const isNew = document.querySelector("#wb-current .wb-question p")?.textContent === window.wanted;
        if (window.first === null && isNew && text) window.first = performance.now() - window.pressed;
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
}"""


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--people", type=int, default=20)
    arguments = parser.parse_args()
    lines = arguments.questions.read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["turns"][0] for line in lines]
    questions = random.Random(7).sample(asked, min(arguments.count, len(asked)))
    server = subprocess.Popen(
        [sys.executable, "-m", "assistant", "serve", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert server.stdout is not None
        url = server.stdout.readline().partition("http://")[2].partition("（")[0].split()[0]
        address = f"http://{url}"
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=ARGUMENTS
            )
            page = open_page(browser.new_context(viewport=WIDE).new_page(), address)  # type: ignore[arg-type]
            ask_all(page, questions)
            browser.close()
        ask_together(address, questions, arguments.people)
    finally:
        server.terminate()
        server.wait()


def open_page(page: Page, address: str) -> Page:
    """Open the page and say what that took."""
    sizes: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda told: sizes.append(told["encodedDataLength"]))
    began = time.perf_counter()
    page.goto(address)
    page.wait_for_function("document.activeElement.matches('#wb-box textarea')")
    ready = time.perf_counter() - began
    page.wait_for_selector(".wb-welcome")
    full = time.perf_counter() - began
    page.wait_for_timeout(1000)
    print(
        f"opening: {len(sizes)} requests, {sum(sizes) / 1024:.0f} KiB over the wire; "
        f"typing after {ready:.2f} s, examples after {full:.2f} s"
    )
    return page


def ask_all(page: Page, questions: list[str]) -> None:
    """Ask one after the other; compare the first word with the service's own time."""
    page.evaluate(WATCH)
    firsts, services = [], []
    for question in questions:
        page.evaluate("wanted => { window.wanted = wanted; }", question.strip())
        page.fill("#wb-box textarea", question)
        page.press("#wb-box textarea", "Enter")
        wait_for_answer(page, question)
        page.wait_for_timeout(150)
        record = json.loads(page.locator("#wb-current .wb-record").text_content() or "{}")
        firsts.append(page.evaluate("window.first"))
        services.append(record["answer"]["timings_ms"].get("total", 0.0))
    first, service = np.array(firsts, dtype=float), np.array(services, dtype=float)
    shares = first[service > 0] / service[service > 0]
    for name, values in (
        ("Enter to first word, ms", first),
        ("service alone, ms", service),
        ("page beside it, ms", first - service),
    ):
        print(f"{name}: p50 {np.percentile(values, 50):.0f}, p95 {np.percentile(values, 95):.0f}")
    print(f"ratio: p50 {np.percentile(shares, 50):.2f}, p95 {np.percentile(shares, 95):.2f}")
    print(f"p95 against p95: {np.percentile(first, 95) / np.percentile(service, 95):.2f}")


def ask_together(address: str, questions: list[str], people: int, rounds: int = 3) -> None:
    """Let many people ask at the same moment, several times over."""
    config = httpx.get(f"{address}/config").json()
    ask_fn = next(
        dependency["id"]
        for dependency in config["dependencies"]
        if dependency["api_name"] == "on_ask" or _is_typed(dependency, config)
    )
    times: list[float] = []
    errors: list[str] = []
    start = threading.Barrier(people)

    def person(number: int) -> None:
        with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
            for turn in range(rounds):
                start.wait()
                question = questions[(number * rounds + turn) % len(questions)]
                began = time.perf_counter()
                try:
                    _converse(client, ask_fn, question, f"bench{number}")
                    times.append(time.perf_counter() - began)
                except Exception as error:
                    errors.append(repr(error))

    threads = [threading.Thread(target=person, args=(n,)) for n in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = np.array(times) * 1000
    print(
        f"{people} people at once, {rounds} questions each: answer p50 {np.percentile(taken, 50):.0f} ms,"
        f" p95 {np.percentile(taken, 95):.0f} ms, longest {taken.max():.0f} ms, errors {len(errors)}"
    )
    for error in errors[:3]:
        print(" ", error)


def _is_typed(dependency: dict[str, Any], config: dict[str, Any]) -> bool:
    """Tell the event of the input box by its target."""
    boxes = {one["id"] for one in config["components"] if one["props"].get("elem_id") == "wb-box"}
    return any(target[0] in boxes and target[1] == "submit" for target in dependency["targets"])


def _converse(client: httpx.Client, fn: int, question: str, session: str) -> None:
    """Ask as the page does: join the queue, then read the stream until the answer stands."""
    joined = client.post(
        "/gradio_api/queue/join",
        json={"data": [question, None], "fn_index": fn, "session_hash": session},
    )
    joined.raise_for_status()
    event = joined.json()["event_id"]
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as told:
        is_answered = False
        for line in told.iter_lines():
            if not line.startswith("data: "):
                continue
            is_answered = is_answered or 'data-state=\\"done\\"' in line
            message = json.loads(line[6:])
            if message.get("event_id") == event and message["msg"] == "process_completed":
                if not message["success"] or not is_answered:
                    raise RuntimeError(str(message["output"]))
                return


if __name__ == "__main__":
    main()
