"""Cases load from the documented format; what is wrong is named by line."""

import json
from pathlib import Path

import pytest

from assistant.evaluation.cases import CasesUnreadable, load_cases

CASE = {"id": "x-1", "turns": ["虚构区2020年收到多少件？"], "must_contain": ["376"]}


def written(folder: Path, *lines: object, name: str = "cases.jsonl") -> Path:
    path = folder / name
    text = "\n".join(
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    )
    path.write_text(text, encoding="utf-8")
    return path


def test_a_short_case_is_enough(tmp_path: Path) -> None:
    (case,) = load_cases(written(tmp_path, CASE, ""))
    assert case.kind == "number"
    assert case.answerable
    assert case.needles(0) == ("376",)


def test_follow_ups_have_needles_and_evidence_for_each_turn(tmp_path: Path) -> None:
    (case,) = load_cases(
        written(
            tmp_path,
            {
                **CASE, "kind": "followup", "turns": ["收到？", "审结呢？"],
                "must_contain": ["376", "304"], "must_contain_per_turn": [["376"], ["304"]],
                "evidence": ["收到376件", "审结304件"], "evidence_docs": ["a.txt", "a.txt"],
            },
        )
    )  # fmt: skip
    assert case.needles(1) == ("304",)
    assert case.evidence_of(1) == (("审结304件", "a.txt"),)


def test_a_refusing_status_makes_a_case_unanswerable(tmp_path: Path) -> None:
    first, second = load_cases(
        written(
            tmp_path,
            {"id": "a", "turns": ["？"], "status": "not_in_library"},
            {"id": "b", "turns": ["？"], "status": "disclosed", "file": "a.txt"},
        )
    )
    assert not first.answerable
    assert second.answerable
    assert second.docs == ("a.txt",)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{坏", "第 2 行：不是 JSON"),
        ({"id": "a"}, "第 2 行：turns 缺少"),
        ({"id": "a", "turns": []}, "第 2 行：turns 不能为空"),
        ({"id": "a", "turns": ["？"], "must": []}, "第 2 行：must 不认识的字段"),
        ({"id": "a", "turns": ["？"], "status": "gone"}, "第 2 行：status 取值不对"),
        ({"id": "a", "turns": ["？"], "evidence": ["句"]}, "evidence 与 evidence_docs 条数不同"),
        ({"id": "a", "turns": [" "]}, "空的问题"),
        ([], "第 2 行：应为一个 JSON 对象"),
        (CASE, "id 重复：x-1"),
    ],
)
def test_what_is_wrong_is_named_by_line(tmp_path: Path, line: object, words: str) -> None:
    with pytest.raises(CasesUnreadable, match=words):
        load_cases(written(tmp_path, CASE, line))


def test_no_file_and_no_cases(tmp_path: Path) -> None:
    with pytest.raises(CasesUnreadable, match="读不了"):
        load_cases(tmp_path / "none.jsonl")
    with pytest.raises(CasesUnreadable, match="没有题目"):
        load_cases(written(tmp_path, ""))


def test_squad_files_load_too(tmp_path: Path) -> None:
    question = {"id": "q", "question": "何时？", "answers": [{"text": "一月"}, {"text": "一月"}]}
    blank = {**question, "id": "r", "question": " "}
    paragraph = {"id": "P", "context": "一月开始。", "qas": [question, blank]}
    squad = {"data": [{"paragraphs": [paragraph]}]}
    path = written(tmp_path, squad, name="squad.json")
    (case,) = load_cases(path)
    assert (case.accept, case.docs, case.evidence) == (("一月",), ("P",), ("一月开始。",))
    with pytest.raises(CasesUnreadable, match="SQuAD"):
        load_cases(written(tmp_path, {"other": 1}, name="bad.json"))
