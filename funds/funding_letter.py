"""The letter that asks Government for money, in English and 繁體中文; the same request, the same bytes."""

import hashlib
from datetime import date

from funds import funding_years
from funds.models import FundingRequest
from itvf import audit
from itvf.dates import HONG_KONG, local_date
from itvf.documents import render
from itvf.errors import plain
from itvf.models import OutboxMessage
from itvf.money import total


def content_of(request: FundingRequest) -> dict:
    """This function will give all that a letter says, as its template reads it, once its approver is named."""
    allotment = funding_years.allotment(request.year_start)
    before = funding_years.requested(request.year_start, apart_from=request)
    lines = request.lines.select_related("fund", "case__line__call")
    return plain(
        {
            "reference": request.reference,
            "date": local_date(request.approved_at),
            "year": request.year,
            "addressee": request.addressee,
            "amount_hkd": request.amount_hkd,
            "needed_by_date": request.needed_by_date,
            "purpose": request.purpose,
            "purpose_zh_hant": request.purpose_zh_hant,
            "charged_to": allotment.charged_to,
            "allotment_reference": allotment.reference,
            "position": {
                "allotted_hkd": allotment.amount_hkd,
                "requested_before_hkd": before,
                "amount_hkd": request.amount_hkd,
                "left_hkd": total([allotment.amount_hkd, -before, -request.amount_hkd]),
            },
            "lines": [
                {
                    "fund_en": line.fund.name_en,
                    "fund_zh_hant": line.fund.name_zh_hant,
                    "call_number": line.case.line.call.number if line.case else None,
                    "due_date": line.case.line.call.due_date if line.case else line.expected_date,
                    "amount_hkd": line.amount_hkd,
                }
                for line in lines
            ],
            "drafted_by": {"name": request.drafted_by.name, "post": request.drafted_by.job_title},
            "approved_by": {"name": request.approved_by.name, "post": request.approved_by.job_title},
            "approved_at": request.approved_at.astimezone(HONG_KONG).isoformat(),
        }
    )


def hash_of(content: dict) -> str:
    """This function will give the SHA-256 over a letter's content as canonical JSON."""
    return hashlib.sha256(audit.canonical(content)).hexdigest()


def pdf_of(request: FundingRequest) -> bytes:
    """This function will print an approved request's letter as it was fixed then."""
    content = request.content | {"content_hash": request.content_sha256}
    day = date.fromisoformat(content["date"])
    return render("funding_request", content, date=day, title=f"Funding request {request.reference}")


def mail_text(request: FundingRequest) -> str:
    """The words of the mail that brings the letter, in both languages."""
    day = request.needed_by_date
    return (
        f"{request.addressee}\n\n"
        f"The ITVF Corporation asks for HK${request.amount_hkd:,} in the financial year {request.year}, needed by "
        f"{day}. The letter is attached.\n\n"
        f"創科創投基金公司申請撥款 {request.amount_hkd:,} 港元（{request.year} 財政年度），"
        f"須於 {day.year} 年 {day.month} 月 {day.day} 日或之前收到。函件載於附件。\n"
    )


def attachments(message: OutboxMessage) -> list[tuple[str, str, bytes]]:
    """This function will give what goes out with a letter's mail (itvf.outbox asks by the renderer's name)."""
    request = FundingRequest.objects.get(message=message)
    return [(f"{request.reference}.pdf", "application/pdf", pdf_of(request))]
