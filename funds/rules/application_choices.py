"""What an applicant chooses from: sectors, stages, instruments, conventions, circles, each with its words."""

from funds.rules.eligibility import FEE_BASES
from itvf.errors import gettext_noop

SECTORS = (
    ("ai_data_science", gettext_noop("Artificial intelligence and data science")),
    ("life_health", gettext_noop("Life and health technology")),
    ("advanced_manufacturing_new_energy", gettext_noop("Advanced manufacturing and new energy technology")),
    ("other", gettext_noop("Another sector")),
)
STAGES = (
    ("seed", gettext_noop("Seed")),
    ("pre_a", gettext_noop("Pre-A")),
    ("series_a", gettext_noop("Series A")),
    ("series_b", gettext_noop("Series B")),
    ("series_c", gettext_noop("Series C or later")),
)
DEAL_INSTRUMENTS = (
    ("equity", gettext_noop("Equity")),
    ("convertible_bond", gettext_noop("Convertible bond")),
    ("other", gettext_noop("Another instrument")),
)
LICENCES = (("held", gettext_noop("Type 9 held")), ("to_be_held", gettext_noop("Type 9 to be held")))
FEE_BASE_WORDS = dict(
    zip(
        FEE_BASES,
        (
            gettext_noop("amount invested, less what was realised or written off"),
            gettext_noop("amount invested"),
            gettext_noop("commitments"),
        ),
        strict=True,
    )
)
BASES = tuple(FEE_BASE_WORDS.items())
COMPOUNDINGS = (
    ("simple", gettext_noop("not at all (simple)")),
    ("annual", gettext_noop("annually, from each flow")),
    ("annual_fixed_date", gettext_noop("annually, on 1 January")),
    ("quarterly", gettext_noop("quarterly")),
    ("monthly", gettext_noop("monthly")),
    ("daily", gettext_noop("daily")),
)
DAY_COUNTS = tuple((value, value) for value in ("ACT/365", "ACT/360", "ACT/365.25", "30/360", "ACT/ACT"))
SCOPES = (("whole_fund", gettext_noop("the whole fund")), ("deal_by_deal", gettext_noop("deal by deal")))
ORDERS = (
    ("capital_first", gettext_noop("capital, then hurdle")),
    ("hurdle_first", gettext_noop("hurdle, then capital")),
)
CIRCLES = (("soft", gettext_noop("soft: interest, in writing")), ("hard", gettext_noop("hard: committed, in writing")))
INVESTOR_KINDS = (
    ("gp", gettext_noop("the general partner")),
    ("gp_affiliate", gettext_noop("affiliate of the general partner")),
    ("private", gettext_noop("private investor")),
    ("public_body", gettext_noop("public body (counts to neither side, A7)")),
)
