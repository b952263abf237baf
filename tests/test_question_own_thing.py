"""Follow-ups of how, with the real model: what is done to a thing that they name is a topic of their own."""

from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.making import make_embedder, make_marked
from assistant.models import Scope
from assistant.question.follow_up import standalone
from assistant.scope.marking import Marked
from tests.scope_samples import turn

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def marked(default_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Marked:
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(default_models)
    return make_marked(make_embedder(Settings(home=home), print))


@pytest.mark.parametrize(
    ("then", "written"),
    [
        ("2021年准备怎么改进执法？", "大兴2021年准备怎么改进执法？"),
        ("是怎么提高的？", "大兴2020年收到的复议申请，是怎么提高的？"),
    ],
)
def test_what_is_done_to_a_thing_is_a_topic_of_its_own(
    marked: Marked, then: str, written: str
) -> None:
    scope = Scope(years=(2020,), regions=("北京市大兴区",))
    asked = "大兴2020年收到多少件复议申请？"
    known = {"北京市大兴区"}
    assert standalone(then, [turn(asked, asked, scope)], known, marked=marked) == written
