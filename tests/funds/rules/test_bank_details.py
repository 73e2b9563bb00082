"""A notice's bank details against the master: every letter and figure counts, spelling does not."""

import pytest

from funds.rules.bank_details import Details, check_details, ending

MASTER = Details("Harbour Frontier LPF", "000-123456-838")


class TestCheckDetails:
    @pytest.mark.parametrize(
        ("name", "number"),
        [
            ("Harbour Frontier LPF", "000-123456-838"),
            ("HARBOUR FRONTIER L.P.F.", "000 123456 838"),
            ("Ｈarbour  Frontier LPF", "０00123456838"),
        ],
    )
    def test_take_other_spellings_for_the_same_account(self, name, number):
        assert check_details(Details(name, number), MASTER) == ()

    @pytest.mark.parametrize(
        ("name", "number", "codes"),
        [
            ("Harbour Frontier LPF", "000-123456-839", {"account_number_differs"}),
            ("Harbour Frontier LPF", "001-123456-838", {"account_number_differs"}),
            ("Harbour Frontiers LPF", "000-123456-838", {"account_name_differs"}),
            ("Other LPF", "9", {"account_number_differs", "account_name_differs"}),
        ],
    )
    def test_name_each_difference(self, name, number, codes):
        assert {breach.code for breach in check_details(Details(name, number), MASTER)} == codes

    def test_differ_where_nothing_is_confirmed(self):
        assert [breach.code for breach in check_details(MASTER, None)] == ["no_master"]

    def test_show_the_last_digits_only(self):
        (breach,) = check_details(Details("Harbour Frontier LPF", "111-222222-333"), MASTER)
        assert "…333" in breach.message
        assert "…838" in breach.message
        assert "123456" not in breach.message
        assert "222222" not in breach.message

    def test_have_an_ending_without_hyphens(self):
        assert ending("12-3-4") == "…234"
