"""What a person gives for a call, read and judged before anything is computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from funds import agreement_register, authorities, call_uses
from funds.models import CallPurpose, CapitalCall, Fund, Partner, RecordedAuthority
from funds.rules.agreement_register import check_excuse
from funds.rules.call_purposes import BASES, COMMITMENT, Agreed
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, gettext_noop
from itvf.models import File
from itvf.money import money


@dataclass(frozen=True, slots=True)
class PurposeInput:
    """One purpose of a call as a person gives it. `reference` names a thing of the floor above, or nothing.

    Whether it stands outside commitment, and by which clause it departs from the default, the agreement says (`read`).
    """

    kind: str
    label: str
    amount_hkd: Decimal
    label_zh_hant: str = ""
    reference: str = ""
    is_follow_on: bool = False
    allocation_base: str = COMMITMENT
    is_outside: bool = False
    clause: str = ""


@dataclass(frozen=True, slots=True)
class ExcuseInput:
    """A partner who takes no part, by which clause and why, and when it asked for that."""

    partner: Partner
    clause: str
    reason: str
    asked_date: date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """The GP's own paper notice as staff received it, with the account that it asks to be paid to."""

    received_at: datetime
    came_by: str
    file: File
    account_name: str
    account_number: str


def check_excuses(fund: Fund, excused: Sequence[ExcuseInput], *, replaces: CapitalCall | None, on: date) -> None:
    """This function will refuse an excuse of another fund's partner, without clause and reason, or asked for too late.

    The agreement's days run from the notice of the call that the draft corrects (RuleBroken); a partner that asked
    before any notice is in time, and recorded authority consents to one that is not. `asked_date` is the day itself
    where it is not given, and never a later one.
    """
    term = agreement_register.term_of(fund, "excuse", on) if excused else None
    breaches: list[Breach] = []
    for one in excused:
        if one.partner.fund_id != fund.pk or not (one.clause.strip() and one.reason.strip()):
            raise InputRefused(
                gettext_noop("{partner} is excused only as a partner of this fund, with clause and reason."),
                code="excuse_incomplete",
                field="excused",
                partner=str(one.partner),
            )
        if one.asked_date and one.asked_date > on:
            raise InputRefused(
                gettext_noop("{partner} can't have asked on {date}, which is after today."),
                code="excuse_in_future",
                field="excused",
                partner=str(one.partner),
                date=one.asked_date,
            )
        breaches += check_excuse(
            str(one.partner),
            one.asked_date or on,
            noticed=replaces and local_date(replaces.issued_at),
            days=term and term.days,
            clause=term.clause if term else "",
        )
    if breaches and not authorities.standing(fund, RecordedAuthority.Kind.LATE_EXCUSE, on):
        raise RuleBroken(breaches)


def check_replaced(fund: Fund, replaces: CapitalCall | None) -> None:
    """This function will refuse to correct what is no cancelled call of the fund."""
    if replaces is None:
        return
    if replaces.fund_id != fund.pk or replaces.stage != CapitalCall.Stage.CANCELLED:
        raise InputRefused(
            gettext_noop("{call} is not a cancelled call of this fund; cancel it first."),
            code="not_cancelled",
            field="replaces",
            call=str(replaces),
        )


def read(fund: Fund, purposes: Sequence[PurposeInput], agreed: Agreed) -> list[PurposeInput]:
    """This function will read purposes as given: known kinds and bases, named, money to the cent.

    What the agreement calls outside commitment stands there (A21); each purpose that departs keeps the clause. A deal
    that a purpose names is one of the fund, since the Corporation answered it for that fund (R20); one that was
    proposed as a new one is no follow-on, which after the investment period would pass (R7).
    """
    unknown = call_uses.unknown(fund, [purpose.reference for purpose in purposes if purpose.reference])
    read = []
    for number, purpose in enumerate(purposes, start=1):
        if purpose.kind not in CallPurpose.Kind.values:
            raise InputRefused(
                gettext_noop("Purpose {number}: {kind} is not one of {known}."),
                code="unknown_purpose",
                field="purposes",
                number=number,
                kind=purpose.kind,
                known=CallPurpose.Kind.values,
            )
        if not purpose.label.strip():
            raise InputRefused(
                gettext_noop("Purpose {number} does not say what the money is for; name the company, fee or expense."),
                code="purpose_unnamed",
                field="purposes",
                number=number,
            )
        if purpose.reference in unknown:
            raise InputRefused(
                gettext_noop("Purpose {number}: {reference} names no deal of this fund; choose one of its own."),
                code="unknown_deal",
                field="purposes",
                number=number,
                reference=purpose.reference,
            )
        if purpose.is_follow_on and call_uses.is_new(purpose.reference):
            raise InputRefused(
                gettext_noop("Purpose {number}: {label} was proposed as a new investment, so it is called for as one."),
                code="not_a_follow_on",
                field="purposes",
                number=number,
                label=purpose.label,
            )
        if purpose.allocation_base not in BASES:
            raise InputRefused(
                gettext_noop("Purpose {number}: {base} is not one of {known}."),
                code="unknown_base",
                field="purposes",
                number=number,
                base=purpose.allocation_base,
                known=BASES,
            )
        read.append(
            PurposeInput(
                kind=purpose.kind,
                label=purpose.label.strip(),
                amount_hkd=money(purpose.amount_hkd),
                label_zh_hant=purpose.label_zh_hant.strip(),
                reference=purpose.reference,
                is_follow_on=purpose.is_follow_on,
                allocation_base=purpose.allocation_base,
                is_outside=purpose.kind in agreed.outside,
                clause=agreed.clause(purpose.allocation_base, purpose.kind),
            )
        )
    return read


def supposed(kind: str, amount_hkd: Decimal, base: str) -> PurposeInput:
    """This function will read a purpose that is only supposed: `base` is a base, or an investment called before."""
    is_holding = base not in CallPurpose.Base.values
    return PurposeInput(
        kind=kind,
        label=str(CallPurpose.Kind(kind).label),
        amount_hkd=amount_hkd,
        reference=base if is_holding else "",
        allocation_base=CallPurpose.Base.HOLDING if is_holding else base,
    )
