"""The unit of a table stands with its figures, wherever the table states it; never with what it cannot be of."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from assistant.figures import parse_figures
from ingest.beside_figures.table_units import with_units
from ingest.models import Block
from ingest.normalise import normalise
from ingest.readers import read as read_file


def rows(*texts: str) -> list[str]:
    """Give the rows as read: what has no ； is a line before the table."""
    blocks = [Block(one, "table_row" if "；" in one else "paragraph") for one in texts]
    return [block.text for block in with_units(blocks) if block.kind == "table_row"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (["项目：罚没金额（万元）；数量：356.2"], ["项目：罚没金额（万元）；数量（万元）：356.2"]),
        (
            ["单位：万元", "项目：法律援助；2023年：1250.6"],
            ["项目：法律援助；2023年（万元）：1250.6"],
        ),
        (["（金额单位：万元）", "项目：普法；决算数：385"], ["项目：普法；决算数（万元）：385"]),
        (["附表一 单位：件", "类别：许可；办结：1,205"], ["类别：许可；办结（件）：1,205"]),
        (["单位:亩", "镇：甲镇；面积：30.5；序号：2"], ["镇：甲镇；面积（亩）：30.5；序号：2"]),
        (["指标（人次）；接待：18"], ["指标（人次）；接待（人次）：18"]),
    ],
)
def test_the_unit_goes_to_the_columns_with_figures(given: list[str], read: list[str]) -> None:
    assert rows(*given) == read


@pytest.mark.parametrize(
    "given",
    [
        ["单位：万元", "项目：普法；同比增长：3.1；人数：12；占比：7"],
        ["单位：件、万元", "项目：普法；数值：12"],
        ["单位：件", "项目：罚没；金额：12"],
        ["单位：万元", "隔着一段话。", "又一段话。", "项目：普法；决算数：385"],
        ["主管单位：司法局", "项目：普法；决算数：385"],
        ["单位：万元", "项目：普法；决算数（元）：385；说明：见12页"],
        ["项目：甲（件）；乙（元）：3；丙：4"],
    ],
)
def test_a_unit_that_is_not_sure_goes_nowhere(given: list[str]) -> None:
    assert rows(*given) == [one for one in given if "；" in one]


def test_a_table_behind_another_text_has_its_own_unit() -> None:
    read = rows("单位：万元", "甲：x；金额：1", "表后一段话。", "丙：y；金额：2")
    assert read == ["甲：x；金额（万元）：1", "丙：y；金额：2"]


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("数量（万元）：356.2", "元", 3562000),
        ("2023年（万元）：1,250.6；2022年（万元）：3", "元", 12506000),
        ("行政处罚（件）：915", "件", 915),
        ("出庭应诉率（%）：97.5", "%", 97.5),
        ("处罚（含简易）：12", "", 12),
        ("行政检查（次）：1500；行政处罚（件）：1985", "次", 1500),
        ("农村人口（万人）：1,985.3", "人", 19853000),
        ("金额（万元）：3件", "件", 3),
    ],
)
def test_a_bare_figure_has_the_unit_of_its_label(text: str, unit: str, value: float) -> None:
    figure = next(one for one in parse_figures(text) if one.asserted)
    assert (figure.unit, float(figure.value)) == (unit, value)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (
            ["指标：减免；计量单位：万元；2023年：213.9"],
            ["指标：减免；计量单位：万元；2023年（万元）：213.9"],
        ),
        (["（金额：万元）", "类别：普法；金额：23.4"], ["类别：普法；金额（万元）：23.4"]),
    ],
)
def test_a_unit_in_a_column_of_its_own_and_a_caption_of_money(
    given: list[str], read: list[str]
) -> None:
    assert rows(*given) == read


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_a_csv_by_any_separator_with_lines_over_its_header(separator: str, tmp_path: Path) -> None:
    lines = ["虚构县支出决算表", "单位：万元"]
    lines += [
        separator.join(row) for row in (("科目", "决算数"), ("普法", "97.60"), ("合计", "1004"))
    ]
    path = tmp_path / "a.csv"
    path.write_bytes("\n".join(lines).encode("gbk"))
    assert [one.text for one in normalise(read_file(path)).paragraphs] == [
        "虚构县支出决算表",
        "单位：万元",
        "科目：普法；决算数（万元）：97.60",
        "科目：合计；决算数（万元）：1004",
    ]


def test_the_caption_of_a_table_of_a_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    table = (
        "<table><caption>收支表（单位：万元）</caption><tr><th>项目</th><th>数</th></tr>"
        "<tr><td>普法</td><td>97.6</td></tr></table>"
    )
    path.write_text(f"<html><body><p>见下表。</p>{table}</body></html>", encoding="utf-8")
    assert [one.text for one in normalise(read_file(path)).paragraphs] == [
        "见下表。",
        "收支表（单位：万元）",
        "项目：普法；数（万元）：97.6",
    ]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        (
            "区：甲；GDP：15；人口：30；社会保障：7",
            "区：甲；GDP（万元）：15；人口：30；社会保障：7",
        ),
        ("区：甲；2023年·决算：3；户数：4", "区：甲；2023年·决算（万元）：3；户数：4"),
    ],
)
def test_a_column_of_another_thing_has_no_unit_of_money(given: str, read: str) -> None:
    assert rows("单位：万元", given) == [read]


@pytest.mark.parametrize(
    "row",
    [
        "项目：增长率；2022年：4.8；2023年：5.2",
        "项目：户数；2022年：5；2023年：6",
        "项目：受理数量；2022年：11；2023年：12",
        "项目：常住人口；2022年：30；2023年：31",
    ],
)
def test_a_row_of_another_kind_has_no_unit_of_money(row: str) -> None:
    assert rows("单位：万元", "项目：收入；2022年：8；2023年：9", row)[1] == row


@pytest.mark.parametrize("line", ["单位：千克", "（计量单位：公斤）", "单位：件、万元"])
def test_a_unit_that_is_not_known_ends_the_one_before(line: str) -> None:
    read = with_units(
        [
            Block("单位：万元"),
            Block("项目：收入；2023年：9", "table_row"),
            Block(line, "table_row"),
            Block("项目：粮食；2023年：356", "table_row"),
        ]
    )
    assert [one.text for one in read][1::2] == [
        "项目：收入；2023年（万元）：9",
        "项目：粮食；2023年：356",
    ]


_FIRST = [("项目", "2023年"), ("收入", "9")]
_SECOND = [("项目", "2023年"), ("床位", "356")]


def _html(tmp_path: Path) -> Path:
    tables = "<br>".join(
        "<table>" + "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in table) + "</table>"
        for table in (_FIRST, _SECOND)
    )
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><p>单位：万元</p>{tables}</body></html>", encoding="utf-8")
    return path


def _markdown(tmp_path: Path) -> Path:
    tables = "\n\n".join(
        "\n".join([f"|{t[0][0]}|{t[0][1]}|", "|---|---|", f"|{t[1][0]}|{t[1][1]}|"])
        for t in (_FIRST, _SECOND)
    )
    path = tmp_path / "a.md"
    path.write_text(f"单位：万元\n\n{tables}\n", encoding="utf-8")
    return path


def _word(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("单位：万元")
    for cells in (_FIRST, _SECOND):
        table = document.add_table(rows=2, cols=2)
        for row, texts in zip(table.rows, cells, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
        document.add_paragraph("")
    document.save(str(tmp_path / "a.docx"))
    return tmp_path / "a.docx"


@pytest.mark.parametrize("written", [_html, _markdown, _word])
def test_the_unit_of_a_table_goes_no_further(
    written: Callable[[Path], Path], tmp_path: Path
) -> None:
    read = normalise(read_file(written(tmp_path)))
    assert [one.text for one in read.paragraphs] == [
        "单位：万元",
        "项目：收入；2023年（万元）：9",
        "项目：床位；2023年：356",
    ]
