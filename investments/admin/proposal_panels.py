"""What stands beside a deal: outcomes with cure and headroom, papers, the thread of questions, rulings, consents."""

from itertools import chain

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investments import deal_facts, portfolio
from investments.admin.words import SEVERITY, outcome_cure, outcome_sentence
from investments.models import Proposal
from investments.rules.restrictions import RESTRICTIONS
from investments.services import investments
from itvf.admin_records import Panel, facts_line, link, tag, tag_of
from itvf.dates import today
from itvf.explained import cell
from itvf.presentation import clause

RELATED = "related_parties"


def panels(proposal: Proposal) -> list[Panel]:
    """This function will give every table of a deal's page."""
    run = investments.last_run(proposal)
    outcomes = list(proposal.outcomes.filter(run=run).order_by("id"))
    return [
        _outcomes(proposal, outcomes, run),
        *_related(proposal, outcomes),
        _documents(proposal),
        _thread(proposal),
        _rulings(proposal),
        _consents(proposal),
    ]


def _outcomes(proposal, outcomes, run):
    heads = [(_("Rule"), "text"), (_("Restriction"), "text"), (_("Outcome"), "text"), (_("Sentence"), "text")]
    heads += [(_("What would cure it"), "text"), (_("Clause"), "text"), (_("A breach would"), "text")]
    heads += [(_("Headroom (HK$)"), "money"), (_("Facts"), "text")]
    rows = [
        (
            one.rule,
            gettext(RESTRICTIONS[one.restriction].title),
            tag(one, "status"),
            outcome_sentence(one),
            outcome_cure(one),
            clause(one.clause),
            SEVERITY.get(one.severity, one.severity),
            cell(one.headroom_hkd, proposal.fund.code, "outcome", of=one.pk),
            facts_line(one.facts),
        )
        for one in outcomes
    ]
    return Panel(_("What each rule says"), heads, rows, note=_("Run %(run)s") % {"run": run} if run else "")


def _related(proposal, outcomes):
    """Names behind the deal that meet names of managers, partners and staff, where there are any."""
    facts = next((one.facts for one in outcomes if one.restriction == RELATED), {})
    kinds = (
        ("related", tag_of("breach", _("the same number"))),
        ("alike", tag_of("needs_evidence", _("a name like it"))),
    )
    rows = [(name, how) for kind, how in kinds for name in facts.get(kind, ())]
    if facts.get("other_funds"):
        holders = deal_facts.other_holders(proposal.company, proposal.fund, proposal.expected_date)
        rows += [(name, tag_of("breach", _("held by another fund"))) for name in holders]
    if not rows:
        return []
    return [Panel(_("Names that meet (R27)"), [(_("Names"), "text"), (_("How"), "text")], rows)]


def _documents(proposal):
    heads = [(_("Document"), "text"), (_("File"), "text"), (_("Note"), "text"), (_("By"), "text"), (_("At"), "moment")]
    rows = [
        (one.get_kind_display(), link(one.file), one.note, str(one.added_by), one.added_at)
        for one in proposal.documents.select_related("file", "added_by")
    ]
    return Panel(_("Documents"), heads, rows, empty=_("No document is on file."))


def _thread(proposal):
    """The Corporation's answers and the GP's replies, as they followed each other."""
    said = [
        (one.answered_at, str(one.answered_by), one.get_answer_display(), one.run, one.reason)
        for one in proposal.answers.select_related("answered_by")
    ]
    replied = [
        (one.replied_at, str(one.replied_by), gettext("reply"), one.run, one.reply)
        for one in proposal.replies.select_related("replied_by")
    ]
    heads = [
        (_("At"), "moment"),
        (_("By"), "text"),
        (_("Answer"), "text"),
        (_("On run"), "number"),
        (_("Words"), "text"),
    ]
    rows = sorted(chain(said, replied), key=lambda row: row[0])
    return Panel(_("Answers and replies"), heads, rows, empty=_("Nobody has answered yet."))


def _rulings(proposal):
    heads = [(_("Question"), "text"), (_("Decision"), "text"), (_("Reason"), "text"), (_("About"), "text")]
    heads += [(_("By"), "text"), (_("At"), "moment")]
    rows = [
        (
            link(one, gettext(RESTRICTIONS[one.restriction].title)),
            tag_of("pass", _("the rule is met")) if one.holds else tag_of("breach", _("the rule is broken")),
            one.reason,
            facts_line(one.facts),
            str(one.decided_by),
            one.decided_at,
        )
        for one in proposal.rulings.select_related("decided_by")
    ]
    return Panel(_("Rulings"), heads, rows, empty=_("Nobody has ruled on this deal."))


def _consents(proposal):
    heads = [(_("Consent"), "text"), (_("Given by"), "text"), (_("Scope"), "text"), (_("Expires"), "date")]
    rows = [
        (link(one), one.get_given_by_display(), one.scope, one.expiry_date)
        for one in portfolio.live_consents(proposal.fund, today(), proposal).select_related("fund")
    ]
    return Panel(_("Consents that count today"), heads, rows, empty=_("No consent counts for this proposal."))
