"""Partners' capital accounts read from a fund's book, at any dates, as known at any recorded moment (A6).

The number of queries does not grow with partners or dates. The carry on paper is that of a hypothetical liquidation at
each date: everything the waterfall has had, and the net assets that its flows leave, go through the tiers.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q, Sum

from funds import deal_flows, offset_facts, selectors, waterfall_facts
from funds.models import (
    CapitalCall,
    Closing,
    Commitment,
    Distribution,
    DistributionLine,
    Fund,
    FundAgreement,
    JournalEntry,
    LedgerAccount,
    Partner,
    PartnerFee,
)
from funds.rules import capital_account, waterfall
from funds.rules.capital_account import Figures, Movement, Seat, Transfer
from funds.waterfall_facts import Liquidation
from itvf.dates import quarter_end
from itvf.errors import NotFound, gettext_noop
from itvf.money import ZERO, total

Code = LedgerAccount.Code
Kind = JournalEntry.Kind

# Where an account of a fund's book stands in a capital account; the others are assets and liabilities.
CAUSES = {
    Code.CAPITAL_CONTRIBUTED: "contributions",
    Code.CAPITAL_OUTSIDE: "contributions",
    Code.CAPITAL_DISTRIBUTED: "distributions",
    Code.CARRY_DISTRIBUTED: "carry_paid",
    Code.FEE_EXPENSE: "fees",
    Code.EXPENSE: "expenses",
    Code.FACILITY_COST: "expenses",
    Code.INCOME: "income",
    Code.LATE_INTEREST: "income",
    Code.TAX_WITHHELD: "income",
    Code.REALISED_GAIN: "realised",
    Code.REALISED_FX: "realised",
    Code.UNREALISED_GAIN: "unrealised",
    Code.UNREALISED_FX: "unrealised",
}
CAPITAL = (Code.CAPITAL_CONTRIBUTED, Code.CAPITAL_OUTSIDE, Code.CAPITAL_DISTRIBUTED)
# Beside the account: called and not paid yet, declared and not paid out yet.
BESIDE = (Code.CALL_RECEIVABLE, Code.DISTRIBUTION_PAYABLE)
# What a movement of capital was for, the undoing of one too; those of a true-up net to zero over the partners.
NATURES = (
    "entry__capital_call__nature",
    "entry__distribution__nature",
    "entry__reverses__capital_call__nature",
    "entry__reverses__distribution__nature",
)
SIGNS = {"contribution": 1, "distribution": -1, waterfall.RETURNED: -1, "realised_loss": 0, waterfall.PASSED_ON: 0}
TRUE_UP = (CapitalCall.Nature.TRUE_UP, Distribution.Nature.TRUE_UP)


@dataclass(frozen=True, slots=True)
class Standing:
    """A partner at a date, in HK$: its account, and what stands beside it.

    `accrued_carry_hkd` is carry earned and not paid out: the GP's above zero, what others bear below it; `claim_hkd` is
    the GP's carry on paper before it bears its own part, which multiples leave out. `called_hkd` is what was called of
    the commitment, `outside_hkd` what was called beside it.
    """

    figures: Figures
    committed_hkd: Decimal
    called_hkd: Decimal
    outside_hkd: Decimal
    recallable_hkd: Decimal
    outstanding_hkd: Decimal
    payable_hkd: Decimal
    accrued_carry_hkd: Decimal
    claim_hkd: Decimal

    @property
    def unfunded_hkd(self) -> Decimal:
        """What can still be called: not called yet, and given back for a new call (A20)."""
        return self.committed_hkd - self.called_hkd + self.recallable_hkd


@dataclass(frozen=True, slots=True)
class Accounts:
    """A fund's capital accounts: partners in the order of joining, and by date each one's standing (by pk)."""

    fund: Fund
    agreement: FundAgreement
    partners: tuple[Partner, ...]
    at: dict[date, dict[int, Standing]]
    accrued_hkd: dict[date, Decimal]
    liquidations: dict[date, Liquidation]
    net_flows: tuple[tuple[date, Decimal], ...]

    def whole(self, on: date) -> Figures:
        """The fund's account: the sum of its partners'; `nav_hkd` is the net assets of its book."""
        return capital_account.sum_of(standing.figures for standing in self.at[on].values())

    def sum(self, on: date, name: str) -> Decimal:
        """One figure of `Standing`, over all partners."""
        return total(getattr(standing, name) for standing in self.at[on].values())

    def period(self, partner: int | None, opening: date, closing: date) -> capital_account.Period:
        """The account of a partner (pk), or of the fund, between two dates that were asked for."""
        if partner is None:
            return capital_account.period(self.whole(opening), self.whole(closing))
        return capital_account.period(self.at[opening][partner].figures, self.at[closing][partner].figures)


@dataclass(frozen=True, slots=True)
class Worked:
    """How a fund's results to a day were shared over its partners, whose order is that of `partners` (by pk)."""

    partners: tuple[int, ...]
    in_pool: frozenset[int]
    steps: capital_account.Working


def working(fund: Fund, on: date, *, known_at: datetime | None = None) -> Worked:
    """This function will give the working behind the accounts of a day, from the same movements as `of_fund`."""
    agreement = selectors.agreement_of(fund, known_at=known_at)
    register = _Register(fund, on, known_at)
    partners = Partner.objects.filter(pk__in=register.joined).order_by("id")
    seats = [_seat(partner, agreement, register) for partner in partners]
    steps = capital_account.working(seats, _Book(fund, on, known_at).movements, on, register.transfers)
    return Worked(tuple(seat.id for seat in seats), frozenset(seat.id for seat in seats if seat.in_pool), steps)


def quarter_ends(fund: Fund, until: date) -> list[date]:
    """The quarter ends from a fund's first closing to a day, the day's own quarter only if it is over."""
    found = []
    if fund.first_closing_date is not None:
        end = quarter_end(fund.first_closing_date)
        while end <= until:
            found.append(end)
            end = quarter_end(end + timedelta(days=1))
    return found


def of_fund(fund: Fund, dates: Collection[date], *, known_at: datetime | None = None) -> Accounts:
    """This function will give a fund's capital accounts at each date, in HK$; partners and dates add no queries.

    Refuses (NotFound) a fund in which nobody was admitted by the last of the dates.
    """
    dates = sorted(set(dates))
    agreement = selectors.agreement_of(fund, known_at=known_at)
    register = _Register(fund, dates[-1], known_at)
    partners = tuple(Partner.objects.filter(pk__in=register.joined).order_by("id"))
    if not partners:
        raise NotFound(gettext_noop("Nobody was admitted to {fund} by {date}."), fund=str(fund), date=dates[-1])
    seats = [_seat(partner, agreement, register) for partner in partners]
    book = _Book(fund, dates[-1], known_at)
    for partner, moves in register.recallable.items():
        book.recallable[partner] += moves
    shared = capital_account.accounts(seats, book.movements, dates, register.transfers)
    carry = _Carry(agreement, seats, dates[-1], known_at, settled=book.settled)
    standings, accrued, liquidations = {}, {}, {}
    for on in dates:
        liquidations[on] = carry.at(on, shared[on])
        lifetime = liquidations[on].whole.tiers.gp_hkd - liquidations[on].clawback_hkd
        accrued[on] = total([lifetime, *(figures.carry_paid_hkd for figures in shared[on].values())])
        figures = capital_account.with_carry(shared[on], seats, lifetime)
        on_paper = capital_account.carry_parts(shared[on], seats, accrued[on])
        standings[on] = {
            seat.id: Standing(
                figures=figures[seat.id],
                committed_hkd=_by(on, register.joined[seat.id]),
                called_hkd=figures[seat.id].contributions_hkd - book.outside(seat.id, on),
                accrued_carry_hkd=on_paper[seat.id],
                claim_hkd=accrued[on] if seat.is_general_partner else ZERO,
                **book.beside(seat.id, on),
            )
            for seat in seats
        }
    return Accounts(fund, agreement, partners, standings, accrued, liquidations, book.net_flows)


class _Register:
    """A fund's register up to a day: commitments in force and what of them passed to another partner; two queries.

    By partner (pk): `joined`, day and HK$ of each commitment; `recallable`, what passed of what may be called again.
    """

    def __init__(self, fund: Fund, until: date, known_at: datetime | None):
        self.joined: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
        self.recallable: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
        self.transfers: list[Transfer] = []
        found = Commitment.objects.filter(
            fund=fund, closing__stage=Closing.Stage.COMPLETED, closing__closing_date__lte=until
        ).order_by("closing__closing_date", "closing__number", "amount_hkd")
        if known_at is not None:
            found = found.filter(closing__completed_at__lte=known_at)
        givers: dict[int, tuple[int, Decimal]] = {}
        for one, day, amount in found.restored_by_day():
            self.recallable[one.partner_id].append((day, amount))
        for row in found.select_related("closing"):
            change, partner, amount = row.closing, row.partner_id, row.amount_hkd
            if change.kind == Closing.Kind.TRANSFER:
                if amount < 0:
                    givers[change.pk] = partner, total(before for _day, before in self.joined[partner])
                else:
                    giver, before = givers[change.pk]
                    self.transfers.append(Transfer(change.closing_date, giver, partner, amount, before))
            self.joined[partner].append((change.closing_date, amount))

    def promised(self, partner: int) -> Decimal:
        """What a partner committed itself, without what passed from or to it, in HK$."""
        given = [one.amount_hkd for one in self.transfers if one.giver == partner]
        taken = [-one.amount_hkd for one in self.transfers if one.taker == partner]
        return total([*(amount for _day, amount in self.joined[partner]), *given, *taken])


def _seat(partner: Partner, agreement: FundAgreement, register: _Register) -> Seat:
    return Seat(
        id=partner.pk,
        commitment_hkd=register.promised(partner.pk),
        in_pool=agreement.gp_in_pool or partner.kind not in waterfall_facts.OUTSIDE_POOL,
        is_general_partner=partner.kind == Partner.Kind.GP,
    )


class _Book:
    """A fund's book up to a day as movements of capital accounts, and what stands beside them: four queries."""

    def __init__(self, fund: Fund, until: date, known_at: datetime | None):
        self.movements: list[Movement] = []
        self.balances: dict[tuple[int, str], list[tuple[date, Decimal]]] = defaultdict(list)
        flows: dict[date, Decimal] = defaultdict(lambda: ZERO)
        fees: dict[date, Decimal] = defaultdict(lambda: ZERO)
        rows = (
            selectors.postings(as_of=until, known_at=known_at)
            .filter(account__book__fund=fund, account__code__in=(*CAUSES, *BESIDE))
            .values_list("entry__effective_date", "account__code", "account__partner", *NATURES)
            .annotate(sum=Sum("amount_hkd"))
            .order_by("entry__effective_date", "account__code", "account__partner")
        )
        for day, code, partner, *natures, amount in rows:
            if not amount:
                continue
            if code in BESIDE:
                self.balances[partner, code].append((day, amount))
                continue
            if code == Code.CAPITAL_OUTSIDE:
                self.balances[partner, code].append((day, amount))
            if code == Code.FEE_EXPENSE:
                fees[day] += amount
                continue
            reshares = any(nature in TRUE_UP for nature in natures)
            self.movements.append(Movement(day, CAUSES[code], -amount, partner, reshares))
            if code in CAPITAL and not reshares:
                flows[day] += amount
        self.settled = tuple(offset_facts.passed_on(fund, until, known_at))
        self.movements += self._fees(fund, until, known_at, fees)
        self.net_flows = tuple(sorted((day, amount) for day, amount in flows.items() if amount))
        self.recallable = self._recallable(fund, until, known_at)

    def _fees(self, fund: Fund, until: date, known_at: datetime | None, booked: dict[date, Decimal]) -> list[Movement]:
        """The fee as each partner bears it, less what it was spared; what is booked beyond that is shared."""
        rows = PartnerFee.objects.filter(accrual__fund=fund, accrual__entry__effective_date__lte=until)
        rows = waterfall_facts.standing(rows, known_at, "accrual__entry")
        found, left = [], defaultdict(lambda: ZERO, booked)
        for day, partner, gross, net in rows.values_list(
            "accrual__entry__effective_date", "partner", "gross_hkd", "net_hkd"
        ):
            found += [
                Movement(day, "fees", -gross, partner),
                Movement(day, capital_account.SPARED, gross - net, partner),
            ]
            left[day] -= net
        for day, partner, amount in self.settled:
            found.append(Movement(day, capital_account.SPARED, amount, partner))
            left[day] += amount
        return found + [Movement(day, "fees", -amount) for day, amount in left.items() if amount]

    @staticmethod
    def _recallable(fund: Fund, until: date, known_at: datetime | None) -> dict[int, list[tuple[date, Decimal]]]:
        found: dict[int, list[tuple[date, Decimal]]] = defaultdict(list)
        lines = DistributionLine.objects.filter(
            Q(recallable_hkd__gt=0), distribution__fund=fund, distribution__entry__effective_date__lte=until
        )
        lines = waterfall_facts.standing(lines, known_at, "distribution__entry")
        for partner, day, amount in lines.values_list(
            "partner", "distribution__entry__effective_date", "recallable_hkd"
        ):
            found[partner].append((day, amount))
        return found

    def outside(self, partner: int, on: date) -> Decimal:
        """What was called of a partner outside its commitment."""
        return -_by(on, self.balances.get((partner, Code.CAPITAL_OUTSIDE), ()))

    def beside(self, partner: int, on: date) -> dict[str, Decimal]:
        """What stands beside a partner's account."""
        return {
            "outside_hkd": self.outside(partner, on),
            "recallable_hkd": _by(on, self.recallable.get(partner, ())),
            "outstanding_hkd": _by(on, self.balances.get((partner, Code.CALL_RECEIVABLE), ())),
            "payable_hkd": -_by(on, self.balances.get((partner, Code.DISTRIBUTION_PAYABLE), ())),
        }


class _Carry:
    """The carry of a fund's whole life at a date, by hypothetical liquidation; its flows are read once."""

    def __init__(
        self,
        agreement: FundAgreement,
        seats: Iterable[Seat],
        until: date,
        known_at: datetime | None,
        *,
        settled: Iterable[tuple[date, int, Decimal]],
    ):
        self.agreement = agreement
        self.in_pool = [seat.id for seat in seats if seat.in_pool]
        self.flows = waterfall_facts.flows_of([agreement], until, known_at=known_at)[agreement.fund_id]
        self.values = _values(agreement, until, known_at)
        self.settled = tuple(settled)

    def at(self, on: date, shared: dict[int, Figures]) -> Liquidation:
        """The liquidation of what the flows brought in, with the pool's result.

        The net assets that are distributed are those which the flows themselves leave: a call that is due and not
        paid, or a distribution declared and not paid, is neither gain nor loss. A settled fee offset is in the result,
        and has gone to its partner.
        """
        flows = [flow for flow in self.flows if flow.date <= on]
        moved = [flow.amount_hkd * SIGNS[flow.kind] for flow in flows]
        gone = [-amount for day, partner, amount in self.settled if day <= on and partner in self.in_pool]
        left = max(total([*moved, *gone, *(shared[pk].result_hkd for pk in self.in_pool)]), ZERO)
        return waterfall_facts.liquidate(
            self.agreement, flows, (ZERO, ZERO), nav_hkd=left, on=on, values=self._values_at(on)
        )

    def _values_at(self, on: date) -> dict[str, Decimal]:
        values = {reference: _by(on, moves) for reference, moves in self.values.items()}
        return {reference: value for reference, value in values.items() if value > 0}


def _values(agreement: FundAgreement, until: date, known_at: datetime | None) -> dict[str, list[tuple[date, Decimal]]]:
    """What moved each deal's value in the books, where the waterfall runs deal by deal."""
    found: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
    if agreement.waterfall_scope == "deal_by_deal":
        rows = (
            selectors.postings(as_of=until, known_at=known_at)
            .filter(account__book__fund=agreement.fund_id, account__code__in=deal_flows.DEAL_CODES)
            .values_list("account__reference", "entry__effective_date")
            .annotate(sum=Sum("amount_hkd"))
            .order_by("account__reference", "entry__effective_date")
        )
        for reference, day, amount in rows:
            found[reference].append((day, amount))
    return found


def _by(on: date, moves: Iterable[tuple[date, Decimal]]) -> Decimal:
    return total(amount for day, amount in moves if day <= on)
