"""How much the Government commits to a fund, and whether the fund may still close on it (R1, R4 to R6, R18)."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_UP, Decimal
from fractions import Fraction

from funds.rules.terms import Terms, percent
from itvf.dates import add_months
from itvf.errors import Breach, InputRefused, gettext_noop
from itvf.money import CENT, EXACT, ZERO, quantise, ratio, total

GP_ABOVE_WHOLE = gettext_noop(
    "The general partner's part HK${found} is above the non-Government money HK${allowed} that it is a part of;"
    " correct one of the two."
)
TOO_LITTLE_RAISED = gettext_noop(
    "The fund has raised HK${found} outside the Government; at least HK${allowed} is needed. Raise HK${missing} more."
)
BELOW_FLOOR = gettext_noop(
    "The Government's part would be HK${found}; at least HK${allowed} is needed."
    " Raise more matched money: HK${raised} counts now."
)
ENVELOPE_SHORT = gettext_noop(
    "The programme's envelope of HK${envelope} has HK${found} left; the fund's money would be matched with"
    " HK${allowed}. Obtain a recorded consent to the lower figure, or release unused commitments first."
)
MATCHED_MONEY_FELL = gettext_noop(
    "The matched money fell to HK${raised}, which supports HK${found}; the Government is admitted with HK${allowed},"
    " which stays. Replace HK${missing} of commitments."
)
GP_TOO_SMALL = gettext_noop(
    "The general partner commits HK${found}; at least HK${allowed} is needed, {percent}% of the fund's HK${fund_size}."
    " Raise its commitment by HK${missing}."
)
FUND_TOO_SMALL = gettext_noop(
    "The fund would be HK${found} with the Government's part; at least HK${allowed} is needed. Raise more money."
)
FUNDRAISING_OVER = gettext_noop(
    "The closing is dated {found}; the last day was {allowed}, {months} months after the selection notice was received"
    " on {received}. Close on or before that day, or let the selection lapse."
)

RECEIPT_NOT_RECORDED = gettext_noop(
    "The receipt of the notice of {issued} is not recorded: nobody can say until when the money has to be raised."
    " Record the day on which the manager received it, then hold the closing."
)


@dataclass(frozen=True, slots=True)
class AfterRelease:
    """What stood in HK$ right after the last release of the Government's undrawn part; later closings build on it."""

    matched_hkd: Decimal
    government_hkd: Decimal


@dataclass(frozen=True, slots=True)
class Working:
    """The figures whose smallest is the Government's commitment, in HK$; it never falls below `kept_hkd`.

    After a release, `after_release_hkd` is what stood then of the Government's part, `new_part_hkd` what money raised
    since adds to it.
    """

    non_government_hkd: Decimal
    matched_hkd: Decimal
    part_hkd: Decimal
    ceiling_hkd: Decimal
    envelope_hkd: Decimal
    envelope_used_hkd: Decimal
    kept_hkd: Decimal
    after_release_hkd: Decimal | None = None
    new_part_hkd: Decimal | None = None

    @property
    def supported_hkd(self) -> Decimal:
        """What the matched money supports, up to the ceiling."""
        return min(self.part_hkd, self.ceiling_hkd)

    @property
    def derived_hkd(self) -> Decimal:
        """What a closing may bring it to: what was released stays released, and only new money adds to what stood."""
        if self.after_release_hkd is None:
            return self.supported_hkd
        return min(self.supported_hkd, total([self.after_release_hkd, self.new_part_hkd]))

    @property
    def envelope_left_hkd(self) -> Decimal:
        """What the programme has left for this fund, never below zero."""
        return max(ZERO, self.envelope_hkd - self.envelope_used_hkd)


@dataclass(frozen=True, slots=True)
class Commitment:
    """The Government's commitment as derived, with what it makes of the fund; zero where it is refused."""

    government_hkd: Decimal
    fund_size_hkd: Decimal
    government_share: Decimal | None
    breaches: tuple[Breach, ...]
    working: Working

    @property
    def lacks_hkd(self) -> Decimal:
        """What the envelope is short of (R6); what was formally released before is no lack, and stays so (ADR 25)."""
        return total([self.working.derived_hkd, -self.government_hkd])


def government_commitment(
    non_government_hkd: Decimal,
    *,
    terms: Terms,
    envelope_used_hkd: Decimal,
    gp_commitment_hkd: Decimal = ZERO,
    gp_money_is_matched: bool = True,
    admitted_hkd: Decimal | None = None,
    most_hkd: Decimal | None = None,
    after_release: AfterRelease | None = None,
) -> Commitment:
    """This function will derive the Government's commitment to a fund: a dollar for every three, floor to ceiling.

    `min(X / 3 rounded down to the cent, ceiling, envelope left)` in HK$, where X leaves the general partner's part
    out if it is not matched (A7). Zero with a breach of R4 below the minimum raised, of R6 below the floor, and a
    breach of R1 where the envelope limits it. `admitted_hkd` is what an admitted fund has already: it never falls
    by derivation, a fall of X is a breach; `envelope_used_hkd` then leaves this fund's own part out.
    `most_hkd` is where the Government's part stays once the twelve months are over, whatever more is raised (A22).
    `after_release` is what stood after the last release of the undrawn part: that money has been given back, so only
    what is raised beyond it is matched again, to no more than X / 3 and the ceiling (ADR 25). Who left wholly comes
    back only once the new money alone supports the floor.
    Source: R1 (para 12), R4 (Annex 3 1(c)), R6 (Annex 3 1(e)). Refuses a GP's part above the whole (InputRefused).
    """
    if gp_commitment_hkd > non_government_hkd:
        raise InputRefused(
            GP_ABOVE_WHOLE,
            code="gp_above_whole",
            field="gp_commitment_hkd",
            found=gp_commitment_hkd,
            allowed=non_government_hkd,
        )
    matched = non_government_hkd if gp_money_is_matched else total([non_government_hkd, -gp_commitment_hkd])
    ceiling = terms.hkd("government_maximum_hkd")
    rate = terms.matching_rate()
    new = None if after_release is None else max(ZERO, total([matched, -after_release.matched_hkd]))
    working = Working(
        non_government_hkd=non_government_hkd,
        matched_hkd=matched,
        part_hkd=quantise(Fraction(matched) * rate, mode="down"),
        ceiling_hkd=ceiling if most_hkd is None else min(ceiling, most_hkd),
        envelope_hkd=terms.hkd("programme_envelope_hkd"),
        envelope_used_hkd=envelope_used_hkd,
        kept_hkd=admitted_hkd or ZERO,
        after_release_hkd=None if after_release is None else after_release.government_hkd,
        new_part_hkd=None if new is None else quantise(Fraction(new) * rate, mode="down"),
    )
    derived, breaches = _derive(working, terms)
    size = total([non_government_hkd, derived])
    return Commitment(derived, size, ratio(derived, size), breaches, working)


def check_gp_commitment(gp_commitment_hkd: Decimal, *, fund_size_hkd: Decimal, terms: Terms) -> tuple[Breach, ...]:
    """This function will judge whether the general partner commits enough cash of its own: R5, Annex 3 1(d).

    At least 2% of the fund's size, the Government's money included, tested at every closing (A7).
    """
    rate = terms.rate("minimum_gp_commitment_rate")
    least = (fund_size_hkd * rate).quantize(CENT, rounding=ROUND_UP, context=EXACT)
    if gp_commitment_hkd >= least:
        return ()
    return (
        terms.breach(
            "minimum_gp_commitment_rate",
            "gp_commitment_too_small",
            GP_TOO_SMALL,
            found=gp_commitment_hkd,
            allowed=least,
            percent=percent(rate),
            fund_size=fund_size_hkd,
            missing=least - gp_commitment_hkd,
        ),
    )


def fundraising_last_day(received_date: date, terms: Terms) -> date:
    """This function will give the last day on which a closing counts: 12 calendar months from receipt (R17(iv), A9)."""
    return add_months(received_date, terms.whole("fundraising_months"))


def check_fundraising_clock(received_date: date, *, closing_date: date, terms: Terms) -> tuple[Breach, ...]:
    """This function will judge whether a closing falls within the months to raise the money: R18, Annex 3 para 2.

    The months run from the day the selection notice was received; the day after the last one is too late (A9).
    """
    last = fundraising_last_day(received_date, terms)
    if closing_date <= last:
        return ()
    months = terms.whole("fundraising_months")
    facts = {"found": closing_date, "allowed": last, "months": months, "received": received_date}
    return (Breach("fundraising_over", FUNDRAISING_OVER, "R18", "Annex 3 para 2", facts),)


def receipt_not_recorded(issued_date: date) -> Breach:
    """This function will refuse a closing while the receipt of the notice is not recorded: R17(iv), A9."""
    facts = {"issued": issued_date}
    return Breach("receipt_not_recorded", RECEIPT_NOT_RECORDED, "R17", "Annex 3 1(l)(iv), A9", facts)


def _derive(working: Working, terms: Terms) -> tuple[Decimal, tuple[Breach, ...]]:
    """The commitment and its breaches. An admitted fund keeps at least what it has."""
    raised, supported, kept = working.non_government_hkd, working.supported_hkd, working.kept_hkd
    most = working.derived_hkd
    minimum = terms.hkd("minimum_non_government_hkd")
    if raised < minimum:
        facts = {"found": raised, "allowed": minimum, "missing": minimum - raised}
        return kept, (terms.breach("minimum_non_government_hkd", "too_little_raised", TOO_LITTLE_RAISED, **facts),)
    if supported < kept:
        return kept, (_fell(working.matched_hkd, supported, kept, terms),)
    left = working.envelope_left_hkd
    derived = min(most, left)
    breaches = []
    if left < most:
        facts = {"envelope": working.envelope_hkd, "found": left, "allowed": most}
        breaches.append(terms.breach("programme_envelope_hkd", "envelope_short", ENVELOPE_SHORT, **facts))
    floor = terms.hkd("government_minimum_hkd")
    if most < floor and not kept and working.after_release_hkd is not None:
        return ZERO, ()
    if derived < floor and not kept:
        facts = {"found": derived, "allowed": floor, "raised": working.matched_hkd}
        breaches.append(terms.breach("government_minimum_hkd", "below_floor", BELOW_FLOOR, **facts))
        return ZERO, tuple(breaches)
    least = terms.hkd("minimum_fund_size_hkd")
    if raised + derived < least:
        facts = {"found": raised + derived, "allowed": least}
        breaches.append(terms.breach("minimum_fund_size_hkd", "fund_too_small", FUND_TOO_SMALL, **facts))
    return max(derived, kept), tuple(breaches)


def _fell(matched: Decimal, supported: Decimal, kept: Decimal, terms: Terms) -> Breach:
    missing = quantise(Fraction(kept) / terms.matching_rate(), mode="half_up") - matched
    facts = {"raised": matched, "found": supported, "allowed": kept, "missing": missing}
    return terms.breach("government_ratio", "matched_money_fell", MATCHED_MONEY_FELL, **facts)
