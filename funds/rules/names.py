"""Names of people and bodies, folded so that the same one is found however it is written; names that meet (R17, R27).

A number in common is a finding; a name in common is a question for a person. Names are compared after folding width,
case, punctuation, the endings of companies and the commonest simplified characters. Every name is looked up once, so
the work grows with the number of names.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

IDENTIFIER, EXACT, NEAR = "identifier", "exact", "near"
SHORTEST_NEAR_NAME = 2

# Endings that say what kind of body it is and not which one; the longest first.
_ENDINGS_EN = re.compile(
    r"(?:\s+(?:limited partnership fund|limited partnership|private limited|company|corporation|incorporated|limited"
    r"|holdings?|group|lpf|llc|llp|lp|ltd|corp|inc|plc|pte|pty|gmbh|co|bv|sa|ag))+$"
)
_ENDINGS_ZH = re.compile(r"(?:有限合伙基金|有限合伙企业|股份有限公司|有限责任公司|有限公司|有限合伙|控股|集团|公司)+$")
_TRADITIONAL = str.maketrans(
    "資業產國電創學術數據樂機團體與發開關長張陳劉楊黃趙吳鄭謝許羅馬葉蘇呂盧馮鄧蔣賈龍錢孫萬華東興環車醫藥療險證銀"
    "財貿際聯網訊訂設計師務總經營運動傳藝寶島灣臺衛圖書館門間聞風飛魚鳥麗齊龜偉傑強衆眾夥責權實驗達進遠遷選遊優億"
    "價倫倉個備傾僑儀內軍農劃劍勁勞勝區協單嚴員啟問園圍場壓壽夢奧婦寧審導將尋對屬層嶺巖幣帶幫廣廠應彈彙後憲懷戰戲"
    "戶拋掃揚換損搖擇擔擴攝敗敵斷時晉曉條楓極樓標樣樹橋檢欄歐歡歲歷殘氣漢滿潔澤濟濱瀾無煉熱燈爾牆獅獎獨現"
    "譚鍾鐘賴韓蕭鄒湯顏簡鄺龐閻駱龔鄔賀紀聶闕練藍麥陸陽饒顧鮑貝畢項溫慶輝鳳賢穎詩靜雲錦鋒鴻瑋瓊絲綺維綱綸緯績繼聰肅蘭"
    "蓮誠諾謙讓豐軒輔適鈞鈺銘銳鋼鎮鐵雙韋順領頌願駿黨點潁淩禎煒燦瑩睏嫻媽嬌孫峯",
    "资业产国电创学术数据乐机团体与发开关长张陈刘杨黄赵吴郑谢许罗马叶苏吕卢冯邓蒋贾龙钱孙万华东兴环车医药疗险证银"
    "财贸际联网讯订设计师务总经营运动传艺宝岛湾台卫图书馆门间闻风飞鱼鸟丽齐龟伟杰强众众伙责权实验达进远迁选游优亿"
    "价伦仓个备倾侨仪内军农划剑劲劳胜区协单严员启问园围场压寿梦奥妇宁审导将寻对属层岭岩币带帮广厂应弹汇后宪怀战戏"
    "户抛扫扬换损摇择担扩摄败敌断时晋晓条枫极楼标样树桥检栏欧欢岁历残气汉满洁泽济滨澜无炼热灯尔墙狮奖独现"
    "谭钟钟赖韩萧邹汤颜简邝庞阎骆龚邬贺纪聂阙练蓝麦陆阳饶顾鲍贝毕项温庆辉凤贤颖诗静云锦锋鸿玮琼丝绮维纲纶纬绩继聪肃兰"
    "莲诚诺谦让丰轩辅适钧钰铭锐钢镇铁双韦顺领颂愿骏党点颍凌祯炜灿莹困娴妈娇孙峰",
)


@dataclass(frozen=True, slots=True)
class Name:
    """A person or body on one side: `capacity` such as director, `of` whom, and its number where one is known."""

    name: str
    identifier: str = ""
    capacity: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A name on the first side (`deal`) that meets one on the other (`house`), and how: identifier, exact or near."""

    deal: Name
    house: Name
    kind: str


def matches(deal: Iterable[Name], house: Iterable[Name]) -> tuple[Match, ...]:
    """This function will give each pair of names that meet, once, by the strongest kind, in the deal's order."""
    by_kind: dict[str, dict[object, list[Name]]] = {kind: defaultdict(list) for kind in (IDENTIFIER, EXACT, NEAR)}
    for name in house:
        for kind, key in _keys(name).items():
            by_kind[kind][key].append(name)
    found: dict[tuple[Name, Name], Match] = {}
    for name in deal:
        for kind, key in _keys(name).items():
            for other in by_kind[kind].get(key, ()):
                found.setdefault((name, other), Match(name, other, kind))
    return tuple(found.values())


def normal(name: str) -> str:
    """This function will fold a name to what tells it from others: width, case, punctuation, endings, characters."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(_TRADITIONAL)
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    text = "".join(" " if unicodedata.category(sign)[0] in "PZSC" else sign for sign in text.replace("&", " and "))
    text = " ".join(text.split())
    text = re.sub(r"^the ", "", re.sub(r"\bhk\b", "hong kong", text))
    bare = _ENDINGS_ZH.sub("", _ENDINGS_EN.sub("", text)).strip()
    return bare or text


def normal_identifier(identifier: str) -> str:
    """This function will fold a number to its letters and digits, so that spaces and dashes do not hide it."""
    text = unicodedata.normalize("NFKC", identifier).casefold()
    return "".join(sign for sign in text if sign.isalnum())


def _keys(name: Name) -> dict[str, object]:
    """What a name is looked up by, the strongest kind first; a single word is too little to be near."""
    folded = normal(name.name)
    words = frozenset(folded.split())
    keys: dict[str, object] = {IDENTIFIER: normal_identifier(name.identifier), EXACT: folded.replace(" ", "")}
    if len(words) >= SHORTEST_NEAR_NAME:
        keys[NEAR] = words
    return {kind: key for kind, key in keys.items() if key}
