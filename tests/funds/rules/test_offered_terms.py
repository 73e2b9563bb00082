"""Offered and signed terms side by side (R27)."""

from decimal import Decimal

import pytest

from funds.rules.application import PROPOSED_TERMS
from funds.rules.offered_terms import check_departures, differences

D = Decimal
OFFERED = {"carry_rate": D("0.2"), "term_years": 10, "loss_make_up": True, "company_limit_rate": None}
NAMES = tuple(OFFERED)


class TestDifferences:
    def test_is_empty_where_figures_are_equal_in_value(self):
        assert differences(OFFERED, OFFERED | {"carry_rate": D("0.200000000000")}, NAMES) == ()

    @pytest.mark.parametrize(
        ("name", "signed", "rule"),
        [
            ("carry_rate", D("0.199999999999"), "R15"),
            ("term_years", 9, "R7"),
            ("loss_make_up", False, "R27"),
            ("company_limit_rate", D("0.15"), "R27"),
        ],
    )
    def test_names_the_term_both_figures_and_the_rule(self, name, signed, rule):
        (found,) = differences(OFFERED, OFFERED | {name: signed}, NAMES)
        assert (found.name, found.offered, found.signed, found.rule) == (name, OFFERED[name], signed, rule)

    def test_knows_every_term_that_an_application_proposes(self):
        offered = dict.fromkeys(PROPOSED_TERMS, "one")
        signed = dict.fromkeys(PROPOSED_TERMS, "another")
        assert [one.name for one in differences(offered, signed, PROPOSED_TERMS)] == list(PROPOSED_TERMS)


class TestCheckDepartures:
    def test_says_both_figures_with_the_clause(self):
        found = differences(OFFERED, OFFERED | {"carry_rate": D("0.18")}, NAMES)
        (breach,) = check_departures(found, {"carry_rate": "carried interest"})
        assert (breach.code, breach.rule, breach.clause) == (
            "terms_depart_from_offer",
            "R15",
            "Annex 3 1(k)(ii)",
        )
        assert "carried interest was offered as 0.2 and signed as 0.18" in breach.message
