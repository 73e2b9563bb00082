"""Words in a proposal's description that hint at a prohibited investment (R13, Annex 3 1(j)).

A hint is not a finding: it asks for evidence. English goes by whole words with the commonest innocent uses left
out (Finland, landing, intellectual property, cryptography, secondary school or battery, unlisted, listed below);
Chinese has no spaces, so 地產 inside 本地產品 or 兩地產業 is told apart by the character before it. "Blockchain",
"gaming" and 樓宇 (smart buildings) are left out: they name technology more often than a prohibited business.
Full-width letters, invisible characters and lines broken inside a Chinese word hide nothing.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

# Changed with every change of the words, so that what was found can be read with the words of its day.
WORDS_VERSION = "2026-11-21"

_ENGLISH = {
    "listed_shares": (
        r"listed(?!\s+(?:below|above|here|in\s+the\s+(?:table|annex|appendix)))",
        r"tickers?",
        r"publicly[ -]traded",
        r"quoted\s+(?:shares?|stocks?|company|companies|securities)",
        r"(?:nasdaq|nyse|amex|lse|sgx|asx)\s?:\s?[a-z0-9]{1,5}",
        r"(?:hkex|sehk|hkg|sse|szse|tse)\s?:?\s?[0-9]{1,6}",
        r"[0-9]{1,5}\.hk",
        r"(?:stock|share)\s+(?:code|symbol)s?",
    ),
    "secondary": (
        r"secondaries",
        r"secondary(?!\s+(?:schools?|education|students?|batter(?:y|ies)|cells?|structures?|data|metabolites?"
        r"|analys[ie]s|effects?|infections?|care|use(?!\s+of\s+shares)|colou?rs?)\b)",
        r"(?:existing|old|second-?\s?hand)\s+shares?",
        r"shares?\s+held\s+by",
        r"(?:shares?|stakes?|stock)\s+from\s+(?:an?\s+|the\s+)?(?:existing|early|current)\s+"
        r"(?:shareholders?|stockholders?|investors?|employees?)",
    ),
    "loan": (
        r"(?:micro-?)?loans?",
        r"micro-?(?:credit|finance)",
        r"lend(?:ing|ers?)?(?!\s+(?:itself|themselves))",
        r"mortgages?",
        r"promissory\s+notes?",
        r"credit\s+facilit(?:y|ies)",
    ),
    "crypto": (
        r"crypto(?!graph|log|gen|spor)[\w-]*",
        r"(?:virtual|digital|crypto)[ _-](?:assets?|currenc(?:y|ies)|coins?)",
        r"tokens?",
        r"tokeni[sz](?:ed?|es|ing|ation)",
        r"(?:bit|stable|alt)[ -]?coins?",
        r"(?:initial\s+)?coin\s+offerings?",
        r"ethereum",
        r"btc|usd[tc]",
        r"defi",
        r"nfts?",
    ),
    "gambling": (
        r"gambl(?:e|es|ed|er|ers|ing)",
        r"casinos?",
        r"betting",
        r"(?:sports?|plac(?:e|es|ing))\s+bets?",
        r"lotter(?:y|ies)",
        r"wager(?:s|ed|ing)?",
        r"book(?:makers?|making)",
        r"sportsbooks?",
        r"i-?gaming",
        r"slot\s+machines?",
        r"baccarat",
        r"poker",
        r"horse[ -]?racing",
        r"mark\s+six",
        r"sweepstakes?",
    ),
    "property": (
        r"(?<!intellectual )(?<!intellectual-)(?<!industrial )property"
        r"(?!\s+of\b(?!\s+(?:\w+\s+)?(?:owners?|debtors?|tenants?|landlords?|banks?)\b))",
        r"(?:residential|commercial|investment|rental|retail|office|hotel|landed|overseas)\s+properties",
        r"properties\s+(?:for|to)\s+(?:rent|let|sale|sell)",
        r"(?:buy|sell|let|rent|acquire|own|manage|develop)s?\s+(?:and\s+\w+\s+)?properties",
        r"proptech",
        r"real[ -]estate",
        r"realty",
        r"reits?",
        r"(?<!to )(?<!that )(?<!which )(?<!and )land(?!\s+(?:safely|softly)\b)",
        r"lands(?!\s+(?:on|at|safely|softly)\b)",
        r"land(?:lords?|bank(?:s|ing)?)",
        r"housing\s+(?:estates?|developments?)",
    ),
}

_CHINESE = {
    "listed_shares": r"(?<![非未])(?<!產品)(?<!产品)(?<![藥药])(?<!疫苗)上市(?![場场銷销審审許许])|[掛挂]牌"
    r"|(?:投[資资]|[買买][賣卖入]|[購购][買买]|炒[賣卖]?)[^，。；、]{0,6}股票|(?:股份|股票|[證证]券|上市)(?:代[號号碼码]|[編编][號号])|[二2][級级]市[場场]|(?<!香)[港美]股(?![東东權权份])",
    "secondary": r"二手(?:股|份額|份额|市場|市场|交易|基金)|[老舊旧]股(?!東|东)|股[權权份][轉转][讓让]|受[讓让]股"
    r"|[現现]有股[東东][^，。；]{0,4}股[份權权]",
    "loan": r"[貸贷]款|放[債债]|借[貸贷]|放[貸贷]|信[貸贷]|[網网微][貸贷]|借款|按揭",
    "crypto": r"加密[貨货][幣币]|加密[資资][產产]|[虛虚][擬拟](?:[資资][產产]|[貨货]?[幣币])"
    r"|[數数][字碼码](?:[貨货][幣币]|[資资][產产])"
    r"|代[幣币]|比特[幣币]|以太[幣币坊]|[穩稳]定[幣币]|加密[幣币]"
    r"|(?<![流交普])通[證证](?![明書书券])|(?<![數数][據据])挖[礦矿]",
    "gambling": r"博彩|[賭赌]|彩票|六合彩|投注(?![資资入了力心]|[於于](?![足籃篮網网]?球|[賽赛馬马體体]))"
    r"|[賽赛][馬马]|博弈(?![論论])|(?<!地)下注(?![入射水意重])|(?<!立)[體体]彩(?![色繪绘])|福彩|[娛娱][樂乐][場场](?![所景])",
    "property": r"房地[產产]|(?:(?<=日本)|(?<![本當当各外內内基場场兩两該该此產产土]))地[產产]"
    r"|(?<![動动寵宠生藥药食植礦矿貨货廢废])物[業业]|不[動动][產产]|[樓楼][盤盘]|[樓楼]市"
    r"|(?<![機机庫库廠厂藥药廚厨])房[產产](?![品生能量])|(?<![配裝装位佈布設设安])置[業业](?![務务界])"
    r"|土地(?!理)|地皮",
}


def _pattern(activity: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(_ENGLISH[activity])})\b|{_CHINESE[activity]}", re.IGNORECASE)


_PATTERNS = {activity: _pattern(activity) for activity in _ENGLISH}


_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]"
_BROKEN_LINE = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")


# Between two texts, so that no word is found across their border.
BORDER = ".\n"


def hints(description: str) -> dict[str, tuple[str, ...]]:
    """This function will give the words that hint at each prohibited activity, in the order found (R13)."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", description))
    text = _BROKEN_LINE.sub("", " ".join(text.split()))
    found = {
        activity: tuple(dict.fromkeys(match.group() for match in pattern.finditer(text)))
        for activity, pattern in _PATTERNS.items()
    }
    return {activity: words for activity, words in found.items() if words}


def merged(*found: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """This function will join the words found in several texts, each once, by activity."""
    words = {activity: dict.fromkeys(word for one in found for word in one.get(activity, ())) for activity in _PATTERNS}
    return {activity: tuple(each) for activity, each in words.items() if each}
