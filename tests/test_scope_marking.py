"""Which words of a question name the thing asked, and which whose: the fitted model, and what rests on it."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from assistant.config import Settings
from assistant.fitted.logistic import read_fitted
from assistant.making import make_embedder, make_marked
from assistant.question.thing import asked_thing
from assistant.reader.indicator import read_indicator
from assistant.scope.marking import (
    KINDS,
    Marked,
    MarkModel,
    Word,
    default_marks,
    in_context,
    names_in_words,
    pointers_in,
    things_in,
    unmarked,
)
from assistant.scope.names import Named, read_names, with_marked

TRAINING = Path(__file__).parent / "evaluation" / "training"
KNOWN = frozenset({"绍兴市", "苏州市昆山市"})


@pytest.fixture(scope="module")
def marked(default_models: Path, tmp_path_factory: pytest.TempPathFactory) -> Marked:
    home = tmp_path_factory.mktemp("home")
    (home / "models").symlink_to(default_models, target_is_directory=True)
    return make_marked(make_embedder(Settings(home=home), lambda *_: None))


def test_it_is_fitted_to_the_encoder_that_ships(marked: Marked) -> None:
    assert marked is not unmarked and marked("全市收到多少件？")


def test_the_file_says_what_it_was_made_of() -> None:
    plain = read_fitted("marks.json")
    data = b"".join((TRAINING / name).read_bytes() for name in ("marked.tsv", "pointing.txt"))
    assert plain["questions_sha256"] == hashlib.sha256(data).hexdigest()[:16]
    assert plain["made_by"] == "tests.evaluation.fit_marks" and len(plain["commit"]) >= 7
    assert plain["held_out"]["auc_name"] > 0.98 and plain["held_out"]["auc_thing"] > 0.97
    assert plain["held_out"]["auc_pointing"] > 0.98


def test_its_shapes_and_bars_fit() -> None:
    model = default_marks()
    assert model.weights.shape == (len(KINDS), 4 * 384) and model.bias.shape == (len(KINDS),)
    assert model.points.shape == (4 * 384,)
    assert 0 < model.thing_bar < 0.5 and 0 < model.no_name_bar < model.name_bar < 1
    assert 0 < model.may_point_bar < model.point_bar < 1


def test_a_model_of_other_kinds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.scope.marking.read_fitted", lambda _: {"kinds": ["name"]})
    default_marks.cache_clear()
    with pytest.raises(ValueError, match="fit_marks"):
        default_marks()
    monkeypatch.undo()
    default_marks.cache_clear()


def test_words_take_the_states_of_their_tokens() -> None:
    own = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 9.0]])
    weights = np.concatenate([np.zeros((3, 2)), own, np.zeros((3, 4))], axis=1)
    model = MarkModel((), 1, weights, np.zeros(3), 0.5, 0.5, 0.2, 0.6, np.zeros(8), -1.0, 0.9, 0.5)
    states = np.array([[0, 0], [1, 0], [0, 1], [0, 1]], dtype=np.float32)
    words = model.words(
        "问襄阳学位", lambda text, layer: (states, [(0, 1), (1, 3), (3, 4), (4, 5)])
    )
    assert [(one.start, one.end, one.name, one.thing) for one in words] == [
        (0, 1, False, False),
        (1, 3, True, False),
        (3, 5, False, True),
    ]


def test_a_token_stands_beside_its_neighbours_and_the_mean_of_all() -> None:
    states = np.array([[1, 0], [0, 2], [5, 1]], dtype=np.float32)
    assert in_context(states).tolist() == [
        [0, 0, 1, 0, 0, 2, 2, 1],
        [1, 0, 0, 2, 5, 1, 2, 1],
        [0, 2, 5, 1, 0, 0, 2, 1],
    ]


def test_a_name_has_a_sure_word_and_takes_those_beside_it_that_may_be() -> None:
    sure, may, none = (True, False, False), (False, False, False), (False, False, True)
    told = [may, sure, may, none, may, none, sure]
    words = [Word(at, at + 1, name, thing, no) for at, (name, thing, no) in enumerate(told)]
    assert [(run[0].start, run[-1].end) for run in names_in_words(words)] == [(0, 3), (6, 7)]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("虚舟艺术区2024年接待游客多少人次", "虚舟艺术区"),
        ("浮玉古镇2024年接待了多少游客", "浮玉古镇"),
        ("M70创意园2024年游客多少万人次", "M70创意园"),
        ("青衣商圈2024年社会消费品零售总额多少", "青衣商圈"),
    ],
)
def test_a_name_is_told_by_what_stands_around_it(marked: Marked, question: str, name: str) -> None:
    named = with_marked(read_names(question, KNOWN), question, marked(question), KNOWN)
    assert [one.text for one in named.names] == [name]


@pytest.mark.parametrize(
    "question",
    [
        "社区医院建成多少家",
        "派出所民警有多少名",
        "各省市2024年空气质量优良天数比例，哪个最好？",
        "乡镇卫生院服务能力达标率是多少？",
        "全年收到多少件行政复议申请？",
    ],
)
def test_words_that_name_nobody_are_no_names(marked: Marked, question: str) -> None:
    assert not with_marked(read_names(question, KNOWN), question, marked(question), KNOWN).names


def test_a_bureau_is_told_by_what_it_does(marked: Marked) -> None:
    question = "绍兴公安2024年作为被申请人的行政复议案件有多少件"
    (name,) = with_marked(read_names(question, KNOWN), question, marked(question), KNOWN).names
    assert (name.text, name.kind) == ("绍兴公安", "bureau") and name.is_in("绍兴市公安局")


def test_a_held_name_with_a_wrong_character_is_no_other_name() -> None:
    known, question = frozenset({"虚构市白鹭区"}), "白路区2024年多少件"
    nothing, word = Named((), ()), Word(0, 3, True, False)
    assert with_marked(nothing, question, [word], ()).names
    assert not with_marked(nothing, question, [word], known).names
    other = "高新区2024年多少件"
    assert with_marked(nothing, other, [word], frozenset({"虚构市高明区"})).names


@pytest.mark.parametrize(
    ("topic", "name"),
    [
        ("外贸这块，进出口总额各有多少？", "进出口总额"),
        ("GDP从高到低排一排。", "生产总值"),
        ("请做个对照表：办理政协提案的件数", "政协提案"),
        ("法律援助案件各办了多少件", "法律援助"),
        ("城镇新增就业各是多少万人", "城镇新增就业"),
        ("新增公办学位各有多少个，列个表", "新增公办学位"),
    ],
)
def test_only_words_of_the_thing_are_asked_of_a_figure(
    marked: Marked, topic: str, name: str
) -> None:
    thing = things_in(topic, marked(topic))
    assert name in read_indicator(topic, thing=thing).name


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("虚构县25年开人代会念的那份报告，说来了多少游客", "25年开人代会念的那份报告"),
        ("回到刚才虚构县那份，到位资金是多少", "刚才虚构县那份"),
        ("最新的那份，打算新建多少高标准农田", "最新的那份"),
        ("我要的是3月28日那份", "3月28日那份"),
    ],
)
def test_words_that_point_at_a_report_are_known(marked: Marked, question: str, words: str) -> None:
    ((start, end),) = pointers_in(marked(question))
    said = question[start:end]
    assert words in said or (said in words and 2 * len(said) >= len(words))


@pytest.mark.parametrize(
    "question",
    [
        "虚构县2024年办了多少件行政复议？",
        "每年向人大报告几次工作",
        "那2021年呢？",
        "最近三年新增了多少学位",
        "印发的实施方案有几份",
    ],
)
def test_words_that_point_at_none_are_known(marked: Marked, question: str) -> None:
    assert pointers_in(marked(question)) == []


@pytest.mark.parametrize(
    ("question", "thing", "beside"),
    [
        ("开电车的想问问，各建了多少座超充站，充电方便吗", "超充站", "充电"),
        ("您好，我在做通信行业的调研，分别建成了多少个5G基站", "基站", "通信"),
        ("外贸哪家强？进出口总额比较一下", "总额", "外贸"),
        ("接待游客人次对比，疫情前后怎么样", "人次", "疫情"),
    ],
)
def test_the_thing_is_that_of_the_clause_that_asks(
    marked: Marked, question: str, thing: str, beside: str
) -> None:
    words = asked_thing(question, marked(question))
    assert any(one in thing for one in words) and beside not in words


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("行政复议案件，受理数量是多少", {"行政复议", "受理"}),
        ("GDP，增速是多少", {"GDP"}),
        ("固定资产投资，增速是多少", {"投资"}),
        ("新增多少户市场主体？", {"市场主体"}),
        ("海门市政府办了多少件行政许可", {"行政许可"}),
    ],
)
def test_a_measure_or_a_unit_is_no_thing_by_itself(
    marked: Marked, question: str, words: set[str]
) -> None:
    thing = asked_thing(question, marked(question), frozenset({"南通市海门市"}))
    assert words <= thing and "政府" not in thing


def test_a_thing_apart_from_its_count_is_kept() -> None:
    question = "行政复议案件，受理了多少件"
    words = [Word(0, 4, False, True), Word(4, 6, False, True), Word(7, 9, False, True)]
    assert asked_thing(question, words) == {"行政复议", "案件", "受理"}


def test_without_marks_all_words_count() -> None:
    assert unmarked("GDP从高到低排一排") == ()
    assert things_in("GDP从高到低排一排", ()) == frozenset()
    assert "排" in read_indicator("从高到低排一排的GDP").name
    assert read_indicator("从高到低排一排的GDP", thing={"GDP"}).name == "生产总值"


@pytest.mark.parametrize("whose", ["城镇居民", "农村居民"])
def test_what_narrows_a_name_stays_with_it(whose: str) -> None:
    """A word of the thing may end inside a name: 城镇居民|人均可支配收入."""
    question = f"{whose}人均可支配收入是多少"
    asked = read_indicator(question, thing={whose, "人均", "可支配收入"})
    assert asked.name == read_indicator(question).name
    assert whose[:2] in asked.name
