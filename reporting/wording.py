"""Sentences of a report in English and 繁體中文: assumptions, conventions, breaches. Frozen with the figures."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.utils import translation

from funds import assumption_words
from funds.models import RecordedBreach
from funds.rules.fees import FEE_ABOVE_CAP
from funds.rules.terms import Terms
from itvf.admin_records import read_facts
from itvf.errors import Breach
from itvf.words import breach_text
from reporting.report_content import Assumption, Convention

CHINESE = "zh-hant"
AMOUNT = re.compile(r"-?\d+\.\d\d")
# The assumptions on which a figure of the report rests.
ASSUMPTIONS = ("A1", "A2", "A3", "A4", "A5", "A7", "A10", "A11", "A14", "A15", "A16", "A17", "A19", "A24")
# Sentences of breaches that the reports themselves find, by code.
TEMPLATES = {"fee_above_cap": FEE_ABOVE_CAP}
CONVENTIONS: tuple[Convention, ...] = (
    {
        "text_en": "Every figure of money is a query over the journal, at the effective date above and as known at the "
        "moment above. Drawn is what the funds received from the Government by that date.",
        "text_zh_hant": "所有金額均由帳簿查詢得出，以上述日期為準，並以上述資料時間所知者為限。"
        "「已提取」指各基金截至該日已收到的政府注資。",
    },
    {
        "text_en": "Amounts are rounded half up to the cent, once, at the end; shares are shown rounded and held to 12 "
        "places.",
        "text_zh_hant": "金額只在最後一步以四捨五入調整至仙位；比例以12個小數位儲存，列出時作調整。",
    },
    {
        "text_en": "A fund's year is taken to end on 31 December (A14): its agreement's own year end is not on record. "
        "Whether a manager's report is late is judged on the day on which this report was frozen.",
        "text_zh_hant": "由於有限合夥協議所訂的年結日並未記錄，基金年度一律視作於12月31日終結（A14）。"
        "基金經理的報告是否逾期，以本報告凍結當日為準。",
    },
    {
        "text_en": "R10 is each investee's: where one undertakes too little, the headroom shown is what is missing, "
        "whatever the others undertake. Spend is what the register of Hong Kong spend counts, accepted or not verified "
        "yet, without what was rejected; behind the straight line is a warning only (A16).",
        "text_zh_hant": "R10按每個投資對象計算：如任何投資對象所承諾者不足，所列餘額為不足之數，"
        "不論其他投資對象承諾多少。開支取自香港開支登記冊，包括已接納及尚未核實者，不包括不獲接納者；"
        "低於直線進度只作提示（A16）。",
    },
    {
        "text_en": "The snapshot's hash covers every figure and sentence, and leaves out the reference, the audit head "
        "and the names of those who prepared and approved: the same books, as known at the same moment, "
        "give the same hash.",
        "text_zh_hant": "快照雜湊值涵蓋所有數字及文字，但不包括編號、審計鏈首，以及擬備和批准人員的姓名："
        "同一時間所知的相同帳簿，得出相同的雜湊值。",
    },
)


def assumptions(terms: Terms) -> list[Assumption]:
    """The assumptions that the report rests on, as the version in force has them.

    The Chinese is given where the version keeps the published wording; an assumption reworded since stands in
    English until its Chinese is recorded.
    """
    found: list[Assumption] = []
    for code in ASSUMPTIONS:
        if code not in terms.assumptions:
            continue
        assumption = terms.assumptions[code]
        chinese = assumption_words.in_chinese(
            scheme=terms.scheme, code=code, question=assumption.question, default=assumption.default
        )
        found.append(
            {
                "code": code,
                "question_en": _capital(assumption.question),
                "question_zh_hant": chinese.get("question", ""),
                "text_en": _capital(assumption.default).rstrip(".") + ".",
                "text_zh_hant": chinese.get("default", ""),
            }
        )
    return found


def breach_texts(breach: RecordedBreach, templates: Mapping[tuple[str, str], str]) -> tuple[str, str]:
    """A recorded breach in English and in Chinese, its facts with their units; "" where its sentence has no Chinese.

    A breach whose sentence, or a fact of it, was not kept stands in the English words of its day.
    """
    template = breach.sentence or templates.get((breach.source, breach.code)) or TEMPLATES.get(breach.code, "")
    said = Breach(breach.code, template, facts=_readable(breach.facts))
    try:
        with translation.override("en"):
            english = breach_text(said)
        with translation.override(CHINESE):
            chinese = "" if translation.gettext(template) == template else breach_text(said)
    except (KeyError, IndexError):
        return breach.message, ""
    return english or breach.message, chinese


def _readable(facts: Mapping[str, object]) -> dict[str, object]:
    """Facts as they were before they became JSON; an amount whose name does not tell it is told by its two places."""
    return {
        name: Decimal(value) if isinstance(value, str) and AMOUNT.fullmatch(value) else value
        for name, value in read_facts(dict(facts)).items()
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
