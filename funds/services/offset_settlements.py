"""Fee offsets that no management fee took up: the manager pays them into the fund, or sets them off (R14, A21, R27).

What is settled is owed to the partners whose offsets they were, and goes to them as a distribution of its own nature.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from funds import balances, fee_facts
from funds.fee_facts import FeePosition
from funds.locks import lock_fund
from funds.models import Distribution, FeeOffset, Fund, JournalEntry, OffsetSettlement, OffsetSettlementLine, Partner
from funds.rules.stages import require_stage
from funds.services import ledger
from funds.services.fee_terms import required_text
from itvf import audit, permissions
from itvf.dates import is_quarter_end, local_date, quarter_start
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.money import ZERO, money, total

Code = ledger.Code
Way = OffsetSettlement.Way


@transaction.atomic
def settle(
    *, fund: Fund, way: str, amount_hkd: Decimal, value_date: date, reference: str, by, at: datetime
) -> OffsetSettlement:
    """This function will record that the manager settled all fee offsets which are not used up, in HK$ (A3, A4).

    Paid into the fund's bank, or set off against fee that is accrued and unpaid. Each partner's part is what was
    carried forward for it, and its share of what was not counted yet, shared as a quarter's offsets are. Refuses
    another amount than is unused, a quarter that is over and not accrued, a day to come or before the last quarter's
    end, and a set-off above what is owed to the manager from that day on.
    """
    permissions.require(by, "fee_offset.settle")
    fund = lock_fund(fund)
    require_stage(fund, Fund.Stage.OPEN)
    amount_hkd, reference = money(amount_hkd), required_text("reference", reference)
    _check_day(value_date, local_date(at))
    position = fee_facts.position(fund, value_date)
    _require_accrued(position, value_date)
    _refuse_before_carried(position, value_date)
    lines = unused_by_partner(position, value_date)
    unused = total(total(parts) for parts in lines.values())
    if not unused or amount_hkd != unused:
        raise InputRefused(
            gettext_noop(
                "{amount_hkd} was given, and {unused_hkd} of offsets is not used up. Settle all of it at once."
            ),
            code="not_what_is_unused",
            field="amount_hkd",
            amount_hkd=amount_hkd,
            unused_hkd=unused,
        )
    if way == Way.SET_OFF:
        _require_owed(fund, amount_hkd, value_date)
    partners = Partner.objects.in_bulk(lines)
    entry = _post(fund, way, {partners[pk]: total(parts) for pk, parts in lines.items()}, value_date, reference, by)
    settlement = OffsetSettlement.objects.create(
        fund=fund,
        way=way,
        accrual=position.last_accrual(),
        amount_hkd=amount_hkd,
        value_date=value_date,
        reference=reference,
        entry=entry,
        recorded_by=by,
        recorded_at=at,
    )
    OffsetSettlementLine.objects.bulk_create(
        OffsetSettlementLine(
            settlement=settlement,
            partner=partners[pk],
            carried_hkd=carried,
            waiting_hkd=waiting,
            amount_hkd=total([carried, waiting]),
        )
        for pk, (carried, waiting) in lines.items()
    )
    for offset in fund.fee_offsets.filter(stage=FeeOffset.Stage.RECORDED, received_date__lte=value_date):
        offset.stage, offset.settlement = FeeOffset.Stage.SETTLED, settlement
        offset.save(update_fields=["stage", "settlement"])
    _record("settle", settlement, by, at)
    return settlement


@transaction.atomic
def reverse(*, settlement: OffsetSettlement, on: date, by, at: datetime, reason: str) -> JournalEntry:
    """This function will undo a settlement that was recorded wrongly, by another person: the offsets are unused again.

    Refuses one that went on to the partners, or after which a quarter was accrued: that is undone first.
    """
    permissions.require(by, "debit.reverse")
    fund = lock_fund(settlement.fund)
    permissions.require_other_person(by, settlement.recorded_by)
    reason = audit.require_reason(reason)
    if JournalEntry.objects.filter(reverses=settlement.entry).exists():
        raise InputRefused(gettext_noop("This settlement was reversed before."), code="already_reversed")
    passed_on = fund.distributions.declared().filter(
        nature=Distribution.Nature.OFFSETS, entry_id__gt=settlement.entry_id
    )
    if passed_on.exists() or fund.fee_accruals.filter(accrued_at__gt=settlement.recorded_at).exists():
        raise WrongStage(
            gettext_noop("The money went on to the partners, or a quarter was accrued since; the settlement stays."),
            code="settlement_used",
        )
    if not settlement.value_date <= on <= local_date(at):
        raise InputRefused(
            gettext_noop("The correction of {date} is not between the payment's value date {value_date} and today."),
            code="correction_date",
            field="on",
            date=on,
            value_date=settlement.value_date,
        )
    entry = ledger.reverse(entry=settlement.entry, on=on, by=by, reason=reason)
    for offset in settlement.offsets.all():
        offset.stage, offset.settlement = FeeOffset.Stage.RECORDED, None
        offset.save(update_fields=["stage", "settlement"])
    _record("reverse_settlement", settlement, by, at, reason=reason)
    return entry


def unused_by_partner(position: FeePosition, on: date) -> dict[int, tuple[Decimal, Decimal]]:
    """This function will give each partner's unused offsets by a day, in HK$: carried forward, and not counted yet.

    What is not counted is shared by the rule that shares a quarter's offsets, over the running quarter to the day.
    """
    waiting = total(amount for _day, amount in position.offsets)
    period = (max(quarter_start(on), position.starts), on)
    fee, cap = position.agreed_fees([period])[0], position.caps([period])[0]
    carried = position.carried()
    shared = {line.id: line.offset_hkd for line in position.shared(fee, cap, carried={}, offset_hkd=waiting).lines}
    parts = {pk: (carried.get(pk, ZERO), shared.get(pk, ZERO)) for pk in sorted(carried | shared)}
    return {pk: part for pk, part in parts.items() if any(part)}


def is_reversible(settlement: OffsetSettlement) -> bool:
    """This function will say whether a settlement's entry stands and can be reversed."""
    return ledger.can_be_reversed(settlement.entry)


def _post(fund: Fund, way: str, owed: dict[Partner, Decimal], value_date: date, reference: str, by) -> JournalEntry:
    book = ledger.fund_book(fund)
    return ledger.post(
        book=book,
        kind=JournalEntry.Kind.OFFSETS_SETTLED,
        effective_date=value_date,
        memo=f"Fee offsets settled by the manager, {reference}"[:300],
        source=f"offsets:{fund.pk}:{fund.offset_settlements.count() + 1}",
        lines=[
            (ledger.account(book, Code.CASH if way == Way.PAID_IN else Code.FEE_PAYABLE), total(owed.values())),
            *(
                (ledger.account(book, Code.FEE_OFFSET_PAYABLE, partner=partner, label=partner.name_en), -amount)
                for partner, amount in owed.items()
            ),
        ],
        by=by,
    )


def _check_day(value_date: date, on: date) -> None:
    if value_date > on:
        raise InputRefused(
            gettext_noop("The value date {value_date} is in the future; record the payment when the bank shows it."),
            code="future_value_date",
            field="value_date",
            value_date=value_date,
        )


def _require_accrued(position: FeePosition, on: date) -> None:
    """Refuses while a fee is to come that would use the offsets up."""
    for _start, end in position.quarters(on):
        if is_quarter_end(end) and end < on and end not in position.accruals:
            raise InputRefused(
                gettext_noop("The quarter to {date} is not accrued yet; its fee takes up offsets first."),
                code="quarter_not_accrued",
                field="value_date",
                date=end,
            )


def _refuse_before_carried(position: FeePosition, value_date: date) -> None:
    """Refuses a day on which the last quarter had not carried its offsets forward yet."""
    last = position.last_accrual()
    if last is not None and value_date < last.period_end:
        raise InputRefused(
            gettext_noop("The offsets were carried forward on {earliest}; {value_date} is before that day."),
            code="before_carried",
            field="value_date",
            value_date=value_date,
            earliest=last.period_end,
        )


def _require_owed(fund: Fund, amount_hkd: Decimal, on: date) -> None:
    owed = max(balances.lowest(fund, Code.FEE_PAYABLE, on, is_owed=True), ZERO)
    if amount_hkd > owed:
        raise InputRefused(
            gettext_noop("{amount_hkd} can't be set off: {payable_hkd} of fee is accrued and unpaid."),
            code="above_the_fee_owed",
            field="way",
            amount_hkd=amount_hkd,
            payable_hkd=owed,
        )


def _record(verb: str, settlement: OffsetSettlement, by, at: datetime, *, reason: str = "") -> None:
    audit.record(
        chain=settlement.fund.chain,
        verb=f"fee_offset.{verb}",
        subject=settlement,
        by=by,
        at=at,
        reason=reason,
        facts={"way": settlement.way, "amount_hkd": settlement.amount_hkd, "value_date": settlement.value_date},
    )
