"""The demo's rounds: criteria, documents, and an application as complete as it must be. All names invented."""

from decimal import Decimal as D

from funds.rules.scoring import Criterion, Level
from funds.services import invitations


def _criterion(code: str, titles: tuple[str, str], weight: str, *levels: tuple[int, str, str]) -> Criterion:
    return Criterion(code, *titles, D(weight), tuple(Level(*level) for level in levels))


CRITERIA = (
    _criterion(
        "team",
        ("Team", "團隊"),
        "0.3",
        (0, "No experience in venture capital is shown.", "未能顯示創業投資經驗。"),
        (2, "The experience rests on one person.", "經驗集中於一人。"),
        (4, "Experienced partners, most of whom have worked together.", "合夥人經驗豐富，大部分曾共事。"),
        (5, "Partners who led sales together in more than one fund.", "合夥人曾於多個基金共同主導退出項目。"),
    ),
    _criterion(
        "record",
        ("Track record", "往績"),
        "0.3",
        (0, "No deal with proceeds is shown.", "未有已收回款項的投資個案。"),
        (2, "Few exits, or claims that the cash flows do not bear out.", "退出個案少，或所稱回報與現金流不符。"),
        (4, "Several exits; what is claimed meets what is computed.", "有多宗退出個案，所稱回報與計算結果相符。"),
        (5, "Most of the capital came back in cash, with gain.", "大部分資本已以現金收回並錄得收益。"),
    ),
    _criterion(
        "hong_kong",
        ("Start-ups brought to Hong Kong", "引領初創企業來港"),
        "0.2",
        (0, "None is shown.", "未能顯示。"),
        (2, "An office was set up; the pipeline is general.", "曾協助設立辦事處，項目儲備並不具體。"),
        (4, "A company that grew here, and a pipeline by name.", "曾引領企業在港發展，項目儲備具體。"),
        (5, "Several companies with research or production here.", "曾引領多家企業在港設立研發或生產設施。"),
    ),
    _criterion(
        "terms",
        ("Terms", "條款"),
        "0.2",
        (0, "Terms outside the framework.", "條款超出框架。"),
        (2, "Every term at its cap or floor.", "各項條款均貼近上限或下限。"),
        (4, "The market's terms, within the framework.", "條款符合市場慣例及框架。"),
        (5, "Terms better than the framework asks, carry in escrow.", "條款優於框架要求，附帶權益設有託管。"),
    ),
)
DOCUMENTS = (
    invitations.Document("business-plan", "Business plan", "業務計劃"),
    invitations.Document("references", "References", "推薦信", is_required=False),
)

FLOWS = [["2019-03-31", "-10000000.00"], ["2023-03-31", "25000000.00"]]
DEAL = {
    "company": "Kestrel Invented Robotics",
    "fund": "Example Fund I",
    "sector": "advanced_manufacturing_new_energy",
    "stage": "series_a",
    "instrument": "equity",
    "flows": FLOWS,
    "value_hkd": "5000000.00",
    "value_date": "2024-12-31",
    "claimed_irr": "30%",
    "claimed_multiple": "3.1",
}
ANSWERS = {
    "house": {
        "licence": "held",
        "ce_number": "BPJ213",
        "owners": "A. Example, 100%",
        "rows": [{"name": "A. Example", "ce_number": "AAA111"}, {"name": "B. Example", "ce_number": "AAA222"}],
    },
    "team": {
        "rows": [
            {"name": "A. Example", "post": "Partner", "years": "15", "is_key_person": True, "experience": "Two funds."}
        ]
    },
    "track_record": {
        "claimed_irr": "30%",
        "claimed_multiple": "3",
        "rows": [DEAL, DEAL | {"company": "Plover Invented Biotech", "sector": "life_health"}],
    },
    "prior_funds": {
        "rows": [
            {
                "name": "Example Fund I",
                "vintage": "2018",
                "raised_hkd": "300000000",
                "final_closing_date": "2019-01-31",
                "claimed_irr": "28%",
                "claimed_multiple": "2.9",
            }
        ]
    },
    "start_ups": {
        "rows": [
            {
                "company": "Gannet Example GmbH",
                "place": "Berlin",
                "established_date": "2022-05-01",
                "what": "A laboratory.",
            }
        ]
    },
    "pipeline": {
        "rows": [
            {
                "company": "Curlew Example AS",
                "place": "Oslo",
                "is_outside": True,
                "sector": "ai_data_science",
                "stage": "seed",
                "amount_hkd": "20000000",
                "plan": "An R&D office.",
            }
        ]
    },
    "fund": {
        "fund_size_hkd": "600,000,000",
        "non_government_target_hkd": "450,000,000",
        "gp_commitment_hkd": "12,000,000",
        "sectors": ["ai_data_science", "life_health"],
        "stages": ["seed", "series_a"],
        "strategy": "Early rounds of companies that set up here.",
        "accepts_framework": True,
    },
    "investors": {
        "rows": [
            {"name": "Example Family Office", "kind": "private", "circle": "hard", "amount_hkd": "200000000"},
            {"name": "Example Insurer", "kind": "private", "circle": "soft", "amount_hkd": "150000000"},
            {"name": "Example Authority", "kind": "public_body", "circle": "soft", "amount_hkd": "50000000"},
        ]
    },
    "terms": {
        "term_years": "10",
        "investment_period_years": "5",
        "fee_rate_during": "2%",
        "fee_base_during": "invested",
        "fee_rate_after": "2%",
        "fee_base_after": "net_invested",
        "carry_rate": "20%",
        "hurdle_rate": "7%",
        "catch_up_rate": "100%",
        "waterfall_scope": "whole_fund",
        "tier_order": "capital_first",
        "hurdle_compounding": "annual",
        "hurdle_day_count": "ACT/365",
        "loss_make_up": True,
        "gp_in_pool": True,
        "carry_escrow_rate": "0",
        "gp_money_is_matched": True,
        "follow_ons_after_period": True,
    },
}
