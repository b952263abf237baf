"""The catalogue of a library's records: what it gives is what a pass over all of them would."""

from datetime import date

import pytest

from assistant.scope import Catalogue, LatestCatalogue, prepare, read_scope
from assistant.scope.catalogue import _MOST_KEPT
from ingest.regions.finding import region_named
from tests.scope_samples import LIBRARY, record

CATALOGUE = Catalogue(LIBRARY)
TODAY = date(2026, 11, 22)


def test_it_is_the_records_themselves_in_their_order() -> None:
    assert list(CATALOGUE) == LIBRARY
    assert Catalogue.of(CATALOGUE) is CATALOGUE
    assert Catalogue.of(LIBRARY) == CATALOGUE
    assert CATALOGUE.ids == {one.report_id for one in LIBRARY}
    assert CATALOGUE.latest == 2024
    assert Catalogue().latest is None


@pytest.mark.parametrize("year", [2002, 2018, 2020, 2021, 2022, 1990])
def test_records_naming_a_year_are_those_that_name_it_in_any_sense(year: int) -> None:
    expected = [one for one in LIBRARY if year in one.facts.all_years]
    found = CATALOGUE.naming([year])
    assert sorted(one.report_id for held in found.values() for one in held) == sorted(
        one.report_id for one in expected
    )
    assert all(one.facts.region == name for name, held in found.items() for one in held)


def test_a_region_has_its_records_under_its_former_name_too() -> None:
    region = region_named("深圳市光明区")
    assert region is not None
    expected = [one for one in LIBRARY if one.facts.region in ("深圳市光明新区", "深圳市光明区")]
    assert list(CATALOGUE.of_regions([region])) == expected
    assert CATALOGUE.of_regions([region]) is CATALOGUE.of_regions([region])


def test_kinds_and_ids_keep_the_order_and_pass_over_what_is_not_held() -> None:
    law = CATALOGUE.of_kinds(["法治政府建设报告"])
    assert [one.report_id for one in law] == ["北京市大兴区2020法", "深圳市光明区2021法"]
    assert CATALOGUE.of_kinds([]) is CATALOGUE
    assert CATALOGUE.among(["全国2002", "没有", "深圳市2018"]) == [LIBRARY[1], LIBRARY[-1]]


def test_what_is_kept_is_bounded() -> None:
    catalogue = Catalogue(LIBRARY)
    made: list[int] = []

    def make(key: int) -> int:
        made.append(key)
        return key + 1

    for key in range(3 * _MOST_KEPT):
        assert catalogue.recall(key, lambda key=key: make(key)) == key + 1  # type: ignore[misc]
        assert catalogue.recall(key, lambda: -1) == key + 1
    assert len(made) == 3 * _MOST_KEPT
    assert len(catalogue._kept) <= _MOST_KEPT


def test_it_is_worked_out_anew_only_when_the_records_change() -> None:
    records = list(LIBRARY)
    latest = LatestCatalogue(lambda: tuple(records))
    first = latest()
    # Read again they are others, and equal.
    assert latest() is first
    records.append(record("虚构市虚构区", 2023))
    assert latest() is not first
    assert "虚构市虚构区" in latest().names


def test_a_year_everywhere_is_read_the_same_prepared_or_not() -> None:
    prepared = Catalogue(LIBRARY)
    prepare(prepared)
    assert prepared._kept
    for question in ("2020年各地办了多少件？", "2020年度办了多少件？", "办了多少件？"):
        fresh = read_scope(question, Catalogue(LIBRARY), None, None, TODAY)
        assert read_scope(question, prepared, None, None, TODAY) == fresh
