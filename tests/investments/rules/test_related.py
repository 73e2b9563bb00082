"""Related parties and cross-fund deals (R27): names folded and looked up, what is a finding and what is a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funds.rules.names import Name, matches, normal, normal_identifier
from investments.rules.facts import BREACH, NEEDS_EVIDENCE, PASS
from investments.rules.related import Parties, check_related_parties


class Counted(str):
    """A name that counts how often it is compared with another."""

    compared = 0

    def __eq__(self, other):
        type(self).compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


class TestNormal:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Pine Robotics Limited", "PINE ROBOTICS LTD."),
            ("Pine Robotics Co., Ltd", "pine  robotics"),
            ("The Pine & Larch Company Limited", "Pine and Larch"),
            ("Ｐｉｎｅ Robotics", "Pine Robotics"),
            ("Pine-Robotics (HK) Limited", "Pine Robotics HK"),
            ("Larch Venture Limited Partnership Fund", "Larch Venture LPF"),
            ("Larch Holdings Group Limited", "Larch"),
            ("松樹機械人有限公司", "松树机械人有限公司"),
            ("松樹機械人集團有限公司", "松樹機械人"),
            ("落葉松創投有限合夥基金", "落叶松创投"),
            ("松樹科技股份有限公司", "松树科技"),
        ],
    )
    def test_is_the_same_however_it_is_written(self, one, other):
        assert normal(one) == normal(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Pine Robotics", "Pine Robotic"),
            ("Pine Robotics", "Pine"),
            ("Larch Data", "Larch Optics"),
            ("Groupwise", "wise"),
            ("松樹科技", "松樹機械"),
            ("Limited", "Group"),
        ],
    )
    def test_tells_different_names_apart(self, one, other):
        assert normal(one) != normal(other)

    @given(st.lists(st.text("abcdefghij0123456789", min_size=1, max_size=8), min_size=1, max_size=4))
    def test_minds_neither_case_nor_signs_nor_endings(self, words):
        plain = " ".join(f"x{word}" for word in words)
        assert normal(plain) == plain
        assert normal(f"The {plain.upper().replace(' ', ' - ')} (Holdings) Co., Ltd.") == plain

    @pytest.mark.parametrize(("one", "other"), [("1234 5678", "12345678"), ("BPJ-213", "bpj213"), ("", "- -")])
    def test_of_a_number_keeps_letters_and_digits(self, one, other):
        assert normal_identifier(one) == normal_identifier(other)


class TestMatches:
    @pytest.mark.parametrize(
        ("deal", "house", "kind"),
        [
            (Name("Pine Ltd", "12345678"), Name("Other Name", "1234-5678"), "identifier"),
            (Name("Pine Ltd"), Name("PINE LIMITED"), "exact"),
            (Name("Chan Specimen"), Name("Specimen, Chan"), "near"),
            (Name("ChanSpecimen"), Name("Chan Specimen"), "exact"),
        ],
    )
    def test_say_how_two_names_meet(self, deal, house, kind):
        assert [(match.deal, match.house, match.kind) for match in matches([deal], [house])] == [(deal, house, kind)]

    @pytest.mark.parametrize(
        ("deal", "house"),
        [
            (Name("Pine"), Name("Larch")),
            (Name("Pine", ""), Name("Larch", "")),
            (Name("Chan"), Name("Chan Specimen")),
            (Name("Pine", "12345678"), Name("Larch", "12345679")),
            (Name("…"), Name("…")),
        ],
    )
    def test_are_none_where_nothing_is_in_common(self, deal, house):
        assert matches([deal], [house]) == ()

    def test_take_the_strongest_kind_of_a_pair_once(self):
        same = Name("Chan Specimen", "A123")
        assert [match.kind for match in matches([same], [same])] == ["identifier"]

    def test_give_every_pair_in_the_deals_order(self):
        deal = [Name("Larch"), Name("Pine")]
        house = [Name("Pine", of="GP"), Name("Pine", of="staff"), Name("Larch", of="partner")]
        assert [match.house.of for match in matches(deal, house)] == ["partner", "GP", "staff"]

    def test_look_names_up_instead_of_comparing_all_with_all(self):
        Counted.compared = 0
        deal = [Name(Counted(f"Deal {number}")) for number in range(200)]
        house = [Name(Counted(f"House {number}")) for number in range(200)]
        assert matches(deal, house) == ()
        assert Counted.compared <= 4 * 400


class TestCheckRelatedParties:
    DIRECTOR = Name("Chan Specimen", "A1", "director", "Pine Robotics")

    def judged(self, **given):
        return check_related_parties(Parties(**given))

    def test_passes_where_nothing_meets(self):
        answer = self.judged(deal=(self.DIRECTOR,), house=(Name("Wong Example"),))
        assert (answer.status, answer.facts["searched"]) == (PASS, 1)

    def test_names_alike_are_for_a_person_to_decide(self):
        for name in ("Chan Specimen", "Specimen Chan"):
            answer = self.judged(deal=(self.DIRECTOR,), house=(Name(name, of="GP"),))
            assert (answer.status, answer.code) == (NEEDS_EVIDENCE, "related_names")
            assert answer.facts["alike"] == (f"Chan Specimen (Pine Robotics) = {name} (GP)",)

    def test_the_same_number_is_a_breach(self):
        answer = self.judged(deal=(self.DIRECTOR,), house=(Name("C. Specimen", "a-1"),))
        assert (answer.status, answer.code, answer.severity) == (BREACH, "related_party", "consent")
        assert "C. Specimen" in answer.message

    def test_what_was_declared_is_a_breach(self):
        answer = self.judged(is_declared=True)
        assert (answer.code, answer.severity) == ("related_party", "consent")
        assert answer.message.startswith("The fund manager declares")

    def test_another_funds_company_is_a_breach(self):
        answer = self.judged(other_funds=("Larch Fund LPF",))
        assert (answer.code, answer.severity) == ("cross_fund", "consent")
        assert answer.facts["other_funds"] == 1

    def test_another_fund_is_named_to_no_manager(self):
        for more in ({}, {"is_declared": True}, {"deal": (self.DIRECTOR,), "house": (Name("C. Specimen", "a-1"),)}):
            answer = self.judged(other_funds=("Larch Fund LPF",), **more)
            assert "Larch" not in f"{answer.message} {answer.facts}"

    def test_names_alike_are_shown_beside_another_funds_holding(self):
        answer = self.judged(deal=(self.DIRECTOR,), house=(Name("Specimen Chan"),), other_funds=("Larch Fund LPF",))
        assert (answer.code, len(answer.facts["alike"])) == ("cross_fund", 1)

    def test_cites_the_agreement(self):
        assert self.judged(clause="LPA 9.1").clause == "LPA 9.1"
        assert self.judged().rule == "R27"

    def test_says_the_same_whatever_the_order_of_names(self):
        names = (self.DIRECTOR, Name("Wong Example"))
        house = (Name("Example Wong"), Name("Specimen Chan"))
        assert self.judged(deal=names, house=house) == self.judged(deal=names[::-1], house=house[::-1])
