"""Who applied in the demo's past rounds, how they were scored, and what was decided. All names invented."""

from dataclasses import dataclass, field

from funds.models import CommitteeOpinion, DecisionLine
from reporting.demo.applicant_plans import DELTA, EGRET, HERON, OSPREY, SUMMIT, TERN
from reporting.demo.applicants import Applicant

Says = CommitteeOpinion.Opinion
Outcome = DecisionLine.Outcome


@dataclass(frozen=True, slots=True)
class Judgement:
    """What became of an application: scores by criterion and assessor, the Committee's opinion, and the decision.

    Without scores it was not eligible. `outcome` stands where a person departs from the rule, with the reason.
    """

    scores: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    opinion: str = ""
    words: str = ""
    outcome: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A conflict that somebody of the round declared: whose, on which applicant, what, since how many months."""

    job: str
    applicant: str
    what: str
    months: int


@dataclass(frozen=True, slots=True)
class Change:
    """A score that moderation changed: applicant, criterion, whose, to what, why."""

    applicant: str
    criterion: str
    job: str
    after: int
    reason: str


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """A past round: what it was called, who applied and what became of each, and what the meetings said."""

    reference: str
    title_en: str
    title_zh_hant: str
    applicants: tuple[Applicant, ...]
    judged: dict[str, Judgement]
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]
    moderation: str
    minutes: str


ONE_FUND = "The round was announced for one fund; what is next in rank waits in reserve."
FIRST = RoundPlan(
    "round-1",
    "First invitation to fund managers",
    "首輪基金經理邀請",
    (SUMMIT, HERON, TERN, EGRET),
    {
        "summit": Judgement(
            {"team": (5, 4, 5), "record": (5, 5, 4), "hong_kong": (4, 5, 4), "terms": (4, 4, 5)},
            Says.SUPPORT,
            "A team that stays together, sales in all three sectors, and a share of carry held in escrow.",
        ),
        "heron": Judgement(
            {"team": (4, 4, 4), "record": (2, 4, 4), "hong_kong": (4, 4, 2), "terms": (4, 4, 4)},
            Says.CONDITIONS,
            "A third partner with experience in life science is named before an agreement is signed.",
            Outcome.RESERVED,
            ONE_FUND,
        ),
        "tern": Judgement(
            {"team": (2, 2, 4), "record": (2, 2, 2), "hong_kong": (2, 0, 2), "terms": (2, 2, 2)},
            Says.NOT_SUPPORT,
            "Later rounds than the scheme is for; carry deal by deal with a simple hurdle.",
        ),
        "egret": Judgement(),
    },
    (
        Conflict("assessor_2", "heron", "Partner in Heron Invented Fund I since its first closing.", 50),
        Conflict("member_3", "tern", "Director of a company of Invented Brothers Holdings, its owner.", 26),
    ),
    (
        Change(
            "heron",
            "record",
            "assessor",
            4,
            "The proceeds of Siskin Example Speech were read as a valuation; the bank advice shows cash.",
        ),
    ),
    "Spreads of two levels were spoken through. One score was changed, for a fact that had been misread.",
    "The Committee read the papers of three applications. Nora Imagined left the room for Tern Invented. The opinions "
    "were agreed by all who took part.",
)
SECOND = RoundPlan(
    "round-2",
    "Second invitation to fund managers",
    "第二輪基金經理邀請",
    (OSPREY, DELTA, HERON),
    {
        "osprey": Judgement(
            {"team": (5, 5, 5), "record": (5, 5, 5), "hong_kong": (4, 4, 5), "terms": (4, 4, 4)},
            Says.CONDITIONS,
            "None of its circles is hard yet; progress is reported each quarter.",
        ),
        "delta": Judgement(
            {"team": (4, 4, 5), "record": (4, 4, 4), "hong_kong": (5, 4, 4), "terms": (4, 4, 4)},
            Says.SUPPORT,
            "Industrial experience that no other fund of the programme has.",
            Outcome.RESERVED,
            ONE_FUND,
        ),
        "heron": Judgement(
            {"team": (4, 4, 4), "record": (4, 4, 2), "hong_kong": (2, 4, 4), "terms": (4, 4, 4)},
            Says.SUPPORT,
            "Sound, and close to what the first fund of the programme does.",
            Outcome.RESERVED,
            ONE_FUND,
        ),
    },
    (Conflict("assessor_3", "delta", "Adviser of Dipper Example Gears, a company of its first fund.", 14),),
    (),
    "The scores lay close together. None was changed.",
    "The Committee read the papers of three applications and asked for the state of each applicant's circles.",
)

# Why a criterion has a level, as an assessor writes it.
REASONS = {
    "team": {
        5: "Partners worked together through two funds; every key person has led sales.",
        4: "Experienced partners; the second line is thin.",
        2: "One person carries the experience; the others are new to early companies.",
    },
    "record": {
        5: "Cash came back from most deals, and what is computed meets what is claimed.",
        4: "Good sales, with a part of the multiple still in valuations.",
        2: "Few exits, and claims above what the flows give.",
    },
    "hong_kong": {
        5: "Several teams brought here, with laboratories that still stand.",
        4: "One company brought here that grew; a pipeline by name.",
        2: "An office only; the pipeline is a list of names.",
        0: "Nothing that was set up here is shown.",
    },
    "terms": {
        5: "Fees below the caps and carry held in escrow.",
        4: "The market's terms, within every cap.",
        2: "The dearest of the offers under every hurdle convention.",
    },
}
