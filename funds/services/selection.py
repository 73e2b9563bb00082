"""Managers, and their selection, whose notice starts the twelve months (R17, R18, A9)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction

from funds import conflict_walls, lapse_letter, reserve_list, rounds, selection_decision, selectors
from funds.locks import lock_scheme
from funds.models import Application, Fund, LapseLetter, Manager, ProposedTerms, Scheme, Selection
from funds.rules.matching import fundraising_last_day
from funds.rules.stages import require_stage
from funds.rules.terms import Terms
from funds.services import ce_numbers
from funds.services.fundraising import lock, read_email
from itvf import audit, permissions
from itvf.dates import local_date
from itvf.errors import Breach, InputRefused, RuleBroken, gettext_noop
from itvf.money import ZERO, money
from itvf.roles import HouseRole

CHAIN = "programme"
# Which applications may be selected: by the approver of a decision, or of a place taken up from its reserve list.
DECIDED_ON = (Application.Stage.ELIGIBLE, Application.Stage.RESERVED)


@transaction.atomic
def register_manager(
    *,
    name_en: str,
    name_zh_hant: str,
    ce_number: str,
    licence: str,
    licence_checked_date: date | None,
    licence_expiry_date: date | None,
    responsible_officers: int,
    by,
    at: datetime,
    register_url: str = "",
    is_decided: bool = False,
) -> Manager:
    """This function will register a fund manager with its SFC licence (R17(i)).

    A CE number is three capitals and three digits; where the licence is to be held, it may lack until then. Type 9
    takes at least two responsible officers. `is_decided` where it follows from the decision on a round: then it is the
    approver's to do (services/decisions.py).
    """
    permissions.require(by, "decision.approve" if is_decided else "manager.register")
    ce_numbers.check(ce_number, licence)
    if responsible_officers < 2:
        raise RuleBroken(
            [
                Breach(
                    "responsible_officers_too_few",
                    gettext_noop(
                        "The manager names {found} responsible officers; a Type 9 licence takes at least {minimum}."
                    ),
                    "R17",
                    "Annex 3 1(l)(i)",
                    {"found": responsible_officers, "minimum": 2},
                )
            ]
        )
    manager = Manager.objects.create(
        name_en=name_en,
        name_zh_hant=name_zh_hant,
        ce_number=ce_number,
        licence=licence,
        licence_checked_date=licence_checked_date,
        licence_expiry_date=licence_expiry_date,
        responsible_officers=responsible_officers,
        register_url=register_url,
    )
    audit.record(chain=CHAIN, verb="manager.register", subject=manager, by=by, at=at)
    return manager


@transaction.atomic
def check_licence(
    *,
    manager: Manager,
    licence: str,
    licence_checked_date: date,
    licence_expiry_date: date | None,
    by,
    at: datetime,
    ce_number: str = "",
) -> Manager:
    """This function will record that a manager's Type 9 licence was looked up again, and what was found (R17(i)).

    `ce_number` is what a manager has got since; one that stands is never changed. A licence held takes one.
    """
    permissions.require(by, "manager.register")
    if licence_checked_date > local_date(at):
        raise InputRefused(
            gettext_noop("The check can't be dated {date}, in the future."),
            code="future_check",
            field="licence_checked_date",
            date=licence_checked_date,
        )
    manager = Manager.objects.select_for_update().get(pk=manager.pk)
    if manager.ce_number and ce_number not in ("", manager.ce_number):
        raise InputRefused(
            gettext_noop("{manager} has the CE number {standing}; a number that stands is not changed."),
            code="ce_number_stands",
            field="ce_number",
            manager=str(manager),
            standing=manager.ce_number,
        )
    if not manager.ce_number:
        ce_numbers.check(ce_number, licence)
        manager.ce_number = ce_number
    before = {"licence": manager.licence, "expiry": manager.licence_expiry_date}
    manager.licence = licence
    manager.licence_checked_date = licence_checked_date
    manager.licence_expiry_date = licence_expiry_date
    manager.save(update_fields=["ce_number", "licence", "licence_checked_date", "licence_expiry_date"])
    audit.record(
        chain=CHAIN,
        verb="manager.check_licence",
        subject=manager,
        by=by,
        at=at,
        facts={"before": before, "licence": licence, "checked": licence_checked_date, "expiry": licence_expiry_date},
    )
    return manager


@transaction.atomic
def record_selection(
    *,
    scheme: Scheme,
    manager: Manager,
    reference: str,
    notice_issued_date: date,
    notice_received_date: date | None,
    committee_opinion: str,
    committee_date: date,
    by,
    at: datetime,
    application: Application | None = None,
    contact_email: str = "",
    contact_name: str = "",
    contact_language: str = Selection._meta.get_field("contact_language").default,
    reserved_hkd: Decimal | None = None,
    is_decided: bool = False,
) -> Selection:
    """This function will record that a manager was selected and when it received its notice.

    Reserves `reserved_hkd` in the envelope (R1) until the selection closes or lapses; where it is not given, what the
    Government would likely commit to what the application offers, or without one the smallest commitment (R6). Refused
    where the envelope can't hold it. The last day to close is the day before the same
    day twelve calendar months on has passed: received 2025-01-10, last day 2026-01-10 (A9); while the receipt is not
    known, None, the months do not run and no closing is held (services/notice_receipts.py). Reminders go to the
    contact named; where the selection came from an application and none is named, to the house's first signatory.
    `is_decided` as in `register_manager`; an application is selected by a decision alone.
    """
    permissions.require(by, "decision.approve" if is_decided else "selection.record")
    scheme = lock_scheme(scheme)
    terms = selectors.terms_in_force(scheme, notice_issued_date)
    if not committee_opinion.strip():
        raise InputRefused(
            gettext_noop("Record the Advisory Committee's independent opinion on the selection (R24, para 14)."),
            code="opinion_missing",
            field="committee_opinion",
        )
    if notice_received_date is not None and notice_received_date < notice_issued_date:
        raise InputRefused(
            gettext_noop("The notice can't be received on {received}, before it was issued on {issued}."),
            code="received_before_issued",
            field="notice_received_date",
            received=notice_received_date,
            issued=notice_issued_date,
        )
    if Selection.objects.filter(reference=reference).exists():
        raise InputRefused(
            gettext_noop("A selection with the reference {reference} stands already."),
            code="selection_stands",
            field="reference",
            reference=reference,
        )
    _check_application(application, is_decided=is_decided)
    reserve = _reserve(application, terms) if reserved_hkd is None else money(reserved_hkd)
    envelope = selectors.envelope(scheme, terms)
    if envelope.left_hkd < reserve:
        term = terms.term("programme_envelope_hkd")
        raise RuleBroken(
            [
                Breach(
                    "envelope_short",
                    gettext_noop(
                        "A selection reserves {reserve_hkd}; the envelope has {left_hkd} left. "
                        "Wait for a selection to lapse or choose fewer managers."
                    ),
                    term.rule,
                    term.clause,
                    {"reserve_hkd": reserve, "left_hkd": envelope.left_hkd},
                )
            ]
        )
    if application is not None and not contact_email:
        contact_email, contact_name, contact_language = _contact_of(application)
    selection = Selection.objects.create(
        scheme=scheme,
        manager=manager,
        application=application,
        reference=reference,
        contact_email=read_email(contact_email) if contact_email else "",
        contact_name=contact_name.strip(),
        contact_language=contact_language,
        notice_issued_date=notice_issued_date,
        notice_received_date=notice_received_date,
        fundraising_last_date=notice_received_date and fundraising_last_day(notice_received_date, terms),
        reserved_hkd=reserve,
        committee_opinion=committee_opinion,
        committee_date=committee_date,
    )
    audit.record(
        chain=CHAIN,
        verb="selection.record",
        subject=selection,
        by=by,
        at=at,
        facts={"reserved_hkd": reserve, "last_date": selection.fundraising_last_date},
    )
    return selection


@transaction.atomic
def propose_lapse(
    *,
    selection: Selection,
    by,
    on: date,
    at: datetime,
    reason: str,
    addressee: str = "",
    words_en: str = "",
    words_zh_hant: str = "",
) -> Selection:
    """This function will propose the lapse of a selection whose twelve months are over, with its letter (R18, A9).

    The letter goes to the selection's contact once another person has approved it; until then it can be read as a
    draft. Refuses while the clock runs, and where nobody is known to write to.
    """
    permissions.require(by, "selection.propose_lapse")
    conflict_walls.require_free(selection.application, by)
    reason = audit.require_reason(reason)
    lock_scheme(selection.scheme)
    selection = lock(selection)
    require_stage(selection, Selection.Stage.SELECTED)
    if selection.fundraising_last_date is None:
        raise InputRefused(
            gettext_noop("The receipt of the notice is not recorded: the months do not run yet. Record it first."),
            code="receipt_not_recorded",
        )
    if on <= selection.fundraising_last_date:
        raise InputRefused(
            gettext_noop("The manager may close until {last}; a lapse can be proposed from {first} on."),
            code="clock_running",
            last=selection.fundraising_last_date,
            first=selection.fundraising_last_date + timedelta(days=1),
        )
    if not selection.contact_email:
        raise InputRefused(
            gettext_noop("Nobody is known at {manager} to write to; record the selection's contact first."),
            code="contact_missing",
            manager=str(selection.manager),
        )
    LapseLetter.objects.create(
        selection=selection,
        number=selection.lapse_letters.count() + 1,
        addressee=addressee.strip() or selection.contact_name or selection.manager.name_en,
        addressee_email=selection.contact_email,
        words_en=words_en.strip(),
        words_zh_hant=words_zh_hant.strip(),
        drafted_by=by,
        drafted_at=at,
    )
    selection.stage = Selection.Stage.LAPSE_PROPOSED
    selection.lapse_proposed_by = by
    selection.save(update_fields=["stage", "lapse_proposed_by"])
    audit.record(chain=CHAIN, verb="selection.propose_lapse", subject=selection, by=by, at=at, reason=reason)
    return selection


@transaction.atomic
def approve_lapse(*, selection: Selection, by, at: datetime) -> Selection:
    """This function will lapse a selection, send its letter and release its envelope: the second of two people (A9).

    A fund that was forming is abandoned. Who is next on the reserve list goes on record with it, where there is one.
    """
    permissions.require(by, "selection.approve_lapse")
    conflict_walls.require_free(selection.application, by)
    lock_scheme(selection.scheme)
    selection = lock(selection)
    require_stage(selection, Selection.Stage.LAPSE_PROPOSED)
    permissions.require_other_person(by, selection.lapse_proposed_by)
    released = selection.reserved_hkd
    selection.stage = Selection.Stage.LAPSED
    selection.reserved_hkd = ZERO
    selection.lapse_approved_by = by
    selection.save(update_fields=["stage", "reserved_hkd", "lapse_approved_by"])
    for fund in Fund.objects.filter(selection=selection, stage=Fund.Stage.FORMING):
        fund.stage = Fund.Stage.ABANDONED
        fund.save(update_fields=["stage"])
    letter = selection.lapse_letters.select_for_update(of=("self",)).filter(stage=LapseLetter.Stage.PREPARED).first()
    facts = {"released_hkd": released}
    if letter:
        lapse_letter.fix(letter, released_hkd=released, by=by, at=at)
        facts |= {"letter": str(letter), "sha256": letter.content_sha256, "to": letter.addressee_email}
    following = reserve_list.next_after(selection)
    if following.application:
        facts["next_on_reserve_list"] = following.application.reference
    audit.record(chain=CHAIN, verb="selection.approve_lapse", subject=selection, by=by, at=at, facts=facts)
    return selection


@transaction.atomic
def refuse_lapse(*, selection: Selection, by, at: datetime, reason: str) -> Selection:
    """This function will refuse a proposed lapse with a reason; the letter is withdrawn, the selection stands."""
    permissions.require(by, "selection.refuse_lapse")
    conflict_walls.require_free(selection.application, by)
    reason = audit.require_reason(reason)
    selection = lock(selection)
    require_stage(selection, Selection.Stage.LAPSE_PROPOSED)
    permissions.require_other_person(by, selection.lapse_proposed_by)
    for letter in selection.lapse_letters.filter(stage=LapseLetter.Stage.PREPARED):
        letter.stage = LapseLetter.Stage.WITHDRAWN
        letter.save(update_fields=["stage"])
    selection.stage, selection.lapse_proposed_by = Selection.Stage.SELECTED, None
    selection.save(update_fields=["stage", "lapse_proposed_by"])
    audit.record(chain=CHAIN, verb="selection.refuse_lapse", subject=selection, by=by, at=at, reason=reason)
    return selection


def _reserve(application: Application | None, terms: Terms) -> Decimal:
    submission = rounds.standing(application) if application else None
    offer = ProposedTerms.objects.filter(submission=submission).first() if submission else None
    return selection_decision.likely_commitment(offer, terms) if offer else terms.hkd("government_minimum_hkd")


def _check_application(application: Application | None, *, is_decided: bool) -> None:
    """Two people decide on an application (para 14): nobody selects one by itself."""
    if application is None:
        return
    is_free = is_decided and application.stage in DECIDED_ON
    if not is_free or Selection.objects.filter(application=application).exists():
        raise InputRefused(
            gettext_noop("{application} was selected already, or no decision on its round selects it."),
            code="application_not_free",
            field="application",
            application=application.reference,
        )


def _contact_of(application: Application) -> tuple[str, str, str]:
    signatory = (
        application.house.memberships.live()
        .filter(role=HouseRole.SIGNATORY, user__is_active=True)
        .select_related("user")
        .order_by("id")
        .first()
    )
    if signatory is None:
        return "", "", Selection._meta.get_field("contact_language").default
    return signatory.user.email, signatory.user.name, signatory.user.language
