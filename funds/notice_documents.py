"""A notice on paper: the frozen content of its row and of its event, printed.

The same notice gives the same bytes; once its call or distribution is cancelled, it says so on its first page.
"""

from datetime import date
from decimal import Decimal

from funds.models import Notice
from itvf.documents import render
from itvf.errors import plain
from itvf.models import OutboxMessage
from itvf.money import ZERO, allocate, total

BASIS_EN = "simple interest, actual days over 365, from the due date"
BASIS_ZH_HANT = "由到期日起按實際日數除以365計算單利"
# The tiers of a line beside those of the whole fund: code, the line's key, the waterfall's keys.
TIERS = (
    ("capital", "capital_hkd", ("return_of_capital_hkd",)),
    ("hurdle", "hurdle_hkd", ("hurdle_hkd",)),
    ("catch_up", "catch_up_hkd", ("catch_up_lp_hkd",)),
    ("split", "split_hkd", ("split_lp_hkd",)),
    ("carry", "carry_hkd", ("catch_up_gp_hkd", "split_gp_hkd")),
)


def content_of(notice: Notice) -> dict:
    """This function will give all that a notice says, as its template reads it (tests/itvf/samples/…_notice.json)."""
    content = {**notice.event.notice_common, **notice.content}
    return {
        **content,
        **_of_event(notice, content),
        "reference": notice.reference,
        "payment_reference": notice.reference,
        "cancelled_date": _cancelled_date(notice),
        "content_hash": notice.content_sha256,
    }


def pdf_of(notice: Notice) -> bytes:
    """This function will print a notice in English and 繁體中文 as a tagged PDF."""
    content = content_of(notice)
    template, kind = ("call_notice", "capital call") if notice.line_id else ("distribution_notice", "distribution")
    if notice.netting_line_id:
        template, kind = "net_notice", "net"
    return render(
        template,
        content,
        date=date.fromisoformat(content["issued_date"]),
        title=f"{content['fund']['name_en']}: {kind} notice {notice.reference}",
    )


def attachments(message: OutboxMessage) -> list[tuple[str, str, bytes]]:
    """This function will give what goes out with a notice's mail (itvf.outbox asks by the renderer's name)."""
    notice = Notice.objects.with_subject().get(message=message)
    return [(f"{notice.reference}.pdf", "application/pdf", pdf_of(notice))]


def _of_event(notice: Notice, content: dict) -> dict:
    """What is worked out of a content to print it; a net notice's parts are what their own notices would be."""
    if notice.line_id:
        return _of_call(content)
    if notice.distribution_line_id:
        return _of_distribution(content)
    return {
        name: [
            part | own | of(part | own)
            for part, own in zip(notice.event.notice_common[name], notice.content[name], strict=True)
            if own is not None
        ]
        for name, of in (("calls", _of_call), ("distributions", _of_distribution))
    }


def _of_call(content: dict) -> dict:
    """The partner's part of each purpose: as recorded, else its line split over the amounts, to the cent (A11)."""
    line = content["line"]
    amounts = [Decimal(purpose["amount_hkd"]) for purpose in content["purposes"]]
    parts = content.get("parts") or [plain(part) for part in allocate(Decimal(line["amount_hkd"]), amounts)]
    purposes = [
        {"allocation_base": "commitment", "is_outside": False, "clause": ""} | purpose | {"partner_amount_hkd": part}
        for purpose, part in zip(content["purposes"], parts, strict=True)
    ]
    outside = total(Decimal(one["amount_hkd"]) for one in purposes if one["is_outside"])
    # Notices written before there were true-ups have nothing outside the commitment; of one before capital could be
    # trued up there, all that stands outside is interest.
    beside = line.get("outside_hkd", "0.00")
    interest = line.get("interest_hkd", beside if content["nature"] == "true_up" else "0.00")
    return {
        "purposes": purposes,
        "outside_amount_hkd": plain(outside),
        "inside_amount_hkd": plain(Decimal(content["call_amount_hkd"]) - outside),
        "line": {
            "outside_hkd": beside,
            "interest_hkd": interest,
            "beside_hkd": plain(Decimal(beside) - Decimal(interest)),
            "payable_hkd": line["amount_hkd"],
            "outside_before_hkd": "0.00",
            **line,
        },
        "late_interest": content["late_interest"] | {"basis_en": BASIS_EN, "basis_zh_hant": BASIS_ZH_HANT},
    }


def _of_distribution(content: dict) -> dict:
    """The tiers of the whole fund beside the partner's, what goes out beside the waterfall, and the sums.

    What the tiers of the whole fund leave of the amount is the part of those who stand outside the waterfall, or the
    interest of a true-up.
    """
    line, tiers = content["line"], content["tiers"]
    rows = []
    for code, of_line, of_fund in TIERS:
        whole = sum((Decimal(tiers[key]) for key in of_fund), ZERO)
        part = Decimal(line[of_line])
        if whole or part:
            rows += _by_side(code, whole, part, content)
    beside = Decimal(content["amount_hkd"]) - sum((Decimal(amount) for amount in tiers.values()), ZERO)
    if beside:
        code = "interest" if content["nature"] == "true_up" else "outside"
        part = line["interest_hkd"] if code == "interest" else None
        rows.append({"code": code, "whole_hkd": plain(beside), "part_hkd": part})
    gross = sum((Decimal(line[key]) for _code, key, _keys in TIERS), Decimal(line["interest_hkd"]))
    return {"tier_rows": rows, "line": line | {"gross_hkd": plain(gross)}}


def _by_side(code: str, whole: Decimal, part: Decimal, content: dict) -> list[dict]:
    """A tier's row; returned capital in two, where some of it was called outside commitment."""
    outside = Decimal(content.get("outside_hkd", "0.00")) if code == "capital" else ZERO
    if not outside:
        return [{"code": code, "whole_hkd": plain(whole), "part_hkd": plain(part)}]
    beside = Decimal(content["line"]["outside_hkd"])
    return [
        {"code": "capital", "whole_hkd": plain(whole - outside), "part_hkd": plain(part - beside)},
        {"code": "capital_outside", "whole_hkd": plain(outside), "part_hkd": plain(beside)},
    ]


def _cancelled_date(notice: Notice) -> str | None:
    """From which day a cancelled call or distribution counts no longer: that of the entry which reversed it."""
    if not notice.is_cancelled:
        return None
    event = notice.event.calls.order_by("number").first() if notice.netting_line_id else notice.event
    return event.entry.reversed_by.effective_date.isoformat()
