"""The grid of conventions: all 60, each the waterfall's own answer."""

from decimal import Decimal

from reporting.calculations.run import calculate

AGREEMENT = {
    "scope": "whole_fund",
    "hurdle_rate": "0.08",
    "catch_up_rate": "0",
    "carry_rate": "0.20",
    "loss_make_up": False,
}
FLOWS = [
    {"date": "2024-01-01", "kind": "contribution", "amount_hkd": "1000000.00"},
    {"date": "2025-07-01", "kind": "distribution", "amount_hkd": "600000.00"},
    {"date": "2026-10-01", "kind": "distribution", "amount_hkd": "900000.00"},
]


class TestConventionGrid:
    def test_holds_sixty_combinations_and_agrees_with_the_waterfall_on_each(self):
        answer, ok = calculate("convention-grid", {"terms": AGREEMENT, "flows": FLOWS})
        assert ok
        assert len(answer["combinations"]) == 60
        for combination in answer["combinations"]:
            convention = {key: combination[key] for key in ("compounding", "day_count", "order")}
            single, ok = calculate("waterfall", {"terms": AGREEMENT | convention, "flows": FLOWS})
            assert ok
            assert single["totals"]["gp_hkd"] == combination["gp_hkd"]

    def test_shows_that_conventions_matter(self):
        answer, _ok = calculate("convention-grid", {"terms": AGREEMENT, "flows": FLOWS})
        carries = {Decimal(combination["gp_hkd"]) for combination in answer["combinations"]}
        assert len(carries) > 20

    def test_refuses_conventions_in_its_terms(self):
        answer, ok = calculate("convention-grid", {"terms": AGREEMENT | {"order": "capital_first"}, "flows": FLOWS})
        assert not ok
        assert answer["errors"][0]["path"] == "terms.order"
