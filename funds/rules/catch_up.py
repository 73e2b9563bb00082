"""The catch-up after a hurdle: the general partner takes more of each dollar until it has its carry (R15, A6)."""

from dataclasses import dataclass
from decimal import Decimal

from funds.rules.hurdle import payment, to_cent
from funds.rules.waterfall_working import CatchUp
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ONE, ZERO

RATE_ABOVE_ONE = gettext_noop("{name} is {rate}; it is a share of a dollar, from 0 to 1.")
CATCH_UP_NEVER_ENDS = gettext_noop(
    "A catch-up rate of {catch_up_rate} never reaches a carry of {carry_rate}: give 0 for none, or more than the carry."
)


@dataclass(slots=True)
class CatchUpTier:
    """One catch-up of one account: its rates, and what it has paid so far; without a rate it pays nothing."""

    hurdle_rate: Decimal
    catch_up_rate: Decimal
    carry_rate: Decimal
    paid_hkd: Decimal = ZERO
    to_gp_hkd: Decimal = ZERO
    caught_up_at: Decimal | None = None

    def pay(self, left: Decimal, below: Decimal, gp_below: Decimal = ZERO) -> tuple[CatchUp, ...]:
        """What the tier takes of what is left, in HK$; nothing once it has caught up with all profit below it.

        Total and GP's part are rounded half up. Once paid in full it stays at zero until more is paid below, whatever a
        rounded part of a cent would still ask for. Called within the hurdle's working context.
        """
        rate, carry = self.catch_up_rate, self.carry_rate
        if rate == 0 or self.caught_up_at == below:
            return ()
        owed = max(ZERO, (carry * (below + self.paid_hkd) - gp_below - self.to_gp_hkd) / (rate - carry))
        paid, still_owed = payment(owed, left)
        if still_owed == 0:
            self.caught_up_at = below
        to_gp = to_cent(rate * paid)
        rates = (self.hurdle_rate, rate, carry)
        found = CatchUp(*rates, below, gp_below, self.paid_hkd, self.to_gp_hkd, owed, paid, to_gp)
        self.paid_hkd += paid
        self.to_gp_hkd += to_gp
        return (found,)

    def take_back(self, paid: Decimal, to_gp: Decimal) -> None:
        """Carry that went back: so much of it is profit paid no longer, and all of it the general partner lacks."""
        self.paid_hkd -= paid
        self.to_gp_hkd -= to_gp
        self.open_again()

    def open_again(self) -> None:
        """Looks again for what is lacking at the next distribution, whatever was paid below."""
        self.caught_up_at = None


def check_rates(catch_up_rate: Decimal, carry_rate: Decimal, path: str) -> None:
    """This function will refuse (InputRefused) a share above 1, and a catch-up that never reaches its carry."""
    for name, rate in (("catch_up_rate", catch_up_rate), ("carry_rate", carry_rate)):
        if rate > ONE:
            raise InputRefused(RATE_ABOVE_ONE, code="rate_above_one", field=f"{path}.{name}", name=name, rate=rate)
    if 0 < catch_up_rate <= carry_rate:
        raise InputRefused(
            CATCH_UP_NEVER_ENDS,
            code="catch_up_never_ends",
            field=f"{path}.catch_up_rate",
            catch_up_rate=catch_up_rate,
            carry_rate=carry_rate,
        )
