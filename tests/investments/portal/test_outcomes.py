"""What a check says, in words: grouped by what stops the deal, with its figures as named amounts. No database."""

from decimal import Decimal

import pytest

from investments.models import Consent
from investments.portal.outcomes import grouped, in_words, verdict
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS, Outcome

R3 = {"rule": "R3", "restriction": "sector", "severity": "refuse", "clause": "Annex 3 1(b)"}
R9 = {"rule": "R9", "restriction": "hong_kong_share", "severity": "consent", "clause": "Annex 3 1(g)(ii)"}
R11 = {"rule": "R11", "restriction": "stage", "severity": "consent", "clause": "Annex 3 1(h)"}
R13 = {"rule": "R13", "restriction": "prohibited", "severity": "refuse", "clause": "Annex 3 1(j)"}
R27 = {"rule": "R27", "restriction": "related_parties", "severity": "consent", "clause": "LPA 9"}
LIMIT = {"rule": "R27", "restriction": "company_limit", "severity": "consent", "clause": "LPA 6.3"}


def said(about: dict, status: str = PASS, code: str = "met", **facts) -> Outcome:
    """An outcome that says one plain thing."""
    return Outcome(status=status, code=code, template="Said.", facts=facts, **about)


def consent(rule: str, restriction: str = "", given_by: str = Consent.GivenBy.CORPORATION) -> Consent:
    """A consent in force."""
    return Consent(rule=rule, restriction=restriction, given_by=given_by)


def groups(*outcomes, consents=()) -> dict:
    """The rules under each group's title."""
    shown = grouped(in_words(outcomes, consents))
    return {str(group["title"]): [one["rule"] for one in group["outcomes"]] for group in shown}


class TestGroups:
    """What stops the deal first, what is met last."""

    def test_stand_in_the_order_of_what_is_to_be_done(self):
        found = groups(
            said(R3),
            said(R11, BREACH, "stage_outside_scheme"),
            said(R9 | {"severity": "notify"}, BREACH, "hong_kong_share_of_cost_low"),
            said(R13, NEEDS_EVIDENCE, "words_hint"),
            said(R3, BREACH, "sector_outside_scheme"),
        )
        assert list(found.items()) == [
            ("To be settled first", ["R3", "R13"]),
            ("Needs a consent", ["R11"]),
            ("Does not stop the deal", ["R9"]),
            ("Met", ["R3"]),
        ]

    def test_leave_out_what_is_empty(self):
        assert groups(said(R3)) == {"Met": ["R3"]}

    def test_show_evidence_before_a_consent_is_asked_for(self):
        assert groups(said(R11, NEEDS_EVIDENCE, "facts_missing")) == {"To be settled first": ["R11"]}

    def test_count_a_consent_only_from_who_may_give_it(self):
        crossed = said(R27, BREACH, "cross_fund")
        assert groups(crossed, consents=[consent("R27", "related_parties")]) == {"Needs a consent": ["R27"]}
        by_them = consent("R27", "related_parties", Consent.GivenBy.PARTNERS_COMMITTEE)
        assert groups(crossed, consents=[by_them]) == {"Does not stop the deal": ["R27"]}

    def test_say_by_whose_leave(self):
        crossed, late = said(R27, BREACH, "cross_fund"), said(R11, BREACH, "stage_outside_scheme")
        notice = said(R9 | {"severity": "notify"}, BREACH, "hong_kong_share_of_cost_low")
        leaves = {one["restriction"]: one["leave"] for one in in_words([crossed, late, notice], [consent("R11")])}
        assert leaves == {
            "related_parties": "Only the partners' advisory committee may consent to it.",
            "stage": "A consent in force lifts it.",
            "hong_kong_share": "A notice only.",
        }


class TestTheVerdict:
    """One sentence over all: the worst goes first; a notice and what a consent lifts stop nothing."""

    @pytest.mark.parametrize(
        ("outcomes", "tone", "words"),
        [
            ([said(R3, BREACH), said(R11, BREACH), said(R13, NEEDS_EVIDENCE)], "bad", "Stopped by R3: "),
            ([said(R27, BREACH), said(LIMIT, BREACH)], "bad", "R27: until a consent is on record"),
            ([said(R3), said(R13, NEEDS_EVIDENCE)], "wait", "R13 cannot be judged yet"),
            ([said(R9 | {"severity": "notify"}, BREACH)], "info", "No rule stops the deal"),
            ([said(R3)], "good", "Every rule of the mandate is met."),
        ],
    )
    def test_says_what_is_worst(self, outcomes, tone, words):
        found = verdict(in_words(outcomes))
        assert found["tone"] == tone
        assert found["words"].startswith(words)

    def test_says_all_that_stops_the_deal(self):
        words = verdict(in_words([said(R3, BREACH), said(R11, BREACH), said(R13, NEEDS_EVIDENCE)]))["words"]
        assert [words.index(one) for one in ("by R3:", "R11: until", "R13 cannot")] == sorted(
            words.index(one) for one in ("by R3:", "R11: until", "R13 cannot")
        )

    def test_knows_a_consent(self):
        assert verdict(in_words([said(R11, BREACH)], [consent("R11")]))["title"] == "Nothing stops it"


class TestFigures:
    """Numerator, denominator, limit and headroom, each an amount with its name; JSON's text reads the same."""

    SHARE = {
        "numerator_hkd": Decimal("15000000.00"),
        "denominator_hkd": Decimal("40000000.00"),
        "inside_hkd": Decimal("15000000.00"),
        "outside_hkd": Decimal("25000000.00"),
        "minimum_rate": Decimal("0.5"),
        "headroom_on_cost_hkd": Decimal("-10000000.00"),
        "headroom_on_commitments_hkd": Decimal("275000000.00"),
    }
    ROOM = {
        "numerator_hkd": Decimal("70000000.00"),
        "denominator_hkd": Decimal("600000000.00"),
        "limit_rate": Decimal("0.15"),
        "limit_hkd": Decimal("90000000.00"),
        "room_hkd": Decimal("60000000.00"),
    }

    def figures(self, outcome) -> list[tuple[str, str]]:
        (one,) = in_words([outcome])
        return [(str(row["label"]), row["amount"].replace("\xa0", " ")) for row in one["figures"]]

    def test_of_a_minimum_show_the_headroom_on_each_basis(self):
        assert self.figures(said(R9, BREACH, "hong_kong_share_low", **self.SHARE)) == [
            ("Cost of investments in Hong Kong companies and I&T establishments", "HK$ 15,000,000.00"),
            ("Cost of all investments, and total commitments: the stricter", "HK$ 40,000,000.00"),
            ("At least 50% of it", "HK$ 20,000,000.00"),
            ("Headroom on cost", "HK$ (10,000,000.00)"),
            ("Headroom on commitments", "HK$ 275,000,000.00"),
        ]

    def test_of_a_limit(self):
        measured = Outcome(
            status=PASS,
            code="met",
            template="Said.",
            facts={name: str(value) for name, value in self.ROOM.items()},
            headroom_hkd=Decimal("20000000.00"),
            **LIMIT,
        )
        assert self.figures(measured) == [
            ("Cost held in the company, this deal included", "HK$ 70,000,000.00"),
            ("Total commitments", "HK$ 600,000,000.00"),
            ("At most 15% of it", "HK$ 90,000,000.00"),
            ("Headroom", "HK$ 20,000,000.00"),
        ]

    def test_mark_what_is_below_zero(self):
        (one,) = in_words([said(R9, BREACH, "hong_kong_share_low", **self.SHARE)])
        assert [row["is_short"] for row in one["figures"]] == [False, False, False, True, False]

    def test_are_not_said_again_among_the_other_facts(self):
        (one,) = in_words([said(R9, BREACH, "hong_kong_share_low", **self.SHARE)])
        assert one["facts"] == [("outside_hkd", Decimal("25000000.00"), True)]

    def test_are_none_where_nothing_is_measured(self):
        (one,) = in_words([said(R3, BREACH, "sector_outside_scheme", sector="other", allowed=("life_health",))])
        assert (one["figures"], one["cure"]) == ([], "Choose another company.")
        assert one["facts"] == [("sector", "Another sector", False), ("allowed", ["Life and health technology"], False)]
