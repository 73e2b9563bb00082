"""What each role may do: the whole access policy is the table below.

Services ask it first (`require`). What a person may *see* is another question, which the querysets
answer (`visible_to`): staff see everything, others only what is theirs.
"""

from itvf.errors import NotPermitted, gettext_noop
from itvf.roles import NEWCOMER, FundRole, HouseRole, RoundRole, StaffRole

OFFICER = StaffRole.PROGRAMME_OFFICER
MANAGER = StaffRole.PROGRAMME_MANAGER
FINANCE = StaffRole.FINANCE_OFFICER
CERTIFIER = StaffRole.CERTIFYING_OFFICER
AUTHORISER = StaffRole.AUTHORISING_OFFICER
AUDITOR = StaffRole.AUDITOR
ADMINISTRATOR = StaffRole.ADMINISTRATOR
GP_MAKER = FundRole.GP_MAKER
GP_SIGNATORY = FundRole.GP_SIGNATORY
PREPARER = HouseRole.PREPARER
SIGNATORY = HouseRole.SIGNATORY
ASSESSOR = RoundRole.ASSESSOR
MEMBER = RoundRole.MEMBER

PERMISSIONS: dict[str, frozenset[str]] = {
    permission: frozenset(roles)
    for permission, roles in {
        # the scheme's terms: one proposes, another approves
        "scheme.propose_version": [OFFICER],
        "scheme.approve_version": [MANAGER],
        # selection of managers
        "manager.register": [OFFICER],
        "selection.record": [OFFICER],
        "selection.move_receipt": [MANAGER],
        "selection.propose_lapse": [OFFICER],
        "selection.approve_lapse": [MANAGER],
        "selection.refuse_lapse": [MANAGER],
        # the twelve months: whom to write to, what the manager reports, terms that depart from its offer
        "selection.set_contact": [OFFICER],
        "fundraising.report": [OFFICER, GP_MAKER, GP_SIGNATORY, PREPARER, SIGNATORY],
        "term_departure.approve": [MANAGER],
        "term_departure.refuse": [MANAGER],
        # an invitation: one prepares, another opens; so with what changes it once it is open
        "invitation.prepare": [OFFICER],
        "invitation.open": [MANAGER],
        "invitation.amend": [OFFICER],
        "invitation.announce": [MANAGER],
        "invitation.ask": [PREPARER, SIGNATORY],
        "invitation.answer": [OFFICER],
        # a house that applies: its people prepare, a second one of them signs
        "house.register": [NEWCOMER],
        "house.join": [NEWCOMER],
        "house.look_after": [SIGNATORY],
        "application.prepare": [PREPARER, SIGNATORY],
        "application.submit": [SIGNATORY],
        # a round held on paper: one enters an application, another confirms it against the paper
        "application.enter": [OFFICER],
        "application.confirm": [MANAGER],
        # eligibility: the machine first, then people; a fail takes two
        "eligibility.examine": [OFFICER],
        "eligibility.rule": [OFFICER],
        "eligibility.confirm": [MANAGER],
        # assessment: conflicts before anything is seen, names searched and ruled on, blind scores, moderation
        "assessment.prepare": [OFFICER],
        "round_membership.give": [MANAGER],
        "conflict.declare": [ASSESSOR, MEMBER],
        "conflict.record": [OFFICER],
        "link.rule": [MANAGER],
        "assessment.open": [MANAGER],
        "score.give": [ASSESSOR],
        "moderation.record": [OFFICER],
        "assessment.settle": [MANAGER],
        "offer_scenario.record": [OFFICER],
        # the Committee's opinion as its secretary records it; a decision takes two
        "committee.record": [OFFICER],
        "decision.propose": [OFFICER],
        "decision.approve": [MANAGER],
        "promotion.propose": [OFFICER],
        "promotion.approve": [MANAGER],
        # a fund, its agreement and its people
        "fund.establish": [OFFICER],
        "agreement.record": [OFFICER],
        "partner.add": [OFFICER],
        "membership.grant": [ADMINISTRATOR, MANAGER],
        "bank_account.enter": [OFFICER, GP_MAKER],
        "bank_account.confirm": [MANAGER],
        "closing.draft": [OFFICER],
        "closing.complete": [MANAGER],
        # the agreement's register: one records, another approves; partners' votes and elections as staff receive them
        "agreement_clause.record": [OFFICER],
        "agreement_clause.approve": [MANAGER],
        "agreement_amendment.record": [OFFICER],
        "agreement_amendment.approve": [MANAGER],
        "agreement_event.record": [OFFICER, GP_MAKER, GP_SIGNATORY],
        "agreement_event.approve": [MANAGER],
        "resolution.open": [OFFICER, GP_MAKER, GP_SIGNATORY],
        "resolution.vote": [OFFICER],
        "resolution.count": [MANAGER],
        "side_letter.record": [OFFICER],
        "side_letter.approve": [MANAGER],
        "side_letter.elect": [OFFICER],
        "duty.record_done": [OFFICER, GP_MAKER, GP_SIGNATORY],
        "duty.reopen": [OFFICER, MANAGER],
        # the end of a fund: two people of the Corporation, once its books have nothing left; its GP may ask for it
        "fund.propose_end": [OFFICER, GP_MAKER, GP_SIGNATORY],
        "fund.check_end": [OFFICER],
        "fund.approve_end": [MANAGER],
        "fund.refuse_end": [OFFICER, MANAGER],
        "fund.propose_reopening": [OFFICER],
        "fund.approve_reopening": [MANAGER],
        # capital calls: the GP drafts and its signatory issues; paper comes in through staff
        "capital_call.draft": [GP_MAKER],
        "capital_call.register_paper": [OFFICER],
        "capital_call.issue": [GP_SIGNATORY],
        "capital_call.confirm_paper": [MANAGER],
        "capital_call.withdraw": [GP_MAKER, GP_SIGNATORY, OFFICER],
        "capital_call.cancel": [GP_SIGNATORY, MANAGER],
        "contribution.record": [OFFICER],
        # a call and a distribution of one day in one net notice: bound by the maker, issued and cancelled at once
        "netting.bind": [GP_MAKER],
        "netting.issue": [GP_SIGNATORY],
        "netting.cancel": [GP_SIGNATORY, MANAGER],
        # interest on late payment (A18): the GP's signatory charges, another person of the GP waives
        "late_interest.charge": [GP_SIGNATORY],
        "late_interest.waive": [GP_MAKER, GP_SIGNATORY],
        # what goes back to partners: drafted, solvency stated, declared by the signatory, paid as the bank shows
        "distribution.draft": [GP_MAKER],
        "distribution.state_solvency": [GP_SIGNATORY],
        "distribution.declare": [GP_SIGNATORY],
        "distribution.cancel": [GP_SIGNATORY, MANAGER],
        "distribution.record_payment": [OFFICER],
        "distribution_receipt.record": [FINANCE],
        "carry.give_back": [OFFICER],
        "carry.release": [OFFICER],
        # what is allowed only because somebody decided it (A13, A18, A20)
        "authority.record": [OFFICER, FINANCE],
        "authority.approve": [MANAGER],
        # a subscription facility: two people for what was agreed; what moved as bank and lender show it (R27)
        "facility.record": [OFFICER, GP_MAKER],
        "facility.approve": [MANAGER],
        "facility_movement.record": [OFFICER, GP_MAKER],
        "facility_movement.reverse": [OFFICER, MANAGER],
        "bank_statement.import": [OFFICER, FINANCE],
        # the Government's payment: checked, certified, authorised by two, released, matched
        "payment_case.check": [FINANCE],
        "payment_case.prepare_voucher": [FINANCE],
        "payment_case.certify": [CERTIFIER],
        "payment_case.authorise": [AUTHORISER],
        "payment_case.release": [FINANCE],
        "payment_case.match_debit": [FINANCE],
        "payment_case.hold": [FINANCE],
        "payment_case.resume": [FINANCE],
        "payment_case.take_back": [CERTIFIER],
        "payment_case.answer_query": [GP_MAKER, GP_SIGNATORY],
        "payment_case.confirm_receipt": [GP_MAKER, GP_SIGNATORY],
        # money asked of Government: the year's allotment and each request take two people
        "funding.propose_allotment": [FINANCE],
        "funding.approve_allotment": [MANAGER],
        "funding.draft": [FINANCE],
        "funding.approve": [MANAGER],
        "funding.record": [FINANCE],
        "limit_table.propose": [FINANCE],
        "limit_table.approve": [MANAGER],
        # investments: the GP picks, the Corporation answers
        "company.register": [GP_MAKER, OFFICER],
        "proposal.submit": [GP_MAKER],
        "proposal.answer": [OFFICER, MANAGER],
        "investment.complete": [OFFICER, GP_MAKER],
        "consent.record": [OFFICER],
        "consent.approve": [MANAGER],
        "proposal.add_document": [GP_MAKER, GP_SIGNATORY, OFFICER],
        "proposal.rule": [OFFICER, MANAGER],
        "company.declare_affiliation": [GP_MAKER, OFFICER],
        # the life of an investment: the GP or staff record what happened; values take two people
        "investment.record_event": [GP_MAKER, OFFICER],
        "investment.reverse_event": [OFFICER, MANAGER],
        "round.record": [GP_MAKER, OFFICER],
        "valuation.record": [GP_MAKER, OFFICER],
        "valuation.review": [OFFICER, MANAGER],
        "valuation.reverse": [OFFICER, MANAGER],
        # watching over what is held
        "spend.report": [GP_MAKER],
        "spend.draw_sample": [OFFICER],
        "spend.check": [OFFICER],
        "holding.confirm": [OFFICER],
        "inspection.record": [OFFICER],
        "finding.answer": [GP_MAKER, GP_SIGNATORY, OFFICER],
        "finding.close": [OFFICER, MANAGER],
        # fees and reports
        "fee.accrue": [OFFICER],
        "debit.reverse": [OFFICER, MANAGER],
        "fee_correction.propose": [OFFICER],
        "fee_correction.approve": [MANAGER],
        "fee_terms.record": [OFFICER],
        "fee_concession.record": [OFFICER],
        "fee_concession.approve": [MANAGER],
        "fee_offset.record": [OFFICER],
        "fee_offset.settle": [OFFICER],
        "breach.agree_cure": [OFFICER],
        "breach.cure": [OFFICER],
        "quarterly_report.submit": [GP_MAKER, GP_SIGNATORY],
        "quarterly_report.accept": [OFFICER],
        "quarterly_report.query": [OFFICER],
        "management_report.freeze": [OFFICER],
        "management_report.approve": [MANAGER],
        # the house itself
        "outbox.resend": [OFFICER],
        "outbox.cancel": [OFFICER],
        "user.manage": [ADMINISTRATOR],
        "admin.view": list(StaffRole),
    }.items()
}


STAFF = frozenset(StaffRole)


def allows(user, permission: str, *, within=None) -> bool:
    """This function will say whether a person may do something, now.

    `within` is what the person's further roles come from (a fund: anything with `roles_of(user)`).
    A permission that the table does not know is a mistake in the program (KeyError), not a refusal.
    """
    allowed = PERMISSIONS[permission]
    if user is None or not user.is_active or not user.is_authenticated:
        return False
    if allowed & STAFF and allowed & user.staff_roles():
        return True
    return within is not None and bool(allowed & set(within.roles_of(user)))


def require(by, permission: str, *, within=None) -> None:
    """This function will refuse (NotPermitted) a person who may not do something, and say which roles may."""
    if allows(by, permission, within=within):
        return
    raise NotPermitted(
        gettext_noop("{person} may not do this ({permission}). It is for these roles: {roles}."),
        person=str(by) if by else "-",
        permission=permission,
        roles=sorted(PERMISSIONS[permission]),
    )


def require_staff(by, permission: str) -> None:
    """This function will refuse (NotPermitted) a thing that a permission allows to staff only, a fund's people apart.

    For a verb that two sides do, where some of what it does is one side's alone.
    """
    require(by, permission)


def require_other_person(by, maker) -> None:
    """This function will refuse (NotPermitted) the person who made a thing as its checker."""
    if maker is not None and by.pk == maker.pk:
        raise NotPermitted(
            gettext_noop("{person} made this; another person has to check it."), code="maker_is_checker", person=str(by)
        )


def roles_of(user, *, within=None) -> set[str]:
    """This function will give a person's roles that count now: in the Corporation, and in `within`."""
    roles = user.staff_roles()
    return roles | set(within.roles_of(user)) if within is not None else roles
