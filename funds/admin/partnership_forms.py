"""Inputs of the verbs on funds, partners, closings."""

from decimal import Decimal

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from funds import agreement_register, call_splits, call_uses, offered_terms
from funds.models import CallPurpose, Commitment, FundMembership, Partner, Resolution
from funds.models.agreement import Compounding, DayCount, TierOrder, WaterfallScope
from funds.services.capital_calls import Paper, PurposeInput
from itvf.admin_forms import DateField, MomentField, MoneyField, RateField, UploadField, VerbForm
from itvf.dates import HONG_KONG, today

BASES = (("invested", _("invested")), ("net_invested", _("net invested")), ("committed", _("committed")))
PURPOSES = 6
OWN_CLAUSE = _("Empty: the waterfall's clause.")


class AgreementForm(VerbForm):
    """The agreement's terms that rules read; the caps of R7, R14, R15 and R16 are tested when it is recorded."""

    signed_date = DateField(label=_("Signed on"))
    signed_by_all = forms.BooleanField(
        label=_("Signed by the Corporation, the GP and every investor (R19)"), required=False
    )
    term_years = forms.IntegerField(label=_("Term, extensions included (years)"), min_value=1, initial=10)
    investment_period_years = forms.IntegerField(label=_("Investment period (years)"), min_value=1, initial=5)
    fee_rate_during = RateField(label=_("Fee rate in the investment period"), initial="0.02")
    fee_base_during = forms.ChoiceField(label=_("Fee base in the investment period"), choices=BASES)
    fee_rate_after = RateField(label=_("Fee rate afterwards"), initial="0.02")
    fee_base_after = forms.ChoiceField(label=_("Fee base afterwards"), choices=BASES, initial="net_invested")
    carry_rate = RateField(label=_("Carried interest"), initial="0.2")
    hurdle_rate = RateField(label=_("Hurdle rate"), initial="0.07")
    catch_up_rate = RateField(label=_("GP catch-up"), initial="1", max_value=1)
    second_hurdle_rate = RateField(label=_("Second hurdle rate"), required=False)
    second_carry_rate = RateField(label=_("Carried interest above it"), required=False, max_value=1)
    second_catch_up_rate = RateField(label=_("GP catch-up after it"), required=False, max_value=1)
    second_hurdle_clause = forms.CharField(label=_("Its clause"), max_length=80, required=False, help_text=OWN_CLAUSE)
    third_hurdle_rate = RateField(label=_("Third hurdle rate"), required=False)
    third_carry_rate = RateField(label=_("Carried interest above it"), required=False, max_value=1)
    third_catch_up_rate = RateField(label=_("GP catch-up after it"), required=False, max_value=1)
    third_hurdle_clause = forms.CharField(label=_("Its clause"), max_length=80, required=False, help_text=OWN_CLAUSE)
    waterfall_scope = forms.ChoiceField(label=_("Waterfall runs over"), choices=WaterfallScope)
    tier_order = forms.ChoiceField(label=_("Order of the first tiers"), choices=TierOrder)
    hurdle_compounding = forms.ChoiceField(label=_("Hurdle compounds"), choices=Compounding, initial="annual")
    hurdle_day_count = forms.ChoiceField(label=_("Day count of the hurdle"), choices=DayCount)
    loss_make_up = forms.BooleanField(label=_("Deals make up the losses of others first"), required=False, initial=True)
    gp_in_pool = forms.BooleanField(label=_("The GP's own commitment bears carry"), required=False, initial=True)
    carry_escrow_rate = RateField(label=_("Share of carry held in escrow"), initial="0", max_value=1)
    waterfall_clause = forms.CharField(
        label=_("Clause of the waterfall"),
        max_length=80,
        required=False,
        help_text=_("Needed where the waterfall departs from A5 and A6."),
    )
    gp_money_is_matched = forms.BooleanField(
        label=_("GP money counts towards the 1 : 3 base (A7)"), required=False, initial=True
    )
    follow_ons_after_period = forms.BooleanField(
        label=_("Follow-ons allowed after the investment period"), required=False, initial=True
    )
    company_limit_rate = RateField(label=_("At most in one company, of commitments"), required=False)
    group_limit_rate = RateField(label=_("At most in one group of companies, of commitments"), required=False)
    follow_on_reserve_rate = RateField(label=_("Kept for follow-ons, of commitments"), required=False)
    bridge_limit_rate = RateField(label=_("At most in bridge financing, of commitments"), required=False)
    bridge_months = forms.IntegerField(
        label=_("Bridge financing ends within (months)"), min_value=1, max_value=120, required=False
    )
    limits_clause = forms.CharField(label=_("Clause of these limits"), max_length=80, required=False)
    rows = (
        ("term_years", "investment_period_years"),
        ("fee_rate_during", "fee_base_during"),
        ("fee_rate_after", "fee_base_after"),
        ("carry_rate", "hurdle_rate", "catch_up_rate"),
        ("second_hurdle_rate", "second_carry_rate"),
        ("second_catch_up_rate", "second_hurdle_clause"),
        ("third_hurdle_rate", "third_carry_rate"),
        ("third_catch_up_rate", "third_hurdle_clause"),
        ("waterfall_scope", "tier_order"),
        ("hurdle_compounding", "hurdle_day_count"),
        ("carry_escrow_rate", "waterfall_clause"),
        ("company_limit_rate", "group_limit_rate"),
        ("follow_on_reserve_rate", "bridge_limit_rate"),
        ("bridge_months", "limits_clause"),
    )

    def prepare(self, subject) -> None:
        """What the manager's application offered stands in the form; what is signed otherwise waits for approval."""
        offer = offered_terms.offer_of(subject) if subject is not None else None
        for name, value in (offered_terms.values_of(offer) if offer else {}).items():
            self.fields[name].initial = f"{value.normalize():f}" if isinstance(value, Decimal) else value


class SignedAgainForm(AgreementForm):
    """The agreement as it was signed anew; what was offered stands in the form."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}))


class AmendmentForm(AgreementForm):
    """The agreement as a deed of amendment restates it; its terms as they stand are filled in."""

    signed_by_all = gp_money_is_matched = None
    resolution = forms.ModelChoiceField(
        Resolution.objects.none(),
        label=_("Amendment that the partners passed"),
        required=False,
        help_text=_("Leave it empty to correct what was recorded wrongly, and say why."),
    )
    reason = forms.CharField(
        label=_("Reason for a correction"), widget=forms.Textarea(attrs={"rows": 2}), required=False
    )
    signed_date = DateField(label=_("Signed on"))
    clause = forms.CharField(label=_("Clause"), max_length=80, help_text=_("Such as Deed 2.1."))
    document = UploadField(label=_("Deed of amendment"), required=False)
    field_order = ("resolution", "reason", "signed_date", "clause", "document")

    def prepare(self, subject) -> None:
        """What stands is filled in; of resolutions those that passed and have no deed yet."""
        if subject is None:
            return
        self.fields["resolution"].queryset = agreement_register.amendments_without_deed(subject.fund)
        for name in self.fields:
            if hasattr(subject, name) and name != "signed_date":
                value = getattr(subject, name)
                self.fields[name].initial = f"{value.normalize():f}" if isinstance(value, Decimal) else value


class ClosingForm(VerbForm):
    """A closing's date."""

    closing_date = DateField(label=_("Closing date"))


class PartnerForm(VerbForm):
    """A partner; what it promises comes at a closing."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Partner.Kind, initial=Partner.Kind.PRIVATE)
    contact_email = forms.EmailField(label=_("Notices go to"))
    name_en = forms.CharField(label=_("Name (English)"), max_length=200)
    name_zh_hant = forms.CharField(label=_("Name (Chinese)"), max_length=200, required=False)
    rows = (("kind", "contact_email"), ("name_en", "name_zh_hant"))


class OwnBankAccountForm(VerbForm):
    """Bank details."""

    bank_name = forms.CharField(label=_("Bank"), max_length=120)
    account_name = forms.CharField(label=_("Account name"), max_length=200)
    account_number = forms.CharField(label=_("Account number"), max_length=34)
    swift = forms.CharField(label=_("SWIFT code"), max_length=11, required=False)
    rows = (("bank_name", "account_name"), ("account_number", "swift"))


class BankAccountForm(OwnBankAccountForm):
    """Bank details of the fund, or of one of its partners."""

    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Partner"), required=False, empty_label=_("the fund itself")
    )

    def prepare(self, subject) -> None:
        """The fund's own partners."""
        self.fields["partner"].queryset = subject.partners.all()


class MembershipForm(VerbForm):
    """Who gets which role in the fund."""

    user = forms.ModelChoiceField(get_user_model().objects.filter(is_active=True), label=_("Person"))
    role = forms.ChoiceField(label=_("Role"), choices=FundMembership.Role)
    partner = forms.ModelChoiceField(
        Partner.objects.none(), label=_("Partner"), required=False, help_text=_("For a partner's contact only.")
    )

    def prepare(self, subject) -> None:
        """The fund's own partners."""
        self.fields["partner"].queryset = subject.partners.all()


class QuarterForm(VerbForm):
    """A quarter that is over."""

    period_end = DateField(label=_("Last day of the quarter"))


class BankLineForm(VerbForm):
    """A payment as the bank shows it."""

    amount_hkd = MoneyField(label=_("Amount (HK$)"))
    value_date = DateField(label=_("Bank value date"))
    bank_reference = forms.CharField(label=_("Bank reference"), max_length=80)
    rows = (("amount_hkd", "value_date", "bank_reference"),)


class ExpenseForm(BankLineForm):
    """A fund expense as the bank shows it."""

    label = forms.CharField(label=_("What for"), max_length=120)


class CallBackForm(VerbForm):
    """The call back that confirms bank details."""

    call_back_note = forms.CharField(
        label=_("Call back: who was reached, on which known number, and when"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )


class SignForm(VerbForm):
    """A partner's signed commitment."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"))
    amount_hkd = MoneyField(label=_("Commitment (HK$)"))
    signed_date = DateField(label=_("Signed on"))
    is_accepted = forms.BooleanField(label=_("Accepted by the GP"), required=False)
    is_unconditional = forms.BooleanField(label=_("Unconditional"), required=False)
    rows = (("amount_hkd", "signed_date"),)

    def prepare(self, subject) -> None:
        """The fund's partners but the Government, whose commitment is derived."""
        self.fields["partner"].queryset = subject.fund.partners.exclude(kind=Partner.Kind.GOVERNMENT)


class TransferForm(VerbForm):
    """Whose commitment passes to whom: amount, from when, by which deed."""

    giver = forms.ModelChoiceField(Partner.objects.none(), label=_("From"))
    taker = forms.ModelChoiceField(Partner.objects.none(), label=_("To"))
    amount_hkd = MoneyField(label=_("Commitment that passes (HK$)"))
    effective_date = DateField(label=_("Effective on"))
    reason = forms.CharField(label=_("Deed and reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self, subject) -> None:
        """The fund's partners but the Government, whose commitment is derived."""
        partners = subject.partners.exclude(kind=Partner.Kind.GOVERNMENT)
        self.fields["giver"].queryset = self.fields["taker"].queryset = partners


class ReleaseForm(VerbForm):
    """Who is released from how much of what is not drawn."""

    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner"))
    amount_hkd = MoneyField(label=_("Released (HK$)"))
    effective_date = DateField(label=_("Effective on"))
    reason = forms.CharField(label=_("Letter and reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self, subject) -> None:
        """Every partner of the fund."""
        self.fields["partner"].queryset = subject.partners.all()


class UnsignForm(VerbForm):
    """Which commitment goes out, and why."""

    commitment = forms.ModelChoiceField(Commitment.objects.none(), label=_("Commitment"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self, subject) -> None:
        """The closing's own."""
        self.fields["commitment"].queryset = subject.commitments.select_related("partner")


ACCOUNT_FIELDS = ("account_name", "account_number")


class PaperNoticeForm(VerbForm):
    """A paper notice as it came: what it asks for, line by line, and the paper itself."""

    received_at = MomentField(label=_("Received at (Hong Kong time)"))
    came_by = forms.CharField(label=_("Came by"), max_length=80, help_text=_("Post, courier, fax, by hand …"))
    file = UploadField(label=_("The paper (PDF, PNG or JPEG)"))
    due_date = DateField(label=_("Due date"))
    account_name = forms.CharField(label=_("Pay to: account name, as the notice has it"), max_length=200)
    account_number = forms.CharField(
        label=_("Pay to: account number, as the notice has it"),
        max_length=34,
        help_text=_("Read it from the paper. It is held against the confirmed details; a difference freezes payment."),
    )

    def prepare(self, subject) -> None:
        """Some lines for the purposes, the first of them required."""
        rows = [("received_at", "came_by"), ("due_date", "file"), ("account_name", "account_number")]
        deals = [(deal.reference, deal.choice) for deal in call_uses.offered(subject)]
        bases = self._bases(subject, deals)
        for number in range(1, PURPOSES + 1):
            is_first = number == 1
            names = [f"{name}_{number}" for name in ("kind", "label", "label_zh_hant", "amount_hkd")]
            self.fields[names[0]] = forms.ChoiceField(
                label=_("Purpose %(number)s") % {"number": number}, choices=CallPurpose.Kind, required=is_first
            )
            self.fields[names[1]] = forms.CharField(label=_("What for"), max_length=200, required=is_first)
            self.fields[names[2]] = forms.CharField(label=_("What for (Chinese)"), max_length=200, required=False)
            self.fields[names[3]] = MoneyField(label=_("Amount (HK$)"), required=is_first)
            if deals:
                names.append(f"reference_{number}")
                self.fields[names[-1]] = forms.ChoiceField(label=_("Deal"), choices=[("", "–"), *deals], required=False)
            if bases:
                names.append(f"allocation_base_{number}")
                self.fields[names[-1]] = forms.ChoiceField(label=_("Shared by"), choices=bases, required=False)
            rows.append(tuple(names))
        self.rows = tuple(rows)

    @staticmethod
    def _bases(fund, deals) -> list[tuple[str, str]]:
        """By what a purpose may be shared beside commitment; by holdings where there is a deal to name."""
        base, allowed = CallPurpose.Base, call_splits.agreed_on(fund, today()).bases
        known = (base.UNFUNDED, base.HOLDING) if deals else (base.UNFUNDED,)
        found = [(one, f"{base(one).label} ({allowed[one]})") for one in known if one in allowed]
        return found and [(base.COMMITMENT.value, base.COMMITMENT.label), *found]

    def clean(self):
        """A purpose with an amount says what it is for, and the other way round."""
        for number in range(2, PURPOSES + 1):
            label, amount = self.cleaned_data.get(f"label_{number}"), self.cleaned_data.get(f"amount_hkd_{number}")
            if bool(label) != (amount is not None):
                missing = f"amount_hkd_{number}" if label else f"label_{number}"
                if missing not in self.errors:
                    self.add_error(missing, _("Fill in both the purpose and its amount, or neither."))
        return self.cleaned_data

    def inputs(self, *, by) -> dict:
        """The purposes that were filled in, and the paper."""
        values = super().inputs(by=by)
        received_at = values["received_at"].astimezone(HONG_KONG)
        return {
            "due_date": values["due_date"],
            "paper": Paper(
                received_at=received_at, **{name: values[name] for name in ("came_by", "file", *ACCOUNT_FIELDS)}
            ),
            "purposes": [
                PurposeInput(
                    kind=values[f"kind_{number}"],
                    label=values[f"label_{number}"],
                    label_zh_hant=values[f"label_zh_hant_{number}"],
                    amount_hkd=values[f"amount_hkd_{number}"],
                    reference=values.get(f"reference_{number}", ""),
                    is_follow_on=_is_follow_on(values.get(f"reference_{number}", "")),
                    allocation_base=values.get(f"allocation_base_{number}") or CallPurpose.Base.COMMITMENT,
                )
                for number in range(1, PURPOSES + 1)
                if values[f"label_{number}"]
            ],
        }


def _is_follow_on(reference: str) -> bool:
    """A deal on record that is no new one is a follow-on; what names no deal says nothing of it."""
    return bool(reference) and not call_uses.is_new(reference)
