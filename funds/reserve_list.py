"""Who comes next when a selection lapses: the first still in reserve of the decision that it came from (R18)."""

from dataclasses import dataclass

from funds.models import Application, DecisionLine, Selection


@dataclass(frozen=True, slots=True)
class Next:
    """What the reserve list answers. Without a list nobody is next, and the answer says that there is none."""

    is_kept: bool
    application: Application | None


def next_after(selection: Selection) -> Next:
    """This function will say who is next on the reserve list of the round that a selection came from."""
    decided = DecisionLine.objects.filter(selection=selection).first()
    if decided is None:
        return Next(is_kept=False, application=None)
    waiting = decided.decision.lines.filter(
        outcome=DecisionLine.Outcome.RESERVED, application__stage=Application.Stage.RESERVED
    )
    line = waiting.select_related("application").order_by("position").first()
    return Next(is_kept=True, application=line and line.application)
