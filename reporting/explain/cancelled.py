"""What was told and counts no longer: a cancelled notice keeps its figures and says that its entry is reversed."""

from dataclasses import replace

from funds.models import JournalEntry
from itvf.derivation import Derivation
from itvf.errors import gettext_noop
from reporting.explain.question import Question

CANCELLED = gettext_noop(
    "Cancelled: its entry is reversed as of {reversed_date} and nothing of it counts; these are the figures as told."
)


def marked(tree: Derivation, entry: JournalEntry | None, question: Question) -> Derivation:
    """This function will give a figure with the reversal of its entry beside it, where it was cancelled as known."""
    found = getattr(entry, "reversed_by", None)
    if found is None or (question.known_at is not None and found.recorded_at > question.known_at):
        return tree
    facts = dict(tree.facts) | {"reversed_date": found.effective_date}
    return replace(tree, note=CANCELLED, facts=facts, entries=(*tree.entries, found.pk))
