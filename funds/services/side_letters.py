"""Side letters: recorded and approved by two, shown to the partners, and elected by others in time (R27)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from funds import agreement_register
from funds.locks import lock_fund
from funds.models import Fund, Partner, SideLetter, SideLetterElection
from funds.rules import resolutions
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import InputRefused, WrongStage, gettext_noop
from itvf.models import File
from itvf.money import ZERO

Stage = SideLetter.Stage
TOPIC = "most_favoured_nation"


@transaction.atomic
def record(
    *, fund: Fund, partner: Partner, signed_date: date, grants: str, by, at: datetime, document: File | None = None
) -> SideLetter:
    """This function will record what one partner was granted beside the agreement; another person approves it."""
    permissions.require(by, "side_letter.record")
    fund = lock_fund(fund)
    grants = audit.require_reason(grants)
    _refuse_date("signed_date", signed_date, None, local_date(at))
    _refuse_partner(fund, partner)
    letter = SideLetter.objects.create(
        fund=fund,
        partner=partner,
        signed_date=signed_date,
        grants=grants,
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"partner": str(partner), "signed": signed_date}
    audit.record(chain=fund.chain, verb="side_letter.record", subject=letter, by=by, at=at, reason=grants, facts=facts)
    return letter


@transaction.atomic
def approve(*, letter: SideLetter, by, at: datetime) -> SideLetter:
    """This function will approve a recorded side letter, by a person who did not record it."""
    permissions.require(by, "side_letter.approve")
    letter = _locked(letter, Stage.DRAFT)
    permissions.require_other_person(by, letter.recorded_by)
    letter.stage, letter.approved_by, letter.approved_at = Stage.APPROVED, by, at
    letter.save(update_fields=["stage", "approved_by", "approved_at"])
    audit.record(chain=letter.fund.chain, verb="side_letter.approve", subject=letter, by=by, at=at)
    return letter


@transaction.atomic
def refuse(*, letter: SideLetter, by, at: datetime, reason: str) -> SideLetter:
    """This function will refuse a recorded side letter, which stays on record with the reason."""
    permissions.require(by, "side_letter.approve")
    reason = audit.require_reason(reason)
    letter = _locked(letter, Stage.DRAFT)
    letter.stage = Stage.REFUSED
    letter.save(update_fields=["stage"])
    audit.record(chain=letter.fund.chain, verb="side_letter.refuse", subject=letter, by=by, at=at, reason=reason)
    return letter


@transaction.atomic
def circulate(*, letter: SideLetter, circulated_date: date, by, at: datetime) -> SideLetter:
    """This function will record that a side letter was shown to the partners: the days to elect it run from then.

    The days are those of the most-favoured-nation term in force on that day; the day itself is not counted.
    """
    permissions.require(by, "side_letter.record")
    letter = _locked(letter, Stage.APPROVED)
    if letter.circulated_date is not None:
        raise WrongStage(
            gettext_noop("The letter was shown to the partners on {date}."),
            code="already_circulated",
            date=letter.circulated_date,
        )
    _refuse_date("circulated_date", circulated_date, letter.signed_date, local_date(at))
    term = _election_term(letter.fund, circulated_date)
    letter.circulated_date = circulated_date
    letter.last_day = circulated_date + timedelta(days=term.days)
    letter.clause = term.clause
    letter.save(update_fields=["circulated_date", "last_day", "clause"])
    facts = {"on": circulated_date, "last_day": letter.last_day, "clause": term.clause}
    audit.record(chain=letter.fund.chain, verb="side_letter.circulate", subject=letter, by=by, at=at, facts=facts)
    return letter


@transaction.atomic
def elect(
    *,
    letter: SideLetter,
    partner: Partner,
    is_elected: bool,
    elected_date: date,
    by,
    at: datetime,
    document: File | None = None,
) -> SideLetterElection:
    """This function will record that a partner elects, or declines, what a side letter grants another; once.

    Refuses a day outside the window, and a partner who may not have it because it is committed for less than the one
    it was granted to, where the agreement sizes the right.
    """
    permissions.require(by, "side_letter.elect")
    letter = _locked(letter, Stage.APPROVED)
    if letter.last_day is None:
        raise WrongStage(
            gettext_noop("The letter was not shown to the partners yet; nobody can elect it."), code="not_circulated"
        )
    _refuse_partner(letter.fund, partner)
    _refuse_date("elected_date", elected_date, letter.circulated_date, min(letter.last_day, local_date(at)))
    committed = agreement_register.commitments(letter.fund, elected_date)
    mine, granted = committed.get(partner.pk, ZERO), committed.get(letter.partner_id, ZERO)
    by_size = bool(_election_term(letter.fund, letter.circulated_date).flag)
    if partner.pk == letter.partner_id or not resolutions.may_elect(mine, granted, by_size=by_size):
        raise InputRefused(
            gettext_noop(
                "{partner}, committed for {mine_hkd}, may not elect what was granted to a partner of {granted_hkd}, "
                "nor what was granted to itself."
            ),
            code="may_not_elect",
            field="partner",
            partner=str(partner),
            mine_hkd=mine,
            granted_hkd=granted,
        )
    if letter.elections.filter(partner=partner).exists():
        raise WrongStage(
            gettext_noop("{partner} has answered already; an election is made once."),
            code="already_elected",
            partner=str(partner),
        )
    election = SideLetterElection.objects.create(
        letter=letter,
        partner=partner,
        is_elected=is_elected,
        elected_date=elected_date,
        commitment_hkd=mine,
        document=document,
        recorded_by=by,
        recorded_at=at,
    )
    facts = {"partner": str(partner), "elected": is_elected, "on": elected_date}
    audit.record(chain=letter.fund.chain, verb="side_letter.elect", subject=letter, by=by, at=at, facts=facts)
    return election


def _locked(letter: SideLetter, stage: str) -> SideLetter:
    lock_fund(letter.fund)
    letter = SideLetter.objects.select_related("fund", "partner", "recorded_by").get(pk=letter.pk)
    require_stage(letter, stage)
    return letter


def _election_term(fund: Fund, on: date):
    term = agreement_register.term_of(fund, TOPIC, on)
    if term is None:
        raise InputRefused(
            gettext_noop("The register holds no most-favoured-nation term on {date}; record it first."),
            code="no_election_right",
            date=on,
        )
    return term


def _refuse_partner(fund: Fund, partner: Partner) -> None:
    if partner.fund_id != fund.pk:
        raise InputRefused(
            gettext_noop("{partner} is no partner of {fund}."),
            code="other_fund",
            field="partner",
            partner=str(partner),
            fund=fund.code,
        )


def _refuse_date(name: str, day: date, first: date | None, last: date) -> None:
    if day > last or (first is not None and day < first):
        raise InputRefused(
            gettext_noop("{date} is not within {first} and {last}."),
            code="outside_window",
            field=name,
            date=day,
            first=first or "-",
            last=last,
        )
