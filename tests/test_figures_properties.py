"""Whatever the style a number is written in, it reads back the same; comparison has no favourite side."""

import itertools
import time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assistant.figures import parse_figures, same_figure, supports
from assistant.figures.numerals import chinese

_FULL_WIDTH = str.maketrans("0123456789.%", "０１２３４５６７８９．％")
_UNITS = st.sampled_from(
    ["件", "人次", "户", "元", "亿元", "万件", "公里", "%", "个百分点", "万人次", "吨标准煤"]
)
_NUMBERS = st.integers(1, 999_999_999)


def _thousands(digits: str, mark: str) -> str:
    whole, dot, rest = digits.partition(".")
    return f"{int(whole):,}".replace(",", mark) + dot + rest


def _styles(digits: str) -> list[str]:
    styles = [
        digits,
        digits.translate(_FULL_WIDTH),
        _thousands(digits, ","),
        _thousands(digits, "，"),
    ]
    if "." not in digits:
        styles.append(_thousands(digits, " "))
    return styles


def _in_chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    if number >= 10**8:
        head, rest, mark = number // 10**8, number % 10**8, "亿"
        pad = "零" if 0 < rest < 10**7 else ""
        return _in_chinese(head) + mark + pad + (_in_chinese(rest) if rest else "")
    if number >= 10**4:
        head, rest = divmod(number, 10**4)
        pad = "零" if 0 < rest < 1000 else ""
        return _in_chinese(head) + "万" + pad + (_in_chinese(rest) if rest else "")
    for size, mark in ((1000, "千"), (100, "百"), (10, "十")):
        if number >= size:
            head, rest = divmod(number, size)
            pad = "零" if 0 < rest < size // 10 else ""
            return digits[head] + mark + pad + (_in_chinese(rest) if rest else "")
    return digits[number]


@given(_NUMBERS, st.integers(0, 2), _UNITS, st.sampled_from(["", " "]), st.integers(0, 4))
def test_reads_back_what_was_written(
    number: int, decimals: int, unit: str, space: str, style: int
) -> None:
    value = Decimal(number).scaleb(-decimals)
    styles = _styles(f"{value:f}")
    written = styles[style % len(styles)] + space + unit
    text = f"全年共办理{written}，同比增长。"
    (figure,) = parse_figures(text)
    (plain,) = parse_figures(f"{value:f}{unit}")
    assert figure.text == written
    assert figure.shown_value == value
    assert figure.value == figure.shown_value * figure.scale
    assert same_figure(figure, plain)
    assert supports(figure, plain)


@given(_NUMBERS)
def test_chinese_numerals_read_back(number: int) -> None:
    assert chinese(_in_chinese(number)) == (Decimal(number), 0)


@given(st.integers(11, 999_999_999), st.sampled_from(["件", "元", "人次", "公里"]))
def test_chinese_and_arabic_agree(number: int, unit: str) -> None:
    (written,) = parse_figures(f"共{_in_chinese(number)}{unit}。")
    (plain,) = parse_figures(f"{number}{unit}")
    assert same_figure(written, plain)


@given(st.integers(1, 99_999), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_scales_fold(number: int, scale: tuple[str, int]) -> None:
    name, size = scale
    (short,) = parse_figures(f"{Decimal(number).scaleb(-2):f}{name}元")
    (long,) = parse_figures(f"{number * size // 100}元")
    assert same_figure(short, long)


_FIGURES = st.builds(
    lambda number, unit: parse_figures(f"{number}{unit}")[0], st.integers(1, 300), _UNITS
)


@given(_FIGURES, _FIGURES)
def test_same_is_symmetric_and_each_supports_itself(a, b) -> None:
    assert same_figure(a, b) == same_figure(b, a)
    assert supports(a, a)
    if same_figure(a, b):
        assert supports(a, b)


@given(
    st.text(
        alphabet="0123456789.，,%％一二三十百千万亿件个元年月日第近约超余多以上至—-+ 〔〕“”《》年GPM至分之点两",
        max_size=40,
    )
)
def test_any_text_is_read_without_error(text: str) -> None:
    figures = parse_figures(text)
    assert all(text[figure.start : figure.end] == figure.text for figure in figures)
    assert all(a.end <= b.start for a, b in itertools.pairwise(figures))


@given(st.integers(1, 10**7), st.integers(1, 4), st.sampled_from(["近", "约", "超", "不足"]))
def test_a_marked_rounding_is_supported_only_on_its_side(
    number: int, digits: int, word: str
) -> None:
    size = 10 ** max(0, len(str(number)) - digits)
    (source,) = parse_figures(f"{number}件")
    rounded = (number + size // 2) // size * size
    if not rounded:
        return
    claim = parse_figures(f"{word}{rounded}件")[0]
    if supports(claim, source):
        assert abs(number - rounded) < claim.step
        assert word != "超" or number > rounded
        assert word not in ("近", "不足") or number < rounded


def test_time_grows_with_length_on_hostile_text() -> None:
    for unit in ("一", "1", "1 ", "1+", "第一", "0", "2020-", "“1", "a1", "一、"):
        parse_figures.cache_clear()
        started = time.process_time()
        parse_figures(unit * (20_000 // len(unit)))
        assert time.process_time() - started < 5
