"""Reads the facts that a user states beside a report, in `<report file name>.toml`."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

from ingest.errors import InvalidSidecar
from ingest.models import FactOverrides

_TEXTS = ("title", "region", "body", "doc_type", "published", "source_url")
_YEARS = ("years", "plan_years")
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def sidecar_path(report: Path) -> Path:
    """Where the facts stated for a report would lie: 报告.pdf.toml beside 报告.pdf."""
    return report.with_name(report.name + ".toml")


def read_sidecar(path: Path) -> FactOverrides:
    """Read the overrides in a TOML file.

    Raises InvalidSidecar, naming the key and the file, for a key that is not a fact, a value of the
    wrong kind, a year outside 1900 to 2100, a date that is not ISO, or a file that is not TOML.
    """
    try:
        stated: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidSidecar(
            f"说明文件“{path.name}”不是有效的 TOML：{error}。请改正后再导入，或删去该文件。"
        ) from error
    except OSError as error:
        raise InvalidSidecar(f"读不了说明文件“{path.name}”：{error.strerror}。") from error
    allowed = [field.name for field in fields(FactOverrides)]
    for key in stated:
        if key not in allowed:
            raise InvalidSidecar(
                f"说明文件“{path.name}”里的“{key}”不是可以填写的项。可填写：{'、'.join(allowed)}。"
            )
    checked: dict[str, Any] = {key: _value(path, key, value) for key, value in stated.items()}
    return FactOverrides(**checked)


def _value(path: Path, key: str, value: Any) -> str | int | tuple[int, ...]:
    if key in _TEXTS:
        if key == "published" and not isinstance(value, str):
            value = value.isoformat() if hasattr(value, "isoformat") else value
        if not isinstance(value, str) or not value.strip():
            raise _wrong(path, key, "一段文字，写在英文双引号里")
        if key == "published" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value.strip()):
            raise _wrong(path, key, '日期，写成 "2021-01-20" 的样子')
        return value.strip()
    if key in _YEARS:
        if not isinstance(value, list) or not value or not all(_is_year(item) for item in value):
            raise _wrong(path, key, "年份的列表，写成 [2016, 2017] 的样子")
        return tuple(sorted(set(value)))
    if not _is_year(value):
        raise _wrong(path, key, "四位数的年份，写成 2020 的样子，不加引号")
    return int(value)


def _is_year(value: object) -> bool:
    return (
        isinstance(value, int)
        and not isinstance(value, bool)
        and _FIRST_YEAR <= value <= _LAST_YEAR
    )


def _wrong(path: Path, key: str, wanted: str) -> InvalidSidecar:
    return InvalidSidecar(f"说明文件“{path.name}”里的“{key}”应是{wanted}。请改正后再导入。")
