"""A notice as a workbook: the figures of its PDF, one sheet in English and one in 繁體中文 (CONTRACTS, Files)."""

from datetime import date
from decimal import Decimal

from funds import distribution_sheet
from funds.models import Notice
from funds.notice_documents import content_of
from itvf.workbooks import Sheet, write

WORDS = {
    "en": {
        "sheet": "Notice",
        "title": "Capital call notice",
        "reference": "Notice",
        "fund": "Fund",
        "partner": "Partner",
        "issued": "Issued on",
        "due": "Due on",
        "asked": "What is asked",
        "whole": "Whole call (HK$)",
        "part": "Your part (HK$)",
        "total": "Total",
        "position": "Your position (HK$)",
        "commitment_hkd": "Commitment",
        "called_before_hkd": "Called before this notice",
        "unfunded_before_hkd": "Unfunded before it",
        "amount_hkd": "Called by this notice",
        "outside_hkd": "Outside the commitment",
        "outside_interest": "Interest of the true-up, outside the commitment",
        "outside": "Outside the commitment",
        "inside": "Inside the commitment",
        "outside_before_hkd": "Called outside the commitment before",
        "unfunded": "shared by what is unfunded",
        "holding_share": "shared by holding",
        "fee_share": "Management fee accrued to {day}: your share",
        "concession_hkd": "Less your concession",
        "used_hkd": "Less offsets used",
        "net_hkd": "Fee that you bear",
        "carried_hkd": "Offsets carried forward",
        "payable_hkd": "To pay",
        "cancelled": "CANCELLED from",
        "replaces": "Corrects call",
        "called_after_hkd": "Called after it",
        "unfunded_after_hkd": "Unfunded after it",
        "contributions_hkd": "Contributions received to date",
        "distributions_hkd": "Distributions to date",
        "pay": "How to pay",
        "bank_name": "Bank",
        "account_name": "Account name",
        "account_number": "Account number",
        "swift": "SWIFT code",
        "payment_reference": "Payment reference",
        "interest": "Interest on late payment (a year)",
        "basis": "Basis of the management fee",
        "hash": "Content hash (SHA-256)",
    },
    "zh_hant": {
        "sheet": "通知書",
        "title": "繳納通知書",
        "reference": "通知書編號",
        "fund": "基金",
        "partner": "合夥人",
        "issued": "發出日期",
        "due": "繳款到期日",
        "asked": "催繳項目",
        "whole": "全基金催繳額（港元）",
        "part": "貴方應繳款額（港元）",
        "total": "合計",
        "position": "貴方的出資狀況（港元）",
        "commitment_hkd": "承諾出資額",
        "called_before_hkd": "本次催繳前已催繳額",
        "unfunded_before_hkd": "本次催繳前未繳承諾額",
        "amount_hkd": "本次催繳額",
        "outside_hkd": "不計入承諾出資額",
        "outside_interest": "補足調整利息，不計入承諾出資額",
        "outside": "不計入承諾出資額",
        "inside": "計入承諾出資額",
        "outside_before_hkd": "此前不計入承諾出資額的催繳額",
        "unfunded": "按未繳承諾額分攤",
        "holding_share": "按持有份額分攤",
        "fee_share": "截至 {day} 應計管理費：貴方份額",
        "concession_hkd": "減：貴方優惠",
        "used_hkd": "減：已用抵銷額",
        "net_hkd": "貴方承擔的管理費",
        "carried_hkd": "結轉抵銷額",
        "payable_hkd": "應繳總額",
        "cancelled": "已取消，生效日期",
        "replaces": "更正的催繳次序",
        "called_after_hkd": "本次催繳後已催繳額",
        "unfunded_after_hkd": "本次催繳後未繳承諾額",
        "contributions_hkd": "累計已收繳款",
        "distributions_hkd": "累計分派",
        "pay": "繳款方法",
        "bank_name": "銀行",
        "account_name": "戶口名稱",
        "account_number": "戶口號碼",
        "swift": "SWIFT 代碼",
        "payment_reference": "付款備註",
        "interest": "逾期利息（年利率）",
        "basis": "管理費計算基準",
        "hash": "內容雜湊值（SHA-256）",
    },
}
POSITION = (
    "commitment_hkd",
    "called_before_hkd",
    "unfunded_before_hkd",
    "amount_hkd",
    "called_after_hkd",
    "unfunded_after_hkd",
)
FEE = ("concession_hkd", "used_hkd", "net_hkd", "carried_hkd")
OUTSIDE = ("outside_hkd", "payable_hkd")
NET = ("called_hkd", "distributed_hkd", "set_off_hkd", "to_pay_hkd", "to_receive_hkd")
NET_WORDS = {
    "en": {
        "sheet": "Notice",
        "title": "Net notice",
        "day": "Due and payable on",
        "net": "The net amount (HK$)",
        "called_hkd": "Called from you, gross",
        "distributed_hkd": "Distributed to you, gross",
        "set_off_hkd": "Of both, set off",
        "to_pay_hkd": "To pay",
        "to_receive_hkd": "Paid to you",
        "position": "Your position (HK$)",
        "contributions_hkd": "Contributions received before it",
        "distributions_hkd": "Distributions, this one in",
        "unfunded_hkd": "Unfunded after it",
    },
    "zh_hant": {
        "sheet": "通知書",
        "title": "淨額通知書",
        "day": "到期及付款日期",
        "net": "淨額（港元）",
        "called_hkd": "向貴方催繳總額",
        "distributed_hkd": "分派予貴方總額",
        "set_off_hkd": "兩者互相抵銷",
        "to_pay_hkd": "應繳淨額",
        "to_receive_hkd": "付予貴方淨額",
        "position": "貴方的狀況（港元）",
        "contributions_hkd": "本通知前累計已收繳款",
        "distributions_hkd": "累計分派，連同本次",
        "unfunded_hkd": "本通知後未繳承諾額",
    },
}


def xlsx_of(notice: Notice) -> bytes:
    """This function will write a notice as XLSX; the same notice gives the same bytes."""
    content = content_of(notice)
    sheet = _sheet if notice.line_id else distribution_sheet.sheet
    if notice.netting_line_id:
        sheet = _net_sheet
    return write(
        [sheet(content, language) for language in WORDS],
        title=f"{content['fund']['name_en']}: {content['reference']}",
        on=date.fromisoformat(content["issued_date"]),
    )


def _sheet(content: dict, language: str) -> Sheet:
    words = WORDS[language]
    line, bank, cancelled = content["line"], content["bank"], content["cancelled_date"]
    rows = [
        (words["title"],),
        *([(words["cancelled"], date.fromisoformat(cancelled))] if cancelled else []),
        *([(words["replaces"], content["replaces"])] if content.get("replaces") else []),
        (words["reference"], content["reference"]),
        (words["fund"], _named(content["fund"], language)),
        (words["partner"], _named(content["partner"], language)),
        (words["issued"], date.fromisoformat(content["issued_date"])),
        (words["due"], date.fromisoformat(content["due_date"])),
        (),
        (words["asked"], words["whole"], words["part"]),
        *_asked(content, language),
        *_fee(content, language),
        (),
        (words["position"],),
        *((words[name], None, Decimal(line[name])) for name in POSITION),
        *((words[name], None, Decimal(line[name])) for name in ("outside_before_hkd",) if Decimal(line[name])),
        *((words[name], None, Decimal(amount)) for name, amount in content["cumulative"].items() if name in words),
        (),
        (words["pay"],),
        *((words[name], bank[name]) for name in ("bank_name", "account_name", "account_number", "swift")),
        (words["payment_reference"], content["payment_reference"]),
        (words["interest"], _interest(content["late_interest"], language)),
        (words["basis"], (content.get("fee_basis") or {}).get("en" if language == "en" else "zh_hant")),
        (words["hash"], content["content_hash"]),
    ]
    return Sheet(words["sheet"], rows)


def _asked(content: dict, language: str) -> list[tuple]:
    """The purposes with this partner's parts: inside the commitment, outside it, and what is to be paid."""
    words, line = WORDS[language], content["line"]

    def rows(is_outside: bool) -> list[tuple]:
        return [
            (_label(one, language), Decimal(one["amount_hkd"]), Decimal(one["partner_amount_hkd"]))
            for one in content["purposes"]
            if one["is_outside"] == is_outside
        ]

    whole, inside = Decimal(content["call_amount_hkd"]), Decimal(content["inside_amount_hkd"])
    amount, interest = Decimal(line["amount_hkd"]), Decimal(line["interest_hkd"])
    pay = (words["payable_hkd"], None, Decimal(line["payable_hkd"]))
    borne = [(words["outside_interest"], None, interest)] if interest else []
    if whole == inside:
        return [*rows(False), (words["total"], whole, amount), *([*borne, pay] if borne else [])]
    return [
        *rows(False),
        (words["inside"], inside, amount),
        *rows(True),
        (words["outside"], whole - inside, Decimal(line["outside_hkd"]) - interest),
        *([*borne, pay] if borne else [(words["payable_hkd"], whole, Decimal(line["payable_hkd"]))]),
    ]


def _fee(content: dict, language: str) -> list[tuple]:
    """The partner's fee of the last quarter accrued, with its concession and offsets."""
    words, fee = WORDS[language], content.get("fee_offsets")
    if not fee:
        return []
    share = words["fee_share"].format(day=content["fee_basis"]["accrued_to"])
    return [(share, None, Decimal(fee["gross_hkd"])), *((words[name], None, Decimal(fee[name])) for name in FEE)]


def _net_sheet(content: dict, language: str) -> Sheet:
    """The net amount first, then each part as its own notice's sheet has it, below one another."""
    words, net = NET_WORDS[language], content["net"]
    cancelled = content["cancelled_date"]
    rows = [
        (words["title"],),
        *([(WORDS[language]["cancelled"], date.fromisoformat(cancelled))] if cancelled else []),
        (WORDS[language]["reference"], content["reference"]),
        (WORDS[language]["fund"], _named(content["fund"], language)),
        (WORDS[language]["partner"], _named(content["partner"], language)),
        (WORDS[language]["issued"], date.fromisoformat(content["issued_date"])),
        (words["day"], date.fromisoformat(content["day"])),
        (),
        (words["net"],),
        *((words[name], None, Decimal(net[name])) for name in NET),
        (),
        (words["position"],),
        *((words[name], None, Decimal(amount)) for name, amount in content["cumulative"].items()),
    ]
    # What the whole notice says once is not said again by its parts.
    shared = {name: content[name] for name in ("reference", "payment_reference", "content_hash", "partner")}
    shared |= {"cancelled_date": None, "is_netted": True, "cumulative": {}}
    for part in content["calls"]:
        rows += [(), *_sheet(part | shared, language).rows]
    for part in content["distributions"]:
        rows += [(), *distribution_sheet.sheet(part | shared, language).rows]
    return Sheet(words["sheet"], rows)


def _named(names: dict, language: str) -> str:
    return names.get(f"name_{language}") or names["name_en"]


def _label(purpose: dict, language: str) -> str:
    label = (language != "en" and purpose.get("label_zh_hant")) or purpose["label"]
    base = WORDS[language].get(purpose["allocation_base"])
    cited = f"{base}, {purpose['clause']}" if base else purpose["clause"]
    return f"{label} ({cited})" if cited else label


def _interest(late: dict, language: str) -> str:
    percent = f"{(Decimal(late['rate']) * 100).normalize():f}%"
    joint = "，" if language != "en" else ", "
    return f"{percent}{joint}{late[f'basis_{language}']}"
