"""A capital account statement as a workbook: the figures of its PDF, one sheet in English and one in 繁體中文."""

from datetime import date
from decimal import Decimal

from itvf.workbooks import Sheet, write

PERIODS = ("quarter", "year", "inception")
POSITION = (
    "committed_hkd",
    "called_hkd",
    "outside_hkd",
    "recallable_hkd",
    "unfunded_hkd",
    "outstanding_hkd",
    "payable_hkd",
    "distributed_hkd",
    "nav_hkd",
    "accrued_carry_hkd",
)
MULTIPLES = ("dpi", "rvpi", "tvpi", "pic")
WORDS = {
    "en": {
        "sheet": "Statement",
        "title": "Capital account statement",
        "reference": "Statement",
        "fund": "Fund",
        "partner": "Partner",
        "as_of": "As of",
        "known_at": "As known at",
        "account": "Your capital account (HK$)",
        "fund_account": "The whole fund (HK$)",
        "quarter": "Quarter",
        "year": "Year to date",
        "inception": "Since the first closing",
        "first_day": "First day",
        "position": "Position (HK$)",
        "yours": "Yours",
        "whole": "Whole fund",
        "opening": "Opening balance",
        "closing": "Closing balance (net asset value)",
        "contributions_hkd": "Contributions called",
        "distributions_hkd": "Distributions",
        "carry_paid_hkd": "Carried interest distributed",
        "fees_hkd": "Management fee",
        "expenses_hkd": "Fund expenses",
        "income_hkd": "Income, less tax withheld",
        "realised_hkd": "Realised gains and losses",
        "unrealised_hkd": "Unrealised gains and losses",
        "reshared_hkd": "Earlier results shared anew at later closings",
        "carry_hkd": "Carried interest, paid and accrued",
        "committed_hkd": "Commitment",
        "called_hkd": "Called to date",
        "outside_hkd": "Called outside commitment",
        "recallable_hkd": "Recallable distributions",
        "unfunded_hkd": "Unfunded",
        "outstanding_hkd": "Called and not received yet",
        "payable_hkd": "Declared and not paid out yet",
        "distributed_hkd": "Distributed to date",
        "nav_hkd": "Net asset value",
        "accrued_carry_hkd": "Carried interest accrued and not paid",
        "dpi": "DPI",
        "rvpi": "RVPI",
        "tvpi": "TVPI",
        "pic": "PIC",
        "conventions": "Conventions",
    },
    "zh_hant": {
        "sheet": "結單",
        "title": "資本帳戶結單",
        "reference": "結單編號",
        "fund": "基金",
        "partner": "合夥人",
        "as_of": "截至",
        "known_at": "按此時已知的記錄",
        "account": "貴方資本帳戶（港元）",
        "fund_account": "全基金（港元）",
        "quarter": "本季",
        "year": "本年至今",
        "inception": "自首次截止起",
        "first_day": "首日",
        "position": "狀況（港元）",
        "yours": "貴方",
        "whole": "全基金",
        "opening": "期初結餘",
        "closing": "期末結餘（資產淨值）",
        "contributions_hkd": "已催繳出資",
        "distributions_hkd": "分派",
        "carry_paid_hkd": "已分派附帶權益",
        "fees_hkd": "管理費",
        "expenses_hkd": "基金開支",
        "income_hkd": "收益（已扣除預扣稅）",
        "realised_hkd": "已變現損益",
        "unrealised_hkd": "未變現損益",
        "reshared_hkd": "其後截止時重新攤分過往損益",
        "carry_hkd": "附帶權益（已付及應計）",
        "committed_hkd": "承諾出資額",
        "called_hkd": "累計已催繳額",
        "outside_hkd": "承諾額以外已催繳額",
        "recallable_hkd": "可再催繳的分派",
        "unfunded_hkd": "未繳承諾額",
        "outstanding_hkd": "已催繳但未收",
        "payable_hkd": "已宣布但未支付的分派",
        "distributed_hkd": "累計分派",
        "nav_hkd": "資產淨值",
        "accrued_carry_hkd": "應計而未付的附帶權益",
        "dpi": "已分派倍數（DPI）",
        "rvpi": "剩餘價值倍數（RVPI）",
        "tvpi": "總值倍數（TVPI）",
        "pic": "實繳比率（PIC）",
        "conventions": "編製慣例",
    },
}
CONVENTIONS = {
    "en": (
        "Results are shared on each day by the capital contributed at its end; at a later closing that trues up, all "
        "results to date are shared anew. Cents go to the largest remainders.",
        "The management fee is the part accrued to each partner, less its own concessions and offsets.",
        "Contributions count when they are due, distributions when they are declared.",
        "Carried interest is what the general partner would have had if the fund were liquidated at its net assets "
        "(A6): taken from the partners by contributed capital, and credited to the general partner.",
        "Multiples are on called capital: DPI distributions, RVPI net asset value, TVPI both, PIC called of committed.",
    ),
    "zh_hant": (
        "損益按每日日終的已出資額攤分；其後截止作補足調整時，迄今全部損益重新攤分。未能整除的仙位撥予餘數最大者。",
        "管理費為各合夥人應計之數，並已扣除其優惠及抵銷額。",
        "出資於到期日入帳，分派於宣布日入帳。",
        "附帶權益指假設基金按資產淨值清盤時普通合夥人累計應得之數（A6）：由各合夥人按已出資額承擔，並記入普通合夥人帳戶。",
        "倍數以已催繳額為分母：DPI 為分派，RVPI 為資產淨值，TVPI 為兩者之和，PIC 為已催繳額佔承諾出資額的比率。",
    ),
}


def xlsx_of(content: dict) -> bytes:
    """This function will write a statement as XLSX; the same content gives the same bytes."""
    return write(
        [_sheet(content, language) for language in WORDS],
        title=f"{content['fund']['name_en']}: {content['reference']}",
        on=date.fromisoformat(content["as_of"]),
    )


def _sheet(content: dict, language: str) -> Sheet:
    words = WORDS[language]
    rows = [
        (words["title"],),
        (words["reference"], content["reference"]),
        (words["fund"], content["fund"].get(f"name_{language}") or content["fund"]["name_en"]),
        (words["partner"], content["partner"].get(f"name_{language}") or content["partner"]["name_en"]),
        (words["as_of"], date.fromisoformat(content["as_of"])),
        *([(words["known_at"], content["known_at"])] if content["known_at"] else []),
        (),
        *_account(content, "account", words),
        (),
        *_account(content, "fund_account", words),
        (),
        (words["position"], words["yours"], words["whole"]),
        *(
            (words[name], Decimal(content["position"][name]), Decimal(content["fund_position"][name]))
            for name in POSITION
            if name != "outside_hkd" or Decimal(content["fund_position"][name])
        ),
        *((words[name], content["position"][name], content["fund_position"][name]) for name in MULTIPLES),
        (),
        (words["conventions"],),
        *((sentence, None) for sentence in CONVENTIONS[language]),
    ]
    return Sheet(words["sheet"], rows, (64, 24, 24, 24))


def _account(content: dict, which: str, words: dict) -> list[tuple]:
    starts = [date.fromisoformat(content["periods"][period]["start_date"]) for period in PERIODS]
    return [
        (words[which], *(words[period] for period in PERIODS)),
        (words["first_day"], *starts),
        *((words[line["cause"]], *(Decimal(line[f"{period}_hkd"]) for period in PERIODS)) for line in content[which]),
    ]
