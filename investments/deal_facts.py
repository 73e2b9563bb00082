"""What the restriction engine reads of one deal: the company on the day, its papers, who stands on both sides."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from funds.models import Fund, FundMembership, Partner
from funds.rules.names import Name
from investments import portfolio
from investments.models import Affiliation, Company, CompanyActivity, Proposal, ProposalDocument
from investments.models import Ruling as RecordedRuling
from investments.portfolio import Kind, Position
from investments.rules import facts as rule_facts
from investments.rules.related import Parties
from investments.rules.rulings import Ruling
from investments.rules.words import BORDER
from itvf.dates import local_date
from itvf.errors import gettext_noop
from itvf.models import RoleGrant, User

STAFF = gettext_noop("staff of the Corporation")
GP_ROLES = (FundMembership.Role.GP_MAKER, FundMembership.Role.GP_SIGNATORY)


def proposal_facts(proposal: Proposal, on: date, position: Position) -> rule_facts.Proposal:
    """A proposal as the rules read it, with its company's facts on the day.

    The papers of one that is not put to the Corporation yet are not judged: they are filed with the proposal.
    """
    company = proposal.company
    known = portfolio.company_facts([company.pk], on)[company.pk]
    return rule_facts.Proposal(
        company=company.name_en,
        description=BORDER.join((proposal.description, company.description, company.name_en, company.name_zh_hant)),
        sector=proposal.sector,
        stage=proposal.financing_stage,
        instrument=proposal.instrument,
        activities=tuple(proposal.activities),
        is_listed=known[Kind.LISTED],
        is_secondary=proposal.is_secondary,
        amount_hkd=proposal.amount_hkd,
        is_start_up=known[Kind.START_UP],
        is_hong_kong=known[Kind.HONG_KONG],
        has_it_establishment=known[Kind.IT_ESTABLISHMENT],
        is_ecosystem=known[Kind.ECOSYSTEM],
        hong_kong_spend_undertaken_hkd=proposal.hong_kong_spend_undertaken_hkd
        if proposal.undertaking_signed_date
        else None,
        date=on,
        is_follow_on=proposal.is_follow_on,
        is_held=position.holds(company.pk),
        is_bridge=proposal.is_bridge,
        company_id=str(company.pk),
        group_id=company.group_id and str(company.group_id),
        hsic=activities_of(company, on),
        documents=documents_of(proposal) if proposal.pk else None,
    )


def activities_of(company: Company, on: date) -> tuple[str, ...]:
    """The HSIC codes of what a company does on a day."""
    rows = CompanyActivity.objects.filter(company=company, since_date__lte=on).order_by("since_date", "id")
    does: dict[str, bool] = {}
    for code, ended in rows.values_list("hsic_code", "ended"):
        does[code] = not ended
    return tuple(sorted(code for code, still in does.items() if still))


def documents_of(proposal: Proposal) -> tuple[str, ...]:
    """The kinds of documents on file for a proposal, the undertaking that came with it among them."""
    kinds = set(proposal.documents.values_list("kind", flat=True))
    if proposal.undertaking_file_id:
        kinds.add(ProposalDocument.Kind.UNDERTAKING.value)
    return tuple(sorted(kinds))


def rulings_of(proposal: Proposal) -> tuple[Ruling, ...]:
    """What people decided on a proposal's open questions, in that order."""
    if not proposal.pk:
        return ()
    return tuple(
        Ruling(
            restriction=ruling.restriction,
            holds=ruling.holds,
            facts_hash=ruling.facts_hash,
            reason=ruling.reason,
            person=str(ruling.decided_by),
            decided_date=local_date(ruling.decided_at),
        )
        for ruling in RecordedRuling.objects.filter(proposal=proposal).select_related("decided_by").order_by("id")
    )


# --- who stands on both sides (R27)


def parties_of(proposal: Proposal, on: date) -> Parties:
    """The names behind the company and those behind the fund, its partners and the staff, as declared on a day."""
    company, fund = proposal.company, proposal.fund
    siblings = Company.objects.filter(group=company.group_id).exclude(pk=company.pk) if company.group_id else ()
    declared = Affiliation.objects.filter(Q(until_date__isnull=True) | Q(until_date__gte=on), since_date__lte=on)
    deal = [
        *_named(company, company.br_number or ""),
        *(_named(company.group, of=company.name_en) if company.group_id else ()),
        *(name for sibling in siblings for name in _named(sibling, sibling.br_number or "", of=company.name_en)),
        *_affiliates(declared.filter(Q(company=company) | Q(company__in=[one.pk for one in siblings]))),
    ]
    partners = Partner.objects.filter(fund=fund)
    house = [
        *_named(fund.manager),
        *(Name(name, of=fund.name_en) for name in (fund.investment_manager, fund.responsible_person) if name),
        *(name for partner in partners for name in _named(partner)),
        *_people(User.objects.filter(pk__in=_gp_of(fund)), of=fund.manager.name_en),
        *_people(User.objects.filter(pk__in=RoleGrant.objects.live().values("user")), of=STAFF),
        *_affiliates(declared.filter(Q(manager=fund.manager_id) | Q(partner__in=partners) | Q(staff__isnull=False))),
    ]
    return Parties(deal=_once(deal), house=_once(house), other_funds=other_holders(company, fund, on))


def _gp_of(fund: Fund) -> QuerySet:
    return FundMembership.objects.live().filter(fund=fund, role__in=GP_ROLES).values("user")


def other_holders(company: Company, fund: Fund, on: date) -> tuple[str, ...]:
    """The programme's other funds that hold a company, at cost. Their names are for staff alone."""
    held = portfolio.investments_with_cost(as_of=on).filter(company=company, cost_hkd__gt=0).exclude(fund=fund)
    return tuple(sorted({made.fund.name_en for made in held}))


def _named(body, identifier: str = "", *, of: str = "") -> Iterator[Name]:
    """A body under each of its names."""
    for name in (body.name_en, body.name_zh_hant):
        if name:
            yield Name(name, identifier=identifier, of=of)


def _people(users: Iterable[User], *, of: str) -> Iterator[Name]:
    for user in users:
        for name in (user.name, user.name_zh_hant):
            if name:
                yield Name(name, of=of)


def _affiliates(found: QuerySet[Affiliation]) -> Iterator[Name]:
    for one in found.select_related("company", "manager", "partner"):
        body = one.company or one.manager or one.partner
        of = body.name_en if body else STAFF
        for name in (one.name_en, one.name_zh_hant):
            if name:
                yield Name(name, identifier=one.identifier, capacity=one.capacity, of=of)


def _once(names: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(names))
