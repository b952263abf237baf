"""Whether a question is for the reports at all: weather, recipes, jokes and private advice are not.

Two small logistic models over named features, in `off_topic.json`, made by
`python -m tests.evaluation.fit_off_topic`. The first reads only the question's words and decides
before any search; the second also knows what the search found and decides between 报告未提及 and a
question that no government report answers.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from assistant.fitted.logistic import Logistic, check_names

_GOVERNMENT = re.compile(
    r"新[建增设开]|建成|开通|办事|材料|百姓|百分之|文件|信用|平台|名单|总额|总部|人口|面积|占地|协同|策略|增速|万元|亿元|学校|师生|医院|游客|旅客|港口|机场|口岸|工程|开工|竣工|投入|资金|"
    r"落实|推进|实施|开展|健全|完善|完成|社零|零售|收容|国务院|中央|省委|市委|区委|经营主体|工业|制造|涉黑|扫黑|场地|融资|扶持|补贴|战略|行动|行政|执法|复议|诉讼|应诉|出庭|政府|法治|依法|法规|规章|部门|机关|单位|规范性文件|普法|法律(?:顾问|援助|服务)|公证|仲裁|调解|政务|公开|审批|许可|"
    r"监管|监督|街道|镇街|乡镇|社区|居委|村|企业|市场主体|个体|项目|财政|预算|税收|收入|支出|生产总值|GDP|经济|投资|产业|增加值|外贸|进出口|就业|失业|教育|"
    r"学位|义务教育|床位|医疗|卫生|养老|老人|低保|救助|住房|保障|公租房|棚改|旧改|改造|拆违|违建|交通|道路|公里|公园|绿化|绿道|生态|环境|空气质量|PM2|污水|水质|垃圾|"
    r"节能|减排|耗|安全生产|事故|应急|消防|隐患|信访|来访|纠纷|矛盾|案件|处罚|罚没|检查|整治|治安|改革|创新|高新|专利|研发|科技|人才|文化|体育|旅游|党|人大|政协|提案|议案|代表|"
    r"规划|建设|治理|服务|工作|措施|举措|目标|任务|成效|成绩|不足|短板|问题|清单|制度|机制|体系|决策|备案|清理|证明|事项|办件|热线|咨询|培训|考核|督察|"
    r"疫情|防控|农业|粮食|扶贫|脱贫|乡村|国企|城市|市民|居民|群众|全[市区县省国]|一共|总量|增长|下降|占比|比例|比上?年|报告|条例|合同|干部|公务员|区长|市长|审结|受理|办结|立案|移送"
)
_PERSONAL = re.compile(
    r"我(?![国市区县省们委局院办镇街])|咱|老婆|老公|女朋友|男朋友|对象|邻居|房东|老板|同事|领导请假"
)
_ADDRESSED = re.compile(
    r"你|您|帮[我忙]|(?<!别)给我|陪我|替我|教我|推荐|翻译|翻成|(?:写|编|作)(?:一|个|首|篇|份|段|点|代码)|[讲说]个|讲讲|聊聊|起个?名|取个|唱|随便说|算(?:一下|个)"
)
_NOW = re.compile(
    r"今天|今晚|今早|明天|明早|明晚|后天|昨天|昨晚|现在|眼下|这周|下周|周末|星期几|几点|几号|待会|最近有什么|双十一|中秋|春节去"
)
_ADVICE = re.compile(
    r"怎么办|咋办|咋整|咋弄|该不该|要不要|值得|好不好|能不能[吃喝告]|能[吃喝]|吃什么|哪家|哪里买|哪里能|哪儿[能买]|哪个好|哪款|好吃|好玩|好喝|好看|好听|便宜|划算|靠谱|正宗|"
    r"合适吗|还能买|什么[礼药歌]|怎么(?:哄|追|做才|调理|选|洗|修|读|订|学|复习|理财|注销|重装|解决)|附近|咋样才"
)
_EVERYDAY = re.compile(
    r"天气(?:怎么样|咋样|如何|好不好|预报|热|冷|[？?]|$)|天[要会]?不?会?下雨|会不?会?下雨|下雨[吗么]|气温|降温|热不热|冷不冷|带伞|雷阵雨|台风|日出|几度|多少度|堵车|火锅|餐馆|餐厅|饭店|美食|奶茶|烤鸭|日料|外卖|炒|炖|红烧|水煮|烤多久|蛋糕|螃蟹|菜谱|"
    r"电影|电视剧|综艺|小说|首歌|好听的歌|唱歌|游戏|明星|球赛|球队|进球|世界杯|NBA|冠军|王者|原神|笑话|谜语|星座|[座]和.{1,3}座|运势|属[鼠牛虎兔龙蛇马羊猴鸡狗猪]|算命|算个命|彩票|双色球|"
    r"Python|Java|代码|编程|Excel|Windows|手机|电脑|蓝屏|WiFi|微信|iPhone|朋友圈|感冒|发烧|头疼|胃疼|牙|失眠|睡不着|吃药|什么药|阿莫西林|减肥|健身|血压|孕妇|转氨酶|膝盖|"
    r"离婚|遗嘱|坐牢|押金|辞退|辞职|信用卡|赔偿|股票|基金|比特币|黄金价|大盘|涨停|理财|房贷|买房|租房|打车|机票|酒店|民宿|签证|门票|驾照|考研|面试|简历|"
    r"美国|日本|法国|英国|韩国|德国|俄罗斯|俄乌|印度|总统|首相|大选|恐龙|太阳|月亮|外星|宇宙|李白|鲁迅|红楼梦|秦始皇|哪个朝代|方程|导数|函数|根号|乘以|沸点|量子|单词|英语|日语|作文|情书|的诗|打油诗|文案|祝福语|"
    r"失恋|吵架|心情|无聊|伤心|婆媳|女生|礼物|发型|猫|狗|绿萝|油渍|洗车|理发|充电(?!桩|站|设施)|充不进|人生的意义|早上好|晚上好|你好|谢谢|再见|哈哈|天空为什么|为什么天空",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?:19|20)\d\d|[一二]九?[〇零九]\S{2}年|十[一二三四五]五|去年|前年|上一?年|近[两二三四五几]年|当年|年度|年底"
)
_SUM = re.compile(r"\d\s*[+*×x=/]\s*\d|等于几")
_ASKS_FIGURE = re.compile(
    r"多少(?:件|项|个|家|人|名|亿|万|公里|平方|次|户|起|宗|条|份|套|期|场|所|座|%)|占.{0,6}比"
)

_SIGNS_ENOUGH = 2

WORD_NAMES = (
    "government",
    "government_share",
    "year_named",
    "asks_figure",
    "personal",
    "addressed",
    "now",
    "advice",
    "everyday",
    "sum",
    "latin",
    "no_sign",
)
# No cosines: they told more, but another embedding model has another scale of them.
FOUND_NAMES = (*WORD_NAMES, "coverage", "unseen")


def word_features(question: str) -> list[float]:
    """Give the features of a question's words, in the order of WORD_NAMES."""
    government = [match[0] for match in _GOVERNMENT.finditer(question)]
    letters = max(sum(char.isalnum() for char in question), 1)
    return [
        min(len(set(government)), 3) / 3,
        sum(map(len, government)) / letters,
        float(_YEAR.search(question) is not None),
        float(_ASKS_FIGURE.search(question) is not None),
        float(_PERSONAL.search(question) is not None),
        float(_ADDRESSED.search(question) is not None),
        float(_NOW.search(question) is not None),
        float(_ADVICE.search(question) is not None),
        min(len(set(_EVERYDAY.findall(question))), 2) / 2,
        float(_SUM.search(question) is not None),
        sum(char.isascii() and char.isalpha() for char in question) / letters,
        float(not _shows_what_is_wanted(question)),
    ]


@dataclass(frozen=True, slots=True)
class OffTopicModel:
    """The fitted models and the probabilities from which they decide.

    `words` decides alone from `clear_words` on; `found` from `likely` on where nothing was disclosed,
    and from `clear_found` on even where something seemed to answer.
    """

    words: Logistic
    found: Logistic
    likely: float
    clear_words: float
    clear_found: float


def off_topic_probability(model: Logistic, values: list[float]) -> float:
    """Give the probability that a fitted model assigns to one row of features."""
    return float(model.probability(np.array([values]))[0])


def clearly_off_topic(question: str) -> bool:
    """Say whether a question's words alone show that no government report answers it.

    One sign alone (新建了几座电影院？) is never enough without a search.
    """
    if _signs(question) < _SIGNS_ENOUGH:
        return False
    model = default_off_topic()
    return off_topic_probability(model.words, word_features(question)) >= model.clear_words


def words_to_judge(asked: str, standalone: str) -> str:
    """Give the wording that shows what is wanted: what was asked, unless it leans on what came before.

    那推荐个餐馆呗 must not hide behind the topic that a follow-up inherits; 那审结了多少 must have it.
    """
    return asked if _shows_what_is_wanted(asked) else standalone


def _shows_what_is_wanted(question: str) -> bool:
    return _signs(question) > 0


def _signs(question: str) -> int:
    signs = (_EVERYDAY, _ADVICE, _ADDRESSED, _PERSONAL, _NOW, _SUM)
    return sum(sign.search(question) is not None for sign in signs)


@cache
def default_off_topic() -> OffTopicModel:
    """Load the models that ship with the package."""
    text = files("assistant.fitted").joinpath("off_topic.json").read_text(encoding="utf-8")
    plain = json.loads(text)
    return OffTopicModel(
        _logistic(plain["words"], WORD_NAMES),
        _logistic(plain["found"], FOUND_NAMES),
        plain["likely"],
        plain["clear_words"],
        plain["clear_found"],
    )


def _logistic(plain: dict[str, Any], names: Sequence[str]) -> Logistic:
    model = Logistic(tuple(plain["weights"]), tuple(plain["weights"].values()), plain["bias"])
    check_names(model, names)
    return model
