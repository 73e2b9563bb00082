"""Objects of record in the admin: read-only pages with figures from the books, history, verbs as buttons."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import partial, update_wrapper
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.enums import ActionVariant

from itvf import audit, permissions, presentation
from itvf.admin_verbs import Verb, page
from itvf.templatetags.itvf import table

SHOWN_EVENTS = 12
ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
BUTTONS = 3
EMPTY = (None, "", [], {})
NOTHING_YET = gettext_lazy("Nothing yet.")


@dataclass
class Panel:
    """A table beside an object. `columns` are (label, kind) as in itvf.templatetags; a value may be (value, url)."""

    title: Any
    columns: Sequence[tuple[Any, str]]
    rows: Iterable[Sequence[Any]]
    foot: Sequence[Any] | None = None
    empty: Any = NOTHING_YET
    note: Any = ""
    parts: dict = field(default_factory=dict, init=False)

    def __post_init__(self):
        foot = [_foot_cell(cell) for cell in self.foot] if self.foot else None
        self.parts = table(self.title, self.columns, self.rows, foot)


def _foot_cell(cell):
    if cell == "":
        return presentation.NBSP
    return str(cell) if isinstance(cell, Promise) else cell


def link(thing: models.Model | None, text: Any = None):
    """This function will give a cell that leads to a thing's page: (text, url)."""
    if thing is None:
        return presentation.NOTHING
    return (str(thing) if text is None else text, address(thing))


def address(thing: models.Model) -> str:
    """This function will give a thing's page in the admin, or nothing where it has none."""
    try:
        return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])
    except NoReverseMatch:
        return ""


def tag(thing: models.Model, field: str = "stage"):
    """This function will give the coloured words of an object's stage."""
    label = getattr(thing, f"get_{field}_display")()
    return tag_of(getattr(thing, field), label)


def tag_of(value: str, label: Any):
    """This function will give the coloured words of a stage that is no field of an object."""
    return format_html('<span class="stage stage--{}">{}</span>', presentation.tone(value) or "none", label)


def facts_line(facts: dict | None) -> str:
    """This function will write facts in one line."""
    return "; ".join(
        f"{presentation.fact_name(name)}: {presentation.fact_value(value, name)}"
        for name, value in read_facts(facts or {}).items()
        if value not in EMPTY
    )


def read_facts(facts: dict) -> dict:
    """This function will give facts that JSON kept as text as the figures and dates that they were."""
    return {name: _read_fact(name, value) for name, value in facts.items()}


def _read_fact(name: str, value: Any) -> Any:
    """A fact that JSON keeps as text, as the figure, the date or the moment that it was."""
    if not isinstance(value, str):
        return value
    try:
        if name.endswith(("_hkd", "_rate", "_share")):
            return Decimal(value)
        if ISO_MOMENT.fullmatch(value):
            return datetime.fromisoformat(value)
        return date.fromisoformat(value) if ISO_DATE.fullmatch(value) else value
    except (ValueError, InvalidOperation):
        return value


class RecordAdmin(ModelAdmin):
    """Shows every field, changes none; `verbs` are the buttons, `panels` the tables beside it."""

    verbs: tuple[Verb, ...] = ()
    hidden_fields: tuple[str, ...] = ()
    show_full_result_count = False
    list_per_page = 50
    list_filter_submit = False
    change_form_template = "admin/itvf/record.html"
    actions = None
    list_disable_select_all = True
    compressed_fields = True

    # --- who may

    def has_view_permission(self, request, obj=None):
        """Staff see everything. Asked for every model on every page: answered once a request."""
        if not hasattr(request, "may_view_admin"):
            request.may_view_admin = permissions.allows(request.user, "admin.view")
        return request.may_view_admin

    def has_module_permission(self, request):
        """As has_view_permission."""
        return self.has_view_permission(request)

    def has_add_permission(self, request, obj=None):
        """Objects of record are made by verbs."""
        return False

    def has_change_permission(self, request, obj=None):
        """Objects of record are changed by verbs."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Nothing of record is deleted."""
        return False

    # --- what an object's page shows

    def get_fields(self, request, obj=None):
        """The fields in their own order, two a line, long texts alone; not the key, nor what is hidden or empty."""
        lines, pair = [], []
        for name, is_long in self._shown_fields(obj):
            if is_long:
                lines.append(name)
                continue
            pair.append(name)
            if len(pair) == 2:
                lines.append(tuple(pair))
                pair = []
        return [*lines, *pair]

    def _shown_fields(self, obj=None) -> list[tuple[str, bool]]:
        return [
            (field.name, isinstance(field, (models.TextField, models.JSONField)))
            for field in self.model._meta.fields
            if not field.primary_key
            and field.name not in self.hidden_fields
            and (obj is None or getattr(obj, field.attname) not in EMPTY)
        ]

    def get_readonly_fields(self, request, obj=None):
        """All of them."""
        return [*(name for name, _is_long in self._shown_fields()), *self.readonly_fields]

    def panels(self, obj, request) -> list[Panel]:
        """The tables beside an object; for subclasses."""
        return []

    def notes(self, obj) -> list[str]:
        """Sentences above an object that a reader must not miss; for subclasses."""
        return []

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The object's page with its panels, its last events and its buttons."""
        context = dict(extra_context or {})
        obj = self.get_object(request, unquote(object_id)) if object_id else None
        if obj is not None and self.has_view_permission(request, obj):
            context |= {
                "title": str(obj),
                "subtitle": None,
                "panels": self.panels(obj, request),
                "notes": self.notes(obj),
                "events": _events_of(obj, request.user)[:SHOWN_EVENTS],
                "history_url": self._url("history", obj.pk),
            }
        return super().changeform_view(request, object_id, form_url, context)

    def history_view(self, request, object_id, extra_context=None):
        """What was done to the object (audit trail) and what changed in its row (row history)."""
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": _("History: %(thing)s") % {"thing": obj},
            "events": _events_of(obj, request.user)[:500],
            "changes": _changes_of(obj),
            "back": address(obj),
        }
        return TemplateResponse(request, "admin/itvf/history.html", context)

    # --- verbs

    def get_urls(self):
        """A page for each verb, beside the pages of every model."""
        urls = [
            path(
                f"{verb.name}/" if verb.on_list else f"<path:object_id>/{verb.name}/",
                update_wrapper(self.admin_site.admin_view(partial(self._verb_view, verb=verb)), self._verb_view),
                name=self._name(verb.name),
            )
            for verb in self.verbs
        ]
        return urls + super().get_urls()

    def _verb_view(self, request, object_id=None, *, verb: Verb):
        subject = None
        if object_id is not None:
            subject = self.get_object(request, unquote(object_id))
            if subject is None:
                raise Http404
        return page(self, request, verb, subject)

    def _get_actions_navigation(self, provided_actions, allowed_actions, object_id=None):
        """Unfold asks here for the buttons of a page: ours come from `verbs`."""
        return []

    def changelist_view(self, request, extra_context=None):
        """The list, with the buttons of verbs that make a new object."""
        roles = permissions.roles_of(request.user)
        response = super().changelist_view(request, extra_context)
        if hasattr(response, "context_data") and response.context_data is not None:
            response.context_data["actions_list"] = [
                self._button(verb) for verb in self.verbs if verb.on_list and verb.is_offered(roles)
            ]
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """The object's page, with the buttons of the verbs that it takes now."""
        if obj is not None:
            roles = permissions.roles_of(request.user)
            context["actions_detail"] = _few(
                [self._button(verb, obj) for verb in self.verbs if not verb.on_list and verb.is_offered(roles, obj)]
            )
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _button(self, verb: Verb, obj=None) -> dict:
        args = [] if obj is None else [obj.pk]
        return {
            "title": verb.title,
            "icon": verb.icon,
            "variant": verb.variant,
            "attrs": {},
            "dialog": None,
            "path": reverse(f"admin:{self._name(verb.name)}", args=args),
        }

    def _url(self, name: str, *args) -> str:
        return reverse(f"admin:{self._name(name)}", args=args)

    def _name(self, name: str) -> str:
        return f"{self.model._meta.app_label}_{self.model._meta.model_name}_{name.replace('-', '_')}"


def _few(buttons: list[dict]) -> list[dict]:
    """The first buttons as they are, the rest behind one."""
    if len(buttons) <= BUTTONS:
        return buttons
    rest = {"title": _("More"), "icon": "more_horiz", "variant": ActionVariant.DEFAULT, "items": buttons[BUTTONS - 1 :]}
    return [*buttons[: BUTTONS - 1], rest]


def _events_of(obj, user):
    return audit.visible_to(user).filter(subject_type=obj._meta.label_lower, subject_id=str(obj.pk))


def _changes_of(obj) -> list[dict]:
    """The row's history, newest first: each version with the fields that differ from the one before."""
    models_of_events = getattr(obj.__class__, "pgh_event_models", {})
    if not models_of_events:
        return []
    event_model = next(iter(models_of_events.values()))
    fields = [field for field in obj._meta.concrete_fields if hasattr(event_model, field.attname)]
    shown, before = [], None
    for event in event_model.objects.filter(pgh_obj_id=obj.pk).order_by("pgh_id"):
        values = {field: getattr(event, field.attname) for field in fields}
        differs = [
            (field.verbose_name, None if before is None else before[field], value)
            for field, value in values.items()
            if (value not in (None, "") and before is None) or (before is not None and before[field] != value)
        ]
        context = event.pgh_context or {}
        shown.append({"event": event, "person": context.get("name", ""), "differs": differs})
        before = values
    return shown[::-1]
