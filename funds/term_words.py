"""What the terms of a scheme are called on pages; a term that is not here shows its own name."""

from django.utils.translation import gettext_lazy as _

TERM_NAMES = {
    "development_stage_required": _("development stage required"),
    "ecosystem_minimum_rate": _("least share linked to the Hong Kong I&T ecosystem"),
    "fee_base_after_investment_period": _("fee base after the investment period"),
    "fee_base_during_investment_period": _("fee base in the investment period"),
    "fundraising_months": _("months to raise money"),
    "government_maximum_hkd": _("highest Government commitment (HK$)"),
    "government_minimum_hkd": _("lowest Government commitment (HK$)"),
    "government_ratio": _("Government to other money"),
    "hong_kong_minimum_rate": _("least share in Hong Kong companies"),
    "hong_kong_spend_minimum_rate": _("least share to spend in Hong Kong"),
    "instruments": _("instruments"),
    "kpi_private_investment": _("KPI: private investment"),
    "maximum_carry_rate": _("highest carried interest"),
    "maximum_investment_period_years": _("longest investment period (years)"),
    "maximum_management_fee_rate": _("highest management fee a year"),
    "maximum_term_years": _("longest term (years)"),
    "minimum_fund_size_hkd": _("smallest fund size (HK$)"),
    "minimum_gp_commitment_rate": _("least commitment of the GP"),
    "minimum_hurdle_rate": _("lowest hurdle rate"),
    "minimum_non_government_hkd": _("least non-Government money (HK$)"),
    "programme_envelope_hkd": _("programme envelope (HK$)"),
    "prohibited": _("prohibited investments"),
    "required_licence": _("licence required"),
    "sectors": _("sectors"),
    "stages": _("financing stages"),
    "vehicle": _("vehicle"),
}


def term_name(name: str) -> str:
    """What a term is called, in the reader's language."""
    return str(TERM_NAMES.get(name) or name.replace("_", " "))
