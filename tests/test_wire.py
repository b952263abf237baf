"""The scope's JSON, in its two forms: as an answer tells it, as a user asks for it."""

import pytest
from pydantic import ValidationError

from assistant.models import Scope
from assistant.wire import chosen_from_json, chosen_json, chosen_kindly

SCOPE = Scope((2019, 2020), ("北京市大兴区",), ("大兴区政府",), ("政府工作报告",), "conversation")


def test_a_scope_comes_back_as_it_was_written() -> None:
    plain = SCOPE.to_json()
    assert plain["from"] == "conversation"
    assert "source" not in plain
    assert Scope.from_json(plain) == SCOPE


@pytest.mark.parametrize("change", [{"from": "nobody"}, {"years": ["last"]}, {"regions": None}])
def test_a_forged_scope_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Scope.from_json(SCOPE.to_json() | change)
    with pytest.raises(KeyError):
        Scope.from_json({"years": [2020]})


def test_what_a_user_chose_is_the_users_word() -> None:
    sent = chosen_json(SCOPE)
    assert sent == {
        "years": [2019, 2020],
        "regions": ["北京市大兴区"],
        "reports": [],
        "doc_types": ["政府工作报告"],
    }
    chosen = Scope((2019, 2020), ("北京市大兴区",), (), ("政府工作报告",), "user")
    assert chosen_from_json(sent) == chosen
    assert chosen_from_json({}) is None
    assert chosen_from_json(None) is None


def test_the_page_passes_over_what_is_no_scope_and_the_api_refuses_it() -> None:
    odd = {"years": [2020, "x"], "regions": "北京", "bodies": ["甲"]}
    assert chosen_kindly(odd) == Scope((2020,), source="user")
    assert chosen_kindly([1]) is None
    many = chosen_kindly({"years": list(range(99))})
    assert many is not None
    assert len(many.years) == 50
    with pytest.raises(ValidationError):
        chosen_from_json(odd)
