"""ILPA's figures with and without the facility down to journal entries: by type of transaction, each with its flows."""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

from itvf.derivation import MULTIPLE, RATE, Derivation
from itvf.errors import gettext_noop, percentage
from itvf.money import total
from reporting import ilpa_returns
from reporting.explain.performance import IRR_EQUATION, NOT_A_YEAR, SEVERAL
from reporting.explain.question import Choice, Question, missing
from reporting.ilpa_flows import Flow
from reporting.ilpa_words import ADJUSTMENTS, CONVENTION
from reporting.rules import ilpa

TITLES = {
    "net-irr": gettext_noop("Net IRR"),
    "gross-irr": gettext_noop("Gross IRR"),
    "net-multiple": gettext_noop("Net multiple"),
    "gross-multiple": gettext_noop("Gross multiple"),
}
WHOSE = {
    "granular-with": gettext_noop("with the facility, granular"),
    "granular-without": gettext_noop("without the facility, granular"),
    "gross_up-with": gettext_noop("with the facility, grossed up"),
    "gross_up-without": gettext_noop("without the facility, grossed up"),
}
OF_FIGURE = gettext_noop("{title}, {whose}")
FIGURE = gettext_noop("{title}, {whose}, on {date}")
TYPE = gettext_noop("{type_label}")
TRANSACTION = gettext_noop("{date}: {type_label}")
ON_DAY = gettext_noop("{date}")
ALL = gettext_noop("All transactions that enter the rate: paid in below zero")
NUMERATOR = gettext_noop("Distributed, and what is left")
PAID_IN = gettext_noop("Paid in, less what was given back of it")


def figure(question: Question) -> Derivation:
    """One figure of one methodology, with or without the facility; or one transaction, "granular/2025-05-20/nav"."""
    if "/" in question.of:
        return _transaction(question)
    whose, name = next(
        ((one, question.of.removeprefix(f"{one}-")) for one in WHOSE if question.of.startswith(f"{one}-")), ("", "")
    )
    if name not in TITLES or question.fund.first_closing_date is None:
        raise missing()
    methodology, facility = whose.split("-")
    found = ilpa_returns.of(question.fund, question.on, methodology, known_at=question.known_at)
    column = f"{facility}_{name.replace('-', '_')}"
    value = getattr(found.figures[facility], name.replace("-", "_"))
    facts = {"title": question.say(TITLES[name]), "whose": question.say(WHOSE[whose]), "date": question.on}
    types = ilpa.types(methodology)
    if name.endswith("irr"):
        return _rate(question, value, facts, [one for one in found.flows if types[one.type][column]], found.labels)
    numerator = [one for one in found.flows if types[one.type][column] == "num"]
    paid_in = [one for one in found.flows if types[one.type][column] in ("den", "-den")]
    parts = (
        _by_type("numerator", NUMERATOR, numerator, found.labels, note=ADJUSTMENTS),
        _by_type("paid_in", PAID_IN, paid_in, found.labels, sign=-1),
    )
    return Derivation("multiple", FIGURE, value, MULTIPLE, facts=facts, convention=CONVENTION, parts=parts)


def _transaction(question: Question) -> Derivation:
    """What entered the figures on one day by one of ILPA's types."""
    methodology, _, rest = question.of.partition("/")
    if methodology not in ilpa.METHODOLOGIES or question.fund.first_closing_date is None:
        raise missing()
    found = ilpa_returns.of(question.fund, question.on, methodology, known_at=question.known_at)
    flow = next((one for one in found.flows if f"{one.date}/{one.type}" == rest), None)
    if flow is None:
        raise missing()
    leaf = _leaf(flow, 1)
    return replace(
        leaf, label=TRANSACTION, facts=leaf.facts | {"type_label": found.labels[flow.type]}, note=ADJUSTMENTS
    )


def choices(question: Question) -> list[Choice]:
    """Every figure of both methodologies, with and without the facility."""
    return [
        (f"{whose}-{name}", OF_FIGURE, {"title": question.say(title), "whose": question.say(words)})
        for whose, words in WHOSE.items()
        for name, title in TITLES.items()
    ]


def _rate(question: Question, found: ilpa.Rate, facts: dict, flows: list[Flow], labels: dict) -> Derivation:
    facts |= {"for_period_rate": found.for_period, "roots": [percentage(root) for root in found.roots]}
    note = SEVERAL if found.status == "several_roots" else NOT_A_YEAR if found.for_period is not None else ""
    parts = (_by_type("flows", ALL, flows, labels, note=ADJUSTMENTS, convention=CONVENTION),)
    return Derivation("irr", FIGURE, found.rate, RATE, facts=facts, convention=IRR_EQUATION, note=note, parts=parts)


def _by_type(name: str, label: str, flows: list[Flow], labels: dict[str, str], *, sign: int = 1, **about) -> Derivation:
    """The flows as a sum of types, each a sum of its days; the types in ILPA's own words."""
    of_type: dict[str, list[Flow]] = defaultdict(list)
    for flow in flows:
        of_type[flow.type].append(flow)
    parts = tuple(
        Derivation(
            "type",
            TYPE,
            sign * total(one.amount_hkd for one in ours),
            facts={"type_label": labels[code]},
            parts=tuple(_leaf(one, sign) for one in ours),
            is_sum=True,
        )
        for code, ours in of_type.items()
    )
    value: Decimal = sign * total(one.amount_hkd for one in flows)
    return Derivation(name, label, value, parts=parts, is_sum=True, **about)


def _leaf(flow: Flow, sign: int) -> Derivation:
    opens = {"nav": ("net-assets", ""), "quarter_end_adjustment_for_carry_allocation": ("accrued-carry", "")}
    return Derivation(
        "flow",
        ON_DAY,
        sign * flow.amount_hkd,
        facts={"date": flow.date},
        entries=flow.entries,
        opens=opens.get(flow.type),
    )
