"""The agreement's register in the reader's language: what a term says, what a duty is of, what a count came to."""

from datetime import date
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds.models import AgreementClause, Resolution
from funds.rules import duties, resolutions
from funds.rules.agreement_terms import TOPICS
from funds.rules.duties import Duty
from itvf.presentation import hkd, rate
from itvf.words import shown

SHOWN_AS = {"amount_hkd": hkd, "rate": rate}


def values_of(term: AgreementClause) -> list[tuple[str, str]]:
    """What a term says: of each value that it has its name and the value as read."""
    return [
        (_(label), SHOWN_AS.get(name, shown)(value))
        for name, label in TOPICS[term.topic].values.items()
        if (value := getattr(term, name)) not in (None, "")
    ]


def values_in_words(term: AgreementClause) -> str:
    """What a term says, in one line."""
    return "; ".join(f"{label}: {value}" for label, value in values_of(term))


def topic_choices() -> list[tuple[str, str]]:
    """The topics, each with the values that its terms have."""
    return [
        (code, f"{capfirst(_(topic.title))} ({'; '.join(_(label) for label in topic.values.values())})")
        for code, topic in TOPICS.items()
    ]


def duty_words(duty: Duty) -> str:
    """What a duty is, and of what."""
    words = _(duties.KINDS[duty.kind])
    if not duty.about:
        return words
    about = capfirst(_(duty.about)) if duty.kind == duties.MATTER else duty.about
    return f"{words} · {about}"


def duty_state(duty: Duty, on: date) -> tuple[str, str]:
    """Where a duty stands, as its stage and its words."""
    state = duties.state(duty, on)
    return state, capfirst(_(duties.STATES[state]))


def holder(duty: Duty) -> str:
    """Whose duty it is."""
    return capfirst(_(duties.HOLDERS[duty.holder]))


def count_in_words(found: resolutions.Count, resolution: Resolution) -> str:
    """A count as a sentence: numerator, denominator, share and the majority needed."""
    by_seats = resolutions.KINDS[resolution.kind].by_seats
    figure = (lambda weight: f"{weight:,.0f}") if by_seats else hkd
    template = (
        _("{votes_for} of {whole} seats are for: {share}; {needed} is needed.")
        if by_seats
        else _("{votes_for} of {whole} committed are for: {share}; {needed} is needed.")
    )
    return template.format(
        votes_for=figure(found.for_weight),
        whole=figure(found.whole_weight),
        share=rate(found.share_rate),
        needed=needed(resolution.needed_rate),
    )


def needed(needed_rate: Decimal) -> str:
    """The majority: more than a half, or at least so much."""
    if needed_rate == Decimal("0.5"):
        return _("more than {rate}").format(rate=rate(needed_rate))
    return _("at least {rate}").format(rate=rate(needed_rate))
