"""Years and dates as reports write them: in Chinese numerals, in full width, beside document numbers."""
# ruff: noqa: RUF001 (Chinese numerals and full-width stops are what is read here)

import re

from ingest.numbering import arabic_digits, with_plain_years

_FULL_WIDTH = {0xFF10 + digit: 0x30 + digit for digit in range(10)}
_HAN_PART = re.compile(r"(?<=[年月])[一二三四五六七八九十]{1,3}(?=[月日])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年|(?!\d))")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年\-./]\s*(\d{1,2})\s*[月\-./]\s*(\d{1,2})")
# Where a year stands that says nothing of what a report is about: the number of a document,
# a full date (of issue, of signature), another document's name.
_DOCUMENT_NUMBER = re.compile(
    r"[〔［\[【（(﹝]\s*(?:19|20)\d\d\s*年?\s*[〕］\]】）)﹞]\s*第?\s*\d+\s*号"
)
_FULL_DATE = re.compile(r"(?:19|20)\d\d\s*[年\-./]\s*\d{1,2}\s*[月\-./]\s*(?:\d{1,2}\s*日?)?")
OTHER_DOCUMENT = re.compile(r"《[^》]*》")


def plain_digits(text: str) -> str:
    """The text with years in Chinese numerals (二〇二〇年) and spaced digits (1 9 9 7 年) in plain digits."""
    text = with_plain_years(text.translate(_FULL_WIDTH))
    return re.sub(r"(?<=\d)\s+(?=\d|年)|(?<=\D)\s+(?=\d{4}\s*年)", "", text)


def years_in(text: str) -> list[int]:
    """The calendar years written in a text, in order."""
    return [int(year) for year in _YEAR.findall(plain_digits(text))]


def without_document_number(text: str) -> str:
    """Leave out the number of a document (its year in brackets and 号), digits made plain."""
    return _DOCUMENT_NUMBER.sub(" ", plain_digits(text))


def has_document_number(text: str) -> bool:
    """Say whether a text holds the number of a document."""
    return _DOCUMENT_NUMBER.search(plain_digits(text)) is not None


def years_told(text: str) -> list[int]:
    """The years that a text is about: without document numbers, full dates, other documents' names."""
    text = OTHER_DOCUMENT.sub(" ", without_document_number(text))
    text = _HAN_PART.sub(lambda m: str(_small_number(m[0])), text)
    return years_in(_FULL_DATE.sub(" ", text))


def read_date(text: str) -> str:
    """The first full date in a text as an ISO date, "" if there is none."""
    text = _HAN_PART.sub(lambda m: str(_small_number(m[0])), plain_digits(text))
    if match := _DATE.search(text):
        year, month, day = (int(part) for part in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            return f"{year:04d}-{month:02d}-{day:02d}"
    return ""


def _small_number(han: str) -> int:
    """A month or a day in Chinese numerals: 十二, 二十, 三十一."""
    tens, ten, ones = han.rpartition("十")
    unit = int(arabic_digits(ones)) if ones else 0
    return (int(arabic_digits(tens)) if tens else 1) * 10 + unit if ten else unit
