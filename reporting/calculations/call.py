"""`call`: a capital call split over the partners to the cent (A11, R20)."""

from typing import Any

from funds.rules.allocation import Line, Position, split_call
from itvf.errors import plain
from reporting.calculations.reader import Reader, refuse_duplicates


def calculate(given: Reader) -> dict[str, Any]:
    """This function will split a call in HK$ to the cent; entitlements have 12 places."""
    amount_hkd = given.money("amount_hkd")
    readers = given.children("partners", may_be_empty=False)
    positions = [_position(reader) for reader in readers]
    refuse_duplicates(readers, [position.id for position in positions])
    given.close()
    split = split_call(amount_hkd, positions)
    return {
        "lines": [_line(line) for line in split.lines],
        "residue_hkd": plain(split.residue_hkd),
        "breaches": [breach.as_json() for breach in split.breaches],
    }


def _position(partner: Reader) -> Position:
    return Position(
        id=partner.identity(),
        commitment_hkd=partner.money("commitment_hkd"),
        called_before_hkd=partner.money("called_before_hkd"),
        unfunded_before_hkd=partner.money("unfunded_before_hkd"),
        excused=partner.flag("excused", default=False),
        is_government=partner.flag("is_government", default=False),
        entitled_before_hkd=partner.money("entitled_before_hkd", places=12, default=None),
    )


def _line(line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "amount_hkd": plain(line.amount_hkd),
        "called_after_hkd": plain(line.called_after_hkd),
        "unfunded_after_hkd": plain(line.unfunded_after_hkd),
        "entitled_after_hkd": plain(line.entitled_after_hkd),
    }
