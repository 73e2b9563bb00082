"""The Corporation's payment voucher on paper: one payment case, its checks and those who answered for it (R20)."""

import hashlib
from datetime import datetime

from funds.models import LimitTable, PaymentCase
from itvf import audit
from itvf.dates import HONG_KONG, local_date
from itvf.documents import render
from itvf.errors import WrongStage, gettext_noop, plain
from itvf.money import ratio

CHECKS = {
    "authentic": ("Issued by a signatory", "由獲授權簽署人發出"),
    "admitted": ("Admitted, conditions met", "已獲接納並符合條件"),
    "period_and_purpose": ("Period and purpose", "投資期及用途"),
    "not_suspended": ("Investment period not suspended", "投資期未被暫停"),
    "unfunded": ("Within what is unfunded", "在未繳承諾額之內"),
    "gross_within_commitment": ("All paid within commitment", "付款總額在承諾額之內"),
    "proportion": ("Line is exactly our share", "款額與應佔比例完全相符"),
    "fee_within_cap": ("Fee part within the cap", "管理費在上限之內"),
    "same_notice": ("Same notice to all partners", "所有合夥人收到相同通知"),
    "deals_answered": ("Deals answered, no objection", "交易已獲不反對答覆"),
    "bank_account": ("Account is the master's", "戶口與主記錄相符"),
    "cash": ("Envelope and cash", "撥款及現金"),
    "interest_authorised": ("Interest is authorised", "利息已獲授權"),
    "interest_figure": ("Interest worked out anew", "利息重新計算"),
    "set_off": ("Set off within the distribution", "抵銷額在分派之內"),
}


def content_of(case: PaymentCase) -> dict:
    """This function will give all that a voucher says, as its template reads it.

    Refuses a case that has no voucher yet (WrongStage). The hash is SHA-256 over canonical JSON of everything else.
    """
    if not case.voucher_number:
        raise WrongStage(
            gettext_noop("The payment case {number} has no voucher yet; prepare it first."),
            code="no_voucher",
            number=case.pk,
        )
    line, call = case.line, case.line.call
    fund, account = call.fund, case.payee or call.bank_account
    reference = f"PC-{case.pk:04d}"
    content = plain(
        {
            "case": {
                "reference": reference,
                "voucher_number": case.voucher_number,
                "stage": case.stage,
                "held_reason": case.held_reason,
            },
            "payer": {"name_en": line.partner.name_en, "name_zh_hant": line.partner.name_zh_hant},
            "fund": {
                "name_en": fund.name_en,
                "name_zh_hant": fund.name_zh_hant,
                "manager_en": fund.manager.name_en,
                "manager_zh_hant": fund.manager.name_zh_hant,
            },
            "call": {
                "reference": f"{fund.code.upper()}-CC{call.number:03d}",
                "number": call.number,
                "received_at": _hong_kong(case.opened_at),
                "due_date": call.due_date,
                "amount_hkd": call.amount_hkd,
                "government_share": ratio(line.contributed_hkd, call.amount_hkd),
            },
            "amount_hkd": case.amount_hkd,
            "set_off_hkd": case.set_off_hkd,
            "gross_hkd": case.gross_hkd,
            "interest": _interest(case),
            "payee": {
                "bank_name": account.bank_name,
                "account_name": account.account_name,
                "account_number": account.account_number,
                "swift": account.swift,
                "confirmed_by": str(account.confirmed_by),
                "confirmed_at": _hong_kong(account.confirmed_at),
            },
            "payment_reference": f"{fund.code.upper()}-CC{call.number:03d}-{case.voucher_number}",
            "checks": [_check(check) for check in _last_checks(case)],
            "steps": _steps(case),
            "limit_table_date": _limits_from(case),
        }
    )
    return content | {"content_hash": hashlib.sha256(audit.canonical(content)).hexdigest()}


def pdf_of(case: PaymentCase) -> bytes:
    """This function will print a voucher in English and 繁體中文, at whatever step the payment is."""
    content = content_of(case)
    return render(
        "payment_voucher",
        content,
        date=local_date(case.prepared_at),
        title=f"Payment voucher {case.voucher_number}",
    )


def _interest(case: PaymentCase) -> dict | None:
    """The working of late interest, where that is what is paid (A18)."""
    charge = case.charge
    if charge is None:
        return None
    return {
        "principal_hkd": charge.principal_hkd,
        "rate": charge.annual_rate,
        "start_date": charge.start_date,
        "end_date": charge.end_date,
        "days": charge.days,
    }


def _hong_kong(moment: datetime) -> str:
    """A moment as the voucher prints it: on Hong Kong's clock."""
    return moment.astimezone(HONG_KONG).isoformat()


def _last_checks(case: PaymentCase):
    last = case.checks.order_by("-run").values_list("run", flat=True).first()
    return case.checks.filter(run=last).order_by("id")


def _check(check) -> dict:
    english, chinese = CHECKS[check.code]
    return {
        "code": check.code,
        "label_en": english,
        "label_zh_hant": chinese,
        "message": " ".join(filter(None, (check.message, check.facts.get("note")))),
        "rule": check.rule,
        "clause": check.clause,
        "outcome": check.outcome,
    }


def _steps(case: PaymentCase) -> list[dict]:
    """Who did each step and when; a step not taken yet has no name, and prints as an empty line."""
    given = case.authorisations.filter(round=case.round).select_related("authorised_by", "limit").order_by("id")
    authorised = [("authorised", one.authorised_by, one.authorised_at, one.limit.limit_hkd) for one in given]
    authorised += [("authorised", None, None, None)] * (2 - len(authorised))
    taken = [
        ("checked", case.checked_by, case.checked_at, None),
        ("prepared", case.prepared_by, case.prepared_at, None),
        ("certified", case.certified_by, case.certified_at, None),
        *authorised,
        ("released", case.released_by, case.released_at, None),
        *([("matched", case.matched_by, case.matched_at, None)] if case.amount_hkd else []),
    ]
    return [
        {
            "step": step,
            "name": person.name if person else None,
            "post": person.job_title if person else "",
            "limit_hkd": limit,
            "at": _hong_kong(at) if at else None,
        }
        for step, person, at, limit in taken
    ]


def _limits_from(case: PaymentCase):
    """The day from which the limit table has been in force that the authorisations go by."""
    on = local_date(case.prepared_at)
    tables = LimitTable.objects.filter(stage=LimitTable.Stage.APPROVED, effective_from__lte=on)
    return tables.order_by("-effective_from").values_list("effective_from", flat=True).first()
