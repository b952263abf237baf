"""How long a misbehaving model server keeps a user waiting, and what is said: `python -m tests.evaluation.model_failures`.

Real HTTP and the real client, with limits of 5 s to the first word and 10 s in all, and two retries.
"""

import tempfile
import time
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.llm.settings import ModelSettings
from assistant.service import Assistant
from tests.assistant_samples import use_fakes, write_reports
from tests.model_stub import serving

ASKED = "光明区2021年收到行政复议申请多少件？"
TRUE = "光明区2021年共收到行政复议申请120件。[1]"
BEHAVIOURS = (
    f"say:{TRUE}", "429", "500", "401", "hang", f"stall:{TRUE}光明区", f"cut:{TRUE}光明区", "garbage",
    "empty", "endless",
)  # fmt: skip


def main() -> None:
    """Ask once of each behaviour and print seconds, mode and notice."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        use_fakes(patch)
        reports = write_reports(Path(folder) / "reports")
        for number, behaviour in enumerate(BEHAVIOURS):
            with serving(behaviour) as stub:
                model = ModelSettings(name="stub", base_url=stub.url, first_word_s=5, total_s=10)
                home = Path(folder) / str(number)
                with Assistant.open(Settings(home=home, model=model), "serve") as assistant:
                    assistant.ingest([reports])
                    assistant.ask(ASKED, mode="extractive")
                    began = time.perf_counter()
                    answer = assistant.ask(ASKED)
                    spent = time.perf_counter() - began
            print(
                f"{behaviour[:12]:14} {spent:5.1f} s  requests {len(stub.requests)}  {answer.mode:10} "
                f"{answer.notices[-1]}",
                flush=True,
            )


if __name__ == "__main__":
    main()
