"""Ask the questions on the sample report and print the totals: what `make eval` runs.

    python -m tests.evaluation.run_sample [--models DIR]

The library is a temporary one that holds the sample alone, so the result is the same on every machine.
Exit status 1 if an answer is wrong or breaks the promise.
"""

import argparse
import sys
from pathlib import Path

from assistant.evaluation.cases import load_cases
from assistant.evaluation.report import text_table
from tests.evaluation.small_libraries import HERE, MODELS, run_cases, small_library

CASES = HERE / "sample_qa.jsonl"


def main() -> int:
    """Ask, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=MODELS, help="folder of the unpacked model")
    with small_library(["sample"], parser.parse_args().models) as assistant:
        report = run_cases(assistant, load_cases(CASES))
    print(text_table(report))
    return int(bool(report.failures()))


if __name__ == "__main__":
    sys.exit(main())
