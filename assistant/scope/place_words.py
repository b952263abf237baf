"""Places of a question beyond those that any text names: 沪, 呼市, 我们通州这边, 多少件，通州的？

`ingest.regions` is careful, since it reads whole reports. In a question a bare name stands for a place
wherever people set it as one; whether the library holds it, is for others to say.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from assistant.vocabulary.name_lists import name_lists
from ingest.regions import RegionMention, find_regions
from ingest.regions.gazetteer import Region, official_forms, region_named
from ingest.regions.words import GENERIC_NOUNS
from ingest.word_cutter import word_tagger

_YEARS = re.compile(r"(?:(?:19|20)\d\d|\d\d)年?|[大]?[去今前明]年|本年")
# 我们龙岗这边: the words on either side set any name as a place.
_OURS = re.compile(r"(?:我们|咱们|俺们|你们|他们|咱|俺)$")
_HERE = re.compile(r"这[边里儿块]|那[边里儿块]|当地|本地")
# What is called by a name of its own.
_OWN_NAMED = (
    "公司",
    "集团",
    "商圈",
    "市场",
    "医院",
    "广场",
    "银行",
    "酒店",
    "大厦",
    "景区",
    "研究院",
)
_NOUNS = ("n", "j", "b")
_ALONE_BEFORE = re.compile(
    r"(?:^|[，。？！；：、,?!;:（(\s年和与跟及比在到那问]|的是|知道|请问|[查看问说讲]一?下|[查看问说讲]{2}|了解(?:一下)?|告诉我|对象[是为])$"
)
_ALONE_AFTER = re.compile(
    r"^(?:$|[，。？！；：、,?!;:（）()\s和与跟及比的呢]|\d|[去今前]年|两地|这|那|办理|一共|共)"
)
# By itself between two marks, 那宝安呢 or 多少件，包头: a place whatever the dictionary says.
_BY_ITSELF = re.compile(r"^(?:$|[，。？！；,?!;]|呢|的呢|的[？?]|的$|(?:19|20)\d\d|[去今前]年)")
_NAME_TAGS = ("ns", "nr", "nz")
_NO_PLACE_AFTER = ("路", "大道", "街", "大学", "学院", "土木", "菜", "话")
# 粤港澳, 沪宁铁路, 粤菜: the character is part of another word.
_NO_LETTER_AFTER = re.compile(r"^(?:[港澳台A-Za-z菜语剧商籍江北南东西]|[\u4e00-\u9fff]语)")
_LONGEST = 5


@cache
def _letters() -> str:
    return "".join((*name_lists().sure, *name_lists().unsure))


@cache
def _several() -> re.Pattern[str]:
    """沪粤两地, 苏浙皖三省: as many letters as are counted behind them."""
    letters = f"[{_letters()}]"
    return re.compile(
        rf"(?<![\u4e00-\u9fff])({letters}{{2}}(?=两[地省市])|{letters}{{3}}(?=三[地省市])|{letters}{{4}}(?=四[地省市]))"
    )


def words_of(question: str) -> list[tuple[int, int, str]]:
    """Give the words of a question as (start, end, tag); years and commas are none, but part words."""
    masked = _YEARS.sub(lambda match: "，" * len(match[0]), question)
    found, at = [], 0
    for word in word_tagger().cut(masked):
        if "，" not in word.word:
            found.append((at, at + len(word.word), word.flag))
        at += len(word.word)
    return found


def places_said(
    question: str, known: Collection[str], words: Sequence[tuple[int, int, str]]
) -> list[RegionMention]:
    """Give all regions that a question names, in order."""
    found = [
        one
        for one in find_regions(question, known)
        if not _opens_a_name(question, one, words, known)
    ]
    for mention in (*_short(question, words), *_bare(question, words)):
        if all(mention.end <= one.start or mention.start >= one.end for one in found):
            found.append(mention)
    return sorted(found, key=lambda one: one.start)


def _opens_a_name(
    question: str,
    mention: RegionMention,
    words: Sequence[tuple[int, int, str]],
    known: Collection[str],
) -> bool:
    """Whether a district's short name, of none that is held, opens what a firm or a market is called.

    北辰重型机械公司, 站前商圈: nouns alone stand between it and what kind of thing it is.
    """
    if any(one.level != "district" or one.name in known for one in mention.candidates):
        return False
    if any(mention.text == one.own_name for one in mention.candidates):
        return False
    end = mention.end
    for start, stop, tag in words:
        if start == end and tag.startswith(_NOUNS):
            end = stop
            if question[start:stop].endswith(_OWN_NAMED):
                return True
    return False


def _short(question: str, words: Sequence[tuple[int, int, str]]) -> Iterator[RegionMention]:
    lists = name_lists()
    starts, ends = {word[0] for word in words}, {word[1] for word in words}
    for form, name in lists.short.items():
        for match in re.finditer(form, question):
            # 鹏城好人, 春城晚报: a by-name is the place only where it stands alone.
            sure = (form.endswith("市") or form in lists.short_sure) and match.start() in starts
            before, after = question[: match.start()], question[match.end() :]
            if sure or (_ALONE_BEFORE.search(before) and _ALONE_AFTER.match(after)):
                yield from _mention(question, match.start(), match.end(), name)
    for match in _several().finditer(question):
        each = [region_named((lists.sure | lists.unsure)[letter]) for letter in match[1]]
        regions = tuple(region for region in each if region is not None)
        yield RegionMention(match.start(1), match.end(1), match[1], regions, together=True)
    for at, letter in enumerate(question):
        sure = letter in lists.sure
        if not sure and letter not in lists.unsure:
            continue
        before, after = question[:at], question[at + 1 :]
        if _NO_LETTER_AFTER.match(after) or (after[:1] in _letters() and after[:1]):
            continue
        alone = _ALONE_BEFORE.search(before) and _ALONE_AFTER.match(after)
        if alone or (sure and _ALONE_BEFORE.search(before) and at in starts and at + 1 in ends):
            yield from _mention(
                question, at, at + 1, lists.sure.get(letter) or lists.unsure[letter]
            )


def _mention(question: str, start: int, end: int, name: str) -> Iterator[RegionMention]:
    region = region_named(name)
    if region is not None:
        yield RegionMention(start, end, question[start:end], (region,))


def set_as_place(question: str, start: int) -> bool:
    """Whether the words before set what begins at `start` as a place: 我们, 查一下, a mark, the beginning."""
    before = question[:start]
    return bool(_OURS.search(before) or _ALONE_BEFORE.search(before))


def _bare(question: str, words: Sequence[tuple[int, int, str]]) -> Iterator[RegionMention]:
    forms = official_forms()
    ends = {word[1] for word in words}
    tags = {(start, end): tag for start, end, tag in words}
    for start, _, _ in words:
        for end in range(min(start + _LONGEST, len(question)), start + 1, -1):
            form = question[start:end]
            regions = forms.get(form)
            if not regions or end not in ends or form in GENERIC_NOUNS:
                continue
            before, after = question[:start], question[end:]
            if after.startswith(_NO_PLACE_AFTER) or regions[0].level == "national":
                continue
            alone = _ALONE_BEFORE.search(before)
            tag = tags.get((start, end), "")
            place = (
                tag == "ns"
                or _HERE.match(after)
                or _BY_ITSELF.match(after)
                or (tag.startswith(_NAME_TAGS) and _ALONE_AFTER.match(after))
            )
            # 隔壁单县呢: the whole name by itself is the place whatever stands before it.
            whole = form[-1] in "县市旗" and _BY_ITSELF.match(after)
            if _OURS.search(before) or (place and alone) or whole:
                yield RegionMention(start, end, form, _highest(regions))
                break


def _highest(regions: Sequence[Region]) -> tuple[Region, ...]:
    order = ("national", "province", "city", "district")
    top = min(order.index(region.level) for region in regions)
    return tuple(region for region in regions if region.level == order[top])
