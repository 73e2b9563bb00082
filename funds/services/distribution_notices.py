"""Notices of a distribution: one row a partner, written in the distribution's own transaction, sent later."""

import json

from django.db import connection

from funds import selectors
from funds.models import Distribution, DistributionSource
from itvf import outbox
from itvf.dates import HONG_KONG, local_date
from itvf.errors import plain
from itvf.money import total

KIND = "distribution_notice"
CANCELLATION = "cancellation"


def common_content(distribution: Distribution) -> dict:
    """This function will give what every notice of a distribution says: fund, sources, payment date, basis."""
    fund = distribution.fund
    agreement = selectors.agreement_of(fund)
    return {
        "distribution_number": distribution.number,
        "nature": distribution.nature,
        "fund": {
            "name_en": fund.name_en,
            "name_zh_hant": fund.name_zh_hant,
            "cap637_number": fund.cap637_number,
            "manager_en": fund.manager.name_en,
            "manager_zh_hant": fund.manager.name_zh_hant,
            "registered_office": fund.registered_office,
        },
        "issued_at": distribution.declared_at.astimezone(HONG_KONG).isoformat(),
        "issued_date": local_date(distribution.declared_at).isoformat(),
        "payment_date": distribution.payment_date.isoformat(),
        "sources": [_source(source) for source in distribution.sources.all()],
        "amount_hkd": plain(distribution.amount_hkd),
        "recallable_hkd": plain(distribution.recallable_hkd),
        "outside_hkd": plain(total(distribution.lines.values_list("outside_hkd", flat=True))),
        "tiers": distribution.working["tiers"],
        "terms": distribution.working["terms"] | {"clause": agreement.waterfall_clause},
        "solvency": {
            "statement": distribution.solvency_statement,
            "date": distribution.solvency_date.isoformat(),
            "by": distribution.solvency_stated_by.name,
        },
        "signatory": {"name": distribution.declared_by.name, "title": distribution.declared_by.job_title},
    }


def write(distribution: Distribution) -> None:
    """This function will write one notice and one message for each line that is paid something, in two statements."""
    fund = distribution.fund
    outbox.put_selected(
        """
        SELECT 'distribution_notice:' || l.id, p.contact_email, %(subject)s,
               replace(replace(replace(%(text)s,
                   '{partner_zh}', CASE p.name_zh_hant WHEN '' THEN p.name_en ELSE p.name_zh_hant END),
                   '{partner}', p.name_en), '{amount}', to_char(l.amount_hkd, 'FM999,999,999,999,999,990.00'))
        FROM funds_distributionline l JOIN funds_partner p ON p.id = l.partner_id
        WHERE l.distribution_id = %(distribution)s AND l.amount_hkd > 0 ORDER BY l."order"
        """,
        {
            "distribution": distribution.pk,
            "subject": f"{fund.name_en}: distribution {distribution.number}, payable {distribution.payment_date}"[:250],
            "text": _mail_text(distribution),
        },
        kind=KIND,
        chain=fund.chain,
        renderer=KIND,
    )
    with connection.cursor() as cursor:
        cursor.execute(WRITE, _parameters(distribution))


def contents(distribution: Distribution) -> dict[int, dict]:
    """This function will give what the notices of a distribution say by partner's key, for a net notice to tell."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT partner_id, content::text FROM ({CONTENT}) n",  # noqa: S608 (a constant of this module)
            _parameters(distribution),
        )
        return {partner: json.loads(content) for partner, content in cursor.fetchall()}


def _parameters(distribution: Distribution) -> dict:
    return {
        "distribution": distribution.pk,
        "prefix": f"{distribution.fund.code.upper()}-D{distribution.number:03d}",
    }


def write_cancellation(distribution: Distribution, reason: str) -> None:
    """This function will tell every partner that was noticed that the distribution was cancelled, and why."""
    fund = distribution.fund
    text = (
        "{partner}\n\n"
        f"{fund.name_en} has cancelled distribution {distribution.number}, payable on {distribution.payment_date}. "
        f"Nothing is paid under its notice.\nReason: {_literal(reason)}\n\n"
        "{partner_zh}\n\n"
        f"{fund.name_zh_hant or fund.name_en}已取消第 {distribution.number} 次分派，"
        "該次分派通知書作廢，不會據此付款。\n"
        f"原因：{_literal(reason)}\n"
    )
    outbox.put_selected(
        """
        SELECT 'distribution_cancelled:' || l.id, p.contact_email, %(subject)s,
               replace(replace(%(text)s,
                   '{partner_zh}', CASE p.name_zh_hant WHEN '' THEN p.name_en ELSE p.name_zh_hant END),
                   '{partner}', p.name_en)
        FROM funds_notice n JOIN funds_distributionline l ON l.id = n.distribution_line_id
        JOIN funds_partner p ON p.id = l.partner_id
        WHERE l.distribution_id = %(distribution)s ORDER BY l."order"
        """,
        {
            "distribution": distribution.pk,
            "subject": f"{fund.name_en}: distribution {distribution.number} is cancelled"[:250],
            "text": text,
        },
        kind=CANCELLATION,
        chain=fund.chain,
    )


CONTENT = """
    SELECT l.id AS line_id, l.distribution_id, l.partner_id,
           %(prefix)s || '-' || lpad(l."order"::text, greatest(3, length(l."order"::text)), '0') AS reference,
           jsonb_build_object(
               'partner', jsonb_build_object('name_en', p.name_en, 'name_zh_hant', p.name_zh_hant),
               'line', jsonb_build_object(
                   'capital_hkd', l.capital_hkd::text,
                   'outside_hkd', l.outside_hkd::text,
                   'hurdle_hkd', l.hurdle_hkd::text,
                   'catch_up_hkd', l.catch_up_hkd::text,
                   'split_hkd', l.split_hkd::text,
                   'carry_hkd', l.carry_hkd::text,
                   'interest_hkd', l.interest_hkd::text,
                   'escrow_hkd', l.escrow_hkd::text,
                   'withheld_hkd', l.withheld_hkd::text,
                   'amount_hkd', l.amount_hkd::text,
                   'recallable_hkd', l.recallable_hkd::text,
                   'commitment_hkd', l.commitment_hkd::text,
                   'unfunded_before_hkd', l.unfunded_before_hkd::text,
                   'unfunded_after_hkd', l.unfunded_after_hkd::text
               ),
               'cumulative', jsonb_build_object(
                   'contributions_hkd', b.contributed_hkd::text,
                   'distributions_hkd', b.distributed_hkd::text
               )
           ) AS content
    FROM funds_distributionline l
    JOIN funds_distribution d ON d.id = l.distribution_id
    JOIN funds_partner p ON p.id = l.partner_id
    JOIN funds_book k ON k.fund_id = d.fund_id
    JOIN (
        SELECT a.book_id, a.partner_id,
               -coalesce(sum(g.amount_hkd) FILTER (
                   WHERE a.code IN ('capital_contributed', 'capital_outside', 'call_receivable')), 0.00)
                   AS contributed_hkd,
               coalesce(sum(g.amount_hkd) FILTER (WHERE a.code = 'capital_distributed'), 0.00) AS distributed_hkd
        FROM funds_ledgeraccount a LEFT JOIN funds_posting g ON g.account_id = a.id
        WHERE a.partner_id IS NOT NULL
        GROUP BY 1, 2
    ) b ON b.book_id = k.id AND b.partner_id = l.partner_id
    WHERE l.distribution_id = %(distribution)s AND l.amount_hkd > 0
"""
WRITE = f"""
INSERT INTO funds_notice (distribution_line_id, reference, content, content_sha256, message_id)
SELECT n.line_id, n.reference, n.content,
       encode(sha256(convert_to(d.notice_common::text || n.content::text, 'UTF8')), 'hex'), m.id
FROM ({CONTENT}) n
JOIN funds_distribution d ON d.id = n.distribution_id
JOIN itvf_outboxmessage m ON m.key = 'distribution_notice:' || n.line_id
ORDER BY n.line_id
"""  # noqa: S608 (a constant of this module)


def _source(source: DistributionSource) -> dict:
    return {
        "kind": source.kind,
        "label": source.label,
        "label_zh_hant": source.label_zh_hant or source.label,
        "amount_hkd": plain(source.amount_hkd),
    }


def _mail_text(distribution: Distribution) -> str:
    """The mail's words in both languages; the database fills in {partner}, {partner_zh} and {amount}."""
    fund, day = distribution.fund, distribution.payment_date
    return (
        "{partner}\n\n"
        f"{fund.name_en} distributes HK${{amount}} to you, payable on {day}.\n"
        "The notice is attached. It can also be read after signing in to the portal.\n"
        "It is paid to the account that you confirmed; no account is changed by e-mail.\n\n"
        "{partner_zh}\n\n"
        f"{fund.name_zh_hant or fund.name_en}現向貴方作出分派，款額為 {{amount}} 港元，"
        f"付款日期為 {day.year} 年 {day.month} 月 {day.day} 日。\n"
        "通知書載於附件，亦可登入網站查閱。\n"
        "款項會存入貴方已核實的戶口；戶口資料不會以電郵更改。\n"
    )


def _literal(text: str) -> str:
    """A person's words in a template of the database: no braces that it would fill in."""
    return text.replace("{", "(").replace("}", ")")
