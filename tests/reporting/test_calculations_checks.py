"""`calculate checks` answers for every rule at, below and above its limit, and for what the agreement adds."""

from copy import deepcopy

import pytest

from reporting.calculations.run import calculate

EIGHT = ["R3", "R7", "R8", "R9", "R10", "R11", "R12", "R13"]
GOOD = {
    "scheme": "itvf-enhanced-2024",
    "fund": {
        "total_commitments_hkd": "600000000.00",
        "holdings": [
            {
                "company": "Larch Optics",
                "cost_hkd": "20000000.00",
                "is_hong_kong": False,
                "has_it_establishment": False,
                "is_ecosystem": True,
            }
        ],
        "investment_period_start_date": "2025-01-01",
        "investment_period_end_date": "2029-12-31",
    },
    "proposal": {
        "company": "Pine Robotics",
        "description": "Robots for care homes",
        "sector": "life_health",
        "stage": "series_b",
        "instrument": "equity",
        "activities": [],
        "is_listed": False,
        "is_secondary": False,
        "amount_hkd": "20000000.00",
        "is_start_up": True,
        "is_hong_kong": True,
        "has_it_establishment": False,
        "is_ecosystem": True,
        "hong_kong_spend_undertaken_hkd": "10000000.00",
        "date": "2026-03-02",
    },
}
LIMITS = {
    "company_limit_rate": "0.15",
    "group_limit_rate": "0.20",
    "follow_on_reserve_rate": "0.25",
    "bridge_limit_rate": "0.05",
    "clause": "LPA 6.3",
}


def changed(changes: dict) -> dict:
    """The good input with values set at dotted paths; a path that is not there yet is made."""
    document = deepcopy(GOOD)
    for path, value in changes.items():
        *way, last = path.split(".")
        place = document
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[last] = value
    return document


def answered(changes: dict) -> list[dict]:
    answer, could = calculate("checks", changed(changes))
    assert could, answer
    return answer["outcomes"]


def outcome(restriction: str, changes: dict) -> dict:
    return next(each for each in answered(changes) if each["restriction"] == restriction)


def holding(cost: str, **more) -> dict:
    return {**GOOD["fund"]["holdings"][0], "company": "Cedar Data", "cost_hkd": cost, "is_hong_kong": True, **more}


# (restriction, what is changed, status, headroom): below, at and above each limit.
LINES = [
    ("sector", {"proposal.sector": "ai_data_science"}, "pass", None),
    ("sector", {"proposal.sector": "advanced_manufacturing_new_energy"}, "pass", None),
    ("sector", {"proposal.sector": "fintech"}, "breach", None),
    ("sector", {"proposal.sector": None}, "needs_evidence", None),
    ("investment_period", {"proposal.date": "2024-12-31"}, "breach", None),
    ("investment_period", {"proposal.date": "2025-01-01"}, "pass", None),
    ("investment_period", {"proposal.date": "2029-12-31"}, "pass", None),
    ("investment_period", {"proposal.date": "2030-01-01"}, "breach", None),
    ("investment_period", {"fund.investment_period_end_date": "2030-01-01"}, "breach", None),
    ("ecosystem", {"fund.holdings.0.is_ecosystem": True}, "pass", "0.00"),
    ("ecosystem", {"fund.holdings": [holding("0.01", is_ecosystem=False)]}, "breach", "-0.01"),
    ("ecosystem", {"proposal.is_ecosystem": None}, "needs_evidence", None),
    ("hong_kong_share", {"fund.holdings.0.cost_hkd": "19999999.99"}, "pass", "0.01"),
    ("hong_kong_share", {}, "pass", "0.00"),
    ("hong_kong_share", {"fund.holdings.0.cost_hkd": "20000000.01"}, "breach", "-0.01"),
    (
        "hong_kong_share",
        {"fund.holdings": [holding("279999999.99")], "proposal.date": "2029-12-31"},
        "breach",
        "-0.01",
    ),
    ("hong_kong_share", {"fund.holdings": [holding("280000000.00")], "proposal.date": "2029-12-31"}, "pass", "0.00"),
    ("hong_kong_spend", {"proposal.hong_kong_spend_undertaken_hkd": "9999999.99"}, "breach", "-0.01"),
    ("hong_kong_spend", {}, "pass", "0.00"),
    ("hong_kong_spend", {"proposal.hong_kong_spend_undertaken_hkd": "10000000.01"}, "pass", "0.01"),
    ("stage", {"proposal.stage": "seed"}, "pass", None),
    ("stage", {"proposal.stage": "series_b"}, "pass", None),
    ("stage", {"proposal.stage": "series_c"}, "breach", None),
    ("stage", {"proposal.is_start_up": False}, "breach", None),
    ("instrument", {"proposal.instrument": "convertible_bond"}, "pass", None),
    ("instrument", {"proposal.instrument": "safe"}, "needs_evidence", None),
    ("instrument", {"proposal.instrument": "warrant"}, "breach", None),
    ("prohibited", {}, "pass", None),
    ("prohibited", {"proposal.description": "加密貨幣錢包"}, "needs_evidence", None),
    ("prohibited", {"proposal.hsic": ["620101"]}, "pass", None),
    ("prohibited", {"proposal.hsic": ["92"]}, "needs_evidence", None),
    ("prohibited", {"proposal.activities": ["crypto"]}, "breach", None),
]
OWN_LINES = [
    ("company_limit", "proposal.amount_hkd", "89999999.99", "pass", "0.01"),
    ("company_limit", "proposal.amount_hkd", "90000000.00", "pass", "0.00"),
    ("company_limit", "proposal.amount_hkd", "90000000.01", "breach", "-0.01"),
    ("group_limit", "fund.holdings", [holding("99999999.99", group="trees")], "pass", "0.01"),
    ("group_limit", "fund.holdings", [holding("100000000.00", group="trees")], "pass", "0.00"),
    ("group_limit", "fund.holdings", [holding("100000000.01", group="trees")], "breach", "-0.01"),
    ("group_limit", "fund.holdings", [holding("100000000.01", group="metals")], "pass", "100000000.00"),
    ("follow_on_reserve", "fund.holdings", [holding("429999999.99")], "pass", "0.01"),
    ("follow_on_reserve", "fund.holdings", [holding("430000000.00")], "pass", "0.00"),
    ("follow_on_reserve", "fund.holdings", [holding("430000000.01")], "breach", "-0.01"),
    ("follow_on_reserve", "fund.holdings", [holding("430000000.01", is_follow_on=True)], "pass", "430000000.00"),
    ("bridge_limit", "fund.holdings", [holding("9999999.99", is_bridge=True)], "pass", "0.01"),
    ("bridge_limit", "fund.holdings", [holding("10000000.00", is_bridge=True)], "pass", "0.00"),
    ("bridge_limit", "fund.holdings", [holding("10000000.01", is_bridge=True)], "breach", "-0.01"),
    ("bridge_limit", "fund.holdings", [holding("10000000.01", is_bridge=True, held_hkd="0.00")], "pass", "10000000.00"),
]


class TestEveryRule:
    @pytest.mark.parametrize(("restriction", "changes", "status", "headroom"), LINES)
    def test_answers_at_its_limit(self, restriction, changes, status, headroom):
        answer = outcome(restriction, changes)
        assert (answer["status"], answer["headroom_hkd"]) == (status, headroom)

    @pytest.mark.parametrize(("restriction", "path", "value", "status", "headroom"), OWN_LINES)
    def test_of_the_agreement_answers_at_its_limit(self, restriction, path, value, status, headroom):
        answer = outcome(
            restriction,
            {"fund.limits": LIMITS, "proposal.group": "trees", "proposal.is_bridge": True, path: value},
        )
        assert (answer["status"], answer["headroom_hkd"]) == (status, headroom)
        assert (answer["rule"], answer["clause"], answer["severity"]) == ("R27", "LPA 6.3", "consent")

    def test_says_what_would_cure_a_breach(self):
        for restriction, changes, status, _headroom in LINES:
            answer = outcome(restriction, changes)
            assert bool(answer["cure"]) == (status != "pass")
            assert answer["message"].endswith(answer["cure"])

    @pytest.mark.parametrize(
        "changes",
        [
            {"fund.holdings": None},
            {"fund.holdings": [{}]},
            {"fund": {"limits": LIMITS}, "proposal": {"documents": [], "hsic": ["92"]}},
            {"parties": {"deal": [{"name": ""}], "house": [{"name": ""}]}},
        ],
    )
    def test_says_what_it_does_not_know(self, changes):
        for answer in answered({"fund.limits": LIMITS, **changes}):
            assert "None" not in answer["message"]
            assert bool(answer["facts"].get("missing")) == (
                answer["code"] in ("facts_missing", "words_hint", "activity_hint", "documents_missing")
            )

    def test_is_tried_at_every_restriction(self):
        tried = {line[0] for line in (*LINES, *OWN_LINES)} | {"related_parties", "documents"}
        given = {"fund.limits": LIMITS, "parties": {"deal": [], "house": []}, "proposal.documents": []}
        assert [each["restriction"] for each in answered(given) if each["restriction"] not in tried] == []


class TestContract:
    def test_gives_the_eight_and_no_more_where_nothing_else_is_given(self):
        assert [answer["rule"] for answer in answered({})] == EIGHT

    @pytest.mark.parametrize("path", ["fund.limits", "parties", "proposal.documents", "proposal.hsic"])
    def test_takes_null_for_what_is_not_given(self, path):
        assert answered({path: None}) == answered({})

    def test_keeps_the_keys_of_an_outcome(self):
        keys = ["rule", "clause", "status", "severity", "code", "message", "facts", "headroom_hkd"]
        assert [list(answer)[:8] for answer in answered({})] == [keys] * 8

    def test_puts_the_agreements_after_the_eight(self):
        given = {
            "fund.limits": LIMITS,
            "parties": {"deal": [], "house": []},
            "proposal.documents": ["term_sheet"],
        }
        assert [answer["restriction"] for answer in answered(given)[8:]] == [
            "company_limit",
            "group_limit",
            "follow_on_reserve",
            "bridge_limit",
            "related_parties",
            "documents",
        ]

    def test_judges_only_the_limits_that_are_set(self):
        given = {"fund.limits": {"group_limit_rate": "0.20", "bridge_limit_rate": None}}
        assert [answer["restriction"] for answer in answered(given)[8:]] == ["group_limit"]


class TestFollowOns:
    AFTER = {"proposal.date": "2030-01-01", "fund.follow_ons_after_period": True, "proposal.company": "Larch Optics"}

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"proposal.is_follow_on": True}, "pass", "met"),
            ({"proposal.is_follow_on": False}, "breach", "after_investment_period"),
            ({"proposal.is_follow_on": None}, "needs_evidence", "facts_missing"),
            ({"proposal.is_follow_on": True, "proposal.company": "Pine"}, "breach", "follow_on_not_held"),
            ({"proposal.is_follow_on": True, "proposal.is_held": False}, "breach", "follow_on_not_held"),
            (
                {"proposal.is_follow_on": True, "fund.follow_ons_after_period": False},
                "breach",
                "after_investment_period",
            ),
        ],
    )
    def test_after_the_period(self, changes, status, code):
        answer = outcome("investment_period", {**self.AFTER, **changes})
        assert (answer["status"], answer["code"]) == (status, code)


class TestRelatedParties:
    HOUSE = [{"name": "Chan Specimen", "identifier": "A1", "capacity": "director", "of": "GP"}]

    @pytest.mark.parametrize(
        ("parties", "status", "code"),
        [
            ({"deal": [{"name": "Wong Example"}]}, "pass", "met"),
            ({"deal": [{"name": "Specimen Chan"}]}, "needs_evidence", "related_names"),
            ({"deal": [{"name": "C S", "identifier": "a 1"}]}, "breach", "related_party"),
            ({"deal": [], "is_declared": True}, "breach", "related_party"),
            ({"deal": [], "other_funds": ["Larch Fund LPF"]}, "breach", "cross_fund"),
        ],
    )
    def test_are_searched(self, parties, status, code):
        answer = outcome("related_parties", {"parties": {"house": self.HOUSE, **parties}})
        assert (answer["status"], answer["code"], answer["severity"]) == (status, code, "consent")


class TestDocuments:
    def test_are_asked_for_before_the_money(self):
        answer = outcome("documents", {"proposal.documents": ["term_sheet", "ic_paper"]})
        assert (answer["status"], answer["severity"]) == ("needs_evidence", "refuse")
        assert answer["facts"]["missing"] == ["undertaking"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("changes", "code", "path"),
        [
            ({"fund.limits": {"company_limit_rate": "1.01"}}, "not_a_share", "fund.limits.company_limit_rate"),
            ({"fund.limits": {"company_limit_rate": 0.15}}, "number_refused", "fund.limits.company_limit_rate"),
            ({"fund.limits": {"floor": "0.1"}}, "unknown_key", "fund.limits.floor"),
            ({"fund.limits": []}, "not_an_object", "fund.limits"),
            ({"proposal.hsic": ["62", "04"]}, "unknown_hsic", "proposal.hsic.1"),
            ({"proposal.hsic": [62]}, "not_text", "proposal.hsic.0"),
            ({"proposal.is_follow_on": "yes"}, "not_a_flag", "proposal.is_follow_on"),
            ({"fund.follow_ons_after_period": None}, "not_a_flag", "fund.follow_ons_after_period"),
            ({"fund.holdings.0.held_hkd": "-1.00"}, "negative", "fund.holdings.0.held_hkd"),
            ({"parties": {"deal": []}}, "missing", "parties.house"),
            ({"parties": {"deal": [{}], "house": []}}, "missing", "parties.deal.0.name"),
        ],
    )
    def test_name_the_fault_and_its_place(self, changes, code, path):
        answer, could = calculate("checks", changed(changes))
        assert not could
        assert [(error["code"], error["path"]) for error in answer["errors"]] == [(code, path)]

    def test_list_the_optional_keys_among_those_known(self):
        answer, _could = calculate("checks", changed({"proposal.colour": "red", "fund.mood": "good"}))
        message = " ".join(error["message"] for error in answer["errors"])
        for name in ("is_follow_on", "is_bridge", "hsic", "documents", "limits", "follow_ons_after_period"):
            assert name in message
