"""Tells a bare place name (光明, 朝阳) from an ordinary word or part of one (for `ingest.regions.finding`)."""

from collections.abc import Mapping

from ingest.regions.gazetteer import Region, official_forms
from ingest.word_cutter import word_cutter, word_tagger

# Common nouns that are also the name of some district: a place only after its city's name.
GENERIC_NOUNS = frozenset(
    [
        "城区",
        "郊区",
        "矿区",
        "东区",
        "西区",
        "老城区",
        "新城区",
        "港口区",
        "市中区",
        "城中区",
        "开发区",
        "新区",
        "新城",
        "古城",
        "商城",
        "河口",
        "平原",
        "中原",
        "江南",
        "新建",
        "新河",
        "天桥",
        "滨海",
        "海港",
        "长寿",
        "大城",
        "牡丹",
        "路桥",
        "太平",
        "中央",
        "公安",
    ]
)
# Cities whose name is a word as well: a place only where a year or a day stands behind it.
_WORDS_TOO = frozenset(
    [
        "大同",
        "日照",
        "开封",
        "东方",
        "仙桃",
        "白银",
        "阿里",
        "大理",
        "海北",
        "黄石",
        "营口",
        "河源",
        "来宾",
        "新星",
        "白杨",
        "双河",
    ]
)
_TIMES = ("去年", "今年", "前年", "上年", "近年")
# After a bare name: a street, a school, a make, an idiom, not the place.
_NOT_A_PLACE_AFTER = (
    "路",
    "大道",
    "街",
    "大学",
    "学院",
    "土木",
    "调查研究",
    "学习之风",
    "求真务实",
    "话",
    "菜",
)
# 义乌街道综合执法队: those of all its streets, not of one that has the place's name.
_OF_ITS_STREETS = (
    "街道综合执法",
    "街道综合行政执法",
    "街道干部",
    "街道工作人员",
    "街道网格员",
    "街道社工",
)
# A place and what stands in it may be one word of the dictionary: 盐田港, 深圳湾.
_IN_A_PLACE = ("港", "湾", "站", "河", "口岸", "机场", "人", "市", "区", "县", "省")
_BEFORE_A_PLACE = tuple("，。？！；：、年和与跟及比在到那问")
_WITHIN = ("工业园区", "开发区", "高新区", "地区")
_PLACE_TAGS = frozenset({"ns", "nt"})
_NAME_TAGS = frozenset({"n", "nr", "nrt", "nrfg", "nz", "j", "b", "a", "v"})
_NAME_FREQUENCY = 200


class Words:
    """The words of one text, cut once, to tell a bare name from part of another word."""

    def __init__(self, text: str) -> None:
        cutter = word_cutter()
        self._text = text
        self._starts: dict[int, str] = {}
        position = 0
        for word in cutter.cut(text, HMM=False):
            self._starts[position] = word
            position += len(word)
        self._starts[position] = ""
        self._tags: Mapping[str, str] = word_tagger().word_tag_tab
        self._frequency: Mapping[str, int] = cutter.FREQ

    def stands(self, start: int, end: int) -> bool:
        """Whether a word begins at `start` and one ends at `end`."""
        return start in self._starts and end in self._starts

    def _opens_a_clause(self, start: int, end: int) -> bool:
        """Whether a clause begins at `start` with no word of the dictionary that goes beyond `end`.

        大兴办代表建议 is cut 大 / 兴办; at the head of a clause a known place is the better reading.
        """
        before = self._text[start - 1 : start]
        longer = any(
            self._text[start:stop] in self._frequency and self._frequency[self._text[start:stop]]
            for stop in range(end + 1, min(end + 4, len(self._text)) + 1)
        )
        return (not before or before in "，。？！；：、年 ") and not longer

    def _set_as_a_place(self, start: int, end: int) -> bool:
        """Whether the words beside a district's bare name set it as the place spoken of."""
        before, after = self._text[:start], self._text[end:]
        heads = not before or before.endswith(_BEFORE_A_PLACE)
        return (heads and not before.endswith("“")) or after[:4].isdigit() or after.startswith("呢")

    def allow(self, start: int, end: int, regions: tuple[Region, ...], familiar: bool) -> bool:
        """Whether the bare name at [start, end) may be read as a place."""
        form = self._text[start:end]
        if form in GENERIC_NOUNS and not familiar:
            return False
        if self._text.startswith(_NOT_A_PLACE_AFTER, end) and not (
            familiar and self._text.startswith(_OF_ITS_STREETS, end)
        ):
            return False
        if start in self._starts and regions[0].level in ("province", "city"):
            # 上海浦东 may be one word of the dictionary.
            rest = self._starts[start].removeprefix(form)
            if rest in official_forms() or self._text.startswith(_WITHIN, end):
                return True
        in_a_word = start in self._starts and self._text.startswith(_IN_A_PLACE, end)
        city = regions[0].level in ("province", "city") and form not in _WORDS_TOO
        if city and in_a_word and self._starts[start] == form + self._text[end]:
            # 桂林人|社局: the word is cut behind the people of a city.
            return True
        if familiar:
            return self.stands(start, end) or in_a_word or self._opens_a_clause(start, end)
        if not self.stands(start, end):
            return False
        tag = self._tags.get(form, "")
        if regions[0].level in ("province", "city"):
            # The dictionary takes 石家庄 for a person and 合肥 for a thing: the list of places knows better.
            after = self._text[end:]
            if form not in _WORDS_TOO or tag in _PLACE_TAGS:
                return True
            return self._set_as_a_place(start, end) and (
                after[:4].isdigit() or after.startswith(_TIMES)
            )
        if not self._set_as_a_place(start, end):
            return False
        if tag in _PLACE_TAGS:
            return True
        beside_year = self._text[end : end + 4].isdigit() or start == 0
        rare = self._frequency.get(form, 0) <= _NAME_FREQUENCY
        return beside_year and rare and (not tag or tag in _NAME_TAGS)
