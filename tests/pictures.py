"""Take the page's picture in each of its states: `python -m tests.pictures FOLDER [--only NAME]`.

Over the sample report and made-up ones, with the real model, at 1440 and 390 px, light and dark.
The pictures in the README are made by it.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser import ARGUMENTS, NARROW, WIDE, wait_for_answer

REPORTS = Path(__file__).parent / "evaluation" / "reports"


def ask(page: Page, question: str) -> None:
    page.fill("#wb-box textarea", question)
    page.press("#wb-box textarea", "Enter")
    wait_for_answer(page, question)
    page.wait_for_timeout(700)


def first_visit(page: Page, _: Path) -> None:
    page.wait_for_selector(".wb-example")


def answer(page: Page, _: Path) -> None:
    ask(page, "大兴区2020年收到行政复议申请多少件？有哪些不足？区长叫什么？")
    if page.viewport_size == NARROW:
        page.locator("#wb-current .wb-cite").first.click()
        page.wait_for_timeout(500)


def comparison(page: Page, _: Path) -> None:
    ask(page, "虚构市青石区2021年和2022年收到行政复议申请各多少件？")


def refusal(page: Page, _: Path) -> None:
    ask(page, "大兴区2020年新建了多少公里地铁？")


def not_in_library(page: Page, _: Path) -> None:
    ask(page, "大兴区2016年收到行政复议申请多少件？")


def library(page: Page, _: Path) -> None:
    page.click(".wb-nav [data-view=library]")
    page.wait_for_selector(".wb-reports tbody tr")


def upload(page: Page, folder: Path) -> None:
    library(page, folder)
    bad = folder / "损坏的报告.docx"
    bad.write_bytes(b"PK\x03\x04 broken")
    good = folder / "虚构市白鹭区2023年报告.txt"
    original = next(REPORTS.glob("*白鹭区2022*")).read_text(encoding="utf-8")
    good.write_text(original.replace("2022年", "2023年"), encoding="utf-8")
    page.set_input_files(".wb-drop input", [str(good), str(bad)])
    page.wait_for_selector(".wb-uploads .wb-refused")
    page.wait_for_timeout(700)


def report(page: Page, folder: Path) -> None:
    library(page, folder)
    page.click(".wb-reports >> text=大兴区人民政府2020年")
    page.wait_for_selector(".wb-report-text")


def error(page: Page, _: Path) -> None:
    page.fill("#wb-box textarea", "大兴区2020年的行政复议" * 200)
    page.press("#wb-box textarea", "Enter")
    page.wait_for_selector("#wb-current [data-state=failed]")


def history(page: Page, _: Path) -> None:
    ask(page, "大兴区2020年收到行政复议申请多少件？")
    page.click("#wb-current .wb-chip[data-field=region]")
    page.wait_for_selector(".wb-pop")
    page.wait_for_timeout(300)


STATES: tuple[Callable[[Page, Path], None], ...] = (
    first_visit,
    answer,
    comparison,
    refusal,
    not_in_library,
    library,
    upload,
    report,
    error,
    history,
)


def main() -> None:
    """Take every picture."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        environment = {"WENBAO_HOME": home, "PATH": "/usr/bin:/bin", "HOME": home}
        wenbao = [sys.executable, "-m", "assistant"]
        ingest = [*wenbao, "ingest", "--sample", str(REPORTS)]
        subprocess.run(ingest, env=environment, check=True, capture_output=True)
        server = subprocess.Popen(
            [*wenbao, "serve", "--port", "0"], env=environment, stdout=subprocess.PIPE, text=True
        )
        assert server.stdout is not None
        url = "http://" + server.stdout.readline().partition("http://")[2].split("（")[0].strip()
        try:
            take_all(url, arguments.folder, arguments.only, Path(home))
        finally:
            server.terminate()
            server.wait()


def take_all(url: str, folder: Path, only: str, scratch: Path) -> None:
    """Take the pictures of the page at `url`."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=ARGUMENTS
        )
        for size in (WIDE, NARROW):
            for theme in ("light", "dark"):
                for state in STATES:
                    if only and only not in state.__name__:
                        continue
                    context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
                    page = context.new_page()
                    page.goto(url)
                    page.wait_for_selector(".wb-welcome")
                    state(page, scratch)
                    page.wait_for_timeout(200)
                    name = f"{state.__name__}-{size['width']}-{theme}.png"
                    page.screenshot(path=folder / name)
                    context.close()
        browser.close()


if __name__ == "__main__":
    main()
