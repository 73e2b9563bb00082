"""What a person gives for a call, read and judged before anything is computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from funds.models import CallPurpose, CapitalCall, Fund, Partner
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File
from itvf.money import money


@dataclass(frozen=True, slots=True)
class PurposeInput:
    """One purpose of a call as a person gives it. `reference` names a thing of the floor above, or nothing."""

    kind: str
    label: str
    amount_hkd: Decimal
    label_zh_hant: str = ""
    reference: str = ""
    is_follow_on: bool = False


@dataclass(frozen=True, slots=True)
class ExcuseInput:
    """A partner who takes no part, by which clause and why."""

    partner: Partner
    clause: str
    reason: str


@dataclass(frozen=True, slots=True)
class Paper:
    """The GP's own paper notice as staff received it, with the account that it asks to be paid to."""

    received_at: datetime
    came_by: str
    file: File
    account_name: str
    account_number: str


def check_excuses(fund: Fund, excused: Sequence[ExcuseInput]) -> None:
    """This function will refuse an excuse of another fund's partner, or without clause and reason."""
    for one in excused:
        if one.partner.fund_id != fund.pk or not (one.clause.strip() and one.reason.strip()):
            raise InputRefused(
                gettext_noop("{partner} is excused only as a partner of this fund, with clause and reason."),
                code="excuse_incomplete",
                field="excused",
                partner=str(one.partner),
            )


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


def read(purposes: Sequence[PurposeInput]) -> list[PurposeInput]:
    """This function will read purposes as given: known kinds, named, money to the cent."""
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
        read.append(
            PurposeInput(
                kind=purpose.kind,
                label=purpose.label.strip(),
                amount_hkd=money(purpose.amount_hkd),
                label_zh_hant=purpose.label_zh_hant.strip(),
                reference=purpose.reference,
                is_follow_on=purpose.is_follow_on,
            )
        )
    return read
