"""The Government's commitment at a closing: a dollar for every three, between floor, ceiling and envelope (R6)."""

from decimal import Decimal

from funds import selectors
from funds.models import Closing, Commitment, Partner
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from itvf.money import total
from itvf.presentation import name_of
from reporting.explain.question import Choice, Question, missing

OF_CLOSING = gettext_noop("closing {number} of {date}")
COMMITMENT = gettext_noop("The Government's commitment after closing {number} of {date}")
SMALLEST = gettext_noop("The smallest of what the matched money supports, the ceiling, and what the envelope has left.")
NEVER_FALLS = gettext_noop("Once a fund is admitted, its commitment never falls by derivation.")
TOO_LITTLE = gettext_noop("Zero while less than {minimum_hkd} is raised outside the Government (R4).")
SUPPORTED = gettext_noop("One dollar for every {other} of matched money, rounded down to the cent")
MATCHED = gettext_noop("Matched money (X): what partners other than the Government committed")
GP_LEFT_OUT = gettext_noop("The general partner's money and its affiliates' do not count here, by the agreement (A7).")
PUBLIC_LEFT_OUT = gettext_noop("Public bodies' money counts to neither side (A7).")
PROMISED = gettext_noop("{partner}, signed on {date}")
CEILING = gettext_noop("The most that the Government commits to one fund")
LEFT = gettext_noop("What the programme's envelope had left for this fund")
ENVELOPE = gettext_noop("The programme's envelope")
USED = gettext_noop("Committed to and reserved for other funds")
RELEASED = gettext_noop("What was released stays released: what stood after it, and a part for new money alone")
STOOD = gettext_noop("The Government's commitment after the last release of its undrawn part")
NEW = gettext_noop("One dollar for every {other} of matched money raised since, rounded down to the cent")
STAYS_RELEASED = gettext_noop("A later closing matches only what is raised after a release (our reading of R6).")
BEFORE = gettext_noop("The Government's commitment before this closing")


def commitment(question: Question) -> Derivation:
    """The Government's commitment after a completed closing, from the working that the closing keeps."""
    closing = _completed(question).filter(number=question.number()).first()
    if closing is None:
        raise missing()
    agreement = question.agreement
    terms = selectors.terms_of(agreement.scheme_version)
    term = terms.term("government_ratio")
    figures = {name: Decimal(value) for name, value in closing.working.items() if name.endswith("_hkd")}
    facts = {"number": closing.number, "date": closing.closing_date, "other": term.value["other"]}
    facts["minimum_hkd"] = terms.hkd("minimum_non_government_hkd")
    is_enough = figures["non_government_hkd"] >= facts["minimum_hkd"]
    parts = []
    if "part_hkd" in figures:
        parts = [
            Derivation(
                "supported",
                SUPPORTED,
                figures["part_hkd"],
                facts=facts,
                parts=(_matched(question, closing, figures["matched_hkd"], agreement.gp_money_is_matched),),
            ),
            _of_term("ceiling", CEILING, figures["ceiling_hkd"], terms.term("government_maximum_hkd")),
            _left(figures, terms.term("programme_envelope_hkd")),
            *_after_release(figures, facts),
        ]
    if figures["government_before_hkd"]:
        before = figures["government_before_hkd"]
        parts.append(Derivation("before", BEFORE, before, facts=facts, convention=NEVER_FALLS))
    return Derivation(
        "government_commitment",
        COMMITMENT,
        figures["government_hkd"],
        facts=facts,
        rule=term.rule,
        clause=term.clause,
        assumptions=("A7", "A8", "A9"),
        convention=SMALLEST,
        note="" if is_enough else TOO_LITTLE,
        parts=tuple(parts),
    )


def closings(question: Question) -> list[Choice]:
    """The completed closings of the fund; a transfer or a release derives no commitment."""
    return [
        (str(one.number), OF_CLOSING, {"number": one.number, "date": one.closing_date})
        for one in _completed(question).order_by("number")
    ]


def _completed(question: Question):
    found = Closing.objects.filter(
        fund=question.fund,
        kind=Closing.Kind.CLOSING,
        stage=Closing.Stage.COMPLETED,
        closing_date__lte=question.on,
    ).exclude(working={})
    return found if question.known_at is None else found.filter(completed_at__lte=question.known_at)


def _matched(question: Question, closing: Closing, matched: Decimal, gp_is_matched: bool) -> Derivation:
    kinds = [Partner.Kind.PRIVATE]
    if gp_is_matched:
        kinds += [Partner.Kind.GP, Partner.Kind.GP_AFFILIATE]
    promised = (
        Commitment.objects.admitted()
        .filter(fund=question.fund, closing__number__lte=closing.number, partner__kind__in=kinds)
        .select_related("partner", "closing")
        .order_by("closing__number", "partner")
    )
    parts = tuple(
        Derivation(
            "commitment", PROMISED, one.amount_hkd, facts={"partner": name_of(one.partner), "date": one.signed_date}
        )
        for one in promised
    )
    note = PUBLIC_LEFT_OUT if gp_is_matched else GP_LEFT_OUT
    return Derivation("matched", MATCHED, matched, assumptions=("A7",), note=note, parts=parts, is_sum=True)


def _after_release(figures: dict[str, Decimal], facts: dict) -> list[Derivation]:
    """What bounds a closing after a release of the Government's undrawn part; nothing where none came before it."""
    if "after_release_hkd" not in figures:
        return []
    stood, new = figures["after_release_hkd"], figures["new_part_hkd"]
    parts = (Derivation("stood", STOOD, stood), Derivation("new", NEW, new, facts=facts))
    whole = total([stood, new])
    return [Derivation("after_release", RELEASED, whole, convention=STAYS_RELEASED, parts=parts, is_sum=True)]


def _left(figures: dict[str, Decimal], term) -> Derivation:
    envelope, used = figures["envelope_hkd"], figures["envelope_used_hkd"]
    parts = (Derivation("envelope", ENVELOPE, envelope), Derivation("used", USED, -used))
    left = max(total([envelope, -used]), total([]))
    is_sum = used <= envelope
    return Derivation("envelope_left", LEFT, left, rule=term.rule, clause=term.clause, parts=parts, is_sum=is_sum)


def _of_term(name: str, label: str, value, term) -> Derivation:
    return Derivation(name, label, value, rule=term.rule, clause=term.clause)
