"""Numbers that assert no quantity: dates, years, ordinals, document and heading numbers, names.

`classify` finds them first, in this order of right of way; what is left over is read as quantities.
"""

# ruff: noqa: RUF001 (the look-alike marks are what this module reads)
import re
from dataclasses import dataclass
from functools import cache

from assistant.figures.models import FigureKind
from ingest.regions.gazetteer import official_forms

_CN = r"[零〇○一二两三四五六七八九十百]{1,12}"
_N = rf"(?:\d+|{_CN})"
_SEP = r" ?(?:[-—–~～/、]{1,2}|至|到|和|与|及) ?"
_Y = r"(?:1[5-9]|20)\d\d"
_YEAR = rf"(?<!\d)(?<!\d[.,，]){_Y}"
_Y_SPACED = r"(?:1 9|2 0) \d \d"
_YEAR_SPACED = rf"(?<!\d)(?<!\d ){_Y_SPACED}"
_CN_YEAR = r"[一二][零〇○一二三四五六七八九]{3}"
_MONTH = r"(?<!\d)(?<!\d\.)(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二十[一二三四五六七八九]?|十[一二三四五六七八九]?|[一二三四五六七八九])"
_QUANTITY_NEXT = r"[\d.%‰万亿千百]"


@dataclass(frozen=True, slots=True)
class Named:
    """A span that holds a number without asserting a quantity."""

    start: int
    end: int
    kind: FigureKind


_Rules = tuple[tuple[FigureKind, str], ...]

# Marks, addresses, numbers of documents and telephones.
_MARKS: _Rules = (
    ("reference", r"[\[［〔]\d{1,3}[\]］〕]|[①-⑳]"),
    ("reference", r"https?://[\w./?=&%#:-]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+"),
    ("reference", rf"[〔\[［(（【]{_Y}[〕\]］)）】] ?第? ?\d+ ?号"),
    (
        "reference",
        r"(?<!\d)(?:0\d{2,3}-\d{7,8}|1[3-9]\d{9}|400-?\d{3}-?\d{4})(?!\d| ?[元件万亿人户%]|[.,，]\d)",
    ),
    (
        "reference",
        r"(?<![\d.])\d{3,6}(?=[”\"]?(?:[^\d\s，。；]{0,6}(?:热线|专线)|[”\"]?(?:平台|接诉即办)))",
    ),
)
# Headings and list numbers, where a line or a sentence begins.
_HEADINGS: _Rules = (
    (
        "reference",
        rf"(?:(?<=\n)|(?<=^)|(?<=[。；：！\n])) *(?:\d{{1,3}}(?:[、．]|\.(?!\d)|(?=[ \u3000]{{2,}}))|{_CN}、(?!{_CN}))",
    ),
    ("reference", rf"[(（] ?(?:\d{{1,2}}|{_CN}) ?[)）]"),
    (
        "reference",
        r"(?:附件|附表|专栏) ?\d+(?:[-.]\d+)?(?![\d.%万亿])|[表图] ?\d{1,2}(?:[-.]\d+)?(?=[：:）) ]|$)",
    ),
)
_DATES: _Rules = (
    (
        "date",
        rf"(?:{_YEAR}|{_CN_YEAR}) ?年 ?{_MONTH} ?(?:{_SEP}{_MONTH} ?)?月(?: ?{_DAY} ?[日号])?",
    ),
    ("date", rf"{_YEAR}([-./])\d{{1,2}}\1\d{{1,2}}(?!\d)"),
    ("date", rf"{_MONTH} ?月 ?{_DAY} ?[日号]?(?:{_SEP}(?:{_MONTH} ?月 ?)?{_DAY} ?[日号])?"),
    ("date", rf"{_MONTH} ?月?{_SEP}{_MONTH} ?月(?!多|余)"),
    ("date", rf"{_MONTH} ?月(?:份|底|初|末|中旬|上旬|下旬)?"),
    ("date", rf"(?<![\d.]){_DAY} ?[日号](?=[起至前后晚晨]|凌晨|上午|下午)"),
    (
        "date",
        r"(?<![\d.])(?:[01]?\d|2[0-4]) ?(?::|：)[0-5]\d(?!\d)|(?<![\d.])\d{1,2}时(?:\d{1,2}分)?",
    ),
)
_YEARS: _Rules = (
    ("year", rf"{_YEAR}(?: ?年)?(?:{_SEP}(?:{_Y}|\d\d)(?: ?年)?)* ?年度?"),
    ("year", rf"{_YEAR_SPACED}(?: ?年)?(?:{_SEP}{_Y_SPACED})* ?年?"),
    ("year", rf"{_CN_YEAR}年?(?:{_SEP}{_CN_YEAR})*年度?"),
    ("year", rf"(?:\d{{2}}|{_CN}) ?世纪(?: ?(?:\d0|{_CN}) ?年代(?:初|末|中期)?)?"),
    ("year", r"(?<!\d)\d0 ?(?:年代|后(?=[的青人干一、，。]))|[二三四五六七八九]十年代"),
    (
        "year",
        rf"{_YEAR}(?:{_SEP}{_Y})*(?!{_QUANTITY_NEXT}| [万亿千])"
        r"(?! ?[余多]| ?(?:个|家|件|人|名|户|元|台|套|项|条|次|场|吨|米|亩|公|平方|立方|辆|座|所|处|份|张|宗|起|美|标|株|对|间|支|只|栋|头|种|类|篇|天|度|斤|左右|以上))",
    ),
)
# Order in a row.
_ORDERS: _Rules = (
    (
        "ordinal",
        rf"第 ?(?:\d+\.\d+(?=代)|{_N})(?:{_SEP}第?{_N})* ?(?:产业|季度|次|位|名|个|届|批|条|章|节|款|项|期|版|轮|号|类|组|家|年|方阵|梯队|医院)?",
    ),
    (
        "ordinal",
        r"(?<=[前])(?:\d+|[二三四五六七八九十]+)(?=[位名强列，。；、）”]|$)|(?i:top ?)\d+",
    ),
    (
        "ordinal",
        r"(?<![\d.])\d+(?:\.\d+)?(?:届|强|级(?!台阶)|版|周年|期(?=工程|建设|项目)|(?<!讲座\d)(?<!培训\d)(?<!课程\d)(?<!班\d)(?<!讲座\d\d)(?<!培训\d\d)(?<!班\d\d)期(?=[、，。；）])|星级|环|等奖|线城市|代(?=[表机])?)",
    ),
    ("reference", r"(?<![\d.])\d+(?:[、和至—-]\d+)* ?号(?:线|令|文|楼|院|路|地块|机组)?"),
    (
        "name",
        rf"{_CN}(?:届|中全会|星级|周年|等奖|等功|级(?!台阶)|期|线城市|季度|甲|环|字|氧化|维|手|轮驱动)",
    ),
)
# Names made with numbers.
_NAMES: _Rules = (
    ("name", r"十[一二三四五六](?=五)五|[一二六七八九]五(?=普法|规划|计划|时期|期间|”|\")"),
    (
        "name",
        rf"{_CN}大(?!于|约)|{_CN}[、，]?{_CN}[、，]?三产业|三次产业|[二三]次(?!会)(?=[供开创污])",
    ),
    (
        "name",
        r"(?<![百千万亿零第])一[\u4e00-\u9fff](?<![年月日是一二三四五六七八九十百千万亿点])[两二三四五六七八九十百]+[\u4e00-\u9fff]",
    ),
    (
        "name",
        r"(?<![\d.])(?:110|119|120|122)(?=刑事|报?警|治安|接|急救|指挥|联动|社会|电话|总警)",
    ),
    ("name", r"(?<!\d )(?<![\d.,，])0\d+(?![\d.])|(?<!\d)\d{3}(?=国道|省道|县道)"),
    ("name", r"\d\.0(?=升级|时代|项目|、\d\.0|计划|工程|改革|模式|平台|体系)"),
    ("name", rf"{_CN}强(?=[企县区镇市院榜和、，。])"),
    ("name", rf"{_CN}次(?=会议|全会|全体|党代会|代表大会|人代会|[、，]?{_CN}次全会)"),
    ("name", rf"(?:(?<![\d.])\d+|{_CN})[百千万亿]*[万亿]级(?!别)"),
    ("name", r"四人帮|[二三四五六七八九]位(?:一体|数)|[一二三四五六七八九十]方面军|两会|两岸"),
    ("name", rf"(?:\d+|[A-Z]|{_CN})(?: ?\+ ?(?:\d+|[A-Za-z]+|{_CN}))+"),
    ("name", r"(?<![\d.])\d+(?:\.\d+)? ?(?:[×xX*]|比) ?\d+(?:\.\d+)?(?:小时)?"),
    ("name", r"(?<![\d.])\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?)+"),
    ("name", r"(?<!\d)\d{1,2}[·•]\d{1,2}(?![\d%])"),
    (
        "name",
        r"(?!GDP|GEP|GNP|R&D|CPI|PPI|FDI|PCT|IPO)[A-Za-z]+[A-Za-z&.]*-?\d+(?:\.\d+)?"
        r"(?:[A-Za-z]+\d*)*(?![\d.]*[%万亿])",
    ),
    (
        "name",
        r"(?<![\d.])\d+(?![a-zA-Zμ/]+[\d²³]?(?![A-Za-z\d]))[A-Za-z]{2,}\d*|"
        r"(?<![\d.])\d+(?:\.\d+)?(?:G(?![BWH])|K|D|A|B|C|N|P2P)(?![A-Za-z])\d*",
    ),
    ("name", r"(?<!\d)\d{1,3}(?:[-/]\d{1,4}){2,}(?!\d)"),
)


def _bounded(pattern: str) -> str:
    """Bound every repetition, so that hostile input (一一一…) costs time in proportion to its length."""
    pattern = re.sub(r"(\\d|\]|\))\*", r"\1{0,32}", pattern)
    return re.sub(r"(\\d|\]|\))\+", r"\1{1,32}", pattern)


_RULES = tuple(
    (kind, re.compile(_bounded(pattern), re.MULTILINE))
    for kind, pattern in (*_MARKS, *_HEADINGS, *_DATES, *_YEARS, *_ORDERS, *_NAMES)
)
_TITLE = re.compile(r"《[^》\n]{1,80}》")
_QUOTED = re.compile(r"[“\"‘「]([^”\"’」\n]{1,14})[”\"’」]")


def classify(folded: str) -> tuple[Named, ...]:
    """Find the numbers in folded text that assert no quantity, in order, without overlaps."""
    masked = folded
    found: list[Named] = []
    for kind, pattern in _RULES:
        spans = [m.span() for m in pattern.finditer(masked) if m.end() > m.start()]
        for start, end in spans:
            found.append(Named(start, end, kind))
        masked = mask(masked, spans) if spans else masked
    return tuple(sorted(found, key=lambda named: named.start))


def mask(text: str, spans: list[tuple[int, int]]) -> str:
    """Blank out spans, keeping the length."""
    pieces, last = [], 0
    for start, end in spans:
        pieces.append(text[last:start])
        pieces.append("\0" * (end - start))
        last = end
    pieces.append(text[last:])
    return "".join(pieces)


def naming_spans(folded: str) -> tuple[tuple[int, int], ...]:
    """Give titles 《…》, the insides of short quotations, and regions (七里河区): numbers there are names."""
    return (
        *(m.span() for m in _TITLE.finditer(folded)),
        *(m.span(1) for m in _QUOTED.finditer(folded)),
        *(m.span() for m in _numbered_regions().finditer(folded)),
    )


@cache
def _numbered_regions() -> re.Pattern[str]:
    """The regions that begin with a numeral, by forms that are no other words: 六盘水, 三台县, not 三台."""
    forms = (one for one in official_forms() if len(one) > 2 and re.match(_CN, one))
    return re.compile("|".join(map(re.escape, sorted(forms, key=lambda one: (-len(one), one)))))
