"""What the agreement's register says of a fund on a day: terms in force, what stands, who may vote (R27)."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db.models import QuerySet, Sum

from funds.models import AgreementClause, AgreementEvent, CallPurpose, Commitment, Fund, Partner, Resolution
from funds.rules import agreement_register as rules
from funds.rules import agreement_terms, resolutions
from itvf.errors import Breach
from itvf.money import ZERO, total

LIVE = AgreementClause.Stage.APPROVED


def terms_of(fund: Fund, on: date, *, known_at: datetime | None = None) -> dict[str, AgreementClause]:
    """The terms in force on a day by topic: of each the latest row approved by then, in the order of the topics.

    `known_at`: as the register was at that moment.
    """
    rows = fund.agreement_clauses.filter(stage=LIVE, effective_from__lte=on).order_by("effective_from", "id")
    if known_at is not None:
        rows = rows.filter(approved_at__lte=known_at)
    found = {row.topic: row for row in rows}
    return {topic: found[topic] for topic in agreement_terms.TOPICS if topic in found}


def term_of(fund: Fund, topic: str, on: date, *, known_at: datetime | None = None) -> AgreementClause | None:
    """The term of a topic that is in force on a day, or None."""
    return terms_of(fund, on, known_at=known_at).get(topic)


def cap_hkd(fund: Fund, topic: str, on: date, *, known_at: datetime | None = None) -> Decimal | None:
    """What the agreement caps on a day in HK$, `borrowing` or `recycling`; None where it sets no cap."""
    term = term_of(fund, topic, on, known_at=known_at)
    if term is None:
        return None
    committed = total(commitments(fund, on, known_at=known_at).values())
    return agreement_terms.cap_hkd(term.rate, term.amount_hkd, committed)


# --- what happened, and what stands


def happening(event: AgreementEvent, *, known_at: datetime | None = None) -> rules.Happening:
    """An event as rules read it, approved or not as known at a recorded time."""
    return rules.Happening(
        id=event.pk,
        kind=event.kind,
        on=event.occurred_date,
        clause=event.clause,
        is_approved=event.stage == LIVE and (known_at is None or event.approved_at <= known_at),
        follows=event.follows_id,
        partner=event.partner_id,
        last_day=event.last_day,
    )


def happenings(fund: Fund, *, known_at: datetime | None = None) -> list[rules.Happening]:
    """A fund's events as rules read them, those recorded by then; one that was refused did not happen."""
    found = fund.agreement_events.exclude(stage=AgreementEvent.Stage.REFUSED)
    if known_at is not None:
        found = found.filter(recorded_at__lte=known_at)
    return [happening(event, known_at=known_at) for event in found]


def suspended(fund: Fund, on: date) -> AgreementEvent | None:
    """The earliest event for which the fund's new investment stops on a day, or None."""
    found = rules.suspended(happenings(fund), on)
    return fund.agreement_events.get(pk=found[0].id) if found else None


def check_new_investment(fund: Fund, purposes: Iterable, on: date) -> tuple[Breach, ...]:
    """What stands on a day against the new investment among a call's purposes."""
    new = total(one.amount_hkd for one in purposes if one.kind == CallPurpose.Kind.INVESTMENT and not one.is_follow_on)
    return rules.check_new_investment(new, rules.suspended(happenings(fund), on)) if new else ()


# --- who may vote, with which weight


def commitments(fund: Fund, on: date, *, known_at: datetime | None = None) -> dict[int, Decimal]:
    """What each partner is committed for on a day, in HK$."""
    rows = Commitment.objects.admitted().filter(fund=fund, closing__closing_date__lte=on).values_list("partner")
    if known_at is not None:
        rows = rows.filter(closing__completed_at__lte=known_at)
    return dict(rows.annotate(sum=Sum("amount_hkd")).order_by("partner"))


def seats(fund: Fund, on: date) -> Counter[int]:
    """How many seats of the advisory committee each partner holds on a day."""
    return Counter(event.partner for event in rules.standing(happenings(fund), on) if event.kind == "seat_taken")


def voters(resolution: Resolution) -> list[resolutions.Voter]:
    """Every partner with its weight on the resolution's day: seats for the committee's, else commitment."""
    fund, on = resolution.fund, resolution.opened_date
    by_seats = resolutions.KINDS[resolution.kind].by_seats
    weights = seats(fund, on) if by_seats else commitments(fund, on)
    defaulted = rules.in_default(happenings(fund), on)
    return [
        resolutions.Voter(
            id=partner,
            kind=kind,
            weight=Decimal(weights.get(partner, ZERO)),
            is_in_default=partner in defaulted,
            is_conflicted=partner == resolution.conflicted_id,
        )
        for partner, kind in Partner.objects.filter(fund=fund).order_by("id").values_list("pk", "kind")
    ]


def amendments_without_deed(fund: Fund) -> QuerySet[Resolution]:
    """This function will give the amendments that a fund's partners passed and whose deed is not on record yet."""
    passed = fund.resolutions.filter(kind="amendment", stage=Resolution.Stage.PASSED)
    return passed.exclude(restated__stage__in=("draft", "approved")).select_related("fund")


def count(resolution: Resolution) -> resolutions.Count:
    """The count of a resolution as its votes stand: of each partner the vote recorded last."""
    votes = dict(resolution.votes.order_by("id").values_list("partner", "answer"))
    return resolutions.count(voters(resolution), votes, resolution.needed_rate)
