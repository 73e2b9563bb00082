"""Terms, events and authorities of a fund for tests: recorded by the officer, approved by the manager."""

from datetime import date
from decimal import Decimal

from funds.models import AgreementClause, AgreementEvent, Fund, RecordedAuthority, Resolution
from funds.services import agreement_events, agreement_register, authorities, resolutions
from tests import programme

TERMS = {
    "advisory_committee": {"clause": "LPA 8.1", "number": 3, "rate": Decimal("0.5")},
    "committee_meetings": {"clause": "LPA 8.3", "number": 2},
    "conflicts": {"clause": "LPA 8.5", "days": 20, "text": "Deals with related parties"},
    "key_persons": {"clause": "LPA 9.2", "text": "Ada Example and Ben Example", "number": 2, "days": 180},
    "key_person_reinstatement": {"clause": "LPA 9.4", "rate": Decimal("0.75")},
    "amendments": {"clause": "LPA 17.1", "rate": Decimal("0.75")},
    "partner_default": {"clause": "LPA 5.6", "days": 10, "text": "Forfeit half of the interest"},
    "most_favoured_nation": {"clause": "LPA 16.2", "days": 30, "flag": True},
    "borrowing": {"clause": "LPA 7.4", "rate": Decimal("0.15"), "amount_hkd": "50000000.00", "days": 180},
    "annual_meeting": {"clause": "LPA 14.1", "months": 6},
}


def term(cast, fund: Fund, topic: str, *, day: date = programme.SIGNED, **about) -> AgreementClause:
    """A term in force from a day on: as TERMS has it unless told otherwise."""
    values = TERMS.get(topic, {}) | about
    ways = {name: values.pop(name) for name in ("basis", "resolution", "reason") if name in values}
    recorded = agreement_register.record_clause(
        fund=fund,
        topic=topic,
        clause=values.pop("clause"),
        effective_from=day,
        values=values,
        by=cast.officer,
        at=programme.at(day),
        **ways,
    )
    return agreement_register.approve_clause(clause=recorded, by=cast.manager, at=programme.at(day))


def authorised(cast, fund: Fund, kind: str, limit: str = "", *, day: date = programme.CLOSED) -> RecordedAuthority:
    """An authority given and in force on a day, up to an amount or to any."""
    recorded = authorities.record(
        fund=fund,
        kind=kind,
        limit_hkd=Decimal(limit) if limit else None,
        given_by="The Board",
        given_date=day,
        scope="As its minutes say.",
        by=cast.officer,
        at=programme.at(day),
    )
    return authorities.approve(authority=recorded, by=cast.manager, at=programme.at(day))


def event(cast, fund: Fund, kind: str, day: date, *, is_approved: bool = True, **about) -> AgreementEvent:
    """An event of a day, approved unless told otherwise."""
    about = {"what": "As the GP's letter says."} | about
    found = agreement_events.record(
        fund=fund, kind=kind, occurred_date=day, by=cast.officer, at=programme.at(day), **about
    )
    if not is_approved:
        return found
    return agreement_events.approve(event=found, by=cast.manager, at=programme.at(day))


def resolved(cast, fund: Fund, kind: str, day: date, *voters, answer: str = "for", **about) -> Resolution:
    """A resolution put and counted on a day, these partners voting alike."""
    about = {"question": "That it be so."} | about
    found = resolutions.put(fund=fund, kind=kind, last_day=day, by=cast.officer, at=programme.at(day), **about)
    for voter in voters:
        resolutions.vote(
            resolution=found, partner=voter, answer=answer, voted_date=day, by=cast.officer, at=programme.at(day)
        )
    return resolutions.count(resolution=found, by=cast.manager, at=programme.at(date.fromordinal(day.toordinal() + 1)))
