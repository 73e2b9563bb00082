"""`partner-fees`: a quarter's management fee as each partner bears it, less concessions and offsets (R14, A4, A21)."""

from typing import Any

from funds.rules.fees import ENDS_BEFORE_START, PeriodFee, Segment
from funds.rules.partner_fees import Concession, PartnerFee, Seat, offset_of, partner_fees
from itvf.errors import plain
from itvf.money import ONE, ZERO, total
from reporting.calculations.reader import Reader, refuse_duplicates


def calculate(given: Reader) -> dict[str, Any]:
    """This function will share a quarter's fee, at most its cap, over the partners in HK$ to the cent.

    Without `segments` each day of the quarter weighs the same.
    """
    start, end = _days(given)
    fee_hkd, cap_hkd = given.money("fee_hkd"), given.money("cap_hkd")
    segments = [_segment(segment) for segment in given.children("segments", null=True) or ()]
    received = given.children("offsets", null=True) or ()
    offsets = [(offset.money("amount_hkd"), offset.rate("rate")) for offset in received]
    readers = given.children("partners", may_be_empty=False)
    seats = [_seat(reader) for reader in readers]
    refuse_duplicates(readers, [seat.id for seat in seats])
    given.close()
    days = tuple(segments) or (Segment(start, end, ONE, ONE),)
    fee, cap = (PeriodFee(start, end, amount, days) for amount in (fee_hkd, cap_hkd))
    found = partner_fees(fee, cap, seats, offset_hkd=total(offset_of(*offset) for offset in offsets))
    return {
        "charged_hkd": plain(found.charged.fee_hkd),
        "lines": [_line(line) for line in found.lines],
        "net_hkd": plain(found.net_hkd),
    }


def _segment(segment: Reader) -> Segment:
    return Segment(*_days(segment), segment.money("base_hkd"), segment.rate("rate"))


def _days(given: Reader) -> tuple:
    start, end = given.date("start_date"), given.date("end_date")
    if start and end and end < start:
        given.refuse("end_date", ENDS_BEFORE_START, code="ends_before_start", start=start, found=end)
    return start, end


def _seat(partner: Reader) -> Seat:
    return Seat(
        id=partner.identity(),
        commitment_hkd=partner.money("commitment_hkd"),
        is_government=partner.flag("is_government", default=False),
        carried_hkd=partner.money("brought_hkd", default=ZERO),
        concessions=tuple(
            Concession(one.rate("rate"), one.date("from_date"), one.date("to_date", null=True))
            for one in partner.children("concessions", null=True) or ()
        ),
    )


def _line(line: PartnerFee) -> dict[str, Any]:
    names = ("gross_hkd", "concession_hkd", "brought_hkd", "offset_hkd", "used_hkd", "carried_hkd", "net_hkd")
    return {"id": line.id} | {name: plain(getattr(line, name)) for name in names}
