"""The agreement's terms (R27): the topics of the register, and which typed values a term of each has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from itvf.errors import Breach, gettext_noop
from itvf.money import quantise

CLAUSE = "Annex 3 para 2"
VALUES = ("amount_hkd", "rate", "days", "months", "number", "flag", "text")

VALUE_MISSING = gettext_noop("The term lacks {missing}; give what the agreement says.")
VALUE_NOT_KNOWN = gettext_noop("This term has no {found}; leave it empty, or choose the topic that has it.")
RATE_OUTSIDE = gettext_noop("The rate is {found_rate}; it lies above 0% and not above 100%.")
NOT_ABOVE_ZERO = gettext_noop("{found} is given for {name}; it is above zero.")


@dataclass(frozen=True, slots=True)
class Topic:
    """What the agreement settles: its title, the values that a term of it has, and those that may stay empty."""

    title: str
    values: Mapping[str, str]
    optional: frozenset[str] = frozenset()


def _topic(title: str, *, optional: Sequence[str] = (), **values: str) -> Topic:
    return Topic(title, values, frozenset(optional))


MAJORITY = gettext_noop("majority of commitments")
NOTICE_DAYS = gettext_noop("notice (days)")
CURE_DAYS = gettext_noop("to be cured within (days)")
OF_COMMITMENTS = gettext_noop("at most, of commitments")

TOPICS: dict[str, Topic] = {
    "advisory_committee": _topic(
        gettext_noop("partners' advisory committee (LPAC)"),
        number=gettext_noop("seats"),
        rate=gettext_noop("majority of seats"),
    ),
    "government_seat": _topic(gettext_noop("Government's seat on the committee"), number=gettext_noop("seats kept")),
    "committee_meetings": _topic(gettext_noop("meetings of the committee"), number=gettext_noop("meetings a year")),
    "conflicts": _topic(
        gettext_noop("conflicts of interest"),
        days=gettext_noop("committee answers within (days)"),
        text=gettext_noop("what is put to the committee"),
    ),
    "key_persons": _topic(
        gettext_noop("key persons"),
        text=gettext_noop("who they are"),
        number=gettext_noop("how many must stay"),
        days=gettext_noop("to be replaced within (days)"),
    ),
    "key_person_reinstatement": _topic(gettext_noop("end of a key-person event"), rate=MAJORITY),
    "removal_with_cause": _topic(
        gettext_noop("removal of the GP with cause"), rate=MAJORITY, days=NOTICE_DAYS, text=gettext_noop("causes")
    ),
    "removal_without_cause": _topic(
        gettext_noop("removal of the GP without cause"),
        rate=MAJORITY,
        days=NOTICE_DAYS,
        months=gettext_noop("not within (months) of the first closing"),
        number=gettext_noop("months of fee paid on removal"),
        optional=("number",),
    ),
    "gp_default": _topic(
        gettext_noop("default of the GP"), days=CURE_DAYS, text=gettext_noop("what counts as a default")
    ),
    "partner_default": _topic(gettext_noop("default of a partner"), days=CURE_DAYS, text=gettext_noop("remedies")),
    "most_favoured_nation": _topic(
        gettext_noop("most-favoured-nation election"),
        days=gettext_noop("to be elected within (days)"),
        flag=gettext_noop("only what a partner of no larger commitment was granted"),
    ),
    "amendments": _topic(gettext_noop("amendment of the agreement"), rate=MAJORITY),
    "borrowing": _topic(
        gettext_noop("borrowing"),
        rate=OF_COMMITMENTS,
        amount_hkd=gettext_noop("at most (HK$)"),
        days=gettext_noop("repaid within (days)"),
        optional=("amount_hkd", "days"),
    ),
    "recycling": _topic(
        gettext_noop("recycling of proceeds"),
        rate=OF_COMMITMENTS,
        months=gettext_noop("recalled within (months)"),
        optional=("months",),
    ),
    "excuse": _topic(
        gettext_noop("Government's excuse right"),
        days=gettext_noop("to be exercised within (days) of the notice"),
        text=gettext_noop("grounds"),
    ),
    "split_by_unfunded": _topic(
        gettext_noop("calls shared by what is unfunded"),
        flag=gettext_noop("a purpose may be shared by what partners have unfunded"),
    ),
    "split_by_holding": _topic(
        gettext_noop("calls shared by holding"),
        flag=gettext_noop("a follow-on may be shared by what was called before for its investment"),
    ),
    "shortfall_cap": _topic(
        gettext_noop("cap on carrying others' shortfall"), rate=gettext_noop("at most, above a partner's own share")
    ),
    "fees_outside": _topic(
        gettext_noop("management fee outside commitment"), flag=gettext_noop("it is called outside commitment")
    ),
    "expenses_outside": _topic(
        gettext_noop("fund expenses outside commitment"), flag=gettext_noop("they are called outside commitment")
    ),
    "clawback_guarantee": _topic(
        gettext_noop("guarantee of the clawback"),
        text=gettext_noop("who guarantees"),
        rate=gettext_noop("part guaranteed"),
        amount_hkd=gettext_noop("at most (HK$)"),
        optional=("amount_hkd",),
    ),
    "inspection": _topic(
        gettext_noop("right of inspection"),
        days=NOTICE_DAYS,
        text=gettext_noop("what may be inspected"),
    ),
    "annual_meeting": _topic(
        gettext_noop("annual meeting of partners"), months=gettext_noop("within (months) of the year's end")
    ),
    "audited_accounts": _topic(gettext_noop("audited accounts"), days=gettext_noop("within (days) of the year's end")),
}


def check_term(topic: str, values: Mapping[str, Any]) -> tuple[Breach, ...]:
    """This function will judge a term against its topic's shape (R27): what lacks, what does not belong, what is out.

    `values` holds every typed value by name, None or an empty text where it is not given. A rate is above 0 and not
    above 1; amounts, days, months and numbers are above zero.
    """
    shape = TOPICS[topic]
    given = {name: value for name, value in values.items() if value not in (None, "")}
    missing = [label for name, label in shape.values.items() if name not in given and name not in shape.optional]
    breaches = [breach("value_missing", VALUE_MISSING, missing=tuple(missing))] if missing else []
    for name, value in given.items():
        if name not in shape.values:
            breaches.append(breach("value_not_known", VALUE_NOT_KNOWN, found=name))
        elif name == "rate" and not 0 < value <= 1:
            breaches.append(breach("rate_outside", RATE_OUTSIDE, found_rate=value))
        elif name not in ("rate", "flag", "text") and value <= 0:
            breaches.append(breach("not_above_zero", NOT_ABOVE_ZERO, found=value, name=shape.values[name]))
    return tuple(breaches)


def cap_hkd(rate: Decimal, amount_hkd: Decimal | None, committed_hkd: Decimal) -> Decimal:
    """This function will give a cap: the rate of commitments cut to the cent, or the amount where it is lower."""
    by_rate = quantise(Fraction(rate) * Fraction(committed_hkd), mode="down")
    return by_rate if amount_hkd is None else min(by_rate, amount_hkd)


def breach(code: str, template: str, **facts: Any) -> Breach:
    """This function will give a breach of what the agreement has to hold (R27)."""
    return Breach(code, template, "R27", CLAUSE, facts)
