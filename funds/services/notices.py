"""Notices of a capital call: one row a partner, which is the record; the mail only brings it.

Written in the call's own transaction; rendered, sent and marked as served by the worker later.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction

from funds import selectors
from funds.models import BankAccount, CallPurpose, CapitalCall, FeeAccrual, FundAgreement, Notice
from funds.rules.allocation import NOTICE_BUSINESS_DAYS
from itvf import audit, outbox
from itvf.dates import HONG_KONG, local_date
from itvf.errors import plain
from itvf.models import OutboxMessage

KIND = "call_notice"
FEE_BASES = {
    "committed": ("commitments", "承諾出資額"),
    "invested": ("the amount invested", "已投資金額"),
    "net_invested": ("the net amount invested", "淨投資金額"),
}


CONTENT = """
    SELECT l.id AS line_id, l.call_id, l.partner_id,
           %(prefix)s || '-' || lpad(l."order"::text, greatest(3, length(l."order"::text)), '0')
               AS reference,
           jsonb_strip_nulls(jsonb_build_object(
               'parts', s.parts,
               'fee_offsets', CASE WHEN o.id IS NULL THEN NULL ELSE jsonb_build_object(
                   'gross_hkd', o.gross_hkd::text,
                   'concession_hkd', o.concession_hkd::text,
                   'used_hkd', o.used_hkd::text,
                   'net_hkd', o.net_hkd::text,
                   'carried_hkd', o.carried_hkd::text
               ) END,
               'partner', jsonb_build_object('name_en', p.name_en, 'name_zh_hant', p.name_zh_hant),
               'line', jsonb_build_object(
                   'commitment_hkd', l.commitment_hkd::text,
                   'called_before_hkd', l.called_before_hkd::text,
                   'unfunded_before_hkd', l.unfunded_before_hkd::text,
                   'amount_hkd', l.amount_hkd::text,
                   'outside_hkd', l.outside_hkd::text,
                   'payable_hkd', (l.amount_hkd + l.outside_hkd)::text,
                   'called_after_hkd', l.called_after_hkd::text,
                   'interest_hkd', l.interest_hkd::text,
                   'outside_before_hkd', (b.outside_hkd - l.outside_hkd + l.interest_hkd)::text,
                   'unfunded_after_hkd', l.unfunded_after_hkd::text,
                   'share', round(l.commitment_hkd / (SELECT sum(x.commitment_hkd) FROM funds_callline x
                                                      WHERE x.call_id = %(call)s), 12)::text
               ),
               'cumulative', jsonb_build_object(
                   'contributions_hkd', (l.called_after_hkd + b.outside_hkd - b.receivable_hkd
                       + l.interest_hkd)::text,
                   'distributions_hkd', b.distributed_hkd::text
               )
           )) AS content
    FROM funds_callline l
    JOIN funds_partner p ON p.id = l.partner_id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(g.amount_hkd) FILTER (WHERE a.code = 'call_receivable'), 0.00)
                   AS receivable_hkd,
               -coalesce(sum(g.amount_hkd) FILTER (WHERE a.code = 'capital_outside'), 0.00)
                   AS outside_hkd,
               coalesce(sum(g.amount_hkd) FILTER (WHERE a.code = 'capital_distributed'), 0.00)
                   AS distributed_hkd
        FROM funds_ledgeraccount a JOIN funds_posting g ON g.account_id = a.id
        WHERE a.book_id = %(book)s AND a.partner_id = l.partner_id
            AND a.code IN ('call_receivable', 'capital_outside', 'capital_distributed')
            AND g.entry_id <= %(entry)s  -- what a net notice books after this call is not of it
    ) b
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(x.amount_hkd::text ORDER BY u."order") AS parts
        FROM funds_callpurposeline x JOIN funds_callpurpose u ON u.id = x.purpose_id
        WHERE x.call_id = %(call)s AND x.partner_id = l.partner_id
    ) s
    LEFT JOIN funds_partnerfee o ON o.partner_id = l.partner_id AND o.accrual_id = %(accrual)s
    WHERE l.call_id = %(call)s AND (l.amount_hkd + l.outside_hkd > 0 OR %(to_all)s)
"""


def common_content(call: CapitalCall, purposes: Sequence, bank_account: BankAccount) -> dict:
    """This function will give what every notice of a call says: fund, purposes, due date, where to pay."""
    fund = call.fund
    agreement = selectors.agreement_of(fund)
    return {
        "call_number": call.number,
        "fund": {
            "name_en": fund.name_en,
            "name_zh_hant": fund.name_zh_hant,
            "cap637_number": fund.cap637_number,
            "manager_en": fund.manager.name_en,
            "manager_zh_hant": fund.manager.name_zh_hant,
            "registered_office": fund.registered_office,
        },
        "issued_at": call.issued_at.astimezone(HONG_KONG).isoformat(),
        "issued_date": local_date(call.issued_at).isoformat(),
        "due_date": call.due_date.isoformat(),
        "purposes": [
            {
                "kind": purpose.kind,
                "label": purpose.label,
                "label_zh_hant": purpose.label_zh_hant or purpose.label,
                "amount_hkd": plain(purpose.amount_hkd),
                "allocation_base": purpose.allocation_base,
                "is_outside": purpose.is_outside,
                "clause": purpose.clause,
            }
            for purpose in purposes
        ],
        "call_amount_hkd": plain(call.amount_hkd),
        "nature": call.nature,
        "replaces": call.replaces.number if call.replaces else None,
        "bank": {
            "bank_name": bank_account.bank_name,
            "account_name": bank_account.account_name,
            "account_number": bank_account.account_number,
            "swift": bank_account.swift,
        },
        "late_interest": {"rate": plain(agreement.hurdle_rate.normalize()), "rule": "A18"},
        "notice_period": {"business_days": NOTICE_BUSINESS_DAYS, "rule": "A12"},
        "fee_basis": _fee_basis(call, purposes, agreement),
        "signatory": {"name": call.issued_by.name, "title": call.issued_by.job_title},
    }


def write(call: CapitalCall) -> None:
    """This function will write one notice and one outbox message for each line of a call, in two statements."""
    fund = call.fund
    outbox.put_selected(
        """
        SELECT 'call_notice:' || l.id, p.contact_email, %(subject)s,
               replace(replace(replace(%(text)s,
                   '{partner_zh}', CASE p.name_zh_hant WHEN '' THEN p.name_en ELSE p.name_zh_hant END),
                   '{partner}', p.name_en),
                   '{amount}', to_char(l.amount_hkd + l.outside_hkd, 'FM999,999,999,999,999,990.00'))
        FROM funds_callline l JOIN funds_partner p ON p.id = l.partner_id
        WHERE l.call_id = %(call)s AND (l.amount_hkd + l.outside_hkd > 0 OR %(to_all)s) ORDER BY l."order"
        """,
        {
            "to_all": call.nature == CapitalCall.Nature.ORDINARY,
            "call": call.pk,
            "subject": f"{fund.name_en}: capital call {call.number}, due {call.due_date}"[:250],
            "text": _mail_text(call),
        },
        kind=KIND,
        chain=fund.chain,
        renderer=KIND,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO funds_notice (line_id, reference, content, content_sha256, message_id)
            SELECT n.line_id, n.reference, n.content,
                   encode(sha256(convert_to(c.notice_common::text || n.content::text, 'UTF8')), 'hex'), m.id
            FROM ({CONTENT}) n
            JOIN funds_capitalcall c ON c.id = n.call_id
            JOIN itvf_outboxmessage m ON m.key = 'call_notice:' || n.line_id
            ORDER BY n.line_id
            """,  # noqa: S608 (a constant of this module)
            _parameters(call),
        )


def contents(call: CapitalCall) -> dict[int, dict]:
    """This function will give what the notices of an issued call say by partner's key, for a net notice to tell."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT partner_id, content::text FROM ({CONTENT}) n", _parameters(call))  # noqa: S608
        return {partner: json.loads(content) for partner, content in cursor.fetchall()}


def _parameters(call: CapitalCall) -> dict:
    accrual = _fee_accrual(call, call.purposes.all())
    return {
        "call": call.pk,
        "book": call.entry.book_id,
        "entry": call.entry_id,
        "prefix": f"{call.fund.code.upper()}-CC{call.number:03d}",
        "to_all": call.nature == CapitalCall.Nature.ORDINARY,
        "accrual": accrual and accrual.pk,
    }


def write_cancellation(call: CapitalCall, reason: str) -> None:
    """This function will tell every partner that was noticed that a call was cancelled, and why."""
    fund, said = call.fund, reason.replace("{", "(").replace("}", ")")
    text = (
        "{partner}\n\n"
        f"{fund.name_en} has cancelled capital call {call.number}, which was due on {call.due_date}. "
        f"Pay nothing under its notice.\nReason: {said}\n\n"
        "{partner_zh}\n\n"
        f"{fund.name_zh_hant or fund.name_en}已取消第 {call.number} 次催繳，該次繳納通知書作廢，請勿據此付款。\n"
        f"原因：{said}\n"
    )
    outbox.put_selected(
        """
        SELECT 'call_cancelled:' || l.id, p.contact_email, %(subject)s,
               replace(replace(%(text)s,
                   '{partner_zh}', CASE p.name_zh_hant WHEN '' THEN p.name_en ELSE p.name_zh_hant END),
                   '{partner}', p.name_en)
        FROM funds_notice n JOIN funds_callline l ON l.id = n.line_id JOIN funds_partner p ON p.id = l.partner_id
        WHERE l.call_id = %(call)s ORDER BY l."order"
        """,
        {"call": call.pk, "subject": f"{fund.name_en}: capital call {call.number} is cancelled"[:250], "text": text},
        kind="cancellation",
        chain=fund.chain,
    )


def altered(call: CapitalCall) -> list[str]:
    """The references of a call's notices whose content no longer has the hash that it was given; none, always."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT n.reference FROM funds_notice n
            JOIN funds_callline l ON l.id = n.line_id JOIN funds_capitalcall c ON c.id = l.call_id
            WHERE c.id = %s AND n.content_sha256 <>
                encode(sha256(convert_to(c.notice_common::text || n.content::text, 'UTF8')), 'hex')
            """,
            [call.pk],
        )
        return [reference for (reference,) in cursor.fetchall()]


def mark_served(message: OutboxMessage, *, at: datetime) -> None:
    """This function will record that a notice was served: called by the outbox when its mail has gone."""
    Notice.objects.filter(message=message, served_at__isnull=True).update(served_at=at)


@transaction.atomic
def mark_viewed(notice: Notice, *, by, at: datetime) -> Notice:
    """This function will record the first time that a partner's own contact reads its notice; once."""
    partner = notice.subject_line.partner
    is_contact = notice.fund.memberships.live().filter(user=by, partner=partner).exists()
    if not is_contact:
        return notice
    first = Notice.objects.filter(pk=notice.pk, first_viewed_at__isnull=True).update(
        first_viewed_at=at, first_viewed_by=by
    )
    notice.refresh_from_db()
    if first:
        audit.record(chain=notice.fund.chain, verb="notice.view", subject=notice, by=by, at=at)
    return notice


def _mail_text(call: CapitalCall) -> str:
    """The mail's words in both languages; the database fills in {partner}, {partner_zh} and {amount}."""
    fund = call.fund
    return (
        "{partner}\n\n"
        f"{fund.name_en} calls HK${{amount}} from you, due on {call.due_date}.\n"
        "The notice is attached. It can also be read after signing in to the portal.\n"
        "Bank details never change by e-mail: check them in the portal before you pay.\n\n"
        "{partner_zh}\n\n"
        f"{fund.name_zh_hant or fund.name_en}現向貴方發出繳納通知，款額為 {{amount}} 港元，"
        f"繳款到期日為 {call.due_date.year} 年 {call.due_date.month} 月 {call.due_date.day} 日。\n"
        "通知書載於附件，亦可登入網站查閱。\n"
        "銀行戶口資料不會以電郵更改；付款前請登入網站核對。\n"
    )


def _fee_basis(call: CapitalCall, purposes: Sequence, agreement: FundAgreement) -> dict | None:
    """How the fee in a call is worked out, in both languages; None where no fee is called."""
    if not any(purpose.kind == CallPurpose.Kind.MANAGEMENT_FEE for purpose in purposes):
        return None
    accrual = _fee_accrual(call, purposes)
    during = call.due_date <= selectors.periods(call.fund, agreement).investment_period_end
    rate = agreement.fee_rate_during if during else agreement.fee_rate_after
    percent = f"{(rate * 100).normalize():f}%"
    base_en, base_zh = FEE_BASES[agreement.fee_base_during if during else agreement.fee_base_after]
    return {
        "en": f"{percent} a year of {base_en}, accrued by day, quarterly in arrears (R14, Annex 3 1(k)(i))",
        "zh_hant": f"每年按{base_zh}的 {percent} 逐日計算，每季期末收取（R14，附件三 1(k)(i)）",
        "accrued_to": accrual and accrual.period_end.isoformat(),
    }


def _fee_accrual(call: CapitalCall, purposes: Iterable) -> FeeAccrual | None:
    """The quarter whose fee and offsets a notice tells of: the last one accrued by the due date, if a fee is called."""
    if not any(purpose.kind == CallPurpose.Kind.MANAGEMENT_FEE for purpose in purposes):
        return None
    accrued = FeeAccrual.objects.filter(fund=call.fund, period_end__lte=call.due_date).standing()
    return accrued.order_by("-period_end").first()
