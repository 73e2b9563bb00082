"""Harbour's agreement in the register: terms by clause, seats, a key-person event and its end, votes, a side letter."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from funds import agreement_calendar
from funds.models import Fund, Partner, Resolution
from funds.rules import duties as rules
from funds.services import agreement_events, agreement_register, duties, resolutions, side_letters
from reporting.demo.acts import moment
from reporting.demo.cast import Cast

D = Decimal
# Topic, clause, and what the agreement says.
TERMS = (
    ("advisory_committee", "LPA 8.1", {"number": 3, "rate": D("0.5")}),
    ("government_seat", "LPA 8.2", {"number": 1}),
    ("committee_meetings", "LPA 8.3", {"number": 2}),
    ("conflicts", "LPA 8.5", {"days": 20, "text": "Deals with related parties, and between funds of one manager"}),
    (
        "key_persons",
        "LPA 9.2",
        {"number": 2, "days": 180, "text": "The three partners of the house named in schedule 3"},
    ),
    ("key_person_reinstatement", "LPA 9.4", {"rate": D("0.6667")}),
    (
        "removal_with_cause",
        "LPA 10.1",
        {"rate": D("0.5"), "days": 30, "text": "Fraud, gross negligence, loss of licence"},
    ),
    ("removal_without_cause", "LPA 10.3", {"rate": D("0.8"), "days": 90, "months": 24, "number": 6}),
    ("gp_default", "LPA 10.6", {"days": 30, "text": "Insolvency, loss of the Type 9 licence, breach not cured"}),
    ("partner_default", "LPA 5.6", {"days": 10, "text": "Interest, loss of vote, forfeiture of half of the interest"}),
    ("most_favoured_nation", "LPA 16.2", {"days": 30, "flag": True}),
    ("amendments", "LPA 17.1", {"rate": D("0.75")}),
    ("borrowing", "LPA 7.4", {"rate": D("0.15"), "days": 180}),
    ("excuse", "LPA 5.9", {"days": 5, "text": "Where law or government policy forbids the investment"}),
    ("clawback_guarantee", "LPA 12.8", {"rate": D(1), "text": "Each carry holder, severally, for what it received"}),
    ("inspection", "LPA 13.5", {"days": 10, "text": "Books, records and premises of the fund and its manager"}),
    ("annual_meeting", "LPA 14.1", {"months": 6}),
    ("audited_accounts", "LPA 13.2", {"days": 120}),
)
# What shows that a duty was done.
EVIDENCE = {
    rules.ANNUAL_RETURN: "Receipt of the Registrar of Companies",
    rules.ACCOUNTS: "Accounts with the auditor's report, sent to every partner",
    rules.MEETING: "Minutes of the meeting of partners",
    rules.COMMITTEE: "Minutes of the committee's meeting",
}


def play(people: Cast, fund: Fund, calendar) -> None:
    """This function will fill the register of a fund past its first closing, on days of its first two years."""
    record_terms(people, fund, TERMS, on=calendar.after(6, 78), since=fund.first_closing_date)
    partners = list(fund.partners.exclude(kind__in=(Partner.Kind.GP, Partner.Kind.GP_AFFILIATE)).order_by("id"))
    for partner in partners[:3]:
        _happened(
            people, fund, "seat_taken", calendar.after(6, 85), partner=partner, what="Named at the first meeting."
        )
    _key_person(people, fund, partners, on=calendar.after(4, 20))
    _recycling(people, fund, partners, on=calendar.after(3, 20))
    _side_letter(people, fund, partners, on=calendar.after(3, 40))
    discharge(people, fund, until=calendar.ended(1))


def record_terms(people: Cast, fund: Fund, terms: Iterable[tuple], *, on: date, since: date) -> None:
    """This function will record terms (topic, clause, values) and have another person approve them."""
    for topic, clause, values in terms:
        about = {"topic": topic, "clause": clause, "effective_from": since, "values": values}
        term = agreement_register.record_clause(fund=fund, **about, by=people.officer, at=moment(on))
        agreement_register.approve_clause(clause=term, by=people.manager, at=moment(on, 15))


def _key_person(people: Cast, fund: Fund, partners: list[Partner], *, on: date) -> None:
    """A key person leaves; a successor is named and the partners agree."""
    what = "One of the three partners of the house left; letter of the GP of the same day."
    left = _happened(people, fund, "key_person_event", on, what=what)
    question = "That the successor named by the GP be a key person and the investment period go on."
    agreed = _resolved(people, fund, "key_person_reinstatement", question, partners, on=on + timedelta(days=21))
    about = {"what": "Agreed by the partners.", "follows": left, "resolution": agreed}
    _happened(people, fund, "key_person_ended", on + timedelta(days=28), **about)


def _recycling(people: Cast, fund: Fund, partners: list[Partner], *, on: date) -> None:
    """The partners amend the agreement: proceeds may be recycled within limits."""
    question = "That proceeds of up to a tenth of commitments be recalled within 18 months of their distribution."
    passed = _resolved(people, fund, "amendment", question, partners[:-1], on=on)
    about = {"clause": "LPA 7.6", "effective_from": on + timedelta(days=7), "basis": "amendment", "resolution": passed}
    values = {"rate": D("0.1"), "months": 18}
    at = moment(on + timedelta(days=7))
    term = agreement_register.record_clause(
        fund=fund, topic="recycling", values=values, **about, by=people.officer, at=at
    )
    agreement_register.approve_clause(clause=term, by=people.manager, at=at)


def _side_letter(people: Cast, fund: Fund, partners: list[Partner], *, on: date) -> None:
    """A small partner is granted quarterly calls with the manager; the Government elects the same."""
    government = next(partner for partner in partners if partner.is_government)
    grants = "A call with the manager each quarter, and its papers five days before."
    about = {"partner": partners[-1], "signed_date": on, "grants": grants}
    letter = side_letters.record(fund=fund, **about, by=people.officer, at=moment(on))
    letter = side_letters.approve(letter=letter, by=people.manager, at=moment(on, 15))
    letter = side_letters.circulate(letter=letter, circulated_date=on, by=people.officer, at=moment(on, 16))
    answered = on + timedelta(days=12)
    about = {"partner": government, "is_elected": True, "elected_date": answered}
    side_letters.elect(letter=letter, **about, by=people.officer, at=moment(answered))


def discharge(people: Cast, fund: Fund, *, until: date) -> None:
    """This function will mark what fell due by a day as done, ten days before its last day."""
    for duty in agreement_calendar.duties_of(fund, until):
        if duty.is_marked and duty.due_date <= until and duty.done_date is None:
            done = duty.due_date - timedelta(days=10)
            about = {"key": duty.key, "done_date": done, "evidence": EVIDENCE[duty.kind]}
            duties.record_done(fund=fund, **about, by=people.maker(fund), at=moment(done))


def _happened(people: Cast, fund: Fund, kind: str, on: date, **about):
    event = agreement_events.record(fund=fund, kind=kind, occurred_date=on, **about, by=people.officer, at=moment(on))
    return agreement_events.approve(event=event, by=people.manager, at=moment(on, 15))


def _resolved(people: Cast, fund: Fund, kind: str, question: str, voters: list[Partner], *, on: date) -> Resolution:
    put = resolutions.put(fund=fund, kind=kind, question=question, last_day=on, by=people.officer, at=moment(on))
    for partner in voters:
        about = {"partner": partner, "answer": "for", "voted_date": on}
        resolutions.vote(resolution=put, **about, by=people.officer, at=moment(on, 12))
    return resolutions.count(resolution=put, by=people.manager, at=moment(on + timedelta(days=1)))
