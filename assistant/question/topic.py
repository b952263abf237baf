"""What a question is about, apart from where and when: 大兴2020年收到多少件行政复议申请 is about 行政复议申请."""

import re
from itertools import pairwise

from assistant.figures.units import asked_words
from assistant.vocabulary.official_names import names_indicator
from ingest.word_cutter import word_tagger

ASKED = re.compile(
    r"多少|(?<!好)几(?=[件个项条起家次名人位期份回宗座场套张]|十|百|千|万)|有?哪些|哪[几个项件种样]*|什么|怎么样?|如何|是否|有没有|多大|百分之|为什么|为何|吗"
)
MEASURE = re.compile(
    rf"^(?:万|亿|千|百)?(?:{'|'.join(map(re.escape, asked_words('before_noun')))})?(?:的)?"
)
_TAIL_VERB = re.compile(
    r"(?:一共|总共|共|分别|各|都|又)*(?:有|是|为|达到?|占|处理|办理?|做|提|收到|收|受理|接待)?(?:了|过)?(?:有|约)?$"
)
_HEAD_VERB = re.compile(r"^(?:一共|总共|共|各|都|请问|到|在|里|的|，|,)+")
_END = re.compile(r"[？?。！!，,；;].*$")
# Said of something else: 人均, 增速 and 办结率 need the thing they are of.
ATTRIBUTE = re.compile(
    r"比例|占比|比重|数量|总数|总量|情况|结果|方面|部分|实际|人均|增速|增幅|同比|排名|目标|"
    r"(?:成功|办结|纠错|满意|完成|通过|合格|增长|败诉|结案|审结|答复|回复|达标)率"
)
# A number that is called is a thing by its name: 110, 12345, 96110.
_CALLED = re.compile(r"(?<!\d)(?:1[12]\d|12\d{3}|9[56]\d{3})(?!\d|年)")
_COUNTS_OR_LISTS = ("多少", "几", "哪些", "有哪些", "什么")
_A_KIND_OF = re.compile(r"的(?:有|占|是|共|共有|一共)?$")


def topic_of(unscoped: str) -> str:
    """The noun phrase that a question without its scope asks about; "" if none can be told.

    收到多少件行政复议申请 gives 收到的行政复议申请, 做合法性审核的规范性文件有多少件 gives
    做合法性审核的规范性文件.
    """
    plain = unscoped.strip()
    match = ASKED.search(plain)
    if match is None:
        return _END.sub("", plain)
    before = _HEAD_VERB.sub("", plain[: match.start()].rstrip("，, "))
    after = _END.sub("", MEASURE.sub("", plain[match.end() :], count=1)).strip()
    if "报告" in before:
        # 报告里承认了哪些不足 is about 不足, 报告中应诉率是多少 about 应诉率, 报告写了什么 about the report.
        told = _TAIL_VERB.sub("", before[before.rindex("报告") + 2 :].lstrip("里中的，, "))
        if len(after) < 2 and has_own_topic(told):
            return told
        return after if len(after) >= 2 else before[: before.rindex("报告") + 2]
    before = re.sub(r"(?:还|仍|都|也|又|各)+$", "", before.rsplit("，", 1)[-1])
    if len(after) >= 2 and not after.startswith(("和", "跟", "与", "来", "了")):
        verb = before.removesuffix("了")
        return f"{verb}的{after}" if len(verb) >= 2 and not verb.endswith(("有", "是")) else after
    return _TAIL_VERB.sub("", before)


def numbers_called(text: str) -> list[str]:
    """Give the numbers in a text that people call: 110, 12345."""
    return _CALLED.findall(text)


def has_own_topic(question: str) -> bool:
    """Whether the question names, before it asks, a thing of its own: 保障房筹建了多少套, not 审结了多少."""
    match = ASKED.search(question)
    before = question[: match.start()] if match else question
    if _A_KIND_OF.search(before):
        return False
    if numbers_called(before):
        return True
    before = re.sub(r"一共|总共|其中|市里|区里|省里|县里", "", ATTRIBUTE.sub("", before))
    words = [(word.word, word.flag) for word in word_tagger().cut(before)]
    named = any(
        len(word) >= 2 and flag.startswith(("n", "vn", "j", "l", "an", "eng"))
        for word, flag in words
    )
    # 保障房: a verb and a noun of one character.
    built = any(
        len(one[0]) >= 2 and one[1].startswith("v") and two[1] == "n"
        for one, two in pairwise(words)
    )
    return named or built


def stands_alone(question: str) -> bool:
    """Whether a question has a need of its own where its report is known: 说了哪些不足 has, 审结了多少 not."""
    if has_own_topic(question) or names_indicator(question) or "“" in question:
        return True
    match = ASKED.search(question)
    if match is None or match[0] not in _COUNTS_OR_LISTS:
        return False
    after = ATTRIBUTE.sub("", question[match.end() :].rstrip("？?。 "))
    return len(MEASURE.sub("", after)) >= 2
