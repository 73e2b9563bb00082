"""Applications that came on paper, in the staff's admin: entered by one, confirmed by another against the paper."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from funds.models import Application, House, Invitation
from funds.services import paper_rounds
from itvf.admin_forms import MomentField, ReasonForm, UploadField, VerbForm
from itvf.admin_verbs import Verb
from itvf.presentation import title_of

DOCUMENT = "document-"
MOST_BYTES = 2_000_000


class EnterForm(VerbForm):
    """Whose application, its answers as one file, and each document that the round asked for."""

    house = forms.ModelChoiceField(
        House.objects.all(), label=_("House"), help_text=_("A house that signed up; its people read what is entered.")
    )
    answers = forms.FileField(
        label=_("Answers (JSON)"), help_text=_("One object of sections, each with its answers, as the API gives them.")
    )

    def prepare(self, subject) -> None:
        """One field a document of the round."""
        for one in subject.documents.all():
            self.fields[DOCUMENT + one.code] = UploadField(label=title_of(one), required=one.is_required)

    def clean_answers(self) -> dict:
        """Sections by name; what is no such object is refused here."""
        upload = self.cleaned_data["answers"]
        if upload.size > MOST_BYTES:
            raise ValidationError(__("The file is larger than 2 MB."))
        try:
            sections = json.loads(upload.read().decode("utf-8"))
        except ValueError:
            raise ValidationError(__("This is no JSON in UTF-8.")) from None
        if not isinstance(sections, dict) or not all(isinstance(one, dict) for one in sections.values()):
            raise ValidationError(__("Give one object of sections, each an object of answers."))
        return sections

    def inputs(self, *, by) -> dict:
        """The sections, and the documents that were handed in by their codes."""
        given = super().inputs(by=by)
        documents = {
            name.removeprefix(DOCUMENT): file for name, file in given.items() if name.startswith(DOCUMENT) and file
        }
        return {"house": given["house"], "sections": given["answers"], "documents": documents}


class StampForm(VerbForm):
    """When the paper was received."""

    received_at = MomentField(label=_("Received at (Hong Kong time)"), help_text=_("By the stamp on the paper."))


ENTER = Verb(
    "enter-application",
    _("Enter an application"),
    "application.enter",
    lambda one, **inputs: paper_rounds.enter(invitation=one, **inputs),
    form=EnterForm,
    stages=(Invitation.Stage.OPEN,),
    when=lambda one: one.is_on_paper,
    intro=_("As it came on paper. It counts when another person has confirmed it against the paper."),
    icon="post_add",
    tone="go",
)
CONFIRM_PAPER = Verb(
    "confirm-paper",
    _("Confirm against the paper"),
    "application.confirm",
    lambda one, **inputs: paper_rounds.confirm(application=one, **inputs),
    form=StampForm,
    stages=(Application.Stage.DRAFT,),
    when=lambda one: one.invitation.is_on_paper,
    intro=_("What stands below is frozen and hashed as it is. Compare every figure with the paper first."),
    icon="verified",
    tone="go",
)
SEND_BACK = Verb(
    "send-back",
    _("Send back"),
    "application.confirm",
    lambda one, **inputs: paper_rounds.send_back(application=one, **inputs),
    form=ReasonForm,
    stages=(Application.Stage.DRAFT,),
    when=lambda one: one.invitation.is_on_paper,
    intro=_("It differs from the paper: it is taken out, and may be entered anew."),
    icon="undo",
    tone="stop",
)
