"""The access policy: who may do what, and that a refusal says who may."""

from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import AnonymousUser

from itvf import permissions
from itvf.errors import NotPermitted
from itvf.models import RoleGrant, User
from itvf.roles import NEWCOMER, FundRole, HouseRole, RoundRole, StaffRole

pytestmark = pytest.mark.django_db

MONEY_OUT = ["payment_case.certify", "payment_case.authorise", "payment_case.release", "payment_case.check"]


@dataclass
class Fund:
    """Anything that knows the roles of people in it."""

    members: dict = field(default_factory=dict)

    def roles_of(self, user):
        return self.members.get(user.pk, set())


def person(name: str, *roles: str) -> User:
    user = User.objects.create_user(f"{name}@people.example", name=name.title())
    for role in roles:
        RoleGrant.objects.create(user=user, role=role)
    return user


class TestPolicy:
    def test_knows_only_roles_that_there_are(self):
        known = {*StaffRole.values, *FundRole.values, *HouseRole.values, *RoundRole.values, NEWCOMER}
        assert {role for roles in permissions.PERMISSIONS.values() for role in roles} <= known

    def test_gives_every_permission_to_somebody(self):
        assert all(permissions.PERMISSIONS.values())

    def test_lets_the_auditor_change_nothing(self):
        held = {permission for permission, roles in permissions.PERMISSIONS.items() if StaffRole.AUDITOR in roles}
        assert held == {"admin.view"}

    def test_keeps_the_administrator_away_from_money(self):
        held = {permission for permission, roles in permissions.PERMISSIONS.items() if StaffRole.ADMINISTRATOR in roles}
        assert held == {"user.manage", "membership.grant", "admin.view"}

    def test_gives_no_two_steps_of_a_payment_to_one_role(self):
        certifiers = permissions.PERMISSIONS["payment_case.certify"]
        authorisers = permissions.PERMISSIONS["payment_case.authorise"]
        preparers = permissions.PERMISSIONS["payment_case.prepare_voucher"]
        assert len(certifiers | authorisers | preparers) == len(certifiers) + len(authorisers) + len(preparers)

    @pytest.mark.parametrize("permission", MONEY_OUT)
    def test_gives_no_payment_to_a_fund_manager(self, permission):
        assert not permissions.PERMISSIONS[permission] & set(FundRole.values)

    def test_lets_nobody_both_propose_and_approve(self):
        table = permissions.PERMISSIONS
        for permission, roles in table.items():
            noun, _, verb = permission.partition(".")
            if verb.startswith("propose"):
                approval = f"{noun}.{verb.replace('propose', 'approve', 1)}"
                assert not roles & table[approval], permission


class TestAllows:
    def test_a_live_staff_role(self):
        assert permissions.allows(person("officer", "programme_officer"), "fund.establish")

    def test_not_what_the_role_does_not_hold(self):
        assert not permissions.allows(person("officer", "programme_officer"), "closing.complete")

    def test_a_fund_role_in_its_fund_only(self):
        maker = person("maker")
        mine, other = Fund({maker.pk: {"gp_maker"}}), Fund()
        assert permissions.allows(maker, "capital_call.draft", within=mine)
        assert not permissions.allows(maker, "capital_call.draft", within=other)
        assert not permissions.allows(maker, "capital_call.draft")

    def test_nothing_once_a_role_is_revoked(self):
        officer = person("officer", "programme_officer")
        officer.role_grants.update(revoked_at="2026-01-01T00:00:00Z")
        assert not permissions.allows(officer, "fund.establish")
        assert not officer.is_staff

    @pytest.mark.parametrize("nobody", [None, AnonymousUser()])
    def test_nothing_to_nobody(self, nobody):
        assert not permissions.allows(nobody, "fund.establish")

    def test_nothing_to_somebody_shut_out(self):
        officer = person("officer", "programme_officer")
        officer.is_active = False
        assert not permissions.allows(officer, "fund.establish")

    def test_refuses_to_guess_an_unknown_permission(self):
        with pytest.raises(KeyError):
            permissions.allows(person("officer", "programme_officer"), "fund.demolish")


class TestRequire:
    def test_says_which_roles_may(self):
        with pytest.raises(NotPermitted) as refusal:
            permissions.require(person("officer", "programme_officer"), "closing.complete")
        assert refusal.value.facts["roles"] == ["programme_manager"]
        assert "programme_manager" in str(refusal.value)

    def test_another_person_means_another_person(self):
        maker, checker = person("maker"), person("checker")
        permissions.require_other_person(checker, maker)
        with pytest.raises(NotPermitted) as refusal:
            permissions.require_other_person(maker, maker)
        assert refusal.value.code == "maker_is_checker"


class TestStaff:
    def test_is_who_holds_a_live_staff_role(self):
        assert person("officer", "programme_officer").is_staff
        assert not person("stranger").is_staff

    def test_has_no_way_round_the_table(self):
        officer = person("officer", *StaffRole.values)
        assert not officer.has_perm("itvf.change_user")
        assert not hasattr(officer, "is_superuser")
