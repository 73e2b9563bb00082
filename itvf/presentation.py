"""How money, rates, dates and stages look on a page, in the reader's language.

Pure but for the language: templates reach these through `itvf.templatetags.itvf`. Rounding here is for the eye
only; nothing that is shown is ever computed with again.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from itvf.dates import HONG_KONG
from itvf.errors import percentage, trimmed
from itvf.words import shown

NOTHING = "–"
PARAGRAPH = re.compile(r" ?para (\d+)")
ANNEXES = {"Annex 2 (2)": "附件二（二）", "Annex 2": "附件二", "Annex 3": "附件三"}
NBSP = "\u00a0"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# What a stage feels like to its reader; the words beside the colour are the stage's own.
TONES = {
    "good": "active approved accepted authorised closed completed confirmed declared done issued matched no_objection "
    "open paid pass passed released received reviewed sent settled support within",
    "info": "answered certified checked frozen opened running selected submitted vouchered viewed",
    "wait": "above_computed claimed conditions entered forming held lapse_proposed needs_evidence not_reported "
    "part_paid pending queried reopened reserved soon unknown waiting",
    "bad": "above_cap breach breach_notice fail failed lapsed late not_support overdue refused",
}
TONE_OF = {stage: tone for tone, stages in TONES.items() for stage in stages.split()}

# What the facts of a breach are called, without the unit; a fact that is not here shows its own name, in words.
FACT_NAMES = {
    "activities": _("activities"),
    "allowed": _("allowed"),
    "amount": _("amount"),
    "as_of": _("as of"),
    "balance": _("balance"),
    "call": _("whole call"),
    "called": _("called"),
    "cap": _("cap"),
    "cash": _("cash"),
    "ceiling": _("ceiling"),
    "closing": _("closing"),
    "commitments": _("commitments"),
    "committed": _("committed"),
    "company": _("company"),
    "cost": _("cost"),
    "date": _("date"),
    "day": _("day"),
    "days": _("days"),
    "difference": _("difference"),
    "due": _("due date"),
    "due_date": _("due date"),
    "earliest_date": _("earliest date"),
    "end": _("last day"),
    "end_date": _("last day"),
    "ending": _("account ending"),
    "envelope": _("envelope"),
    "exact": _("exact share"),
    "excess": _("excess"),
    "first": _("first day"),
    "found": _("found"),
    "fund_size": _("fund size"),
    "government": _("the Government's commitment"),
    "headroom": _("headroom"),
    "headroom_on_commitments": _("headroom on commitments"),
    "headroom_on_cost": _("headroom on cost"),
    "inside": _("counted as Hong Kong"),
    "instrument": _("instrument"),
    "is_start_up": _("start-up"),
    "last": _("last day"),
    "latest_end_date": _("latest last day"),
    "left": _("left"),
    "limit": _("limit"),
    "line": _("line"),
    "maximum": _("maximum"),
    "minimum": _("minimum"),
    "missing": _("missing"),
    "months": _("months"),
    "non_government": _("money other than the Government's"),
    "noticed": _("notice of"),
    "officer": _("officer"),
    "other_funds": _("other funds of the programme"),
    "outside": _("outside the ecosystem"),
    "partner": _("partner"),
    "partners": _("partners"),
    "percent": _("percent"),
    "raised": _("raised"),
    "rate": _("rate"),
    "received": _("received on"),
    "required": _("required"),
    "role": _("role"),
    "run": _("run"),
    "sector": _("sector"),
    "short": _("short by"),
    "shortfall": _("shortfall"),
    "signatory": _("signatory"),
    "signed": _("signed on"),
    "stage": _("stage"),
    "start": _("first day"),
    "start_date": _("first day"),
    "undertaken": _("undertaken"),
    "unfunded": _("unfunded"),
    "used": _("used"),
    "value_date": _("value date"),
    "words": _("words found"),
    "years": _("years"),
}


def is_chinese() -> bool:
    """Whether the reader reads Chinese now."""
    return (translation.get_language() or "").startswith("zh")


def name_of(thing) -> str:
    """What a fund, partner, manager or company is called, in the reader's language where it has a name in it."""
    return (is_chinese() and thing.name_zh_hant) or thing.name_en


def title_of(thing) -> str:
    """What a round, a criterion or a document asked for is called, in the reader's language where it has one."""
    return (is_chinese() and thing.title_zh_hant) or thing.title_en


def amount(value: Decimal | int | None) -> str:
    """An amount without its currency, for columns that name it; a negative one stands in parentheses."""
    if value is None:
        return NOTHING
    figure = f"{abs(Decimal(value)):,.2f}"
    return f"({figure})" if value < 0 else figure


def hkd(value: Decimal | int | None) -> str:
    """An amount of Hong Kong dollars: HK$ 1,234.50, and HK$ (1,234.50) below zero, as accounts print it."""
    return NOTHING if value is None else f"HK${NBSP}{amount(value)}"


def hkd_millions(value: Decimal | int | None, places: int = 1) -> str:
    """An amount at a glance: HK$ 450 million, 4.5 億元; rounded half up to `places` of a million. Nothing is HK$ 0."""
    if value is None:
        return NOTHING
    if not value:
        return f"0{NBSP}元" if is_chinese() else f"HK${NBSP}0"
    size = abs(Decimal(value))
    if not is_chinese():
        words = f"HK${NBSP}{trimmed(size / 10**6, places)}{NBSP}million"
    elif size >= 10**8:
        words = f"{trimmed(size / 10**8, places + 2)}{NBSP}億元"
    else:
        words = f"{trimmed(size / 10**4, max(places - 2, 0))}{NBSP}萬元"
    return f"({words})" if value < 0 else words


def rate(value: Decimal | None) -> str:
    """A fraction as a percentage: 0.07 is 7%. Exact up to four places of a percent, else half up to two."""
    return NOTHING if value is None else percentage(value)


def hk_date(value: date | datetime | None) -> str:
    """A date as its reader writes it: 21 Nov 2026, 2026年11月21日. A moment gives its Hong Kong date."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = _in_hong_kong(value)
    if is_chinese():
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value.day}{NBSP}{MONTHS[value.month - 1]}{NBSP}{value.year}"


def hk_moment(value: datetime | None) -> str:
    """A moment in Hong Kong: 21 Nov 2026, 14:05 HKT; 2026年11月21日 14:05（香港時間）."""
    if value is None:
        return NOTHING
    local = _in_hong_kong(value)
    if is_chinese():
        return f"{hk_date(local)} {local:%H:%M}（香港時間）"
    return f"{hk_date(local)}, {local:%H:%M}{NBSP}HKT"


def clause(text: str) -> str:
    """A clause of the paper as its reader names it: Annex 3 1(e), 附件三 1(e); para 12, 第 12 段."""
    if not is_chinese():
        return text
    for english, chinese in ANNEXES.items():
        text = text.replace(english, chinese)
    return "假設" if text == "assumption" else PARAGRAPH.sub(r"第 \1 段", text)


def tone(stage: str) -> str:
    """The tone of a stage: good, info, wait, bad, or nothing for a stage that asks nothing of anybody."""
    return TONE_OF.get(stage, "")


def fact_name(name: str) -> str:
    """What a fact is called, in the reader's language."""
    plain = name.removesuffix("_hkd").removesuffix("_rate")
    known = FACT_NAMES.get(name) or FACT_NAMES.get(plain)
    return str(known) if known else plain.replace("_", " ")


def fact_value(value: Any, name: str = "") -> str:
    """A fact as it is read: money, rates and dates by the ending of the fact's name, lists in a row."""
    if value is None:
        return NOTHING
    if isinstance(value, Decimal):
        if name.endswith("_hkd"):
            return hkd(value)
        return rate(value) if name.endswith(("_rate", "_share")) else f"{value:,f}"
    if isinstance(value, datetime):
        return hk_moment(value)
    if isinstance(value, date):
        return hk_date(value)
    if isinstance(value, Mapping):
        return "; ".join(f"{fact_name(str(key))}: {fact_value(item, str(key))}" for key, item in value.items())
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ("、" if is_chinese() else ", ").join(fact_value(item, name) for item in value)
    return shown(value)


def _in_hong_kong(moment: datetime) -> datetime:
    if timezone.is_naive(moment):
        raise ValueError("a moment without a time zone cannot be shown")
    return moment.astimezone(HONG_KONG)
