"""Who gets what of each distribution: capital, hurdle, catch-up, split, and the clawback (R15, R16, A5, A6).

One account runs the tiers, for the whole fund or once for each deal. Growth and payment are those of
`funds.rules.hurdle`; Decimal with 80 digits, as said there. The terms are taken as given: the scheme's cap on
carry and floor under the hurdle are judged where an agreement is entered, not here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal, localcontext
from itertools import groupby

from funds.rules.hurdle import WORKING, Balance, HurdleTerms, distribute, grown, payment, to_cent
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ONE, ZERO, allocate, total

SCOPES = ("whole_fund", "deal_by_deal")
KINDS = ("contribution", "distribution", "realised_loss")
# Called capital that went back without passing the tiers (A19); only a fund's own books have it.
RETURNED = "returned"
WHOLE_FUND = ""

RATE_ABOVE_ONE = gettext_noop("{name} is {rate}; it is a share of a dollar, from 0 to 1.")
CATCH_UP_NEVER_ENDS = gettext_noop(
    "A catch-up rate of {catch_up_rate} never reaches a carry of {carry_rate}: give 0 for none, or more than the carry."
)
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

    def __post_init__(self):
        for name in ("catch_up_rate", "carry_rate"):
            if getattr(self, name) > ONE:
                rate = getattr(self, name)
                raise InputRefused(RATE_ABOVE_ONE, code="rate_above_one", field=f"terms.{name}", name=name, rate=rate)
        if 0 < self.catch_up_rate <= self.carry_rate:
            raise InputRefused(
                CATCH_UP_NEVER_ENDS,
                code="catch_up_never_ends",
                field="terms.catch_up_rate",
                catch_up_rate=self.catch_up_rate,
                carry_rate=self.carry_rate,
            )


@dataclass(frozen=True, slots=True)
class Flow:
    """A contribution, a distribution (gross, before tiers), a realised loss or called capital returned, in HK$.

    It names its deal where it has one.
    """

    date: date
    kind: str
    amount_hkd: Decimal
    deal: str | None = None


@dataclass(frozen=True, slots=True)
class Tiers:
    """How one distribution was used, in HK$; or the sum of several."""

    return_of_capital_hkd: Decimal = ZERO
    hurdle_hkd: Decimal = ZERO
    catch_up_gp_hkd: Decimal = ZERO
    catch_up_lp_hkd: Decimal = ZERO
    split_lp_hkd: Decimal = ZERO
    split_gp_hkd: Decimal = ZERO

    @property
    def lp_hkd(self) -> Decimal:
        return self.return_of_capital_hkd + self.hurdle_hkd + self.catch_up_lp_hkd + self.split_lp_hkd

    @property
    def gp_hkd(self) -> Decimal:
        return self.catch_up_gp_hkd + self.split_gp_hkd

    def as_dict(self) -> dict[str, Decimal]:
        return {tier.name: getattr(self, tier.name) for tier in fields(self)}


@dataclass(frozen=True, slots=True)
class Line:
    """One distribution and its tiers."""

    flow: Flow
    tiers: Tiers


@dataclass(frozen=True, slots=True)
class Waterfall:
    """The whole answer: a line for each distribution in date order, totals and the clawback at the last flow."""

    lines: tuple[Line, ...]
    tiers: Tiers
    contributed_hkd: Decimal
    distributed_hkd: Decimal
    clawback_hkd: Decimal
    partner_flows: tuple[tuple[date, Decimal], ...]

    @property
    def profit_hkd(self) -> Decimal:
        return self.distributed_hkd - self.contributed_hkd


def waterfall(flows: Sequence[Flow], terms: WaterfallTerms) -> Waterfall:
    """This function will take every flow through the tiers and give lines, totals and clawback, in HK$.

    On one date contributions come first, then capital returned, realised losses and distributions in the order
    given. Each tier pays the smaller of what is left and its balance rounded half up (R15, R16; A5, A6). Refuses a
    deal that is missing or cannot take its part (InputRefused, with the flow's path).
    """
    numbered = sorted(enumerate(flows), key=lambda item: item[1].date)
    books = _Books(terms)
    with localcontext(WORKING):
        for day, todays in groupby(numbered, key=lambda item: item[1].date):
            books.turn_to(day)
            kinds = {kind: [] for kind in (*KINDS, RETURNED)}
            for index, flow in todays:
                kinds[flow.kind].append((f"flows.{index}", flow))
            books.contribute(kinds["contribution"])
            for path, flow in kinds[RETURNED]:
                books.give_back(path, flow)
            for path, flow in kinds["realised_loss"]:
                books.lose(path, flow)
            for path, flow in kinds["distribution"]:
                books.distribute(path, flow)
        return books.answer()


@dataclass
class _Account:
    """The tiers of the whole fund or of one deal: what is owed, and what its catch-up has had so far."""

    terms: WaterfallTerms
    balance: Balance = field(default_factory=Balance)
    contributed: Decimal = ZERO
    hurdle_paid: Decimal = ZERO
    catch_up_gp: Decimal = ZERO
    catch_up_all: Decimal = ZERO
    caught_up_at: Decimal | None = None

    def contribute(self, amount: Decimal) -> None:
        self.contributed += amount
        self.balance = replace(self.balance, capital=self.balance.capital + amount)

    def give_back(self, amount: Decimal) -> None:
        self.contribute(ZERO - amount)

    def distribute(self, amount: Decimal) -> Tiers:
        capital, hurdle, self.balance = distribute(self.balance, self.terms.hurdle, amount)
        self.hurdle_paid += hurdle
        left = amount - capital - hurdle
        catch_up_gp, catch_up_lp = self._catch_up(left)
        left -= catch_up_gp + catch_up_lp
        split_gp = to_cent(self.terms.carry_rate * left)
        return Tiers(capital, hurdle, catch_up_gp, catch_up_lp, left - split_gp, split_gp)

    def _catch_up(self, left: Decimal) -> tuple[Decimal, Decimal]:
        """What the GP and the partners take of the catch-up tier.

        The tier pays x where GP so far + rate * x = carry * (hurdle + tier so far + x). Once paid in full it
        stays at zero until more hurdle is paid, whatever a rounded part of a cent would still ask for.
        """
        rate, carry = self.terms.catch_up_rate, self.terms.carry_rate
        if rate == 0 or self.caught_up_at == self.hurdle_paid:
            return ZERO, ZERO
        owed = (carry * (self.hurdle_paid + self.catch_up_all) - self.catch_up_gp) / (rate - carry)
        paid, still_owed = payment(max(ZERO, owed), left)
        if still_owed == 0:
            self.caught_up_at = self.hurdle_paid
        to_gp = to_cent(rate * paid)
        self.catch_up_all += paid
        self.catch_up_gp += to_gp
        return to_gp, paid - to_gp


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

    def turn_to(self, day: date) -> None:
        for account in (*self.accounts.values(), self.partners):
            account.balance = grown(account.balance, self.terms.hurdle, self.day or day, day)
        self.day = day

    def contribute(self, todays: Sequence[tuple[str, Flow]]) -> None:
        for _path, flow in todays:
            self.partners.contribute(flow.amount_hkd)
            self.partner_flows.append((flow.date, -flow.amount_hkd))
            if not self.by_deal or flow.deal is not None:
                self._account(flow).contribute(flow.amount_hkd)
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
                account.contribute(part)

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
        account.give_back(flow.amount_hkd)
        self.partners.give_back(flow.amount_hkd)
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
        account.balance = replace(account.balance, capital=account.balance.capital - flow.amount_hkd)
        self.losses[flow.deal] = self.losses.get(flow.deal, ZERO) + flow.amount_hkd

    def distribute(self, path: str, flow: Flow) -> None:
        account = self._named_account(path, flow) if self.by_deal else self._account(flow)
        made_up = self._make_up_losses(flow) if self.by_deal and self.terms.loss_make_up else ZERO
        tiers = account.distribute(flow.amount_hkd - made_up)
        tiers = replace(tiers, return_of_capital_hkd=tiers.return_of_capital_hkd + made_up)
        _capital, hurdle, self.partners.balance = distribute(self.partners.balance, self.terms.hurdle, tiers.lp_hkd)
        self.partners.hurdle_paid += hurdle
        self.partner_flows.append((flow.date, tiers.lp_hkd))
        self.lines.append(Line(flow, tiers))

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
        return self.accounts.setdefault(flow.deal if self.by_deal else WHOLE_FUND, _Account(self.terms))

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
            clawback_hkd=self._clawback(tiers, distributed - self.partners.contributed),
            partner_flows=tuple(self.partner_flows),
        )

    def _clawback(self, tiers: Tiers, profit: Decimal) -> Decimal:
        """The larger of carry above its share of profit and what partners lack; at most the carry received (A6).

        What partners lack: contributions and the whole-fund hurdle on them, which runs until what they
        really received has paid it, less all that they received.
        """
        above_share = tiers.gp_hkd - self.terms.carry_rate * max(ZERO, profit)
        hurdle = self.partners.hurdle_paid + self.partners.balance.hurdle
        lacking = self.partners.contributed + hurdle - tiers.lp_hkd
        return to_cent(min(tiers.gp_hkd, max(ZERO, above_share, lacking)))


def sum_of(all_tiers: Iterable[Tiers]) -> Tiers:
    """This function will add tiers, in HK$."""
    rows = list(all_tiers)
    return Tiers(**{tier.name: total(getattr(row, tier.name) for row in rows) for tier in fields(Tiers)})
