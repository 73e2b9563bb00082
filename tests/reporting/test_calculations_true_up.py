"""The door of `true-up`: what it refuses, by code and place, and what a caller's ids look like when they come back."""

import copy

import pytest

from reporting.calculations import run

TRUE_UP = {
    "closings": [
        {"date": "2025-03-31", "commitments": [{"id": "a", "commitment_hkd": "300.00"}]},
        {
            "date": "2026-03-31",
            "commitments": [{"id": 7, "commitment_hkd": "100.00"}, {"id": "a", "commitment_hkd": "300.00"}],
        },
    ],
    "calls": [{"date": "2025-03-31", "amount_hkd": "100.00"}],
    "rate": "0.07",
    "compounding": "annual",
    "day_count": "ACT/365",
}


def changed(path: str, value):
    """The input with one place of it set to something else."""
    document = copy.deepcopy(TRUE_UP)
    *parents, name = [int(key) if key.isdigit() else key for key in path.split(".")]
    place = document
    for key in parents:
        place = place[key]
    place[name] = value
    return document


class TestTrueUp:
    def test_answers_in_the_register_s_order_with_the_caller_s_ids(self):
        answer, is_done = run.calculate("true-up", TRUE_UP | {"id": 1})
        lines = [
            {"id": 7, "capital_hkd": "25.00", "interest_hkd": "1.75"},
            {"id": "a", "capital_hkd": "-25.00", "interest_hkd": "-1.75"},
        ]
        assert (answer, is_done) == ({"id": 1, "steps": [{"date": "2026-03-31", "lines": lines}]}, True)

    def test_one_closing_has_no_step_and_no_call_moves_nothing(self):
        assert run.calculate("true-up", TRUE_UP | {"closings": TRUE_UP["closings"][:1]}) == ({"steps": []}, True)
        answer, _is_done = run.calculate("true-up", TRUE_UP | {"calls": []})
        assert {line["capital_hkd"] for line in answer["steps"][0]["lines"]} == {"0.00"}

    def test_a_call_on_the_closing_s_day_does_not_count(self):
        answer, _is_done = run.calculate("true-up", changed("calls.0.date", "2026-03-31"))
        assert {line["capital_hkd"] for line in answer["steps"][0]["lines"]} == {"0.00"}
        answer, _is_done = run.calculate("true-up", changed("calls.0.date", "2026-03-30"))
        assert [line["capital_hkd"] for line in answer["steps"][0]["lines"]] == ["25.00", "-25.00"]

    @pytest.mark.parametrize(
        ("path", "value", "code"),
        [
            ("rate", 0.07, "number_refused"),
            ("rate", "-0.07", "negative"),
            ("compounding", "weekly", "not_a_choice"),
            ("day_count", "ACT/364", "not_a_choice"),
            ("order", "capital_first", "unknown_key"),
            ("closings", [], "empty_list"),
            ("closings.1.commitments", [], "empty_list"),
            ("closings.1.commitments.0.commitment_hkd", 100, "number_refused"),
            ("closings.1.commitments.0.commitment_hkd", "-1.00", "negative"),
            ("closings.1.commitments.1.is_government", True, "unknown_key"),
            ("closings.1.date", "2025-03-30", "out_of_order"),
            ("closings.1.date", "2026-02-29", "not_a_date"),
            ("closings.0.commitments.0.id", None, "not_an_id"),
            ("calls.0.amount_hkd", "-1.00", "negative"),
            ("calls.0.date", "2025-03-30", "before_first_closing"),
        ],
    )
    def test_refuses_by_code_and_place(self, path, value, code):
        answer, is_done = run.calculate("true-up", changed(path, value))
        assert not is_done
        assert [(error["code"], error["path"]) for error in answer["errors"]] == [(code, path)]

    def test_refuses_a_partner_twice_and_one_who_leaves(self):
        twice = changed("closings.1.commitments.0.id", "a")
        answer, _is_done = run.calculate("true-up", twice)
        assert [(error["code"], error["path"]) for error in answer["errors"]] == [
            ("duplicate_id", "closings.1.commitments.1.id")
        ]
        answer, _is_done = run.calculate("true-up", changed("closings.1.commitments.1.id", "b"))
        assert [(error["code"], error["path"]) for error in answer["errors"]] == [
            ("partner_left", "closings.1.commitments")
        ]

    def test_refuses_what_grows_beyond_all_figures(self):
        document = changed("closings.1.date", "9999-12-31") | {"rate": "999999999999", "compounding": "daily"}
        answer, is_done = run.calculate("true-up", document)
        assert (is_done, answer["errors"][0]["code"]) == (False, "out_of_range")
