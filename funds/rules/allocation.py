"""A capital call: split over the partners to the cent, and judged before it is issued (A11, A12, R7, R20)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from funds.rules.terms import Terms
from itvf.dates import add_business_days
from itvf.errors import Breach, InputRefused, gettext_noop
from itvf.money import EXACT, total

# Entitlements have 12 places: ten below the cent.
BELOW_CENT = 10**10
# A12's default; an agreement may set another.
NOTICE_BUSINESS_DAYS = 10

NO_PARTNERS = gettext_noop("There are no partners to call on; give at least one.")
NEGATIVE_CALL = gettext_noop("A call may not be negative; found HK${found}.")
EXCEEDS_UNFUNDED = gettext_noop(
    "The call of HK${found} is more than the partners taking part can be called for; HK${allowed} can be allocated,"
    " HK${residue} is left. Lower the call."
)
EXCEEDS_CAP = gettext_noop(
    "The call of {found_hkd} leaves {residue_hkd} that nobody may carry: nobody pays more than {cap_rate} above its own"
    " share for others. {allowed_hkd} can be allocated. Lower the call."
)
NOTHING_CALLED = gettext_noop("The call is HK${found}; a call is above zero. Give its purposes and amounts.")
PURPOSE_NOT_POSITIVE = gettext_noop("A purpose of the call has HK${found}; each is above zero. Correct or remove it.")
PURPOSES_DIFFER = gettext_noop("The purposes sum to HK${found} and the call is HK${allowed}; make them equal.")
DUE_TOO_SOON = gettext_noop(
    "The call is due on {found}; the earliest day is {allowed}, business day {days} after the notice of"
    " {noticed}. Choose that day or a later one."
)
BEFORE_PERIOD = gettext_noop(
    "The call is due on {found}, before the fund's first closing on {allowed}. Choose a later day."
)
AFTER_PERIOD = gettext_noop(
    "HK${amount} is called for new investments due on {found}, after the investment period's last day {allowed}."
    " Only fees, expenses and the follow-ons that the agreement allows may be called then. Remove the investments."
)
AFTER_TERM = gettext_noop(
    "The call is due on {found}, after the last day of the fund's term {allowed}. Choose an earlier day."
)
FOLLOW_ON_NOT_ALLOWED = gettext_noop(
    "HK${amount} is called for follow-on investments due on {found}, after the investment period's last day {allowed},"
    " and the agreement allows none then. Remove them."
)


@dataclass(frozen=True, slots=True)
class Position:
    """One partner as a call finds it, in HK$. `entitled_before_hkd` is the exact sum of its former shares.

    `weight_hkd` is the base of its share where that is not its commitment; then every partner has one.
    """

    id: str | int
    commitment_hkd: Decimal
    called_before_hkd: Decimal
    unfunded_before_hkd: Decimal
    excused: bool = False
    is_government: bool = False
    entitled_before_hkd: Decimal | None = None
    weight_hkd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ShortfallCap:
    """How far a partner may be asked above its own share to carry others' shortfall, and the clause that says so."""

    rate: Decimal
    clause: str = "assumption"


# How a line came about: by its share, by the Government's running total, by what was left unfunded, by the cap on
# what it carries for others, not at all.
SHARE, GOVERNMENT, LIMIT, CAP, NO_PART = "share", "government", "limit", "cap", "no_part"


@dataclass(frozen=True, slots=True)
class Line:
    """What one partner pays of a call, and how it stands afterwards. The entitlement has 12 places, half up.

    `share_hkd` is its exact share of this call and `way` how the line came from it (`SHARE`, `GOVERNMENT`, …).
    """

    id: str | int
    amount_hkd: Decimal
    called_after_hkd: Decimal
    unfunded_after_hkd: Decimal
    entitled_after_hkd: Decimal
    share_hkd: Fraction = Fraction(0)
    way: str = SHARE


@dataclass(frozen=True, slots=True)
class Split:
    """A call's lines in the order of the partners, and what nobody can take."""

    lines: tuple[Line, ...]
    residue_hkd: Decimal
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a part of a call is for: `investment`, `management_fee`, `expense` or `facility_cost`."""

    kind: str
    amount_hkd: Decimal
    is_follow_on: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A call as it is judged. `noticed_date` is the day on which the partners receive its notice (A12).

    An end date is the last day; the term's with every extension.
    """

    amount_hkd: Decimal
    purposes: tuple[Purpose, ...]
    split: Split
    noticed_date: date
    due_date: date
    first_closing_date: date
    investment_period_end_date: date
    term_end_date: date
    follow_ons_after_period: bool
    notice_business_days: int = NOTICE_BUSINESS_DAYS


def earliest_due_date(noticed_date: date, business_days: int = NOTICE_BUSINESS_DAYS) -> date:
    """This function will give the first day on which a call may be due: the 10th business day after notice (A12)."""
    return add_business_days(noticed_date, business_days)


def split_call(amount_hkd: Decimal, positions: Sequence[Position], *, cap: ShortfallCap | None = None) -> Split:
    """This function will split a call over the partners taking part, in proportion to their commitments (A11).

    Exact shares are cut to the cent; the cents left go one each to those furthest below their exact running total,
    ties in the order given. Nobody pays more than is unfunded: the shortfall is split again over the others. The
    Government's line is its share over all commitments, excused ones included: its exact running total rounded down
    (R20, Annex 3 para 2). By another base its share is that base's, and never above the one by commitments.

    `cap` holds everybody else to its own share times (1 + rate), cut to the cent, but for the cent that does not
    divide: what nobody may carry is residue. No partners and a negative amount are refused (InputRefused).
    """
    if not positions:
        raise InputRefused(NO_PARTNERS, code="no_partners", field="partners")
    if amount_hkd < 0:
        raise InputRefused(NEGATIVE_CALL, code="negative", field="amount_hkd", found=amount_hkd)
    parts = [_Part(position) for position in positions]
    call = _cents(amount_hkd)
    carried = _charge_government(call, parts)
    if cap is not None:
        _hold_to_cap(call, parts, Fraction(cap.rate))
    left = call - sum(part.paid for part in parts)
    sharing = [part for part in parts if part.is_sharing]
    left = _charge_others(max(call - carried, Fraction(0)), left, sharing)
    return Split(tuple(part.line() for part in parts), _hkd(left), _exceeds(call, left, sharing, cap) if left else ())


def check_call(call: Call, terms: Terms) -> tuple[Breach, ...]:
    """This function will list what is wrong with a call before it is issued.

    Its amount and purposes are above zero and agree; it is within commitments (A11); due on or after the 10th
    business day after the notice (A12), not before the first closing nor after the term; and after the investment
    period only fees, expenses and, where the agreement allows them, follow-on investments are called (R7,
    Annex 3 1(f)).
    """
    return (*_amounts(call), *call.split.breaches, *_due(call), *_uses(call, terms))


class _Part:
    """One partner while the call is being split: whole cents, and its exact share of them as a fraction."""

    __slots__ = (
        "called",
        "entitled",
        "limit",
        "own_weight",
        "paid",
        "position",
        "share_over",
        "share_under",
        "unfunded",
        "way",
        "weight",
    )

    def __init__(self, position: Position):
        before = position.entitled_before_hkd
        self.position = position
        base = position.commitment_hkd if position.weight_hkd is None else position.weight_hkd
        self.own_weight = _below_cent(base) if position.commitment_hkd else 0
        self.weight = 0 if position.excused else self.own_weight
        self.called = _cents(position.called_before_hkd)
        self.unfunded = self.limit = _cents(position.unfunded_before_hkd)
        self.entitled = _below_cent(position.called_before_hkd if before is None else before)
        self.paid = 0
        self.share_over, self.share_under = 0, 1
        self.way = SHARE if self.weight else NO_PART

    @property
    def is_sharing(self) -> bool:
        """Whether the partner takes part in what the Government's line leaves."""
        return self.weight > 0 and not self.position.is_government

    def pay_limit(self) -> None:
        """Pays what it may at most and is entitled to just that."""
        self.paid = self.limit
        self.share_over, self.share_under = self.limit, 1
        self.way = LIMIT if self.limit == self.unfunded else CAP

    def behind(self) -> int:
        """How far its line stays below its exact running total, in shares of a cent that all sharers have in common."""
        before = (self.entitled - self.called * BELOW_CENT) * self.share_under
        return before + (self.share_over - self.paid * self.share_under) * BELOW_CENT

    def line(self) -> Line:
        entitled, rest = divmod(self.share_over * BELOW_CENT, self.share_under)
        entitled += self.entitled + (2 * rest >= self.share_under)
        return Line(
            id=self.position.id,
            amount_hkd=_hkd(self.paid),
            called_after_hkd=_hkd(self.called + self.paid),
            unfunded_after_hkd=_hkd(self.unfunded - self.paid),
            entitled_after_hkd=Decimal(entitled).scaleb(-12, context=EXACT),
            share_hkd=Fraction(self.share_over, 100 * self.share_under),
            way=self.way,
        )


def _charge_government(call: int, parts: list[_Part]) -> Fraction:
    """Sets the Government's lines and gives what they carry of the call, so that the others carry the rest.

    That is their exact shares, unless a limit or an earlier difference moves the lines a cent or more from them.
    """
    exact, paid = Fraction(0), 0
    for part, share in _government_shares(call, parts):
        if not part.weight:
            continue
        part.share_over, part.share_under = share.numerator, share.denominator
        part.way = GOVERNMENT
        running = part.entitled * share.denominator + share.numerator * BELOW_CENT
        due = max(running // (share.denominator * BELOW_CENT) - part.called, 0)
        if due > part.unfunded:
            part.pay_limit()
        part.paid = min(due, part.unfunded, call - paid)
        paid += part.paid
        exact += Fraction(part.share_over, part.share_under)
    return exact if abs(exact - paid) < 1 else Fraction(paid)


def _government_shares(call: int, parts: list[_Part]) -> list[tuple[_Part, Fraction]]:
    """The Government's exact shares of a call over all partners: by the call's base, at most by commitments."""
    found = []
    government = [part for part in parts if part.position.is_government]
    commitments = sum(_cents(part.position.commitment_hkd) for part in parts) if government else 0
    weights = sum(part.own_weight for part in parts) if government else 0
    for part in government:
        by_commitment = Fraction(call * _cents(part.position.commitment_hkd), commitments or 1)
        found.append((part, min(by_commitment, Fraction(call * part.own_weight, weights or 1))))
    return found


def _hold_to_cap(call: int, parts: list[_Part], rate: Fraction) -> None:
    """Limits what others are asked for to their own share and the cap above it; an own share is as if all took part."""
    others = [part for part in parts if not part.position.is_government]
    weights = sum(part.own_weight for part in others)
    left = call - sum((share for _part, share in _government_shares(call, parts)), Fraction(0))
    for part in others:
        own = left * part.own_weight / (weights or 1)
        part.limit = min(part.unfunded, max(math.floor(own * (1 + rate)), math.floor(own) + 1))


def _charge_others(exact: Fraction, left: int, parts: list[_Part]) -> int:
    """Splits `left` whole cents by the exact shares of `exact`, and gives the cents that nobody can take."""
    sharing = _fill(exact, parts)
    left -= sum(part.paid for part in parts)
    with_room = [part for part in sharing if part.paid < part.limit]
    for part in sorted(with_room, key=_Part.behind, reverse=True)[:left]:
        part.paid += 1
        left -= 1
    return left


def _fill(exact: Fraction, parts: list[_Part]) -> list[_Part]:
    """Gives each part its share cut to the cent; who would pass its limit pays just that. Gives the others.

    Going from the part that reaches its limit first to the last, one pass finds all limits that bind.
    """
    over, under = exact.numerator, exact.denominator
    weight = sum(part.weight for part in parts)
    limited: set[int] = set()
    if any(part.limit * under * weight < over * part.weight for part in parts):
        for part in sorted(parts, key=lambda part: Fraction(part.limit, part.weight)):
            if part.limit * under * weight >= over * part.weight:
                break
            part.pay_limit()
            limited.add(id(part))
            over -= part.limit * under
            weight -= part.weight
    sharing = [part for part in parts if id(part) not in limited]
    for part in sharing:
        part.share_over, part.share_under = over * part.weight, under * weight
        part.paid = part.share_over // part.share_under
    return sharing


def _exceeds(call: int, left: int, sharing: list[_Part], cap: ShortfallCap | None) -> tuple[Breach, ...]:
    if cap is not None and any(part.limit < part.unfunded for part in sharing):
        facts = {"found_hkd": _hkd(call), "allowed_hkd": _hkd(call - left), "residue_hkd": _hkd(left)}
        facts["cap_rate"] = cap.rate
        return (Breach("exceeds_shortfall_cap", EXCEEDS_CAP, "A11", cap.clause, facts),)
    facts = {"found": _hkd(call), "allowed": _hkd(call - left), "residue": _hkd(left)}
    return (Breach("exceeds_unfunded", EXCEEDS_UNFUNDED, "A11", "assumption", facts),)


def _amounts(call: Call) -> tuple[Breach, ...]:
    breaches = []
    if call.amount_hkd <= 0:
        breaches.append(Breach("nothing_called", NOTHING_CALLED, "R20", "Annex 3 para 2", {"found": call.amount_hkd}))
    for purpose in call.purposes:
        if purpose.amount_hkd <= 0:
            facts = {"found": purpose.amount_hkd}
            breaches.append(Breach("purpose_not_positive", PURPOSE_NOT_POSITIVE, "R20", "Annex 3 para 2", facts))
    purposes = total(purpose.amount_hkd for purpose in call.purposes)
    if purposes != call.amount_hkd:
        facts = {"found": purposes, "allowed": call.amount_hkd}
        breaches.append(Breach("purposes_differ", PURPOSES_DIFFER, "R20", "Annex 3 para 2", facts))
    return tuple(breaches)


def _due(call: Call) -> tuple[Breach, ...]:
    days = call.notice_business_days
    earliest = earliest_due_date(call.noticed_date, days)
    if call.due_date >= earliest:
        return ()
    facts = {"found": call.due_date, "allowed": earliest, "days": days, "noticed": call.noticed_date}
    return (Breach("due_too_soon", DUE_TOO_SOON, "A12", "assumption", facts),)


def _uses(call: Call, terms: Terms) -> tuple[Breach, ...]:
    """What may be called on the due date, by the fund's own dates (A10)."""
    period, term = "maximum_investment_period_years", "maximum_term_years"
    facts = {"found": call.due_date}
    if call.due_date < call.first_closing_date:
        return (terms.breach(period, "before_period", BEFORE_PERIOD, **facts, allowed=call.first_closing_date),)
    if call.due_date > call.term_end_date:
        return (terms.breach(term, "after_term", AFTER_TERM, **facts, allowed=call.term_end_date),)
    if call.due_date <= call.investment_period_end_date:
        return ()
    investments = [purpose for purpose in call.purposes if purpose.kind == "investment"]
    new = total(purpose.amount_hkd for purpose in investments if not purpose.is_follow_on)
    follow_ons = total(purpose.amount_hkd for purpose in investments if purpose.is_follow_on)
    facts["allowed"] = call.investment_period_end_date
    breaches = []
    if new:
        breaches.append(terms.breach(period, "new_investment_after_period", AFTER_PERIOD, **facts, amount=new))
    if follow_ons and not call.follow_ons_after_period:
        breaches.append(
            terms.breach(period, "follow_on_not_allowed", FOLLOW_ON_NOT_ALLOWED, **facts, amount=follow_ons)
        )
    return tuple(breaches)


def _cents(amount_hkd: Decimal) -> int:
    return int(amount_hkd.scaleb(2, context=EXACT))


def _below_cent(amount_hkd: Decimal) -> int:
    return int(amount_hkd.scaleb(12, context=EXACT))


def _hkd(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2, context=EXACT)
