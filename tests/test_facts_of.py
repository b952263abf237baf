"""The comparison of facts with a manifest tells right, wrong and unread apart."""

import json
from pathlib import Path

import pytest

from ingest.models import ReportFacts
from tests.assistant_samples import FILES, REGION, write_reports
from tests.evaluation.facts_of import DOUBTFUL, RIGHT, WRONG, judge, main


def test_a_fact_is_right_wrong_or_to_be_checked() -> None:
    facts = ReportFacts("某报告", region="甲市", year=2020, doc_type="其他")
    wanted = {"region": "乙市", "covers_year": 2020, "type": "政府工作报告"}
    verdicts = {one.name: one.verdict for one in judge("a.txt", wanted, facts, "")}
    assert verdicts == {"region": WRONG, "covers_year": RIGHT, "type": DOUBTFUL}
    doubts = "标题写的是2024年，涵盖的却是2020年"
    (year,) = judge("a.txt", {"covers_year": 2023}, facts, doubts)
    assert year.verdict == DOUBTFUL
    assert judge("a.txt", {"covers_year": None}, facts, "") == []


def test_the_wrong_ones_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_reports(tmp_path / "reports")
    rows = [{"file": name, "region": REGION, "covers_year": int(name[2:6])} for name in FILES]
    (folder / "manifest.json").write_text(json.dumps(rows), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["facts_of", "--reports", str(folder)])
    assert main() == 1
    said = capsys.readouterr().out
    assert "地区：对 2，错 1，待核对 0" in said
    assert "涵盖年份：对 3，错 0，待核对 0" in said
    assert f"[错] 龙华2021.txt 地区：应为 {REGION}，读作 深圳市龙华区" in said
