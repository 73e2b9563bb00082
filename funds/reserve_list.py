"""Who comes next when the envelope has room: the first still in reserve of a round's decision (R18)."""

from dataclasses import dataclass

from funds.models import Application, DecisionLine, LapseLetter, ReservePromotion, Selection, SelectionDecision


@dataclass(frozen=True, slots=True)
class Next:
    """What the reserve list answers. Without a list nobody is next, and the answer says that there is none."""

    is_kept: bool
    line: DecisionLine | None

    @property
    def application(self) -> Application | None:
        """Whose place it is."""
        return self.line and self.line.application


def next_after(selection: Selection) -> Next:
    """This function will say who is next on the reserve list of the round that a selection came from."""
    decided = DecisionLine.objects.filter(selection=selection).select_related("decision").first()
    if decided is None:
        return Next(is_kept=False, line=None)
    return Next(is_kept=True, line=next_of(decided.decision))


def next_of(decision: SelectionDecision) -> DecisionLine | None:
    """This function will give the first place of a decision's reserve list that nobody has taken up."""
    waiting = decision.lines.filter(
        outcome=DecisionLine.Outcome.RESERVED, application__stage=Application.Stage.RESERVED
    )
    return waiting.select_related("application__house").order_by("position").first()


def waiting() -> list[DecisionLine]:
    """This function will give who is next where a lapse left a place that nobody took up, or was proposed for, yet."""
    lapsed = SelectionDecision.objects.filter(lines__selection__stage=Selection.Stage.LAPSED).distinct()
    proposed = ReservePromotion.objects.filter(stage=ReservePromotion.Stage.PROPOSED).values("line__decision")
    with_places = filter(_has_a_place, lapsed.exclude(pk__in=proposed).order_by("pk"))
    return [line for line in map(next_of, with_places) if line is not None]


def _has_a_place(decision: SelectionDecision) -> bool:
    letters = LapseLetter.objects.filter(selection__decision_line__decision=decision, approved_at__isnull=False)
    lapses = list(letters.order_by("approved_at").values_list("approved_at", flat=True))
    approved = ReservePromotion.objects.filter(line__decision=decision, stage=ReservePromotion.Stage.APPROVED)
    return bool(lapses) and len(lapses) > approved.filter(approved_at__gte=lapses[0]).count()
