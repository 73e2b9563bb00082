"""A scheme's terms: read as published, with rule and clause, and refused when misshapen."""

from copy import deepcopy
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from funds.rules.terms import Terms, percent, published
from itvf.errors import InputRefused

SCHEME = "itvf-enhanced-2024"


def document(**terms) -> dict:
    """A small scheme that sets the terms given."""
    entries = {name: {"value": value, "rule": "R1", "clause": "1(a)"} for name, value in terms.items()}
    return {"scheme": "invented", "effective_from": "2026-01-01", "terms": entries}


class TestPublishedTerms:
    def test_carry_value_rule_and_clause(self):
        terms = published(SCHEME)
        assert terms.hkd("government_minimum_hkd") == Decimal("150000000.00")
        assert terms.rate("maximum_carry_rate") == Decimal("0.20")
        assert terms.whole("fundraising_months") == 12
        assert terms.names("sectors") == ("ai_data_science", "life_health", "advanced_manufacturing_new_energy")
        assert terms.word("fee_base_after_investment_period") == "net_invested"
        assert terms.flag("development_stage_required") is True
        assert terms.matching_rate() == Fraction(1, 3)
        term = terms.term("government_minimum_hkd")
        assert (term.rule, term.clause, term.severity) == ("R6", "Annex 3 1(e)", "refuse")
        assert terms.term("hong_kong_minimum_rate").severity == "consent"

    def test_say_from_when_and_what_they_assume(self):
        terms = published(SCHEME)
        assert terms.effective_from == date(2024, 10, 28)
        assert list(terms.assumptions) == [f"A{number}" for number in range(1, 25)]
        assert terms.assumptions["A9"].default.startswith("calendar months")

    def test_refuse_an_unknown_scheme_naming_the_known_ones(self):
        with pytest.raises(InputRefused, match=SCHEME) as refusal:
            published("../../etc/passwd")
        assert (refusal.value.code, refusal.value.field) == ("unknown_scheme", "scheme")

    def test_refuse_a_term_that_the_scheme_does_not_set(self):
        with pytest.raises(InputRefused, match="sets no pigeon_rate"):
            published(SCHEME).rate("pigeon_rate")

    def test_make_breaches_that_cite_them(self):
        breach = published(SCHEME).breach("maximum_carry_rate", "x", "{found} of {allowed}", found=1, allowed=2)
        assert (breach.rule, breach.clause, breach.message) == ("R15", "Annex 3 1(k)(ii)", "1 of 2")


class TestFromPublished:
    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("invented_hkd", 0.5),
            ("invented_hkd", "a lot"),
            ("invented_hkd", "1.005"),
            ("invented_rate", 0.02),
            ("invented_rate", "2%"),
            ("invented_rate", "NaN"),
            ("invented_years", "10"),
            ("invented_years", True),
            ("sectors", "all"),
            ("sectors", [1]),
            ("government_ratio", {"government": 1}),
            ("government_ratio", {"government": 1, "other": 0}),
            ("government_ratio", "1:3"),
        ],
    )
    def test_refuses_a_value_of_the_wrong_shape(self, name, value):
        with pytest.raises(InputRefused):
            Terms.from_published(document(**{name: value}))

    @pytest.mark.parametrize("key", ["value", "rule", "clause"])
    def test_refuses_a_term_without(self, key):
        faulty = deepcopy(document(invented_rate="0.5"))
        del faulty["terms"]["invented_rate"][key]
        with pytest.raises(InputRefused, match=f"invented_rate lacks {key}"):
            Terms.from_published(faulty)

    @pytest.mark.parametrize("key", ["scheme", "effective_from", "terms"])
    def test_refuses_a_document_without(self, key):
        faulty = document(invented_rate="0.5")
        del faulty[key]
        with pytest.raises(InputRefused, match=f"lacks {key}"):
            Terms.from_published(faulty)

    def test_refuses_an_unknown_severity_and_instrument_and_a_wrong_date(self):
        for change in ({"instrument": "loan"}, {"effective_from": "1 May 2026"}):
            with pytest.raises(InputRefused):
                Terms.from_published(document(invented_rate="0.5") | change)
        faulty = document(invented_rate="0.5")
        faulty["terms"]["invented_rate"]["severity"] = "shrug"
        with pytest.raises(InputRefused, match="refuse, consent, notify"):
            Terms.from_published(faulty)

    def test_takes_an_empty_severity_for_refuse(self):
        entry = document(invented_rate="0.5")
        entry["terms"]["invented_rate"]["severity"] = ""
        assert Terms.from_published(entry).term("invented_rate").severity == "refuse"


@pytest.mark.parametrize(
    ("rate", "shown"), [("0.07", "7"), ("0.125", "12.5"), ("0", "0"), ("1", "100"), ("10", "1000")]
)
def test_percent_shows_a_rate_as_a_sentence_does(rate, shown):
    assert str(percent(Decimal(rate))) == shown
