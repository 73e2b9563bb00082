"""What if a fund were liquidated: tiers, each partner's part, carry and clawback; nothing is written."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from funds import capital_accounts, waterfall_facts
from funds.models import Fund, Partner
from funds.rules import distribution
from funds.rules.distribution import Line, Member
from itvf.errors import InputRefused, gettext_noop
from itvf.money import ZERO, allocate, money

NEGATIVE = gettext_noop("Net assets of {nav_hkd} can't be distributed; give zero or more.")
OUT_OF_LIFE = gettext_noop("The fund can be liquidated from its first closing on {first}; {date} is before it.")


@dataclass(frozen=True, slots=True)
class Part:
    """One partner's part of a liquidation by tier, in HK$, by what it contributed.

    `clawback_hkd` is carry given back, with what of it the fund holds already; above zero for who would get it.
    """

    partner: Partner
    line: Line
    clawback_hkd: Decimal
    contributed_hkd: Decimal

    @property
    def amount_hkd(self) -> Decimal:
        """What the partner would get in all."""
        return self.line.gross_hkd + self.clawback_hkd


@dataclass(frozen=True, slots=True)
class Outcome:
    """A liquidation on a day at net assets, with the book's own net assets beside them."""

    liquidation: waterfall_facts.Liquidation
    book_nav_hkd: Decimal
    parts: tuple[Part, ...]


def liquidation(fund: Fund, on: date, nav_hkd: Decimal | None = None, *, known_at: datetime | None = None) -> Outcome:
    """This function will give what a liquidation on a day would bring each partner, in HK$; it writes nothing (A6).

    `nav_hkd` None is the net assets of the book. What the GP would still give back, and what it gave back and the fund
    holds, goes to the pool's partners by contributed capital.
    Refuses negative net assets and a day before the first closing (InputRefused).
    """
    if fund.first_closing_date is None or on < fund.first_closing_date:
        raise InputRefused(
            OUT_OF_LIFE, code="before_first_closing", field="on", first=fund.first_closing_date or "-", date=on
        )
    accounts = capital_accounts.of_fund(fund, [on], known_at=known_at)
    book_nav = accounts.whole(on).nav_hkd
    nav = money(book_nav if nav_hkd is None else nav_hkd)
    if nav < 0:
        raise InputRefused(NEGATIVE, code="negative_nav", field="nav_hkd", nav_hkd=nav)
    found = waterfall_facts.liquidated(fund, on, nav, known_at=known_at)
    members = [_member(partner, accounts, on) for partner in accounts.partners]
    held = min(found.back.held_hkd, nav)
    shared = nav - held
    lines = distribution.split(shared, found.tiers, members) if shared else [Line(member.id) for member in members]
    back = _clawback(found.still_owed_hkd, held, members)
    parts = tuple(
        Part(partner, line, amount, member.contributed_hkd)
        for partner, line, amount, member in zip(accounts.partners, lines, back, members, strict=True)
    )
    return Outcome(found, book_nav, parts)


def _member(partner: Partner, accounts: capital_accounts.Accounts, on: date) -> Member:
    standing = accounts.at[on][partner.pk]
    return Member(
        id=partner.pk,
        contributed_hkd=standing.figures.contributions_hkd,
        in_pool=accounts.agreement.gp_in_pool or partner.kind not in waterfall_facts.OUTSIDE_POOL,
        is_general_partner=partner.kind == Partner.Kind.GP,
        returned_hkd=-standing.figures.distributions_hkd,
    )


def _clawback(owed_hkd: Decimal, held_hkd: Decimal, members: list[Member]) -> list[Decimal]:
    """What each would get of the carry that the GP gave back and gives back now; the GP's own is what it gives."""
    if not owed_hkd + held_hkd:
        return [ZERO] * len(members)
    weights = [member.contributed_hkd if member.in_pool else ZERO for member in members]
    parts = allocate(owed_hkd + held_hkd, weights)
    return [part - owed_hkd if member.is_general_partner else part for part, member in zip(parts, members, strict=True)]
