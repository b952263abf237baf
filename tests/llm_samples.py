"""Numbered passages of a made-up report, as a model is given them."""

from assistant.llm.sources import Source
from ingest.models import Passage, ReportFacts

FACTS = ReportFacts(
    "深圳市光明区人民政府2020年法治政府建设年度情况报告（虚构）",
    region="深圳市光明区",
    year=2020,
    years=(2020,),
)
_TEXTS = (
    (
        ("一、工作情况", "（一）推进行政复议工作"),
        "共收到行政复议申请376件，比上年304件增加72件，审结298件，纠错率8.88%。"
        "办理区政府为被告的应诉案件157件，区长出庭应诉1次。",
    ),
    (
        ("一、工作情况", "（二）规范行政执法"),
        "实施行政处罚13884件，罚没款1.37亿元，同比下降7.5个百分点。"
        "落实《重大行政决策程序暂行条例》，尚未建立执法数据共享平台。"
        "开展执法培训三十余次，培训1200余人次。",
    ),
    (
        ("三、2021年工作安排",),
        "力争全年办结率达到98%。计划新建公共法律服务站12个。建立常态化的事后评估机制，拓宽专家论证范围。",
    ),
)


def sources() -> tuple[Source, ...]:
    """Passages 1 to 3."""
    found, start = [], 0
    for n, (heading, text) in enumerate(_TEXTS, 1):
        passage = Passage(f"p{n}", "r", n, heading, text, start, start + len(text), start)
        found.append(Source(n, passage, FACTS))
        start += len(text) + 1
    return tuple(found)
