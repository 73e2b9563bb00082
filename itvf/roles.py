"""Who people are: every role there is, in one list that can be read aloud.

What a role may do stands in itvf/permissions.py. A person may hold several roles, with two
exceptions that are named here.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffRole(models.TextChoices):
    """Roles in the Corporation. They hold for every fund."""

    PROGRAMME_OFFICER = "programme_officer", _("programme officer")
    PROGRAMME_MANAGER = "programme_manager", _("programme manager")
    FINANCE_OFFICER = "finance_officer", _("finance officer")
    CERTIFYING_OFFICER = "certifying_officer", _("certifying officer")
    AUTHORISING_OFFICER = "authorising_officer", _("authorising officer")
    AUDITOR = "auditor", _("auditor")
    ADMINISTRATOR = "administrator", _("administrator")


class FundRole(models.TextChoices):
    """Roles in one fund. They hold for that fund alone (funds.models.FundMembership)."""

    GP_MAKER = "gp_maker", _("GP: prepares")
    GP_SIGNATORY = "gp_signatory", _("GP: signs and issues")
    PARTNER_CONTACT = "partner_contact", _("partner's contact")


class HouseRole(models.TextChoices):
    """Roles in one house that applies. They hold for that house alone (funds.models.HouseMembership)."""

    PREPARER = "house_preparer", _("house: prepares")
    SIGNATORY = "house_signatory", _("house: signs and submits")


class RoundRole(models.TextChoices):
    """Roles in one round of selection. They hold for that round alone (funds.models.RoundMembership)."""

    ASSESSOR = "round_assessor", _("assessor")
    MEMBER = "round_member", _("member of the Advisory Committee")


# Somebody whose address was proved by a letter and who works for nobody here: may register a house, or join one.
NEWCOMER = "newcomer"


# An auditor reads everything and changes nothing; an administrator looks after people and touches no
# money. Each of the two is held alone.
HELD_ALONE = frozenset({StaffRole.AUDITOR, StaffRole.ADMINISTRATOR})


def label(role: str) -> str:
    """The role's name in the reader's language."""
    for kind in (StaffRole, FundRole, HouseRole, RoundRole):
        if role in kind.values:
            return str(kind(role).label)
    return role
