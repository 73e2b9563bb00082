"""The tables of the agreement's register beside a fund: terms in force, what stands, what is due next."""

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from funds import agreement_calendar, agreement_register
from funds.agreement_words import duty_state, duty_words, holder, values_in_words
from funds.models import AgreementEvent, Fund
from funds.rules import agreement_register as rules
from funds.rules import duties
from itvf.admin_records import Panel, link, tag_of
from itvf.dates import today

NEXT = 8
DUTY_COLUMNS = [
    (_("Last day"), "date"),
    (_("Duty"), "text"),
    (_("Clause"), "text"),
    (_("Whose"), "text"),
    (_("State"), "text"),
]


def of(fund: Fund) -> list[Panel]:
    """This function will give the register's tables that a fund's page shows, as of today."""
    return [_terms(fund), _standing(fund), _duties(fund)]


def duty_row(duty: duties.Duty, on) -> tuple:
    """A duty as a row under DUTY_COLUMNS."""
    state = tag_of(*duty_state(duty, on))
    return (duty.due_date, duty_words(duty), duty.clause, holder(duty), state)


def _terms(fund):
    terms = agreement_register.terms_of(fund, today()).values()
    return Panel(
        _("Terms of the agreement in force (R27)"),
        [(_("Topic"), "text"), (_("Clause"), "text"), (_("Says"), "text"), (_("Since"), "date")],
        [
            (link(term, capfirst(term.get_topic_display())), term.clause, values_in_words(term), term.effective_from)
            for term in terms
        ],
        empty=_("No term was approved yet."),
    )


def _standing(fund):
    found = rules.standing(agreement_register.happenings(fund), today())
    events = AgreementEvent.objects.in_bulk([one.id for one in found])
    rows = [
        (
            link(events[one.id], capfirst(events[one.id].get_kind_display())),
            one.on,
            one.clause,
            one.last_day,
            gettext("yes") if rules.EVENTS[one.kind].suspends else gettext("no"),
        )
        for one in found
    ]
    columns = [
        (_("Event"), "text"),
        (_("Since"), "date"),
        (_("Clause"), "text"),
        (_("Runs to"), "date"),
        (_("Stops new investment"), "text"),
    ]
    return Panel(_("What stands under the agreement"), columns, rows, empty=_("Nothing stands."))


def _duties(fund):
    on = today()
    found = [duty for duty in agreement_calendar.duties_of(fund, on) if duties.state(duty, on) != duties.DONE]
    return Panel(_("Duties that are due next"), DUTY_COLUMNS, [duty_row(duty, on) for duty in found[:NEXT]])
