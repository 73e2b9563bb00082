"""`calculate call` with purposes of their own bases: what it answers, and what it names as wrong."""

from reporting.calculations import run
from tests.reporting.test_calculations import CALL, faults


class TestACallByPurposes:
    PURPOSES = [{"amount_hkd": "0.60", "allocation_base": "unfunded"}, {"amount_hkd": "0.40", "is_outside": True}]

    def test_answers_every_part_and_what_stands_outside(self):
        answer, ok = run.calculate("call", CALL | {"purposes": self.PURPOSES})
        assert ok
        assert [(line["amount_hkd"], line["outside_hkd"]) for line in answer["lines"]] == [("0.30", "0.20")] * 2
        assert [one["amount_hkd"] for part in answer["purposes"] for one in part["lines"]] == ["0.30"] * 2 + [
            "0.20"
        ] * 2

    def test_names_what_is_wrong_with_them(self):
        holding = {"amount_hkd": "1.00", "allocation_base": "holding_share"}
        doubled = holding | {"holdings": [{"id": "a", "amount_hkd": "1.00"}] * 2}
        for purposes, fault in (
            (self.PURPOSES[:1], ("purposes_differ", "purposes")),
            ([], ("empty_list", "purposes")),
            ([holding], ("missing", "purposes.0.holdings")),
            ([doubled], ("duplicate_id", "purposes.0.holdings.1.id")),
            ([{"amount_hkd": "1.00", "allocation_base": "heads"}], ("not_a_choice", "purposes.0.allocation_base")),
        ):
            assert fault in faults("call", CALL | {"purposes": purposes})

    def test_without_the_new_keys_answers_as_it_always_did(self):
        answer, _ok = run.calculate("call", CALL)
        assert set(answer) == {"lines", "residue_hkd", "breaches"}
        assert "outside_hkd" not in answer["lines"][0]
