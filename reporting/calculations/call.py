"""`call`: a capital call split over the partners to the cent, at once or purpose by purpose (A11, A21, R20)."""

from typing import Any

from funds.rules.allocation import PURPOSES_DIFFER, Line, Position, ShortfallCap, Split, split_call
from funds.rules.call_purposes import BASES, COMMITMENT, HOLDING, Purpose, PurposeSplit, Seat, split_purposes
from itvf.errors import plain
from itvf.money import ZERO, total
from reporting.calculations.reader import Reader, refuse_duplicates


def calculate(given: Reader) -> dict[str, Any]:
    """This function will split a call in HK$ to the cent; entitlements have 12 places.

    With `purposes` each is split by its base, inside commitment or outside it, and the answer holds every part; with
    `shortfall_cap_rate` nobody carries more than that above its own share for others.
    """
    amount_hkd = given.money("amount_hkd")
    rate = given.rate("shortfall_cap_rate", default=None)
    cap = None if rate is None else ShortfallCap(rate)
    asked = given.children("purposes", may_be_empty=False, null=True)
    purposes = None if asked is None else [_purpose(reader) for reader in asked]
    readers = given.children("partners", may_be_empty=False)
    seats = [_seat(reader) for reader in readers]
    refuse_duplicates(readers, [seat.position.id for seat in seats])
    if purposes and not given.faults and total(one.amount_hkd for one in purposes) != amount_hkd:
        found = total(one.amount_hkd for one in purposes)
        given.refuse("purposes", PURPOSES_DIFFER, code="purposes_differ", found=found, allowed=amount_hkd)
    given.close()
    if purposes is None:
        return _answer(split_call(amount_hkd, [seat.position for seat in seats], cap=cap))
    found = split_purposes(purposes, seats, cap=cap)
    return _answer(found.inside, found)


def _answer(split: Split, by_purpose: PurposeSplit | None = None) -> dict[str, Any]:
    lines = [_line(line) for line in split.lines]
    answer = {
        "lines": lines,
        "residue_hkd": plain(split.residue_hkd),
        "breaches": [breach.as_json() for breach in split.breaches],
    }
    if by_purpose is None:
        return answer
    for line in lines:
        line["outside_hkd"] = plain(by_purpose.outside_hkd[line["id"]])
    parts = [
        {
            "lines": [
                {"id": part.id, "amount_hkd": plain(part.amount_hkd), "entitled_hkd": plain(part.entitled_hkd)}
                for part in of_purpose
            ]
        }
        for of_purpose in by_purpose.parts
    ]
    return answer | {"purposes": parts}


def _purpose(given: Reader) -> Purpose:
    base = given.choice("allocation_base", BASES, default=COMMITMENT)
    held = given.children("holdings", may_be_empty=False, null=base != HOLDING) or []
    ids = [reader.identity() for reader in held]
    refuse_duplicates(held, ids)
    return Purpose(
        kind="",
        amount_hkd=given.money("amount_hkd"),
        base=base,
        is_outside=given.flag("is_outside", default=False),
        holdings=dict(zip(ids, [reader.money("amount_hkd") for reader in held], strict=True)),
    )


def _seat(partner: Reader) -> Seat:
    position = Position(
        id=partner.identity(),
        commitment_hkd=partner.money("commitment_hkd"),
        called_before_hkd=partner.money("called_before_hkd"),
        unfunded_before_hkd=partner.money("unfunded_before_hkd"),
        excused=partner.flag("excused", default=False),
        is_government=partner.flag("is_government", default=False),
        entitled_before_hkd=partner.money("entitled_before_hkd", places=12, default=None),
    )
    return Seat(
        position,
        opening_unfunded_hkd=position.unfunded_before_hkd,
        outside_before_hkd=partner.money("outside_before_hkd", default=ZERO),
        outside_entitled_hkd=partner.money("outside_entitled_before_hkd", places=12, default=ZERO),
        gross_left_hkd=partner.money("gross_left_hkd", default=None),
    )


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "amount_hkd": plain(line.amount_hkd),
        "called_after_hkd": plain(line.called_after_hkd),
        "unfunded_after_hkd": plain(line.unfunded_after_hkd),
        "entitled_after_hkd": plain(line.entitled_after_hkd),
    }
