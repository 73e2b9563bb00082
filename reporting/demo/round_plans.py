"""The demo's round on paper: criteria, documents, and an application as complete as it must be. All names invented."""

from decimal import Decimal as D

from funds.rules.scoring import Criterion, Level
from funds.services import invitations

LEVELS = (Level(0, "not shown", "未能顯示"), Level(3, "shown", "有所顯示"), Level(5, "shown very well", "充分顯示"))
CRITERIA = (
    Criterion("team", "Team", "團隊", D("0.35"), LEVELS),
    Criterion("record", "Track record", "往績", D("0.4"), LEVELS),
    Criterion("terms", "Terms", "條款", D("0.25"), LEVELS),
)
DOCUMENTS = (
    invitations.Document("business-plan", "Business plan", "業務計劃"),
    invitations.Document("references", "References", "推薦信", is_required=False),
)
PDF = b"%PDF-1.4 a plan\n"

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

# Who works for which house: code, (job, name, Chinese name, role, what to try).
HOUSES = {
    "kestrel": (
        "Kestrel Invented Capital Limited",
        "茶隼示例資本有限公司",
        "BQK314",
        (
            ("kestrel_signatory", "Kay Invented", "祁示例", "signatory", "Read the receipt; withdraw the application"),
            ("kestrel_preparer", "Keith Invented", "紀示例", "preparer", "Change an answer of a submitted application"),
        ),
    ),
    "plover": (
        "Plover Invented Partners Limited",
        "鴴鳥示例合夥有限公司",
        "BQL159",
        (
            ("plover_signatory", "Pia Invented", "裴示例", "signatory", "Submit what a colleague hands over"),
            ("plover_preparer", "Paul Invented", "包示例", "preparer", "Go on with the draft of an application"),
        ),
    ),
}
