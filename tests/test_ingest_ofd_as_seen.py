"""An OFD page is read as a person sees it: watermarks, hidden and sideways type, notes laid over it."""

import re
import zipfile
from pathlib import Path

import pytest

from ingest.readers import read
from tests.samples_ofd import write_ofd

BODY = ["虚构区2023年情况报告", "全年办理行政复议案件163件，出庭应诉率97.5%。"]


def with_objects(path: Path, *objects: str) -> Path:
    """Write the body and, on its page, these objects before it."""
    whole = write_ofd(path.with_name("whole.ofd"), BODY)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for info in source.infolist():
            content = source.read(info)
            if "/Pages/" in info.filename:
                drawn = "".join(objects).encode()
                content = content.replace(b"<ofd:PageBlock>", b"<ofd:PageBlock>" + drawn)
            target.writestr(info, content)
    return path


def text_object(text: str, at: tuple[float, float], more: str = "", colour: str = "") -> str:
    fill = f'<ofd:FillColor Value="{colour}"/>' if colour else ""
    return (
        f'<ofd:TextObject Boundary="{at[0]} {at[1]} 90 7" Size="5.6" {more}>{fill}'
        f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(text) - 1} 5.6">{text}</ofd:TextCode>'
        "</ofd:TextObject>"
    )


def plain(path: Path) -> str:
    return re.sub(r"\s", "", "".join(block.text for block in read(path).blocks))


WHOLE = "".join(BODY)


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        (text_object("内部资料", (40, 20), 'CTM="0.7 -0.7 0.7 0.7 0 0"'), "有斜放或浅淡"),
        (text_object("内部资料", (40, 20), 'CTM="0.8 0.6 -0.6 0.8 0 0"'), "有斜放或浅淡"),
        (text_object("内部资料", (32, 35), colour="200 200 200"), "有斜放或浅淡"),
        (text_object("内部资料", (32, 90), 'Visible="false"'), "有看不见的文字"),
        (text_object("内部资料", (32, 90), 'Alpha="0"'), "有看不见的文字"),
        (text_object("内部资料", (32, 90), colour="255 255 255"), "有看不见的文字"),
    ],
    ids=["uphill", "downhill", "pale across", "invisible", "transparent", "white"],
)
def test_watermarks_and_hidden_type_are_told_of(mark: str, told: str, tmp_path: Path) -> None:
    path = with_objects(tmp_path / "a.ofd", mark)
    assert plain(path) == WHOLE
    (notice,) = read(path).notices
    assert told in notice and "共 4 字" in notice


def test_white_type_on_a_filled_shape_is_read(tmp_path: Path) -> None:
    shape = '<ofd:PathObject Boundary="20 85 150 20" Fill="true"/>'
    path = with_objects(
        tmp_path / "a.ofd", shape, text_object("深底白字", (32, 90), colour="255 255 255")
    )
    assert plain(path) == WHOLE + "深底白字"


@pytest.mark.parametrize("matrix", ["0 -1 1 0 0 0", "0 1 -1 0 0 0", "-1 0 0 -1 0 0"])
def test_a_line_on_its_side_is_read_in_its_own_order(matrix: str, tmp_path: Path) -> None:
    line = text_object("虚构的侧排表题", (180, 150), f'CTM="{matrix}"')
    assert plain(with_objects(tmp_path / "a.ofd", line)) == WHOLE + "虚构的侧排表题"


def test_a_raised_mark_is_no_part_of_a_figure(tmp_path: Path) -> None:
    line = text_object("办结三百二十", (30, 90))
    mark = (
        '<ofd:TextObject Boundary="63.6 88 9 5" Size="2.8"><ofd:TextCode X="0" Y="4">1</ofd:TextCode>'
        "</ofd:TextObject>"
    )
    rest = text_object("件全部办结", (66, 90))
    assert (
        plain(with_objects(tmp_path / "a.ofd", line, mark, rest))
        == WHOLE + "办结三百二十件全部办结"
    )
