"""What stands beside a deal on its page: rulings, consents, documents, the thread of questions and answers."""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from investments import portfolio
from investments.models import CheckOutcome, Consent, Proposal, Ruling
from investments.portal.outcomes import said
from investments.portal.registers import consent_row
from investments.rules.restrictions import RESTRICTIONS
from itvf.presentation import tone

# What a ruling adds to the facts that it was about.
DECISION = ("reason", "person", "decided_date")
RULED = ("ruled_met", "ruled_broken")


def rulings(found: Proposal, outcomes: list[CheckOutcome]) -> list[dict]:
    """What people decided on open questions, the newest first, and whether it counts in the latest checks."""
    counted, rows = set(), []
    for one in found.rulings.select_related("decided_by", "file").order_by("-id"):
        counts = one.restriction not in counted and any(_is_on(one, outcome) for outcome in outcomes)
        counted |= {one.restriction} if counts else set()
        restriction = RESTRICTIONS[one.restriction]
        rows.append(
            {
                "ruling": one,
                "rule": restriction.rule,
                "title": _(restriction.title),
                "about": [(name, said(value, name)) for name, value in one.facts.items() if value],
                "counts": counts,
            }
        )
    return rows


def _is_on(ruling: Ruling, outcome: CheckOutcome) -> bool:
    """Whether an outcome rests on a ruling: the same restriction, the same facts."""
    about = {name: value for name, value in outcome.facts.items() if name not in DECISION}
    return outcome.code in RULED and outcome.restriction == ruling.restriction and about == ruling.facts


def consents(found: Proposal, on: date) -> list[dict]:
    """Consents to the deal, live or not, and those to the fund as a whole that are live."""
    live = portfolio.live_consents(found.fund, on, found).values("pk")
    given = Consent.objects.filter(Q(proposal=found) | Q(pk__in=live))
    given = given.select_related("fund", "proposal__company", "file", "recorded_by", "approved_by")
    return [consent_row(one, on) for one in given.order_by("-expiry_date", "-id")]


def documents(found: Proposal) -> dict:
    """Its documents, the newest first; each name leads to the file."""
    columns = [
        (_("Document"), "text"),
        (_("File"), "text"),
        (_("Note"), "text"),
        (_("Filed by"), "text"),
        (_("Filed"), "moment"),
    ]
    rows = [
        [
            capfirst(one.get_kind_display()),
            (one.file.name, reverse("portal_proposal_document", args=[found.pk, one.pk])),
            one.note,
            str(one.added_by),
            one.added_at,
        ]
        for one in found.documents.select_related("file", "added_by").order_by("-id")
    ]
    return {"columns": columns, "rows": rows}


def thread(found: Proposal) -> list[dict]:
    """What the general partner and the Corporation said to each other about the deal, in the order of time."""
    answers = [
        {
            "what": capfirst(answer.get_answer_display()),
            "tone": tone(answer.answer) or "wait",
            "who": answer.answered_by,
            "at": answer.answered_at,
            "words": answer.reason,
            "is_staff": True,
        }
        for answer in found.answers.select_related("answered_by")
    ]
    replies = [
        {
            "what": _("Reply"),
            "tone": "info",
            "who": reply.replied_by,
            "at": reply.replied_at,
            "words": reply.reply,
            "is_staff": False,
        }
        for reply in found.replies.select_related("replied_by")
    ]
    submitted = {
        "what": _("Submitted"),
        "tone": "info",
        "who": found.submitted_by,
        "at": found.submitted_at,
        "words": "",
        "is_staff": False,
    }
    return [submitted, *sorted(answers + replies, key=lambda said: said["at"])]
