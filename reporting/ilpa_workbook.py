"""ILPA Performance Template v1.1 of a fund as XLSX: both methodologies, figures and transactions, in two languages."""

from collections.abc import Sequence

from itvf.errors import plain
from itvf.explained import address
from itvf.workbooks import Sheet, write
from reporting.ilpa_returns import IlpaReturns
from reporting.rules import ilpa

WORDS = {
    "en": {
        "figures": "Figures",
        "granular": "Granular methodology",
        "gross_up": "Gross-up methodology",
        "fund": "Fund",
        "as_of": "As of",
        "known_at": "As known at",
        "with": "With the facility",
        "without": "Without the facility",
        "net_irr": "Net IRR",
        "gross_irr": "Gross IRR",
        "net_multiple": "Net multiple (TVPI)",
        "gross_multiple": "Gross multiple",
        "date": "Date",
        "type": "Transaction type (ILPA)",
        "code": "Code",
        "amount": "HK$ (paid in is negative)",
        "conventions": "Conventions",
    },
    "zh_hant": {
        "figures": "數字",
        "granular": "逐項法",
        "gross_up": "還原法",
        "fund": "基金",
        "as_of": "截至",
        "known_at": "按此時已知的記錄",
        "with": "計及認繳信貸",
        "without": "不計認繳信貸",
        "net_irr": "淨內部回報率",
        "gross_irr": "總內部回報率",
        "net_multiple": "淨倍數（TVPI）",
        "gross_multiple": "總倍數",
        "date": "日期",
        "type": "交易類別（ILPA）",
        "code": "代號",
        "amount": "港元（繳入為負數）",
        "conventions": "編製慣例",
    },
}
CONVENTIONS = {
    "en": (
        "ILPA Performance Template v1.1, all partners together. Contributions count when they are due, distributions "
        "when they are declared; true-ups are left out, since they net to zero.",
        "Without the facility a drawdown counts as paid in and its repayment as given back; interest and fees are left "
        "out.",
        "Rates solve sum(flow / (1 + r) ^ (days / 365)) = 0 and are fractions: 0.1 is 10%.",
    ),
    "zh_hant": (
        "按 ILPA 表現範本 1.1 版，以全體合夥人合計。出資於到期日入帳，分派於宣布日入帳；補足調整相抵為零，不計在內。",
        "不計認繳信貸時，提款視作繳入，還款視作退還，利息及費用不計。",
        "回報率為使 Σ 現金流 /（1 + r）^（日數 / 365）= 0 的 r，以分數表示：0.1 即 10%。",
    ),
}


def xlsx_of(found: Sequence[IlpaReturns]) -> bytes:
    """This function will write a fund's figures and transactions of each methodology; same content, same bytes."""
    first = found[0]
    sheets = [_figures(found, language) for language in WORDS]
    return write(
        [*sheets, *(_flows(one) for one in found)],
        title=f"{first.fund.name_en}: ILPA Performance Template {first.on}",
        on=first.on,
    )


def _figures(found: Sequence[IlpaReturns], language: str) -> Sheet:
    words, first = WORDS[language], found[0]
    rows = [
        (f"ILPA Performance Template v1.1 · {words['figures']}",),
        (words["fund"], getattr(first.fund, f"name_{language}") or first.fund.name_en),
        (words["as_of"], first.on),
        *([(words["known_at"], first.known_at.isoformat())] if first.known_at else []),
    ]
    for one in found:
        rows += [
            (),
            (words[one.methodology], *(words[facility] for facility in ilpa.FACILITIES)),
            *(
                (words[f"{side}_{what}"], *(_shown(one, facility, side, what) for facility in ilpa.FACILITIES))
                for what in ("irr", "multiple")
                for side in ilpa.SIDES
            ),
        ]
    rows += [(), (words["conventions"],), *((sentence, None) for sentence in CONVENTIONS[language])]
    return Sheet(words["figures"], rows, (64, 26, 26))


def _shown(one: IlpaReturns, facility: str, side: str, what: str) -> tuple[str, str]:
    """A rate or multiple in 12 places, or why there is none, with the address of its derivation."""
    value = getattr(one.figures[facility], f"{side}_{what}")
    if what == "irr":
        text = plain(value.rate) if value.rate is not None else value.status
    else:
        text = plain(value) or ""
    of = f"{one.methodology}-{facility}-{side}-{what}"
    return text, address(one.fund.code, "ilpa", of=of, on=one.on, known_at=one.known_at)


def _flows(one: IlpaReturns) -> Sheet:
    words, labels = WORDS["en"], one.labels
    both = [f"{words[name]} {WORDS['zh_hant'][name]}" for name in ("date", "code", "type", "amount")]
    rows = [
        (f"{words[one.methodology]} {WORDS['zh_hant'][one.methodology]}",),
        tuple(both),
        *((flow.date, flow.type, labels[flow.type], flow.amount_hkd) for flow in one.flows),
    ]
    return Sheet(words[one.methodology], rows, (14, 64, 64, 24))
