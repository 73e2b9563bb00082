"""The door of `ilpa-performance`: what it refuses, by code and place, and what stands beside each rate."""

import pytest

from reporting.calculations import run

FLOWS = [
    {"date": "2025-03-31", "type": "capital_call_investments", "amount": "-1000.00"},
    {"date": "2026-03-31", "type": "distribution_permanent", "amount": "2300.00"},
    {"date": "2027-03-31", "type": "capital_call_investments", "amount": "-1320.00"},
]
GRANULAR = {"methodology": "granular", "flows": FLOWS}


class TestIlpaPerformance:
    def test_gives_the_root_nearest_zero_and_says_that_there_are_more(self):
        answer, is_done = run.calculate("ilpa-performance", GRANULAR | {"id": "x"})
        assert (is_done, answer["id"], list(answer)) == (True, "x", ["id", "with_facility", "without_facility"])
        roots = ["0.100000000000", "0.200000000000"]
        for figures in (answer["with_facility"], answer["without_facility"]):
            for side in ("net", "gross"):
                assert figures[f"{side}_irr"] == "0.100000000000"
                assert (figures[f"{side}_irr_status"], figures[f"{side}_irr_roots"]) == ("several_roots", roots)
                assert figures[f"{side}_multiple"] == "0.991379310345"

    def test_no_flow_has_no_figure_and_a_reason(self):
        answer, is_done = run.calculate("ilpa-performance", GRANULAR | {"flows": []})
        assert is_done
        assert answer["with_facility"] == {
            "net_irr": None,
            "net_irr_status": "no_sign_change",
            "net_irr_roots": [],
            "net_multiple": None,
            "gross_irr": None,
            "gross_irr_status": "no_sign_change",
            "gross_irr_roots": [],
            "gross_multiple": None,
        }

    def test_the_order_of_flows_changes_nothing(self):
        assert run.calculate("ilpa-performance", GRANULAR) == run.calculate(
            "ilpa-performance", GRANULAR | {"flows": FLOWS[::-1]}
        )

    @pytest.mark.parametrize(
        ("change", "fault"),
        [
            ({"methodology": "net"}, ("not_a_choice", "methodology")),
            ({"methodology": "gross_up"}, ("not_a_choice", "flows.0.type")),
            ({"nav_hkd": "1.00"}, ("unknown_key", "nav_hkd")),
            ({"flows": [FLOWS[0] | {"amount": -1000}]}, ("number_refused", "flows.0.amount")),
            ({"flows": [FLOWS[0] | {"amount": "-0.001"}]}, ("too_many_places", "flows.0.amount")),
            ({"flows": [FLOWS[0], {"date": "2026-03-31", "amount": "1.00"}]}, ("missing", "flows.1.type")),
            ({"flows": [FLOWS[0] | {"deal": "a"}]}, ("unknown_key", "flows.0.deal")),
        ],
    )
    def test_refuses_by_code_and_place(self, change, fault):
        answer, is_done = run.calculate("ilpa-performance", GRANULAR | change)
        assert not is_done
        assert (answer["errors"][0]["code"], answer["errors"][0]["path"]) == fault

    def test_says_only_once_that_the_methodology_is_wrong(self):
        answer, _is_done = run.calculate("ilpa-performance", {"flows": FLOWS})
        assert [(error["code"], error["path"]) for error in answer["errors"]] == [("missing", "methodology")]
