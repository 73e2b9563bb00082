"""Sentences of breaches in a frozen report: in both languages, amounts with their currency, rates as percentages."""

from datetime import date

from funds.models import RecordedBreach
from investments.rules.hong_kong import SHARE_OF_COST_LOW
from reporting import wording

FACTS = {"inside_hkd": "40000000.00", "cost_hkd": "90000000.00", "minimum_rate": "0.500000000000"}


def breach(**changes) -> RecordedBreach:
    kept = {"code": "hong_kong_share_of_cost_low", "message": "As it was said.", "source": "fund", "facts": FACTS}
    return RecordedBreach(found_date=date(2026, 3, 31), **(kept | changes))


class TestBreachTexts:
    def test_say_each_amount_with_its_currency_once_in_both_languages(self):
        english, chinese = wording.breach_texts(breach(sentence=SHARE_OF_COST_LOW), {})
        assert english == (
            "After this deal HK$40,000,000.00 of HK$90,000,000.00 invested counts as Hong Kong, under 50% of cost."
        )
        assert chinese == "此交易後，已投資的 90,000,000.00 港元中有 40,000,000.00 港元計作香港投資，低於成本的 50%。"

    def test_take_the_sentence_of_the_check_where_the_breach_kept_none(self):
        kept = {("fund", "hong_kong_share_of_cost_low"): SHARE_OF_COST_LOW}
        assert wording.breach_texts(breach(), kept) == wording.breach_texts(breach(sentence=SHARE_OF_COST_LOW), {})

    def test_keep_the_words_of_the_day_where_a_fact_or_the_sentence_is_missing(self):
        assert wording.breach_texts(breach(), {}) == ("As it was said.", "")
        assert wording.breach_texts(breach(sentence=SHARE_OF_COST_LOW, facts={}), {}) == ("As it was said.", "")
