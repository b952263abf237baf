"""Names in a question that are no region: streets, zones, bureaus of a place, ministries, companies.

A name is a proper part with a kind word (布吉街道, 苏州工业园区), a bureau or court of a place
(龙岗区司法局), or one of a closed list (生态环境部, 前海). 街道干部, 哪个法院 and 上市公司 name nobody. Where
the library has no report of a name, only a sentence that holds one of its forms may answer.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.scope.place_words import places_said, words_of
from assistant.vocabulary.name_lists import name_lists
from ingest.regions import RegionMention
from ingest.regions.gazetteer import Region, official_forms

Kind = Literal["whole", "parts", "areas", "courts", "firms", "bureau", "place"]

# Tags of words that are a name or a piece of one; a common noun may stand between them and the kind.
_NAME_TAGS = ("nr", "ns", "nt", "nz", "ng", "g", "x", "j", "zg")
_NOUNS = ("n", "vn", "b", "l")
_PIECE_TAGS = ("n", "ag", "vg", "tg")
_QUOTED = re.compile(r"《[^》]*》")
_LEVEL = re.compile(r"[省市区县州旗](?:级|属)?$")
# A common word is taken for a street's own name only where the street is what is asked about.
_ASKED_ABOUT = re.compile(r"^(?:(?:19|20)\d\d|[去今前]年|党工委|办事处)")
_SUBJECT_BEFORE = re.compile(r"(?:^|[，。？！；：、,?!;:（(\s年的]|[区县市镇])$")
_OWN_BODY = re.compile(r"^的?([\u4e00-\u9fff]{2,10}?(?:局|厅|署|委员会|指挥部|支队|大队|总队))(?![一-龥]?长)")
# 生态环境部门 is not 生态环境部, 公安办案 no 公安办.
_LONGER_WORD = {"部": ("门",), "办": tuple("案理学公事证法"), "委": tuple("托员派")}
_SMALL = ("parts", "firms")
_INSTITUTIONS = ("大学",)
# 盐田港 and 深圳机场 are spoken of as in the place; only a name of the dictionary (洋山港) is one by itself.
_IN_A_PLACE = ("港", "机场")
_LONGEST_PART = 8


@dataclass(frozen=True, slots=True)
class Name:
    """A name at `question[start:end]`; a text that holds one of `forms` speaks of it.

    `holder` is the place that it is said to belong to (龙岗 of 龙岗的布吉街道), () where none is.
    """

    text: str
    start: int
    end: int
    kind: Kind
    forms: tuple[str, ...]
    holder: tuple[Region, ...] = ()

    @property
    def placed(self) -> bool:
        """Whether it says of which place a bureau is: 龙岗区司法局, 区司法局, not 司法局."""
        return self.kind != "bureau" or bool(self.holder) or self.text[0] in "省市区县州旗"

    def is_in(self, text: str) -> bool:
        """Whether a text speaks of it."""
        return speaks_of(text, self.forms)


@dataclass(frozen=True, slots=True)
class Named:
    """The regions and the other names of a question, each in order."""

    regions: tuple[RegionMention, ...]
    names: tuple[Name, ...]


def speaks_of(text: str, forms: Collection[str]) -> bool:
    """Whether a text holds one of the forms; 生态环境部门 is not 生态环境部."""
    for form in forms:
        at = text.find(form)
        while at >= 0:
            after = text[at + len(form) :]
            if not after.startswith(_LONGER_WORD.get(form[-1], ())):
                return True
            at = text.find(form, at + 1)
    return False


@lru_cache(maxsize=128)
def read_names(question: str, known: frozenset[str]) -> Named:
    """Find the regions of a question and the names that are none; `known` are the library's regions."""
    words = words_of(question)
    regions = places_said(question, known, words)
    quoted = [(m.start(), m.end()) for m in _QUOTED.finditer(question)]
    finder = _Finder(question, words, regions, known)
    names = [
        one for one in finder.find() if not any(a <= one.start < b for a, b in quoted)
    ]
    kept = [m for m in regions if not any(_swallows(one, m) for one in names)]
    return Named(tuple(kept), tuple(sorted(names, key=lambda one: one.start)))


def _swallows(name: Name, mention: RegionMention) -> bool:
    return name.start <= mention.start and mention.end <= name.end and not name.holder


class _Finder:
    """One question, looked through for names, each kind in turn; no character is in two names."""

    def __init__(
        self,
        question: str,
        words: Sequence[tuple[int, int, str]],
        regions: Sequence[RegionMention],
        known: frozenset[str],
    ) -> None:
        self._question = question
        self._words = words
        self._regions = regions
        self._known = known
        self._found: list[Name] = []

    def find(self) -> list[Name]:
        """Give all names, in no order."""
        self._whole()
        self._bureaus()
        self._own_bodies()
        for at, word in reversed(self._kind_words()):
            if self._free(at, at + len(word)):
                self._of_kind(at, word, name_lists().kinds[word])
        return self._found

    def _kind_words(self) -> list[tuple[int, str]]:
        """The kind words of the question, the longest where one is part of another, none of a region."""
        found: list[tuple[int, str]] = []
        for at in range(len(self._question)):
            word = next(
                (
                    one
                    for one in name_lists().kinds
                    if self._question.startswith(one, at)
                    and not self._part_of_longer(at, at + len(one))
                ),
                "",
            )
            end = at + len(word)
            inside = any(m.start <= at and end <= m.end for m in self._regions)
            if word and not inside and all(end > a + len(w) for a, w in found):
                found.append((at, word))
        return found

    def _free(self, start: int, end: int) -> bool:
        return all(end <= one.start or start >= one.end for one in self._found)

    def _add(
        self, start: int, end: int, kind: Kind, forms: Sequence[str], holder: tuple[Region, ...] = ()
    ) -> None:
        text = self._question[start:end]
        unique = tuple(dict.fromkeys((text, *forms)))
        if not self._free(start, end):
            return
        self._found.append(Name(text, start, end, kind, unique, holder))

    def _whole(self) -> None:
        held = " ".join(self._known)
        for form, forms in name_lists().whole.items():
            for match in re.finditer(re.escape(form), self._question):
                start, end = match.span()
                inside = any(m.start <= start and end <= m.end for m in self._regions)
                followed = form.endswith("部") and self._question.startswith("门", end)
                longer = self._kind_at(end) and form not in ("亦庄开发区",)
                cut = any(a < start < b or a < end < b for a, b, _ in self._words)
                if self._free(start, end) and not (
                    inside or followed or longer or form in held or (cut and len(form) < 4)
                ):
                    self._add(start, end, "whole", forms)

    def _kind_at(self, at: int) -> bool:
        kinds = name_lists().kinds
        return any(self._question.startswith(word, at) for word in kinds if kinds[word] != "areas")

    def _bureaus(self) -> None:
        for form, forms in name_lists().bureaus.items():
            for match in re.finditer(form, self._question):
                start, end = match.span()
                if not self._free(start, end) or self._goes_on(end):
                    continue
                holder = self._holder(start)
                whole = holder.start if holder else start
                level = _LEVEL.search(self._question[:start]) if holder is None else None
                start = level.start() if level and level.start() >= start - 1 else whole
                self._add(start, end, "bureau", forms, holder.candidates if holder else ())

    def _goes_on(self, end: int) -> bool:
        """Whether a longer word stands here: 司法办案, 教育局部, 财政委托."""
        return any(start < end < stop for start, stop, _ in self._words)

    def _holder(self, start: int) -> RegionMention | None:
        """The region directly before, with 的 between at most."""
        before = self._question[:start].removesuffix("的")
        return next((m for m in self._regions if m.end == len(before)), None)

    def _own_bodies(self) -> None:
        """A body of a region by its form alone: 龙岗区建筑工务署."""
        for mention in self._regions:
            match = _OWN_BODY.match(self._question[mention.end :])
            if match is None or match[1].endswith(tuple(name_lists().no_kind)):
                continue
            start, end = mention.end + match.start(1), mention.end + match.end(1)
            inner = [tag for a, b, tag in self._words if start <= a and b <= end]
            if self._free(start, end) and not any(
                tag.startswith(("u", "p", "m", "r", "c", "d")) for tag in inner if tag != "c"
            ):
                self._add(mention.start, end, "bureau", (match[1],), mention.candidates)

    def _of_kind(self, at: int, word: str, kind: str) -> None:
        end = at + len(word)
        holder = self._holder(at)
        if holder is not None and at - holder.end <= 1:
            self._of_region(holder, at, end, word, kind)
            return
        left = max((m.end for m in self._regions if m.end <= at), default=0)
        start = self._proper_start(left, at, end, word, kind)
        if start is None:
            return
        stem = self._question[start:at]
        holder = self._holder(start)
        if kind == "courts":
            forms = _court_forms(stem + word, None)
        else:
            forms = _stem_forms(stem, word, kind)
        self._add(start, end, kind, forms, holder.candidates if holder else ())  # type: ignore[arg-type]

    def _part_of_longer(self, at: int, end: int) -> bool:
        """Whether a word of the dictionary begins before the kind word's end and goes on behind it."""
        return any(a < end < b and a >= at for a, b, _ in self._words)

    def _of_region(
        self, holder: RegionMention, at: int, end: int, word: str, kind: str
    ) -> None:
        """A kind word that directly follows a region: a court, a zone, or a street of its name."""
        own = holder.candidates
        if kind == "courts":
            self._add(holder.start, end, "courts", _court_forms(word, own[0]), own)
        elif word in _IN_A_PLACE:
            return
        elif kind == "areas" and at == holder.end:
            self._add(holder.start, end, "areas", (word,) if len(word) > 2 else (), own)
        elif at != holder.end or holder.text.endswith(("区", "县", "市", "省")):
            return
        elif word in _INSTITUTIONS or (
            kind in _SMALL and _ASKED_ABOUT.match(self._question[end:])
        ):
            self._add(holder.start, end, kind, ())  # type: ignore[arg-type]
        elif kind in _SMALL and not any(r.name in self._known for r in own):
            self._add(holder.start, end, kind, ())  # type: ignore[arg-type]

    def _proper_start(self, left: int, at: int, end: int, word: str, kind: str) -> int | None:
        """Where the name begins whose kind word stands at [at, end); None where there is none."""
        lists = name_lists()
        across = [one for one in self._words if one[0] < at < one[1]]
        start, proper = at, False
        if across:
            first, last, tag = across[0]
            text = self._question[first:last]
            if last != end or text in lists.no_kind or first < left:
                return None
            if not tag.startswith(("ns", "nr", "nz", "nt")) or text[: at - first] in lists.generic:
                return None
            start, proper = first, True
        elif word in _IN_A_PLACE:
            return None
        skipped = 0
        for first, last, tag in reversed([one for one in self._words if one[1] <= start]):
            text = self._question[first:last]
            if first < left or last != start or not re.fullmatch(r"[\u4e00-\u9fff]+", text):
                break
            if at - first > _LONGEST_PART or text in lists.generic:
                break
            if (tag.startswith(_NOUNS) and len(text) > 1 and tag[:2] not in ("nr", "ns", "nt", "nz", "ng")):
                # 广州互联网法院: what it is for stands between the name and the kind.
                if proper or skipped or kind in _SMALL:
                    break
                skipped += 1
                start = first
                continue
            single = len(text) == 1 and tag.startswith(_PIECE_TAGS)
            if not (tag.startswith(_NAME_TAGS) or single):
                break
            proper, start = True, first
        if skipped and not proper:
            touching = any(m.end == start for m in self._regions)
            start = start if touching and kind == "courts" else at
            proper = start < at
        if proper and at - start >= 2:
            return start if self._question[start:at] not in lists.generic else None
        return self._common_word(left, at, end, word)

    def _common_word(self, left: int, at: int, end: int, word: str) -> int | None:
        """幸福街道2023年, 宝龙科技城2023年: common words as a place's own name, where it is asked about."""
        lists = name_lists()
        if lists.kinds[word] not in ("parts", "areas"):
            return None
        if not _ASKED_ABOUT.match(self._question[end:]):
            return None
        starts = {a for a, _, _ in self._words}
        for start in (at - 2, at - 3, at - 4):
            text = self._question[start:at]
            if start < left or not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", text) or "的" in text:
                return None
            if any(text.endswith(one) for one in lists.generic) or text + word in lists.no_kind:
                return None
            if start in starts and _SUBJECT_BEFORE.search(self._question[:start]):
                return start
        return None


def _stem_forms(stem: str, word: str, kind: str) -> list[str]:
    """The name with other words of its kind, and bare where that is no other place's name."""
    alike = {"街道办事处": "街道", "街道办": "街道", "镇人民政府": "镇", "镇政府": "镇", "村委会": "村", "居委会": "社区"}
    forms = [stem + word, stem + alike.get(word, word)]
    if word.startswith("镇"):
        forms.append(stem + "街道")
    bare = kind != "courts" and len(stem) >= 2 and word not in _INSTITUTIONS
    if bare and stem not in official_forms():
        forms.append(stem)
    return forms


def _court_forms(word: str, own: Region | None) -> list[str]:
    """What a court or procuratorate goes by: 龙岗区人民法院, 龙岗法院, 区法院, 区人民法院."""
    short = word.replace("人民法院", "法院").replace("人民检察院", "检察院")
    full = short.replace("法院", "人民法院").replace("检察院", "人民检察院")
    high = {"中级法院": "中院", "中院": "中级法院", "高级法院": "高院", "高院": "高级法院"}
    kinds = list(dict.fromkeys((word, short, full)))
    for one in (short, short.replace("中级人民", "中级")):
        if one in high:
            other = high[one]
            kinds += [other, other.replace("法院", "人民法院")]
    if own is None:
        return kinds
    level = own.own_name[-1]
    if level in "市省" and short in ("法院",):
        kinds += ["中级人民法院", "中院", "高级人民法院", "高院"]
    before = (own.name, *own.aliases, level)
    return [name + kind for name in before for kind in kinds]
