"""Notices of calls and distributions that are netted: one row a partner, gross figures of each and the one net amount.

What a part says here is what its own notice would have said; this one holds the parts together.
"""

from decimal import Decimal

from django.db import connection
from django.db.models import Sum
from psycopg.types.json import Jsonb

from funds import netting_facts, selectors
from funds.models import CapitalCall, LedgerAccount, Netting, NettingLine, Posting
from funds.services import distribution_notices, notices
from itvf import outbox
from itvf.dates import HONG_KONG, local_date
from itvf.errors import plain
from itvf.models import OutboxMessage
from itvf.money import ZERO

KIND = "net_notice"
CANCELLATION = "cancellation"
Code = LedgerAccount.Code
# Their sum, with the sign turned, is what was contributed: what was called, inside commitment and outside it, and paid.
CONTRIBUTED = (Code.CAPITAL_CONTRIBUTED, Code.CAPITAL_OUTSIDE, Code.CALL_RECEIVABLE)


def common_content(netting: Netting) -> dict:
    """This function will give what every notice of a net notice says: the parts' own words, and the day of all."""
    parts = netting_facts.parts(netting)
    calls = [part for part in parts if isinstance(part, CapitalCall)]
    return {
        "netting_number": netting.number,
        "fund": calls[0].notice_common["fund"],
        "issued_at": netting.issued_at.astimezone(HONG_KONG).isoformat(),
        "issued_date": local_date(netting.issued_at).isoformat(),
        "day": netting.day.isoformat(),
        "calls": [call.notice_common for call in calls],
        "distributions": [part.notice_common for part in parts if part not in calls],
        "bank": calls[-1].notice_common["bank"],
        "late_interest": calls[-1].notice_common["late_interest"],
        "signatory": {"name": netting.issued_by.name, "title": netting.issued_by.job_title},
    }


def write(netting: Netting) -> None:
    """This function will write one notice and one message for each partner; the statements do not grow with them."""
    lines = list(netting.lines.select_related("partner").order_by("order"))
    calls, distributions = _parts(netting)
    positions = {one.pk: one for one in selectors.partners_with_position(netting.fund)}
    received = _received_before(netting)
    messages = outbox.put_many(_message(netting, line) for line in lines)
    width = max(3, len(str(len(lines))))
    rows = []
    for line, message in zip(lines, messages, strict=True):
        content = {
            "partner": {"name_en": line.partner.name_en, "name_zh_hant": line.partner.name_zh_hant},
            "calls": [of.get(line.partner_id) for of in calls],
            "distributions": [of.get(line.partner_id) for of in distributions],
            "net": plain(
                {
                    "called_hkd": line.called_hkd,
                    "distributed_hkd": line.distributed_hkd,
                    "set_off_hkd": line.set_off_hkd,
                    "to_pay_hkd": max(line.net_hkd, ZERO),
                    "to_receive_hkd": max(-line.net_hkd, ZERO),
                }
            ),
            "cumulative": _cumulative(positions[line.partner_id], received.get(line.partner_id, ZERO)),
        }
        rows.append((line.pk, f"{netting.reference}-{line.order:0{width}d}", Jsonb(content), message.pk))
    keys, references, contents, ids = (list(column) for column in zip(*rows, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO funds_notice (netting_line_id, reference, content, content_sha256, message_id)
            SELECT n.line, n.reference, n.content,
                   encode(sha256(convert_to(b.notice_common::text || n.content::text, 'UTF8')), 'hex'), n.message
            FROM unnest(%(keys)s::bigint[], %(references)s::text[], %(contents)s::jsonb[], %(messages)s::bigint[])
                AS n (line, reference, content, message)
            JOIN funds_netting b ON b.id = %(netting)s
            ORDER BY n.line
            """,
            {
                "netting": netting.pk,
                "keys": keys,
                "references": references,
                "contents": contents,
                "messages": ids,
            },
        )


def write_cancellation(netting: Netting) -> None:
    """This function will tell every partner once that a net notice was cancelled with all its parts, and why."""
    fund = netting.fund
    lines = netting.lines.select_related("partner").order_by("order")
    outbox.put_many(
        OutboxMessage(
            key=f"net_notice_cancelled:{line.pk}",
            kind=CANCELLATION,
            to=line.partner.contact_email,
            subject=f"{fund.name_en}: net notice {netting.number} is cancelled"[:250],
            text=(
                f"{line.partner.name_en}\n\n"
                f"{fund.name_en} has cancelled net notice {netting.number} for {netting.day}, its call and its "
                f"distribution. Pay nothing and expect nothing under it.\nReason: {netting.reason}\n\n"
                f"{line.partner.name_zh_hant or line.partner.name_en}\n\n"
                f"{fund.name_zh_hant or fund.name_en}已取消第 {netting.number} 份淨額通知書，連同其催繳及分派一併作廢，"
                "請勿據此付款，亦不會據此獲付款項。\n"
                f"原因：{netting.reason}\n"
            ),
            chain=fund.chain,
        )
        for line in lines
    )


def _parts(netting: Netting) -> tuple[list[dict], list[dict]]:
    """What each part's own notices say, by partner's key: calls, distributions.

    But for the sums to date: the net notice says them once, and read after the set-off a part's would count it in.
    """
    parts = netting_facts.parts(netting)
    calls = [notices.contents(part) for part in parts if isinstance(part, CapitalCall)]
    given = [distribution_notices.contents(part) for part in parts if not isinstance(part, CapitalCall)]
    for content in (one for part in (*calls, *given) for one in part.values()):
        del content["cumulative"]
    return calls, given


def _received_before(netting: Netting) -> dict[int, Decimal]:
    """What each partner had contributed in HK$ before the first entry of a net notice: what was called and is not owed.

    Interest of an earlier true-up is no contribution; what is still owed of its line is taken to be interest first.
    """
    first = min(part.entry_id for part in netting_facts.parts(netting))
    posted = Posting.objects.filter(account__book__fund=netting.fund, account__code__in=CONTRIBUTED, entry_id__lt=first)
    sums = posted.values_list("account__partner").annotate(sum=-Sum("amount_hkd")).order_by()
    received = dict(sums)
    earlier = netting.fund.calls.filter(nature=CapitalCall.Nature.TRUE_UP, entry_id__lt=first)
    for line in selectors.call_lines(earlier).filter(outstanding_hkd__gt=0):
        received[line.partner_id] += min(line.outstanding_hkd, line.interest_hkd)
    return received


def _cumulative(position, received_hkd: Decimal) -> dict:
    """Contributions received before this notice, and distributions with it: gross, whatever is set off."""
    return plain(
        {
            "contributions_hkd": received_hkd,
            "distributions_hkd": position.distributed_hkd,
            "unfunded_hkd": position.unfunded_hkd,
        }
    )


def _message(netting: Netting, line: NettingLine) -> OutboxMessage:
    fund, partner = netting.fund, line.partner
    return OutboxMessage(
        key=f"{KIND}:{line.pk}",
        kind=KIND,
        to=partner.contact_email,
        subject=f"{fund.name_en}: net notice {netting.number}, {netting.day}"[:250],
        text=_mail_text(netting, line),
        chain=fund.chain,
        renderer=KIND,
    )


def _mail_text(netting: Netting, line: NettingLine) -> str:
    """The mail's words in both languages; what is owed, to whom, on which day."""
    fund, partner, day = netting.fund, line.partner, netting.day
    net, amount = line.net_hkd, f"{abs(line.net_hkd):,}"
    date_zh = f"{day.year} 年 {day.month} 月 {day.day} 日"
    if net > 0:
        english, chinese = f"You pay HK${amount}, due on {day}.", f"貴方應於 {date_zh}或之前繳付淨額 {amount} 港元。"
    elif net < 0:
        english = f"You are paid HK${amount}, payable on {day}."
        chinese = f"貴方將於 {date_zh}獲付淨額 {amount} 港元。"
    else:
        english = f"Both amounts are equal: nothing is paid on {day}."
        chinese = f"兩項款額相同，{date_zh}毋須付款。"
    return (
        f"{partner.name_en}\n\n"
        f"{fund.name_en} calls HK${line.called_hkd:,} from you and distributes HK${line.distributed_hkd:,} to you on "
        f"one day; HK${line.set_off_hkd:,} is set off. {english}\n"
        "The notice is attached. It can also be read after signing in to the portal.\n"
        "Bank details never change by e-mail: check them in the portal before you pay.\n\n"
        f"{partner.name_zh_hant or partner.name_en}\n\n"
        f"{fund.name_zh_hant or fund.name_en}於同日向貴方催繳 {line.called_hkd:,} 港元及"
        f"分派 {line.distributed_hkd:,} 港元，"
        f"當中 {line.set_off_hkd:,} 港元互相抵銷。{chinese}\n"
        "通知書載於附件，亦可登入網站查閱。\n"
        "銀行戶口資料不會以電郵更改；付款前請登入網站核對。\n"
    )
