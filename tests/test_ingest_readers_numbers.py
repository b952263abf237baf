"""Numbers of spreadsheets as their formats show them, and never as another figure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.number_formats import plain_number, shown_number


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.975, "0.0%", "97.5%"),
        (0.285, "0%", "29%"),
        (-0.021, "0.0%", "-2.1%"),
        (0.1 + 0.2, "General", "0.3"),
        (3.0, "", "3"),
        (1e20, "General", "100000000000000000000"),
        (1234567.8, "#,##0.00", "1234567.80"),
        (12345.678, "0", "12346"),
        (1.005, "0.00", "1.01"),
        (12.3, "0.##", "12.3"),
        (0.5, "#.##", "0.5"),
        (0.4, "#", "0.4"),
        (7.14, '0.00"%"', "7.14%"),
        (12345, '0!.0,"万"', "1.2万"),
        (12345678, "0.00,,", "12.35"),
        (123456, '[>=10000]0!.0,"万";0.0', "12.3万"),
        (1234.5, '[>=10000]0!.0,"万";0.0', "1234.5"),
        (-5, "0;[Red]0", "-5"),
        (-5, "#,##0_);(#,##0)", "-5"),
        (-5, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-5.00"),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0"),
        (5, '[DBNum1][$-804]General"件"', "5件"),
        (5, "[$¥-804]#,##0.00", "¥5.00"),
        (1.5, "# ?/?", "1.5"),
        (1234567, "0.00E+00", "1234567"),
        (5, ";;;", ""),
        (202312, '0000"年"00"月"', "2023年12月"),
        (2023, '0"年"', "2023年"),
        (45000, "yyyy-mm-dd", "2023-03-15"),
        (45000, "m/d/yyyy", "2023-03-15"),
        (45000, 'yyyy"年"m"月"', "2023年3月"),
        (45000, 'm"月"d"日"', "3月15日"),
        (45000.5, "yyyy/m/d h:mm", "2023-03-15 12:00"),
        (0.5, "h:mm", "12:00"),
        (1.5, "[h]:mm", "36:00:00"),
        (59, "yyyy-mm-dd", "1900-02-28"),
    ],
)
def test_a_number_is_shown_as_its_format_says(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


def test_days_of_old_macintosh_files_count_from_1904() -> None:
    assert shown_number(0, "yyyy-mm-dd", from_1904=True) == "1904-01-01"


@given(st.integers(-(10**14), 10**14), st.integers(0, 4))
def test_decimals_of_a_plain_number_stay(digits: int, decimals: int) -> None:
    value = float(f"{digits}e-{decimals}")
    assert float(plain_number(value)) == value
    assert float(shown_number(value, "0." + "0" * decimals if decimals else "0")) == value


@given(
    st.floats(-1e12, 1e12, allow_nan=False), st.text('0#?.,%;-+/E[]<>="\\!_*@ymdhs年 ', max_size=20)
)
def test_no_format_breaks_it_or_turns_a_sign(value: float, code: str) -> None:
    shown = shown_number(value, code)
    assert isinstance(shown, str)
