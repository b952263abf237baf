"""Finds the names of one question, kind by kind (for `assistant.scope.names`)."""

import re
from collections.abc import Sequence
from functools import cache

from assistant.scope.name import Kind, Name
from assistant.scope.name_forms import INSTITUTIONS, court_forms, part_forms, stem_forms
from assistant.scope.own_names import ASKED_ABOUT, IN_A_PLACE, SMALL, TaggedText, proper_start
from assistant.scope.set_names import set_name
from assistant.scope.shaped_names import firm_start, numbered_start, shaped_names, zone_before
from assistant.scope.unlisted import near_misses, own_parts, spoken_of, unlisted_places
from assistant.vocabulary.name_lists import name_lists
from ingest.regions import RegionMention
from ingest.regions.gazetteer import Region

_LEVEL = re.compile(r"[省市区县州旗](?:级|属)?$")
_BRANCH = re.compile(
    r"(?:的|下属的?|所属的?)?(?![和与及跟同、各]|报告|年报)[\u4e00-\u9fff]{2,5}?"
    r"(?:分局|支队|大队|中队|总队|分中心|管理站|监督站|检测站|工作站|"
    r"(?:资源|国土|水利|财政|监管|管理|监督|监察|司法|税务|派出)所)"
)
_OF_IT = re.compile(r"^(?:的|下属的?|所属的?)")
# What belongs to a bureau and publishes no report of its own.
_UNITS = ("指挥部", "支队", "大队", "总队")
_OWN_BODY = re.compile(
    r"^的?([\u4e00-\u9fff]{2,10}?(?:局|厅|署|委员会|指挥部|支队|大队|总队))(?![一-龥]?长)"
)


@cache
def _whole_names() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, name_lists().whole)))


@cache
def _bureau_names() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, name_lists().bureaus)))


@cache
def _kind_words() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, name_lists().kinds)))


class NameFinder:
    """One question, looked through for names, each kind in turn; no character is in two names."""

    def __init__(
        self,
        question: str,
        words: Sequence[tuple[int, int, str]],
        regions: Sequence[RegionMention],
        known: frozenset[str],
    ) -> None:
        self._text = TaggedText(question, tuple(words), tuple(regions))
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
        for part in own_parts(self._text):
            own = stem_forms(part.stem, part.kind_word, "parts")
            self._add(part.start, part.end, "parts", own, part.holder)
        self._shaped()
        for at, word in reversed(self._kind_words()):
            if self._free(at, at + len(word)):
                self._of_kind(at, word, name_lists().kinds[word])
        found: list[tuple[Kind, tuple[int, int, tuple[str, ...]]]] = [
            *(("whole", one) for one in near_misses(self._text)),
            *(("place", one) for one in unlisted_places(self._text)),
            *(("place", one) for one in spoken_of(self._text)),
        ]
        for kind, (start, end, forms) in found:
            if all(end <= m.start or start >= m.end for m in self._regions):
                self._add(start, end, kind, forms)
        return self._found

    def _kind_words(self) -> list[tuple[int, str]]:
        """The kind words of the question, the longest where one is part of another, none of a region."""
        found: list[tuple[int, str]] = []
        for at in range(len(self._question)):
            if not _kind_words().match(self._question, at):
                continue
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
        self,
        start: int,
        end: int,
        kind: Kind,
        forms: Sequence[str],
        holder: tuple[Region, ...] = (),
    ) -> None:
        text = self._question[start:end]
        unique = tuple(dict.fromkeys((text, *forms)))
        if not self._free(start, end):
            return
        self._found.append(Name(text, start, end, kind, unique, holder))

    def _whole(self) -> None:
        held = " ".join(self._known)
        for match in _whole_names().finditer(self._question):
            form, (start, end) = match[0], match.span()
            forms = name_lists().whole[form]
            inside = any(m.start <= start and end <= m.end for m in self._regions)
            followed = form.endswith("部") and self._question.startswith("门", end)
            longer = self._kind_at(end)
            cut = any(a < start < b or a < end < b for a, b, _ in self._words)
            if self._free(start, end) and not (
                inside or followed or longer or form in held or (cut and len(form) < 4)
            ):
                self._add(start, end, "whole", forms)

    def _kind_at(self, at: int) -> bool:
        kinds = name_lists().kinds
        return any(self._question.startswith(word, at) for word in kinds if kinds[word] != "areas")

    def _bureaus(self) -> None:
        for match in _bureau_names().finditer(self._question):
            start, end = match.span()
            forms = name_lists().bureaus[match[0]]
            if not self._free(start, end) or self._goes_on(end):
                continue
            holder = self._holder(start)
            if holder is None and (zone := zone_before(self._text, start)):
                # 北戴河新区城市管理局 is none of 北戴河区.
                self._add(zone.start, end, "areas", (), zone.candidates)
                continue
            whole = holder.start if holder else start
            level = _LEVEL.search(self._question[:start]) if holder is None else None
            start = level.start() if level and level.start() >= start - 1 else whole
            own = holder.candidates if holder else ()
            self._add(start, end, "bureau", forms, own)
            self._branch(end, own)

    def _branch(self, end: int, own: tuple[Region, ...]) -> None:
        """市场监管局孟津分局: its bureau's report is read, and only a sentence that names it answers."""
        if branch := _BRANCH.match(self._question, end):
            self._add(end, branch.end(), "branch", (_OF_IT.sub("", branch[0]),), own)

    def _goes_on(self, end: int) -> bool:
        """Whether a longer word stands here: 司法办案, 教育局部, 财政委托."""
        return any(start < end < stop for start, stop, _ in self._words)

    def _holder(self, start: int) -> RegionMention | None:
        """The region directly before, with 的, or 委 of 区委政法委, between at most."""
        before = self._question[:start].removesuffix("的").removesuffix("委")
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
                kind: Kind = "parts" if match[1].endswith(_UNITS) else "bureau"
                self._add(mention.start, end, kind, (match[1],), mention.candidates)
                self._branch(end, mention.candidates)

    def _of_kind(self, at: int, word: str, kind: str) -> None:
        end = at + len(word)
        holder = self._holder(at)
        if holder is not None and at - holder.end <= 1:
            self._of_region(holder, at, end, word, kind)
            return
        left = max((m.end for m in self._regions if m.end <= at), default=0)
        start = set_name(self._text, left, at, word)
        if start is None and kind == "parts":
            start = numbered_start(self._text, left, at)
        if start is None and kind == "firms":
            start = firm_start(self._text, left, at)
        if start is None:
            start = proper_start(self._text, left, at, end, word)
        if start is None:
            return
        stem = self._question[start:at]
        holder = self._holder(start)
        court = kind == "courts"
        forms = court_forms(stem + word, None) if court else stem_forms(stem, word, kind)
        self._add(start, end, kind, forms, holder.candidates if holder else ())  # type: ignore[arg-type]

    def _shaped(self) -> None:
        """Places by their shape: 洛阳伊滨区, and 青石县 where the topic begins with it."""
        for start, end, said, holder in shaped_names(self._text):
            self._add(start, end, "parts" if holder else "place", (said,), holder)

    def _part_of_longer(self, at: int, end: int) -> bool:
        """Whether a word of the dictionary begins before the kind word's end and goes on behind it."""
        return any(a < end < b and a >= at for a, b, _ in self._words)

    def _of_region(self, holder: RegionMention, at: int, end: int, word: str, kind: str) -> None:
        """A kind word that directly follows a region: a court, a zone, or a street of its name."""
        own = holder.candidates
        if own[0].level == "national":
            return
        if kind == "courts":
            self._add(holder.start, end, "courts", court_forms(word, own[0]), own)
        elif word in IN_A_PLACE or (word == "园区" and holder.text.endswith("区")):
            return
        elif kind == "areas" and at == holder.end:
            self._add(holder.start, end, "areas", (word,) if len(word) > 2 else (), own)
        elif at != holder.end or holder.text.endswith(("区", "县", "市", "省")):
            return
        elif word in INSTITUTIONS or kind in SMALL:
            self._of_its_name(holder, end, word, kind)

    def _of_its_name(self, holder: RegionMention, end: int, word: str, kind: str) -> None:
        """A street, a firm, a university by the name of a region: of one that is held only where it is asked about."""
        own = holder.candidates
        known = any(region.name in self._known for region in own)
        if word not in INSTITUTIONS and known and not ASKED_ABOUT.match(self._question[end:]):
            return
        held = known and kind == "parts"
        forms = part_forms(word) if held else ()
        self._add(holder.start, end, kind, forms, own if held else ())  # type: ignore[arg-type]
