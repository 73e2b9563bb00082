"""The lines of a call: partners' positions from the books, and what was computed of them, written by one COPY."""

from collections.abc import Collection, Sequence
from datetime import date

from django.db import connection

from funds import authorities, selectors
from funds.call_splits import Worked
from funds.models import CallPurpose, CapitalCall, Fund, Partner, RecordedAuthority
from funds.rules import allocation
from itvf.money import ZERO


def positions(fund: Fund, on: date, *, excused: Collection[int] = ()) -> list[allocation.Position]:
    """This function will give every admitted partner's position for a call, in HK$, in the order of joining (A11).

    The Government's gross payments pass its commitment only with recorded authority: what recallable distributions
    restored counts for it up to that amount (A20).
    """
    rows = selectors.partners_with_position(fund).values_list(
        "pk", "kind", "committed_hkd", "called_hkd", "unfunded_hkd", "restored_hkd", "entitled_hkd"
    )
    found = []
    for partner, kind, committed, called, unfunded, restored, entitled in rows:
        if kind == Partner.Kind.GOVERNMENT and restored:
            beyond = authorities.standing(fund, RecordedAuthority.Kind.BEYOND_COMMITMENT, on)
            unfunded = committed - called + min(restored, beyond)
        found.append(
            allocation.Position(
                id=partner,
                commitment_hkd=committed,
                called_before_hkd=called,
                unfunded_before_hkd=max(unfunded, ZERO),
                excused=partner in excused,
                is_government=kind == Partner.Kind.GOVERNMENT,
                entitled_before_hkd=called if entitled is None else entitled,
            )
        )
    return found


COLUMNS = (
    "call_id",
    "partner_id",
    '"order"',
    "commitment_hkd",
    "called_before_hkd",
    "unfunded_before_hkd",
    "entitled_before_hkd",
    "amount_hkd",
    "outside_hkd",
    "interest_hkd",
    "is_excused",
    "called_after_hkd",
    "unfunded_after_hkd",
    "entitled_after_hkd",
)


PART_COLUMNS = ("call_id", "purpose_id", "partner_id", "weight_hkd", "entitled_hkd", "amount_hkd", "way")


def write(call: CapitalCall, worked: Worked) -> None:
    """This function will write all lines by one COPY: a call may have ten thousand."""
    with connection.cursor() as cursor, cursor.copy(f"COPY funds_callline ({', '.join(COLUMNS)}) FROM STDIN") as copy:
        for order, (position, line) in enumerate(zip(worked.positions, worked.split.lines, strict=True), start=1):
            copy.write_row(
                (
                    call.pk,
                    position.id,
                    order,
                    position.commitment_hkd,
                    position.called_before_hkd,
                    position.unfunded_before_hkd,
                    position.entitled_before_hkd,
                    line.amount_hkd,
                    worked.outside_hkd.get(position.id, ZERO),
                    worked.interest_hkd.get(position.id, ZERO),
                    position.excused,
                    line.called_after_hkd,
                    line.unfunded_after_hkd,
                    line.entitled_after_hkd,
                )
            )


def write_parts(call: CapitalCall, purposes: Sequence[CallPurpose], worked: Worked) -> None:
    """This function will write what each purpose asks of each partner, by one COPY, where purposes were split apart."""
    if not worked.parts:
        return
    columns = ", ".join(PART_COLUMNS)
    with connection.cursor() as cursor, cursor.copy(f"COPY funds_callpurposeline ({columns}) FROM STDIN") as copy:
        for purpose, parts in zip(purposes, worked.parts, strict=True):
            for part in parts:
                row = (call.pk, purpose.pk, part.id, part.weight_hkd, part.entitled_hkd, part.amount_hkd, part.way)
                copy.write_row(row)
