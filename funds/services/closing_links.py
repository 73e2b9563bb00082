"""Links at a closing: who signs, and who stands behind the applicant, searched by name again and ruled on (R24)."""

from datetime import datetime

from django.db import transaction

from funds import applicant_links
from funds.locks import lock_fund
from funds.models import ApplicantLink, Closing, ConflictDeclaration
from funds.rules.stages import require_stage
from itvf import audit, permissions
from itvf.errors import Breach, NotPermitted, gettext_noop

CLAUSE = "para 14"
UNRULED = gettext_noop(
    "{name} of this closing meets {other_name}, and nobody has ruled on it. Rule on the link with a reason, then "
    "complete the closing."
)
NOT_SEARCHED = gettext_noop(
    "{name} of this closing meets {other_name}, found just now. Search the names of the closing again, rule on the "
    "link with a reason, then complete the closing."
)


@transaction.atomic
def search(*, closing: Closing, by, at: datetime) -> list[ApplicantLink]:
    """This function will search the names of a draft closing again and keep what is new for a person's ruling (R24).

    For funds whose selection came from an application; each other one has nothing to search. Each commitment that is
    signed is searched with it; this is for what changed since: new staff, new companies. It changes no ruling.
    """
    permissions.require(by, "closing.draft", within=closing.fund)
    fund = lock_fund(closing.fund)
    closing = Closing.objects.get(pk=closing.pk)
    require_stage(closing, Closing.Stage.DRAFT)
    rows = applicant_links.rows(applicant_links.search_closing(closing), by=by, at=at)
    stand = ApplicantLink.objects.filter(application=fund.selection.application_id)
    before = set(stand.values_list("pk", flat=True))
    ApplicantLink.objects.bulk_create(rows, ignore_conflicts=True)
    new = list(stand.exclude(pk__in=before))
    facts = {"found": len(new), "stood": len(before)}
    audit.record(chain=fund.chain, verb="closing.search_names", subject=closing, by=by, at=at, facts=facts)
    return new


def check(closing: Closing) -> list[Breach]:
    """This function will refuse to complete a closing while a link of it has no ruling: one breach a link, by name.

    The names are searched now, so that nothing that came since a search can slip through. Source: R24, para 14.
    """
    application = closing.fund.selection.application_id
    ruled = {applicant_links.key_of(one): one.stage for one in ApplicantLink.objects.filter(application=application)}
    breaches = []
    for one in applicant_links.search_closing(closing):
        stage = ruled.get(applicant_links.key_of(next(iter(applicant_links.rows([one], by=None, at=None)))))
        if stage not in (ApplicantLink.Stage.ACCEPTED, ApplicantLink.Stage.CONFLICT):
            template = NOT_SEARCHED if stage is None else UNRULED
            facts = {"name": one.name.name, "other_name": one.other_name}
            breaches.append(Breach("link_not_ruled_on", template, "R24", CLAUSE, facts))
    return breaches


def require_no_conflict(closing: Closing, by) -> None:
    """This function will refuse (NotPermitted) a person to whom a conflict closed the application behind a closing."""
    application = closing.fund.selection.application
    if application is not None and ConflictDeclaration.objects.closing(by).filter(application=application).exists():
        raise NotPermitted(
            gettext_noop(
                "{person} has a conflict of interest with this fund's manager; another person completes the closing."
            ),
            code="closed_by_conflict",
            person=str(by),
        )
