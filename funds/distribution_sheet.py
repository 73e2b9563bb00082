"""A notice of a distribution as a sheet: the figures of its PDF, in English or 繁體中文 (CONTRACTS, Files)."""

from datetime import date
from decimal import Decimal

from itvf.workbooks import Sheet

WORDS = {
    "en": {
        "sheet": "Notice",
        "title": "Distribution notice",
        "cancelled": "CANCELLED from",
        "reference": "Notice",
        "fund": "Fund",
        "partner": "Partner",
        "issued": "Issued on",
        "payable": "Payment date",
        "sources": "Where the money comes from",
        "whole": "Whole fund (HK$)",
        "part": "Your part (HK$)",
        "tiers": "How it is shared",
        "capital": "Return of capital",
        "capital_outside": "Return of capital called outside the commitment",
        "hurdle": "Hurdle (preferred return)",
        "catch_up": "Catch-up, partners' part",
        "split": "Split, partners' part",
        "carry": "Carried interest of the general partner",
        "interest": "Interest of the true-up",
        "outside": "To partners outside the waterfall",
        "total": "Total",
        "withheld_hkd": "Tax withheld",
        "escrow_hkd": "Carried interest held in escrow",
        "amount_hkd": "Paid to you",
        "netted": "This distribution, before it is set off",
        "position": "Your position (HK$)",
        "commitment_hkd": "Commitment",
        "unfunded_before_hkd": "Unfunded before",
        "unfunded_after_hkd": "Unfunded after",
        "recallable_hkd": "Recallable of this distribution",
        "contributions_hkd": "Contributions received to date",
        "distributions_hkd": "Distributions, this one in",
        "solvency": "Statement on solvency (Cap. 637)",
        "clause": "Clause",
        "hash": "Content hash (SHA-256)",
    },
    "zh_hant": {
        "sheet": "通知書",
        "title": "分派通知書",
        "cancelled": "已取消，生效日期",
        "reference": "通知書編號",
        "fund": "基金",
        "partner": "合夥人",
        "issued": "發出日期",
        "payable": "付款日期",
        "sources": "款項來源",
        "whole": "全基金（港元）",
        "part": "貴方所得（港元）",
        "tiers": "分派計算",
        "capital": "資本返還",
        "capital_outside": "返還不計入承諾出資額的催繳資本",
        "hurdle": "最低資本回報",
        "catch_up": "追補，合夥人部分",
        "split": "利潤分成，合夥人部分",
        "carry": "普通合夥人的附帶權益",
        "interest": "補足調整利息",
        "outside": "不經分派次序的合夥人",
        "total": "合計",
        "withheld_hkd": "預扣稅款",
        "escrow_hkd": "存入託管的附帶權益",
        "amount_hkd": "付予貴方",
        "netted": "本次分派（抵銷前）",
        "position": "貴方的狀況（港元）",
        "commitment_hkd": "承諾出資額",
        "unfunded_before_hkd": "分派前未繳承諾額",
        "unfunded_after_hkd": "分派後未繳承諾額",
        "recallable_hkd": "本次分派可再催繳的款額",
        "contributions_hkd": "累計已收繳款",
        "distributions_hkd": "累計分派，連同本次",
        "solvency": "償付能力陳述（第 637 章）",
        "clause": "條款",
        "hash": "內容雜湊值（SHA-256）",
    },
}
KEPT = ("withheld_hkd", "escrow_hkd")
POSITION = ("commitment_hkd", "unfunded_before_hkd", "unfunded_after_hkd", "recallable_hkd")


def sheet(content: dict, language: str) -> Sheet:
    """This function will lay out a distribution's notice (funds.notice_documents.content_of) in one language."""
    words, line = WORDS[language], content["line"]
    cancelled = content["cancelled_date"]
    rows = [
        (words["title"],),
        *([(words["cancelled"], date.fromisoformat(cancelled))] if cancelled else []),
        (words["reference"], content["reference"]),
        (words["fund"], content["fund"].get(f"name_{language}") or content["fund"]["name_en"]),
        (words["partner"], content["partner"].get(f"name_{language}") or content["partner"]["name_en"]),
        (words["issued"], date.fromisoformat(content["issued_date"])),
        (words["payable"], date.fromisoformat(content["payment_date"])),
        (),
        (words["sources"], words["whole"]),
        *((_label(source, language), Decimal(source["amount_hkd"])) for source in content["sources"]),
        (words["total"], Decimal(content["amount_hkd"])),
        (),
        (words["tiers"], words["whole"], words["part"]),
        *((words[row["code"]], Decimal(row["whole_hkd"]), _figure(row["part_hkd"])) for row in content["tier_rows"]),
        (words["total"], Decimal(content["amount_hkd"]), Decimal(line["gross_hkd"])),
        *((words[name], None, -Decimal(line[name])) for name in KEPT),
        (words["netted" if content.get("is_netted") else "amount_hkd"], None, Decimal(line["amount_hkd"])),
        (),
        (words["position"],),
        *((words[name], None, Decimal(line[name])) for name in POSITION),
        *((words[name], None, Decimal(amount)) for name, amount in content["cumulative"].items()),
        (),
        (words["solvency"], content["solvency"]["statement"]),
        (words["clause"], content["terms"].get("clause")),
        (words["hash"], content["content_hash"]),
    ]
    return Sheet(words["sheet"], rows)


def _label(source: dict, language: str) -> str:
    return (language != "en" and source.get("label_zh_hant")) or source["label"]


def _figure(amount: str | None) -> Decimal | None:
    return None if amount is None else Decimal(amount)
