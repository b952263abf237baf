"""The .toml of facts beside a report: read, and refused in words that name the key and the file."""

from pathlib import Path

import pytest

from ingest.errors import InvalidSidecar
from ingest.facts import read_sidecar, sidecar_path
from ingest.models import FactOverrides


def write(folder: Path, text: str) -> Path:
    path = folder / "虚构报告.txt.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_sidecar_lies_beside_the_report(tmp_path: Path) -> None:
    assert sidecar_path(tmp_path / "报告.pdf") == tmp_path / "报告.pdf.toml"


def test_stated_facts_are_read(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'region = "北京市大兴区"\nyear = 2020\nyears = [2020, 2019]\npublished = "2021-01-20"\n',
    )
    assert read_sidecar(path) == FactOverrides(
        region="北京市大兴区", year=2020, years=(2019, 2020), published="2021-01-20"
    )


def test_a_toml_date_is_a_date(tmp_path: Path) -> None:
    assert read_sidecar(write(tmp_path, "published = 2021-01-20\n")).published == "2021-01-20"


def test_an_empty_file_states_nothing(tmp_path: Path) -> None:
    assert read_sidecar(write(tmp_path, "")) == FactOverrides()


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('regoin = "北京"', "regoin"),
        ('year = "2020"', "year"),
        ("year = true", "year"),
        ("year = 20", "year"),
        ("years = 2020", "years"),
        ("years = []", "years"),
        ("title = 3", "title"),
        ('title = " "', "title"),
        ('published = "一月"', "published"),
    ],
)
def test_a_wrong_key_or_value_is_named(tmp_path: Path, text: str, key: str) -> None:
    with pytest.raises(InvalidSidecar, match=f"虚构报告.txt.toml.*{key}"):
        read_sidecar(write(tmp_path, text))


def test_what_is_not_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidSidecar, match="不是有效的 TOML"):
        read_sidecar(write(tmp_path, "year = = 2020"))
