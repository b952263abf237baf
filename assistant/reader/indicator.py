"""What a question asks a figure of: the words that must stand with it, the units that fit, its year and place."""

import itertools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.question.need import without_threshold
from assistant.reader.counting import remarks_apart, without_change, without_counts
from assistant.scope.ruled_out import without_ruled_out
from assistant.vocabulary.indicators import (
    any_of,
    either_of,
    folded,
    grown_of,
    hidden_names,
    name_spans,
    one_name,
    shown_names,
    units_of,
    whole_words,
    words,
)
from assistant.vocabulary.thesaurus import said_in

_MARKS = re.compile(r"[^\w.%/·\ue000-\uf8ff-]+|\|")
# The unit of a count of people's visits, said with what is counted.
_UNIT = "人次"
_CLAUSES = re.compile(r"[^，,。！？!?；;：:]+")
_NAME = re.compile(r"([\ue000-\uf8ff])")
_ASKS_AIM_ALONE = re.compile(r"目标(?!任务)(?!.{0,8}(?:完成|达到|实现|兑现))")
_ASKS_AIM = re.compile(r"目标|计划|预期|安排|打算")


@dataclass(frozen=True, slots=True)
class Indicator:
    """What a figure is asked of: `chunks` are words that must all stand there, each in one of its forms.

    `units` are the units that fit, `grows` says that growth is asked, `years` those that the figure
    must be of (any where empty), `region` the place, `planned` that marks to be reached may answer,
    `aimed` that only these do, `beside` are words that the question lets stand beside them: 养老床位（家庭床位也算）.
    """

    chunks: tuple[tuple[str, ...], ...]
    units: tuple[str, ...] = ()
    grows: bool = False
    years: frozenset[int] = frozenset()
    region: str = ""
    planned: bool = False
    aimed: bool = False
    beside: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anything is left of the question that a figure could be of."""
        return bool(self.chunks)

    @property
    def name(self) -> str:
        """The indicator in words, in its one form."""
        return "".join(forms[0] for forms in self.chunks)


def read_indicator(
    topic: str,
    units: Sequence[str] = (),
    grows: bool = False,
    years: Collection[int] = (),
    region: str = "",
    planned: bool = False,
    thing: Collection[str] = (),
) -> Indicator:
    """Read what a question, without the words of its scope, asks a figure of.

    `thing` are those of its words that name what is asked, where that is known.
    """
    plain, remark = remarks_apart(without_change(topic))
    # 国家的财政收入, 全市…: the whole of the place, and no word of the indicator.
    found = [chunk for chunk in _chunks(plain, thing) if chunk not in whole_words(region)]
    forms = tuple(_forms(grown_of(chunk) if grows else chunk) for chunk in found)
    if not grows:
        # 接待游客人次 stands in reports as 接待游客967.9万人次; its growth is not that of 接待游客.
        forms = tuple((*own, *_without_unit(own[0])) for own in forms if own[0] != _UNIT)
    forms = _either(topic, tuple((*own, *_in_any_order(own[0], thing)) for own in forms))
    chunks = _without_repeats(forms)
    beside = tuple(chunk for chunk in _chunks(_allowed(remark)) if chunk not in found)
    beside = (*beside, *_before_it(topic, thing))
    name = "".join(forms[0] for forms in chunks)
    # 多少学位 names the thing and no unit: reports write 个 or 座.
    fitting = tuple(unit for unit in units if unit not in name) or units_of(name)
    wanted = without_ruled_out(topic)
    aimed = _ASKS_AIM_ALONE.search(wanted) is not None
    aims = planned or bool(_ASKS_AIM.search(wanted))
    return Indicator(chunks, fitting, grows, frozenset(years), region, aims, aimed, beside)


def _allowed(remark: str) -> str:
    """A remark without what it rules out: （总数，不要新增数）."""
    ruled_out = any_of("rules_out")
    return "，".join(one for one in _CLAUSES.findall(remark) if not ruled_out.search(one))


def _without_unit(chunk: str) -> tuple[str, ...]:
    bare = chunk.removesuffix(_UNIT)
    return (bare,) if bare != chunk and len(bare) > 1 else ()


def _before_it(topic: str, thing: Collection[str]) -> list[str]:
    """What may stand before what is asked: 盐田港, whose 盐田 is the place and gone from the topic."""
    cut = [word for word in thing if len(word) > 1 and word not in topic]
    return [one for word in cut for one in (f"{word}区", word)]


def _either(topic: str, chunks: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Take two chunks of which the question wants one or the other, 收到或受理, for forms of one."""
    for first, second in itertools.pairwise(chunks):
        if re.search(rf"{re.escape(first[0])}或者?{re.escape(second[0])}", topic):
            merged = (*first, *second)
            return tuple(merged if one == second else one for one in chunks if one != first)
    return chunks


def _in_any_order(chunk: str, thing: Collection[str]) -> tuple[str, ...]:
    """The words of a chunk in their other order: 公办义务教育 for 义务教育公办."""
    for word in thing:
        rest = chunk.removeprefix(word)
        if rest != chunk and rest in thing and len(word) > 1 and len(rest) > 1:
            return (rest + word,)
    return ()


def _chunks(topic: str, thing: Collection[str] = ()) -> list[str]:
    plain = without_counts(folded(without_threshold(topic)))
    text, names = hidden_names(plain)
    long_words = "|".join(re.escape(word) for word in words("asking") if len(word) > 1)
    asked = re.sub(long_words + r"|的|了", lambda match: "|" * len(match[0]), text)
    pieces = _MARKS.split(_of_thing(plain, asked, thing) if thing else asked)
    ends = "|".join(map(re.escape, words("asking", "light")))
    # 收到的申请比(2021年): what is compared with is a year or a place, and is gone already.
    closing = "|".join(
        map(re.escape, (*words("asking", "light", "degree", "growth", "marks"), "比"))
    )
    nothing = re.compile(rf"(?:{closing})+|{any_of('doer').pattern}")
    chunks: list[str] = []
    for piece in pieces:
        bare = re.sub(r"^比(?=[\ue000-\uf8ff])", "", piece)
        bare = re.sub(rf"^(?:{ends})+(?!$)|(?:{closing})+$", "", bare)
        bare = re.sub(rf"^(?:{ends})+", "", bare) if len(bare) > 2 else bare
        parts = _parts(bare)
        # 主动公开信息 stands in reports as 主动公开各类信息: a name is a chunk of its own.
        apart = all(len(one) > 1 or _NAME.fullmatch(one) for one in parts)
        found = [shown_names(one, names) for one in (parts if apart else [bare])]
        chunks += [one for one in found if len(one) > 1 and not nothing.fullmatch(one)]
    return list(dict.fromkeys(chunks))


def _of_thing(plain: str, text: str, thing: Collection[str]) -> str:
    """Keep the names and the words of the thing asked; a mark stands for what is left out.

    `text` is `plain` with a character for each name. A name may hold a part of a word: of 城镇居民 before
    人均可支配收入, whose one form is without 居民, 城镇 is left and stays.
    """
    spans = name_spans(plain)
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    kept = [False] * len(plain)
    for word in map(folded, thing):
        for at in range(len(plain)):
            if plain.startswith(word, at):
                kept[at : at + len(word)] = [True] * len(word)
            for cut in range(1, len(word)):
                ahead, behind = word[:cut], word[cut:]
                if plain.startswith(ahead, at) and at + len(ahead) in starts:
                    kept[at : at + len(ahead)] = [True] * len(ahead)
                if plain.startswith(behind, at) and at in ends:
                    kept[at : at + len(behind)] = [True] * len(behind)
    own = [_is_beside(plain, kept, start, end) for start, end in spans]
    for (start, end), is_own in zip(reversed(spans), reversed(own), strict=True):
        kept[start:end] = [is_own]
    return "".join(mark if own else "|" for mark, own in zip(text, kept, strict=True))


def _is_beside(plain: str, kept: Sequence[bool], start: int, end: int) -> bool:
    """Whether a name is one of the thing: in its clause, or no word of it is known to be kept."""
    clauses = [(m.start(), m.end()) for m in _CLAUSES.finditer(plain)]
    own = next((span for span in clauses if span[0] <= start < span[1]), (start, end))
    return not any(kept) or any(kept[own[0] : own[1]])


def _parts(bare: str) -> list[str]:
    """Names apart from what stands between them, without the words of doing that end it."""
    doing = "|".join(re.escape(word) for word in words("light") if len(word) > 1)
    parts = (re.sub(rf"(?:{doing})+$", "", one) for one in _NAME.split(bare))
    return [one for one in parts if one]


def _without_repeats(chunks: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Leave out what another chunk says already, in whatever form: 外贸 beside 进出口总额."""
    return tuple(
        forms
        for forms in chunks
        if not any(
            other is not forms and len(form) > 1 and form in other[0] and forms[0] != other[0]
            for other in chunks
            for form in forms
        )
    )


def _forms(chunk: str) -> tuple[str, ...]:
    """The chunk, and what reports write for what people say in it."""
    forms = [chunk, *either_of(chunk)]
    for said in said_in(chunk):
        if said.lay:
            forms += [one_name(chunk[: said.start] + t + chunk[said.end :]) for t in said.terms]
    return tuple(dict.fromkeys(forms))
