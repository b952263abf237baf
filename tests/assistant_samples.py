"""A small made-up library to ask: two years of one region and one year of another."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.config import Settings
from assistant.fitted.logistic import Logistic, ReaderModel
from assistant.reader.candidates import RANKING as SENTENCE_NAMES
from assistant.reader.refusal import NAMES as QUESTION_NAMES
from assistant.service import Assistant
from tests.fakes import BigramEmbedder
from tests.samples import write_txt

REGION = "深圳市光明区"
OTHER_REGION = "深圳市龙华区"


def _report(region: str, year: int, *paragraphs: str) -> tuple[str, ...]:
    return (
        f"{region}人民政府{year}年法治政府建设年度情况报告",
        f"{year}年，本区（以下内容纯属虚构）坚持依法行政，现将有关情况报告如下。",
        "一、工作情况",
        *paragraphs,
        f"{year + 1}年，将继续健全重大行政决策程序，提升依法行政水平。",
    )


def _guangming(year: int, received: int, closed: int, published: int) -> tuple[str, ...]:
    return _report(
        REGION,
        year,
        "（一）推进行政复议工作",
        f"共收到行政复议申请{received}件，审结{closed}件，纠错率7.14%。开展专题培训6次，累计培训1200余人次。",
        "（二）规范行政执法",
        f"1. 落实“三项制度”。制定执法公示办法，公示执法信息{published}条，抽查案卷310卷。",
        "2. 加强执法监督。开展专项检查12次，发现并纠正问题56个，清理不合格执法人员3名。",
        "二、存在的问题",
        "一是个别部门重视不够；二是基层执法力量不足；三是普法宣传针对性不强。",
        "三、下一步安排",
    )


FILES: dict[str, tuple[str, ...]] = {
    "光明2020.txt": _guangming(2020, 100, 90, 20001),
    "光明2021.txt": _guangming(2021, 120, 98, 23456),
    "龙华2021.txt": _report(
        OTHER_REGION,
        2021,
        "（一）化解矛盾纠纷",
        "共收到行政复议申请77件，审结70件。全年调解家庭纠纷431起，走访企业65家。",
        "二、下一步安排",
    ),
}
"""File name to paragraphs."""


def write_reports(folder: Path, names: Sequence[str] = tuple(FILES)) -> Path:
    """Write some of FILES into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        write_txt(folder / name, FILES[name])
    return folder


def plain_model(threshold: float = 0.5) -> ReaderModel:
    """A reader anybody can follow: words in common and the right unit; answers if most words occur.

    Tests of the flow use it, so that fitting the real one anew does not move them.
    """
    sentence = {"words": 6.0, "words_with_lead": 6.0, "bigrams": 6.0, "unit_exact": 3.0}
    question = {"score": 1.0}
    return ReaderModel(
        _logistic(SENTENCE_NAMES, sentence, -6.0),
        _logistic(QUESTION_NAMES, question, 0.0),
        threshold,
        threshold,
    )


def _logistic(names: Sequence[str], chosen: dict[str, float], bias: float) -> Logistic:
    assert set(chosen) <= set(names), set(chosen) - set(names)
    return Logistic(tuple(names), tuple(chosen.get(name, 0.0) for name in names), bias)


def open_assistant(home: Path, **more: Callable[[str], None] | str | float) -> Assistant:
    """Open a library as the settings of `home` say, in the role of a service."""
    return Assistant.open(Settings(home=home), "serve", **more)  # type: ignore[arg-type]


def use_fakes(patch: pytest.MonkeyPatch) -> BigramEmbedder:
    """Put the fake embedder and the plain reader in place of the real ones; give the embedder."""
    embedder = BigramEmbedder(256)
    patch.setattr("vectorstore.embedding.loading.load_embedder", lambda *_: embedder)
    patch.setattr("assistant.fitted.logistic.default_model", lambda **_: plain_model())
    return embedder
