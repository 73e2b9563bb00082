"""A notice on paper: the frozen content of its row and of its call, printed; the same notice gives the same bytes."""

from datetime import date
from decimal import Decimal

from funds.models import Notice
from itvf.documents import render
from itvf.errors import plain
from itvf.models import OutboxMessage
from itvf.money import allocate

BASIS_EN = "simple interest, actual days over 365, from the due date"
BASIS_ZH_HANT = "由到期日起按實際日數除以365計算單利"


def content_of(notice: Notice) -> dict:
    """This function will give all that a notice says, as its template reads it (tests/itvf/samples/call_notice.json).

    The partner's part of each purpose is its line split over the purposes' amounts, to the cent (A11).
    """
    content = {**notice.line.call.notice_common, **notice.content}
    amounts = [Decimal(purpose["amount_hkd"]) for purpose in content["purposes"]]
    parts = allocate(Decimal(content["line"]["amount_hkd"]), amounts)
    return {
        **content,
        "reference": notice.reference,
        "payment_reference": notice.reference,
        "purposes": [
            purpose | {"partner_amount_hkd": plain(part)}
            for purpose, part in zip(content["purposes"], parts, strict=True)
        ],
        "late_interest": content["late_interest"] | {"basis_en": BASIS_EN, "basis_zh_hant": BASIS_ZH_HANT},
        "content_hash": notice.content_sha256,
    }


def pdf_of(notice: Notice) -> bytes:
    """This function will print a notice in English and 繁體中文 as a tagged PDF."""
    content = content_of(notice)
    return render(
        "call_notice",
        content,
        date=date.fromisoformat(content["issued_date"]),
        title=f"{content['fund']['name_en']}: capital call notice {notice.reference}",
    )


def attachments(message: OutboxMessage) -> list[tuple[str, str, bytes]]:
    """This function will give what goes out with a notice's mail (itvf.outbox asks by the renderer's name)."""
    notice = Notice.objects.select_related("line__call").get(message=message)
    return [(f"{notice.reference}.pdf", "application/pdf", pdf_of(notice))]
