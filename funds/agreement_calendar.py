"""The duties of funds with what discharged them: the calendar that doors show, built from the register's rows (R27)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from funds import agreement_register, facility_facts
from funds.models import AgreementClause, AgreementEvent, DutyDone, Fund, Partner, Resolution, SideLetter
from funds.rules import agreement_register as rules
from funds.rules import duties, facility, resolutions
from funds.rules.duties import Duty

LIVE = (Fund.Stage.FORMING, Fund.Stage.OPEN)


class Rows:
    """Every row that the duties of some funds follow from, by fund: one query a table, however many funds."""

    def __init__(self, funds: Iterable[Fund]):
        self.funds = [fund for fund in funds if fund.stage in LIVE]
        approved = {"fund__in": self.funds, "stage": AgreementClause.Stage.APPROVED}
        self.terms = _by_fund(AgreementClause.objects.filter(**approved).order_by("effective_from", "id"))
        happened = AgreementEvent.objects.filter(fund__in=self.funds).exclude(stage=AgreementEvent.Stage.REFUSED)
        self.events = _by_fund(happened.order_by("occurred_date", "id"))
        shown = SideLetter.objects.filter(**approved, circulated_date__isnull=False)
        self.letters = _by_fund(shown.select_related("partner").prefetch_related("elections"))
        asked = Resolution.objects.filter(fund__in=self.funds).exclude(stage=Resolution.Stage.WITHDRAWN)
        self.resolutions = _by_fund(asked.prefetch_related("votes"))
        done = DutyDone.objects.filter(fund__in=self.funds, stage=DutyDone.Stage.DONE)
        self.done = {(fund, key): on for fund, key, on in done.values_list("fund", "key", "done_date")}
        self.loans = facility_facts.movements_by_fund(self.funds)
        government = Partner.objects.filter(fund__in=self.funds, kind=Partner.Kind.GOVERNMENT)
        self.government = dict(government.values_list("fund", "pk"))


def calendar(funds: Iterable[Fund], on: date) -> list[tuple[Fund, Duty]]:
    """Every duty of live funds up to a year from a day, each with its fund: open ones by last day, then those done."""
    rows = Rows(funds)
    found = [(fund, duty) for fund in rows.funds for duty in _of(fund, rows, on)]
    return sorted(found, key=lambda pair: (duties.order(pair[1], on), pair[0].code))


def duties_of(fund: Fund, on: date) -> list[Duty]:
    """A fund's duties up to a year from a day."""
    return [duty for _fund, duty in calendar([fund], on)]


def _of(fund: Fund, rows: Rows, on: date) -> Iterator[Duty]:
    until = duties.horizon(on)
    found = (*_recurring(fund, rows, until), *_matters(rows.events[fund.pk]), *_asked(fund, rows))
    for duty in (*found, *_repayments(fund, rows, until)):
        if duty.due_date <= until:
            done = rows.done.get((fund.pk, duty.key))
            yield replace(duty, done_date=done) if done else duty


def _recurring(fund: Fund, rows: Rows, until: date) -> Iterator[Duty]:
    def term_on(topic: str, day: date) -> duties.Term | None:
        found = [row for row in rows.terms[fund.pk] if row.topic == topic and row.effective_from <= day]
        return duties.Term(_count(found[-1]), found[-1].clause) if found else None

    yield from duties.annual_returns(fund.registered_date, until)
    if fund.manager.licence_checked_date:
        yield duties.licence_check(fund.manager.licence_checked_date)
    if fund.first_closing_date:
        yield from duties.yearly(fund.first_closing_date, term_on, until)
        yield from duties.committee_meetings(fund.first_closing_date, term_on, until)


def _repayments(fund: Fund, rows: Rows, until: date) -> Iterator[Duty]:
    """Each drawdown is repaid within the days that the agreement's term on borrowing sets."""
    terms = [row for row in rows.terms[fund.pk] if row.topic == "borrowing" and row.days]
    if not terms:
        return
    for one in facility.drawdowns(rows.loans[fund.pk], until, days=terms[-1].days):
        kind = duties.REPAYMENT
        about = {"about": f"{one.date}", "done_date": one.repaid_date}
        yield Duty(kind, f"{kind}:{one.id}", one.due_date, terms[-1].clause, **about)


def _count(row: AgreementClause) -> int:
    return row.days or row.months or row.number


def _matters(events: list[AgreementEvent]) -> Iterator[Duty]:
    """What an event set running: done on the day of the first approved event that follows it."""
    answered = {}
    for event in events:
        if event.follows_id and event.stage == AgreementEvent.Stage.APPROVED:
            answered.setdefault(event.follows_id, event.occurred_date)
    for event in events:
        if event.last_day:
            yield Duty(
                duties.MATTER,
                f"{duties.MATTER}:{event.pk}",
                event.last_day,
                event.clause,
                about=rules.EVENTS[event.kind].title,
                done_date=answered.get(event.pk),
            )


def _asked(fund: Fund, rows: Rows) -> Iterator[Duty]:
    """What is asked of the Government: to elect what others were granted, to vote on what is resolved."""
    government = rows.government.get(fund.pk)
    if government is None:
        return
    for letter in rows.letters[fund.pk]:
        if letter.partner_id != government:
            answered = [one.elected_date for one in letter.elections.all() if one.partner_id == government]
            yield _of_corporation(duties.ELECTION, letter, str(letter.partner), answered)
    for resolution in rows.resolutions[fund.pk]:
        voted = [vote.voted_date for vote in resolution.votes.all() if vote.partner_id == government]
        is_asked = resolution.stage == Resolution.Stage.OPEN and _votes(government, resolution, rows)
        if voted or is_asked:
            yield _of_corporation(duties.VOTE, resolution, resolution.question, voted)


def _of_corporation(kind: str, thing: SideLetter | Resolution, about: str, answered: list[date]) -> Duty:
    done = min(answered, default=None)
    return Duty(kind, f"{kind}:{thing.pk}", thing.last_day, thing.clause, duties.CORPORATION, about, done)


def _votes(government: int, resolution: Resolution, rows: Rows) -> bool:
    """Whether the Government is asked: it has no interest of its own, and a seat where seats are counted."""
    if resolution.conflicted_id == government:
        return False
    if not resolutions.KINDS[resolution.kind].by_seats:
        return True
    events = [agreement_register.happening(event) for event in rows.events[resolution.fund_id]]
    seats = [event for event in rules.standing(events, resolution.opened_date) if event.kind == "seat_taken"]
    return any(seat.partner == government for seat in seats)


def _by_fund(rows) -> dict[int, list]:
    found = defaultdict(list)
    for row in rows:
        found[row.fund_id].append(row)
    return found
