"""The comparison of fees as a workbook: quarters, over-charges by day and partners, in English and 繁體中文."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from funds.fee_comparison import FundFees
from funds.models import Partner
from funds.rules.fee_comparison import Quarter
from itvf.explained import cell
from itvf.workbooks import Sheet, write

WORDS = {
    "en": {
        "sheet": "Management fee",
        "title": "Management fee beside the cap of R14 (Annex 3 1(k)(i))",
        "fund": "Fund",
        "on": "To",
        "quarters": "Quarters (HK$)",
        "from": "From",
        "to": "To",
        "fee": "By the agreement",
        "computed": "Computed",
        "cap": "Cap of R14",
        "charged": "Charged",
        "called": "Called",
        "paid": "Paid",
        "over": "Above the cap",
        "state": "State",
        "total": "To date",
        "days_of": "Over-charges by day (HK$)",
        "days": "Days",
        "allowed_base": "Base allowed",
        "charged_base": "Base charged",
        "allowed": "Allowed",
        "a_day": "A day",
        "partners": "What each partner bears (HK$)",
        "partner": "Partner",
        "quarter": "Quarter to",
        "gross": "Share",
        "concession": "Concession",
        "brought": "Brought forward",
        "offset": "Offsets",
        "used": "Used",
        "carried": "Carried forward",
        "net": "Fee borne",
        "within": "within the cap",
        "above_computed": "above the computed fee",
        "above_cap": "above the cap",
        "not_reported": "not reported",
        "running": "running",
    },
    "zh_hant": {
        "sheet": "管理費",
        "title": "管理費與 R14 上限比較（附件三 1(k)(i)）",
        "fund": "基金",
        "on": "截至",
        "quarters": "按季度（港元）",
        "from": "由",
        "to": "至",
        "fee": "按協議計算",
        "computed": "系統計算額",
        "cap": "R14 上限",
        "charged": "基金經理收取額",
        "called": "已催繳額",
        "paid": "已付額",
        "over": "超出上限額",
        "state": "狀況",
        "total": "累計",
        "days_of": "按日列出超收額（港元）",
        "days": "日數",
        "allowed_base": "准許基數",
        "charged_base": "收費基數",
        "allowed": "准許額",
        "a_day": "每日",
        "partners": "各合夥人承擔額（港元）",
        "partner": "合夥人",
        "quarter": "季度截至",
        "gross": "應佔額",
        "concession": "優惠",
        "brought": "承前抵銷額",
        "offset": "本季抵銷額",
        "used": "已用抵銷額",
        "carried": "結轉抵銷額",
        "net": "承擔額",
        "within": "上限以內",
        "above_computed": "高於系統計算額",
        "above_cap": "超出上限",
        "not_reported": "未呈報",
        "running": "本季進行中",
    },
}
LINE = ("gross", "concession", "brought", "offset", "used", "carried", "net")
# The columns of a quarter, as `fee-line` names them.
FIGURES = ("computed", "cap", "computed", "charged", "called", "paid", "above-cap")
WIDTHS = (30, 14, *(18 for _column in range(9)))


def xlsx_of(fees: FundFees) -> bytes:
    """This function will write the comparison as XLSX; the same figures give the same bytes."""
    names = Partner.objects.in_bulk({line.id for lines in fees.partners.values() for line in lines})
    return write(
        [Sheet(words["sheet"], list(_rows(fees, language, names)), WIDTHS) for language, words in WORDS.items()],
        title=f"{fees.fund.name_en}: management fee",
        on=fees.on,
    )


def _rows(fees: FundFees, language: str, names: dict[int, Partner]) -> Iterator[Sequence[Any]]:
    words = WORDS[language]
    yield (words["title"],)
    yield (words["fund"], _name(fees.fund, language))
    yield (words["on"], fees.on)
    yield ()
    yield (words["quarters"],)
    heads = ("from", "to", "fee", "cap", "computed", "charged", "called", "paid", "over", "state")
    yield [words[head] for head in heads]
    for one in fees.quarters:
        yield _quarter(fees, one, words)
    sums = [getattr(fees.sums, f"{kind}_hkd") for kind in ("cap", "computed", "charged", "called", "paid")]
    sums.append(fees.sums.over_charge_hkd)
    figures = zip(sums, FIGURES[1:], strict=True)
    yield (words["total"], None, None, *(_opens(fees, amount, name) for amount, name in figures))
    yield ()
    yield (words["days_of"],)
    heads = ("from", "to", "days", "allowed_base", "charged_base", "allowed", "charged", "over", "a_day")
    yield [words[head] for head in heads]
    for one in fees.quarters:
        yield from _days(one)
    yield ()
    yield (words["partners"],)
    yield [words["partner"], words["quarter"], *(words[kind] for kind in LINE)]
    for end, lines in fees.partners.items():
        for line in lines:
            borne = [_opens(fees, getattr(line, f"{kind}_hkd"), f"{end}/{line.id:d}-{kind}") for kind in LINE]
            yield (_name(names[line.id], language), end, *borne)


def _opens(fees: FundFees, amount: Decimal | None, of: str) -> Any:
    """A figure with the address of its derivation."""
    return cell(amount, fees.fund.code, "fee-line", of=of, on=fees.on)


def _quarter(fees: FundFees, one: Quarter, words: dict[str, str]) -> Sequence[Any]:
    facts = one.facts
    amounts = (facts.fee.fee_hkd, facts.cap.fee_hkd, facts.computed_hkd)
    moved = (facts.charged_hkd, facts.called_hkd, facts.paid_hkd, one.over_charge_hkd)
    figures = zip((*amounts, *moved), FIGURES, strict=True)
    opened = [_opens(fees, amount, f"{facts.end_date}/{name}") for amount, name in figures]
    return (facts.start_date, facts.end_date, *opened, words[one.status])


def _days(one: Quarter) -> Iterator[Sequence[Any]]:
    for days in one.over_charge.stretches if one.over_charge else ():
        amounts = (days.allowed_base_hkd, days.charged_base_hkd, days.allowed_hkd, days.charged_hkd, days.excess_hkd)
        yield (days.start_date, days.end_date, str(days.days), *amounts, days.per_day_hkd)


def _name(thing, language: str) -> str:
    return (language != "en" and thing.name_zh_hant) or thing.name_en
