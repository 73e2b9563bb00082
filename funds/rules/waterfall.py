"""Who gets what of each distribution: capital, hurdle, catch-up, split, and the clawback (R15, R16, A5, A6).

One account runs the tiers, for the whole fund or once for each deal. Growth and payment are those of
`funds.rules.hurdle`; Decimal with 80 digits, as said there. The terms are taken as given: the scheme's cap on
carry and floor under the hurdle are judged where an agreement is entered, not here.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, localcontext
from itertools import groupby

from funds.rules.catch_up import CatchUpTier, check_rates
from funds.rules.further_hurdles import FurtherHurdle, check_further
from funds.rules.hurdle import WORKING, Balance, HurdleTerms, distribute, grown, to_cent
from funds.rules.ladder import Ladder
from funds.rules.waterfall_working import Clawback, Flow, Line, Step, Tiers
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, allocate, total

SCOPES = ("whole_fund", "deal_by_deal")
KINDS = ("contribution", "distribution", "realised_loss")
# Called capital that went back without passing the tiers (A19); only a fund's own books have it.
RETURNED = "returned"
# Carry that the GP gave back, when it goes on to the partners: theirs, no distribution; in a fund's own books alone.
PASSED_ON = "passed_on"
# Called money that a liquidation finds not paid, or deal by deal not at work: it comes in before it is shared out.
CALLED = "called"
WHOLE_FUND = ""

DEAL_MISSING = gettext_noop("A {kind} needs its deal where the waterfall runs deal by deal.")
NO_OPEN_DEAL = gettext_noop(
    "The contribution of {amount_hkd} on {date} names no deal, and no deal has unreturned capital to share it by."
)
RETURNED_ABOVE_CAPITAL = gettext_noop(
    "{amount_hkd} of called capital went back on {date}, more than the {capital_hkd} that was unreturned."
)
LOSS_ABOVE_CAPITAL = gettext_noop(
    "The loss of {amount_hkd} on {date} is more than the {capital_hkd} of capital that {deal} has unreturned."
)


@dataclass(frozen=True, slots=True)
class WaterfallTerms:
    """The agreement's waterfall; `catch_up_rate` 0 means no catch-up, 1 a full one."""

    hurdle: HurdleTerms
    catch_up_rate: Decimal
    carry_rate: Decimal
    scope: str = "whole_fund"
    loss_make_up: bool = False
    further_hurdles: tuple[FurtherHurdle, ...] = ()

    def __post_init__(self):
        check_rates(self.catch_up_rate, self.carry_rate, "terms")
        check_further(self.hurdle.rate, self.carry_rate, self.further_hurdles)

    def ladder(self) -> Ladder:
        """The further hurdles before anything has happened."""
        return Ladder(self.hurdle, self.carry_rate, self.further_hurdles)

    def catch_up(self) -> CatchUpTier:
        """The first hurdle's catch-up before anything has happened."""
        return CatchUpTier(self.hurdle.rate, self.catch_up_rate, self.carry_rate)


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The whole answer: a line for each distribution in date order, totals and the clawback at the last flow.

    `steps` are the events of every account: of the whole fund, or of each deal in the order in which it was entered.
    """

    lines: tuple[Line, ...]
    tiers: Tiers
    contributed_hkd: Decimal
    distributed_hkd: Decimal
    clawback: Clawback
    partner_flows: tuple[tuple[date, Decimal], ...]
    steps: tuple[Step, ...]

    @property
    def clawback_hkd(self) -> Decimal:
        """What the GP would have to give back after the last flow."""
        return self.clawback.due_hkd

    @property
    def profit_hkd(self) -> Decimal:
        return self.distributed_hkd - self.contributed_hkd


def waterfall(flows: Sequence[Flow], terms: WaterfallTerms) -> Waterfall:
    """This function will take every flow through the tiers and give lines, totals and clawback, in HK$.

    On one date contributions come first, then capital returned, realised losses and distributions in the order given,
    and carry passed on: of the whole fund it goes to capital and hurdle, and the catch-up earns it again; deal by deal
    it passes no tier. Each tier pays the smaller of what is left and its balance rounded half up (R15, R16; A5, A6).
    Refuses a deal that is missing or cannot take its part (InputRefused, with the flow's path).
    """
    books = _Books(terms)
    with localcontext(WORKING):
        books.take(flows)
        return books.answer()


def waterfall_before_and_after(
    flows: Sequence[Flow], last: Sequence[Flow], terms: WaterfallTerms
) -> tuple[Waterfall, Waterfall]:
    """This function will give the waterfall of the flows, and that of the flows and last distributions after them.

    The same as `waterfall` of each, run once. No flow comes after the last ones.
    """
    books = _Books(terms)
    with localcontext(WORKING):
        books.take(flows)
        before = books.answer()
        books.take(last, taken=len(flows))
        return before, books.answer()


@dataclass
class _Account:
    """The tiers of the whole fund or of one deal: what is owed, its catch-up and further hurdles, and every event."""

    terms: WaterfallTerms
    deal: str = WHOLE_FUND
    balance: Balance = field(default_factory=Balance)
    growth: Decimal = ZERO
    contributed: Decimal = ZERO
    hurdle_paid: Decimal = ZERO
    steps: list[Step] = field(default_factory=list)
    catch_up: CatchUpTier = field(init=False)
    ladder: Ladder = field(init=False)

    def __post_init__(self):
        self.catch_up, self.ladder = self.terms.catch_up(), self.terms.ladder()

    def turn_to(self, start: date, day: date) -> None:
        before = self.balance.hurdle
        self.ladder.turn_to(start, day)
        self.balance = grown(self.balance, self.terms.hurdle, start, day)
        self.growth += self.balance.hurdle - before

    def contribute(self, day: date, amount: Decimal, kind: str = "contribution") -> None:
        """Takes money in; below zero it is called capital that went back."""
        before = self.balance
        self.contributed += amount
        self.ladder.contribute(amount)
        self.balance = Balance(before.capital + amount, before.capitalised, before.accruing)
        self._keep(day, kind, abs(amount), before)

    def lose(self, day: date, amount: Decimal) -> None:
        before = self.balance
        self.ladder.contribute(-amount)
        self.balance = Balance(before.capital - amount, before.capitalised, before.accruing)
        self._keep(day, "realised_loss", amount, before)

    def distribute(self, day: date, amount: Decimal, made_up: Decimal = ZERO) -> Tiers:
        before = self.balance
        capital, hurdle, self.balance = distribute(before, self.terms.hurdle, amount - made_up)
        self.hurdle_paid += hurdle
        left = amount - made_up - capital - hurdle
        first = self.catch_up.pay(left, self.hurdle_paid)
        self.ladder.receive(capital + hurdle + sum((one.to_lp_hkd for one in first), ZERO))
        below = self.hurdle_paid + self.catch_up.paid_hkd
        after_first = left - sum((one.paid_hkd for one in first), ZERO)
        bands, further = self.ladder.split(after_first, below, self.catch_up.to_gp_hkd)
        catch_ups = first + further
        catch_up_gp = sum((one.to_gp_hkd for one in catch_ups), ZERO)
        catch_up_lp = sum((one.to_lp_hkd for one in catch_ups), ZERO)
        split_gp = sum((band.gp_hkd for band in bands), ZERO)
        split_lp = left - catch_up_gp - catch_up_lp - split_gp
        tiers = Tiers(made_up + capital, hurdle, catch_up_gp, catch_up_lp, split_lp, split_gp)
        how = {"catch_ups": catch_ups, "made_up_hkd": made_up, "bands": bands}
        self._keep(day, "distribution", amount, before, tiers=tiers, **how)
        return tiers

    def pass_on(self, day: date, amount: Decimal) -> None:
        """Carry that goes back to the partners: against capital and hurdle first, and never the general partner's.

        What of it returns capital or pays hurdle is profit shared out no longer; the catch-up finds all of it lacking.
        """
        before = self.balance
        capital, hurdle, self.balance = distribute(before, self.terms.hurdle, amount)
        self.hurdle_paid += hurdle
        self.catch_up.take_back(capital + hurdle, amount)
        self.ladder.receive(amount)
        self.ladder.open_again()
        self._keep(day, PASSED_ON, amount, before, tiers=Tiers(capital, hurdle))

    def receive(self, day: date, amount: Decimal) -> None:
        """The partners' own account: what they really got, against capital and hurdle alone."""
        before = self.balance
        capital, hurdle, self.balance = distribute(before, self.terms.hurdle, amount)
        self.hurdle_paid += hurdle
        self.ladder.receive(amount)
        self._keep(day, "distribution", amount, before, tiers=Tiers(capital, hurdle))

    def _keep(self, day: date, kind: str, amount: Decimal, before: Balance, **how) -> None:
        after = self.balance
        owed = (before.capital, before.hurdle, after.capital, after.hurdle)
        self.steps.append(Step(self.deal, day, kind, amount, self.growth, *owed, lacking=self.ladder.tell(), **how))
        self.growth = ZERO


class _Books:
    """All accounts at one moment: one for each deal (or the fund), and the partners' own for the clawback."""

    def __init__(self, terms: WaterfallTerms):
        self.terms = terms
        self.by_deal = terms.scope == "deal_by_deal"
        self.accounts: dict[str, _Account] = {} if self.by_deal else {WHOLE_FUND: _Account(terms)}
        self.partners = _Account(terms)
        self.losses: dict[str, Decimal] = {}
        self.lines: list[Line] = []
        self.partner_flows: list[tuple[date, Decimal]] = []
        self.day: date | None = None

    def take(self, flows: Sequence[Flow], *, taken: int = 0) -> None:
        """Takes flows day by day; `taken` were taken before them, which their paths count."""
        numbered = sorted(enumerate(flows, start=taken), key=lambda item: item[1].date)
        for day, todays in groupby(numbered, key=lambda item: item[1].date):
            self.turn_to(day)
            kinds = defaultdict(list)
            for index, flow in todays:
                kinds[flow.kind].append((f"flows.{index}", flow))
            self.contribute([*kinds["contribution"], *kinds[CALLED]])
            for path, flow in kinds[RETURNED]:
                self.give_back(path, flow)
            for path, flow in kinds["realised_loss"]:
                self.lose(path, flow)
            for path, flow in kinds["distribution"]:
                self.distribute(path, flow)
            for _path, flow in kinds[PASSED_ON]:
                if not self.by_deal:
                    self._account(flow).pass_on(flow.date, flow.amount_hkd)
                self.partners.receive(flow.date, flow.amount_hkd)
                self.partner_flows.append((flow.date, flow.amount_hkd))

    def turn_to(self, day: date) -> None:
        for account in (*self.accounts.values(), self.partners):
            account.turn_to(self.day or day, day)
        self.day = day

    def contribute(self, todays: Sequence[tuple[str, Flow]]) -> None:
        for _path, flow in todays:
            self.partners.contribute(flow.date, flow.amount_hkd, flow.kind)
            self.partner_flows.append((flow.date, -flow.amount_hkd))
            if not self.by_deal or flow.deal is not None:
                self._account(flow).contribute(flow.date, flow.amount_hkd, flow.kind)
        if self.by_deal:
            self._share([item for item in todays if item[1].deal is None])

    def _share(self, unnamed: Sequence[tuple[str, Flow]]) -> None:
        """Contributions without a deal go to the deals open after the day's named ones, by contributed capital."""
        open_deals = [account for account in self.accounts.values() if account.balance.capital > 0]
        weights = [account.contributed for account in open_deals]
        for path, flow in unnamed:
            if not open_deals:
                raise InputRefused(
                    NO_OPEN_DEAL, code="no_open_deal", field=f"{path}.deal", amount_hkd=flow.amount_hkd, date=flow.date
                )
            for account, part in zip(open_deals, allocate(flow.amount_hkd, weights), strict=True):
                account.contribute(flow.date, part)

    def give_back(self, path: str, flow: Flow) -> None:
        """Called capital that went back: it was never at work, so it lowers what is owed and passes no tier."""
        account = self._named_account(path, flow) if self.by_deal else self._account(flow)
        capital = min(account.balance.capital, self.partners.balance.capital)
        if flow.amount_hkd > capital:
            raise InputRefused(
                RETURNED_ABOVE_CAPITAL,
                code="returned_above_capital",
                field=f"{path}.amount_hkd",
                amount_hkd=flow.amount_hkd,
                date=flow.date,
                capital_hkd=to_cent(capital),
            )
        account.contribute(flow.date, -flow.amount_hkd, RETURNED)
        self.partners.contribute(flow.date, -flow.amount_hkd, RETURNED)
        self.partner_flows.append((flow.date, flow.amount_hkd))

    def lose(self, path: str, flow: Flow) -> None:
        if not self.by_deal:
            return
        account = self._named_account(path, flow)
        if flow.amount_hkd > account.balance.capital:
            raise InputRefused(
                LOSS_ABOVE_CAPITAL,
                code="loss_above_capital",
                field=f"{path}.amount_hkd",
                amount_hkd=flow.amount_hkd,
                date=flow.date,
                capital_hkd=account.balance.capital,
                deal=flow.deal,
            )
        account.lose(flow.date, flow.amount_hkd)
        self.losses[flow.deal] = self.losses.get(flow.deal, ZERO) + flow.amount_hkd

    def distribute(self, path: str, flow: Flow) -> None:
        account = self._named_account(path, flow) if self.by_deal else self._account(flow)
        made_up = self._make_up_losses(flow) if self.by_deal and self.terms.loss_make_up else ZERO
        tiers = account.distribute(flow.date, flow.amount_hkd, made_up)
        self.partners.receive(flow.date, tiers.lp_hkd)
        self.partner_flows.append((flow.date, tiers.lp_hkd))
        self.lines.append(Line(flow, tiers, account.steps[-1]))

    def _make_up_losses(self, flow: Flow) -> Decimal:
        """The losses of other deals come first, the oldest first, without hurdle."""
        made_up = ZERO
        for deal in self.losses:
            if deal != flow.deal:
                part = min(flow.amount_hkd - made_up, self.losses[deal])
                self.losses[deal] -= part
                made_up += part
        return made_up

    def _account(self, flow: Flow) -> _Account:
        deal = flow.deal if self.by_deal else WHOLE_FUND
        if deal not in self.accounts:
            self.accounts[deal] = _Account(self.terms, deal)
        return self.accounts[deal]

    def _named_account(self, path: str, flow: Flow) -> _Account:
        if flow.deal is None:
            raise InputRefused(DEAL_MISSING, code="deal_missing", field=f"{path}.deal", kind=flow.kind)
        return self._account(flow)

    def answer(self) -> Waterfall:
        tiers = sum_of(line.tiers for line in self.lines)
        distributed = total(line.flow.amount_hkd for line in self.lines)
        return Waterfall(
            lines=tuple(self.lines),
            tiers=tiers,
            contributed_hkd=self.partners.contributed,
            distributed_hkd=distributed,
            clawback=self._clawback(tiers, distributed - self.partners.contributed),
            partner_flows=tuple(self.partner_flows),
            steps=tuple(step for account in self.accounts.values() for step in account.steps),
        )

    def _clawback(self, tiers: Tiers, profit: Decimal) -> Clawback:
        """The larger of carry above its share of profit and what partners lack; at most the carry received (A6).

        What partners lack: contributions and the whole-fund hurdle on them, which runs until what they
        really received has paid it, less all that the tiers gave them. Carry that went back to them stops that
        hurdle; it is no less to be given back for it, since whoever asks takes off what came back. Its share of the
        profit is the carry rate of it, or with further hurdles what each part of it earns.
        """
        contributed, earned = self.partners.contributed, self.partners.ladder.earned(profit)
        above_share = tiers.gp_hkd - sum((part.carry_hkd for part in earned), ZERO)
        hurdle = self.partners.hurdle_paid + self.partners.balance.hurdle
        lacking = contributed + hurdle - tiers.lp_hkd
        return Clawback(
            carry_hkd=tiers.gp_hkd,
            earned=earned,
            profit_hkd=profit,
            contributed_hkd=contributed,
            hurdle_hkd=hurdle,
            received_hkd=tiers.lp_hkd,
            above_share_hkd=above_share,
            lacking_hkd=lacking,
            due_hkd=to_cent(min(tiers.gp_hkd, max(ZERO, above_share, lacking))),
            steps=tuple(self.partners.steps),
        )


def sum_of(all_tiers: Iterable[Tiers]) -> Tiers:
    """This function will add tiers, in HK$."""
    rows = list(all_tiers)
    return Tiers(**{tier.name: total(getattr(row, tier.name) for row in rows) for tier in fields(Tiers)})
