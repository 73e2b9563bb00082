"""A verb of the staff as a button: one page with its inputs, one call of one service, refusals explained in place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.db import models, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.enums import ActionVariant

from itvf import audit, permissions
from itvf.admin_forms import VerbForm
from itvf.dates import now
from itvf.errors import DomainError, WrongStage, gettext_noop
from itvf.middleware import ON_RECORD
from itvf.words import breach_text, error_text


@dataclass(frozen=True)
class Verb:
    """What a person may do to an object, or do to make one (`on_list`).

    `call(subject, by=…, at=…, **inputs)` calls one service and gives its result. `stages` are those in
    which the button shows; `when` asks more of the object; `guard` refuses a person before anything of the page is
    shown. The service decides all the same.
    """

    name: str
    title: Any
    permission: str
    call: Callable[..., Any]
    form: type[VerbForm] = VerbForm
    stages: tuple[str, ...] = ()
    when: Callable[[Any], bool] = lambda subject: True
    intro: Any = ""
    icon: str = "task_alt"
    tone: str = ""
    on_list: bool = False
    is_sensitive: bool = False
    stage_field: str = "stage"
    guard: Callable[[Any, Any], None] = lambda subject, user: None

    @property
    def variant(self) -> ActionVariant:
        """The button's colour: what moves things on stands out, what undoes warns."""
        return {"go": ActionVariant.PRIMARY, "stop": ActionVariant.DANGER}.get(self.tone, ActionVariant.DEFAULT)

    def is_possible(self, subject) -> bool:
        """Whether the object is where this verb starts from."""
        if self.stages and getattr(subject, self.stage_field) not in self.stages:
            return False
        return self.when(subject)

    def is_offered(self, roles: set[str], subject=None) -> bool:
        """Whether the button shows: to these roles, on this object as it is now."""
        allowed = bool(permissions.PERMISSIONS[self.permission] & roles)
        return allowed and (self.on_list or self.is_possible(subject))


def page(admin, request, verb: Verb, subject: models.Model | None):
    """This function will show a verb's page, or do it and lead to what came of it.

    Nothing is written when the service refuses; a refused attempt goes into the audit trail.
    """
    if request.method != "POST":
        permissions.require(request.user, verb.permission)
        if subject is not None and not verb.is_possible(subject):
            raise WrongStage(gettext_noop("{what} has moved on; this can't be done to it now."), what=str(subject))
    verb.guard(subject, request.user)
    if verb.is_sensitive and settings.SECOND_FACTOR_REQUIRED:
        raise_if_reauthentication_required(request)
    is_post = request.method == "POST"
    form = verb.form(request.POST if is_post else None, request.FILES if is_post else None, subject=subject)
    refusal = None
    if is_post and form.is_valid():
        at = now()
        try:
            with transaction.atomic():
                result = verb.call(subject, by=request.user, at=at, **form.inputs(by=request.user))
        except DomainError as error:
            refusal = error
            _explain(form, error)
            if error.status in ON_RECORD:
                chain = _chain(subject)
                audit.record_refusal(error=error, by=request.user, verb=verb.permission, subject=subject, chain=chain)
        else:
            messages.success(request, _("Done: %(verb)s.") % {"verb": verb.title})
            return HttpResponseRedirect(_place_of(admin, result, subject))
    return _show(admin, request, verb, subject, form, refusal)


def _explain(form: VerbForm, error: DomainError) -> None:
    if error.field in form.fields:
        form.add_error(error.field, error_text(error))


def _show(admin, request, verb: Verb, subject, form: VerbForm, refusal: DomainError | None):
    status = refusal.status if refusal else (400 if form.is_bound and form.errors else 200)
    back = _place_of(admin, subject, None)
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.model._meta,
        "title": verb.title,
        "subtitle": str(subject) if subject is not None else "",
        "verb": verb,
        "subject": subject,
        "form": form,
        "back": back,
        "refusal": refusal,
        "refusal_text": error_text(refusal) if refusal and refusal.field not in form.fields else "",
        "breaches": [(breach, breach_text(breach)) for breach in getattr(refusal, "breaches", ())],
        "has_file": form.is_multipart(),
    }
    request.current_app = admin.admin_site.name
    return TemplateResponse(request, "admin/itvf/verb.html", context, status=status)


def _place_of(admin, thing, otherwise) -> str:
    """Where a person goes on: to the thing that came out, else to the one it was done to, else to the list."""
    for target in (thing, otherwise):
        if isinstance(target, models.Model) and target.pk and target.__class__ in admin.admin_site._registry:
            meta = target._meta
            return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[target.pk])
    return reverse(f"admin:{admin.model._meta.app_label}_{admin.model._meta.model_name}_changelist")


def _chain(subject) -> str:
    for thing in (subject, getattr(subject, "fund", None)):
        if chain := getattr(thing, "chain", ""):
            return chain
    return audit.PROGRAMME
