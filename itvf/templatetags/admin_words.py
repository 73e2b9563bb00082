"""Words that only the admin's pages need: verbs of the audit trail, changes of rows, facts in one line."""

from django import template
from django.utils.translation import gettext as _

from itvf.admin_verb_names import verb_name

register = template.Library()
register.filter("verb_name", verb_name)


@register.filter
def facts_line(facts: dict | None) -> str:
    """Facts in one line."""
    # unfold draws a checkbox while it is imported, and that loads every tag library: this one must not need unfold
    from itvf import admin_records

    return admin_records.facts_line(facts)


@register.filter
def row_change_name(label: str) -> str:
    """What happened to a row."""
    return {"insert": _("written"), "update": _("changed"), "delete": _("removed")}.get(label, label)
