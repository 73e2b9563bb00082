"""Carried interest after it was distributed: released from escrow, or given back where the GP has had too much (A6)."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from funds import balances, selectors, waterfall_facts
from funds.locks import lock_fund
from funds.models import CarryReturn, Fund, JournalEntry, Partner
from funds.services import ledger
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, gettext_noop, plain
from itvf.money import ZERO, money

Code = ledger.Code
Kind = JournalEntry.Kind
Road = CarryReturn.Road


def clawback_due(fund: Fund, on: date) -> tuple[Decimal, waterfall_facts.Liquidation]:
    """This function will give what the GP owes back on a day in HK$, at the books' net assets, and its working (A6).

    With assets left it is the interim clawback, when they are gone the final one; what came back before counts off,
    and while it has not gone on to the partners it is none of the assets that pass the waterfall.
    """
    nav = waterfall_facts.net_assets_of([fund.pk], on)[fund.pk]
    liquidation = waterfall_facts.liquidated(fund, on, nav)
    still = liquidation.clawback_hkd - liquidation.tiers.gp_hkd - returned(fund)
    return max(still, ZERO), liquidation


def returned(fund: Fund) -> Decimal:
    """Carry that came back so far, in HK$."""
    found = CarryReturn.objects.filter(fund=fund, entry__reversed_by__isnull=True)
    return found.aggregate(sum=Sum("amount_hkd"))["sum"] or ZERO


def in_escrow(fund: Fund) -> Decimal:
    """Carry held in escrow, in HK$."""
    return -selectors.balance(fund, Code.CARRY_ESCROW)


@transaction.atomic
def give_back(
    *, fund: Fund, road: str, amount_hkd: Decimal, value_date: date, bank_reference: str = "", by, at: datetime
) -> CarryReturn:
    """This function will record carry that the GP gave back, in cash or out of escrow; at most what is due.

    The partners get it by a distribution of the nature `clawback`.
    """
    permissions.require(by, "carry.give_back", within=fund)
    fund = lock_fund(fund)
    amount_hkd = money(amount_hkd)
    _check_day(value_date, local_date(at))
    due, liquidation = clawback_due(fund, value_date)
    if not ZERO < amount_hkd <= due:
        _refuse(
            "above_clawback",
            gettext_noop("{amount_hkd} can't be given back: the clawback is {due_hkd}."),
            amount_hkd,
            due,
        )
    held = balances.lowest(fund, Code.CARRY_ESCROW, value_date, is_owed=True)
    if road == Road.ESCROW and amount_hkd > held:
        _refuse(
            "above_escrow",
            gettext_noop("{amount_hkd} can't come out of escrow, which holds {due_hkd}."),
            amount_hkd,
            held,
        )
    if road == Road.CASH and not bank_reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's reference of the receipt."), code="reference_missing", field="bank_reference"
        )
    book, gp = ledger.fund_book(fund), _general_partner(fund)
    source = Code.CASH if road == Road.CASH else Code.CARRY_ESCROW
    entry = ledger.post(
        book=book,
        kind=Kind.CARRY_RETURNED,
        effective_date=value_date,
        memo=f"Carried interest returned, {bank_reference.strip() or road}"[:300],
        source=f"carry_return:{fund.pk}:{fund.carry_returns.count() + 1}",
        lines=[
            (ledger.account(book, source, partner=gp if road == Road.ESCROW else None), amount_hkd),
            (ledger.account(book, Code.CARRY_DISTRIBUTED, partner=gp), -amount_hkd),
        ],
        by=by,
    )
    found = CarryReturn.objects.create(
        fund=fund,
        road=road,
        amount_hkd=amount_hkd,
        value_date=value_date,
        bank_reference=bank_reference.strip(),
        clawback_hkd=due,
        working={
            "rule": "R15",
            "assumptions": ["A6"],
            "nav_hkd": plain(liquidation.nav_hkd),
            "clawback_hkd": plain(liquidation.clawback_hkd),
            "carry_at_nav_hkd": plain(liquidation.tiers.gp_hkd),
        },
        entry=entry,
        recorded_by=by,
        recorded_at=at,
    )
    audit.record(
        chain=fund.chain,
        verb="carry.give_back",
        subject=found,
        by=by,
        at=at,
        facts={"amount_hkd": amount_hkd, "road": road},
    )
    return found


@transaction.atomic
def release_escrow(
    *, fund: Fund, amount_hkd: Decimal, value_date: date, bank_reference: str, by, at: datetime
) -> JournalEntry:
    """This function will record carry paid to the GP out of escrow: only what no clawback at net assets could need.

    Neither the clawback of the value date nor today's, of what escrow holds from that day on. A debit counts once.
    """
    permissions.require(by, "carry.release", within=fund)
    fund = lock_fund(fund)
    amount_hkd = money(amount_hkd)
    _check_day(value_date, local_date(at))
    due = max(clawback_due(fund, day)[0] for day in {value_date, local_date(at)})
    free = max(balances.lowest(fund, Code.CARRY_ESCROW, value_date, is_owed=True) - due, ZERO)
    if not ZERO < amount_hkd <= free:
        template = gettext_noop(
            "{amount_hkd} can't be released: {due_hkd} of the escrow is free of a possible clawback."
        )
        _refuse("escrow_needed", template, amount_hkd, free)
    if not bank_reference.strip():
        raise InputRefused(
            gettext_noop("Give the bank's reference of the debit."), code="reference_missing", field="bank_reference"
        )
    book, source = ledger.fund_book(fund), f"carry_release:{bank_reference.strip()}"[:60]
    if ledger.stands(book, Kind.ESCROW_OF_CARRY, source):
        raise InputRefused(
            gettext_noop("The payment {reference} is recorded already; a debit counts once."),
            code="payment_stands",
            field="bank_reference",
            reference=bank_reference.strip(),
        )
    entry = ledger.post(
        book=book,
        kind=Kind.ESCROW_OF_CARRY,
        effective_date=value_date,
        memo=f"Carried interest released from escrow, {bank_reference.strip()}"[:300],
        source=source,
        lines=[
            (ledger.account(book, Code.CARRY_ESCROW, partner=_general_partner(fund)), amount_hkd),
            (ledger.account(book, Code.CASH), -amount_hkd),
        ],
        by=by,
    )
    audit.record(chain=fund.chain, verb="carry.release", subject=entry, by=by, at=at, facts={"amount_hkd": amount_hkd})
    return entry


def _general_partner(fund: Fund) -> Partner:
    return fund.partners.get(kind=Partner.Kind.GP)


def _check_day(value_date: date, on: date) -> None:
    if value_date > on:
        raise InputRefused(
            gettext_noop("The value date {value_date} is in the future; record it when the bank shows it."),
            code="future_value_date",
            field="value_date",
            value_date=value_date,
        )


def _refuse(code: str, template: str, amount_hkd: Decimal, due_hkd: Decimal) -> None:
    figures = {"amount_hkd": amount_hkd, "due_hkd": due_hkd}
    raise RuleBroken([Breach(code, template, "R15", "Annex 3 1(k)(ii), A6", figures)])
