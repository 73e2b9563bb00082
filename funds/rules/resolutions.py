"""Votes by commitment, or by seats of the advisory committee: who may vote, and what the count says (R27)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from itvf.errors import gettext_noop
from itvf.money import ratio

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is resolved: its title, the topic whose term sets the majority, and whether seats are counted."""

    title: str
    topic: str
    by_seats: bool = False


KINDS: dict[str, Kind] = {
    "amendment": Kind(gettext_noop("amendment of the agreement"), "amendments"),
    "key_person_reinstatement": Kind(gettext_noop("end of a key-person event"), "key_person_reinstatement"),
    "removal_with_cause": Kind(gettext_noop("removal of the GP with cause"), "removal_with_cause"),
    "removal_without_cause": Kind(gettext_noop("removal of the GP without cause"), "removal_without_cause"),
    "conflict_waiver": Kind(gettext_noop("waiver of a conflict"), "advisory_committee", by_seats=True),
    "committee_consent": Kind(gettext_noop("other consent of the committee"), "advisory_committee", by_seats=True),
}

# What the GP itself may put to its partners or their committee; its own removal is not among it.
PUT_BY_GP = ("amendment", "key_person_reinstatement", "conflict_waiver", "committee_consent")


@dataclass(frozen=True, slots=True)
class Voter:
    """A partner with its weight: commitment in HK$, or seats. A conflicted one has an interest in what is resolved."""

    id: int
    kind: str
    weight: Decimal
    is_in_default: bool = False
    is_conflicted: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """The count: each side's weight, what was silent, the whole that may vote, and whether the majority is reached."""

    for_weight: Decimal
    against_weight: Decimal
    abstained_weight: Decimal
    silent_weight: Decimal
    whole_weight: Decimal
    needed_rate: Decimal
    is_passed: bool

    @property
    def share_rate(self) -> Decimal | None:
        """The part of the whole that is for, 12 places; none where nobody may vote."""
        return ratio(self.for_weight, self.whole_weight)

    @property
    def is_complete(self) -> bool:
        """Whether everybody who may vote did."""
        return self.silent_weight == 0


def may_vote(voter: Voter) -> bool:
    """This function will say whether a partner's weight counts.

    The GP and its affiliates do not vote on the protections of the partners, nor does a partner in default, nor one
    with an interest of its own in what is resolved; they count on neither side of the fraction.
    """
    is_gp_side = voter.kind in ("gp", "gp_affiliate")
    return not (is_gp_side or voter.is_in_default or voter.is_conflicted) and voter.weight > 0


def count(voters: Iterable[Voter], votes: Mapping[int, str], needed_rate: Decimal) -> Count:
    """This function will count a resolution over the weights of all who may vote (R27).

    An abstention or silence is no vote for. A majority of one half must be exceeded, since a tie decides nothing; any
    other must be reached. The fraction is exact.
    """
    weights = dict.fromkeys((FOR, AGAINST, ABSTAIN, ""), Decimal(0))
    for voter in voters:
        if may_vote(voter):
            weights[votes.get(voter.id, "")] += voter.weight
    whole = sum(weights.values())
    return Count(
        for_weight=weights[FOR],
        against_weight=weights[AGAINST],
        abstained_weight=weights[ABSTAIN],
        silent_weight=weights[""],
        whole_weight=whole,
        needed_rate=needed_rate,
        is_passed=_is_reached(weights[FOR], whole, Fraction(needed_rate)),
    )


def _is_reached(votes_for: Decimal, whole: Decimal, needed: Fraction) -> bool:
    if not whole:
        return False
    share = Fraction(votes_for) / Fraction(whole)
    return share > needed if needed == HALF else share >= needed


def may_elect(commitment_hkd: Decimal, granted_to_hkd: Decimal, *, by_size: bool) -> bool:
    """This function will say whether a partner may elect what a side letter grants another (most favoured nation).

    Where the agreement sizes the right, only what a partner of no larger commitment was granted.
    """
    return commitment_hkd > 0 and (not by_size or granted_to_hkd <= commitment_hkd)
