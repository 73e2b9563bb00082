"""What stands beside a selection: its clock, the money raised, reminders, letters of lapse, who is next."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds import fundraising, reserve_list
from funds.models import Selection
from funds.portal.fundraising import days_words
from funds.rules import fundraising as rules
from itvf.admin_records import Panel, link, tag, tag_of
from itvf.dates import today
from itvf.presentation import hk_date, hkd

STANDING = (Selection.Stage.SELECTED, Selection.Stage.LAPSE_PROPOSED)
SHOWN = 40


def of(selection: Selection) -> list[Panel]:
    """This function will give the panels of a selection's page, as of today."""
    state = fundraising.of(selection, today())
    panels = [_fund(selection), _progress(state), _pledges(state), _reminders(selection)]
    letters = list(selection.lapse_letters.select_related("drafted_by", "approved_by"))
    if letters:
        panels.append(_letters(letters))
    if selection.stage == Selection.Stage.LAPSED:
        panels.append(_next(selection))
    return panels


def notes(selection: Selection) -> list[str]:
    """This function will give what a reader of a selection must not miss: the clock is over, nobody to write to."""
    found = []
    clock = fundraising.clock_of(selection, today())
    if selection.stage in STANDING and clock is None:
        found.append(_("The receipt of the notice is not recorded: the twelve months do not run (R17(iv), A9)."))
    elif selection.stage == Selection.Stage.SELECTED and clock.is_over:
        found.append(
            _("The twelve months were over on %(date)s: closings are blocked. The system proposes the lapse (R18, A9).")
            % {"date": hk_date(clock.last_date)}
        )
    if selection.stage in STANDING and not selection.contact_email:
        found.append(_("Nobody is known at the manager to write to: record the contact."))
    return found


def _fund(selection: Selection) -> Panel:
    fund = getattr(selection, "fund", None)
    return Panel(
        _("Fund"),
        [(_("Fund"), "text"), (_("Stage"), "text"), (_("First closing"), "date")],
        [(link(fund), tag(fund), fund.first_closing_date)] if fund else [],
        empty=_("No fund was established for this selection yet."),
    )


def _progress(state: fundraising.Fundraising) -> Panel:
    money = state.progress
    rows = [
        (_("closed and counted, by the register of closings"), hkd(money.counted_hkd)),
        (_("to be raised outside the Government"), hkd(money.minimum_hkd)),
        (_("missing"), hkd(money.missing_hkd)),
        (_("closed, as the manager says"), hkd(money.said_closed_hkd)),
        (_("difference from the register"), hkd(money.difference_hkd)),
        (_("signed, as the manager says"), hkd(money.signed_hkd)),
        (_("soft circles, as the manager says"), hkd(money.soft_hkd)),
        (_("all of these closed, there would be"), hkd(money.in_view_hkd)),
        (_("public bodies', which count to neither side (A7)"), hkd(money.public_hkd)),
    ]
    if state.selection.stage in STANDING:
        rows.insert(0, (_("the clock"), days_words(state.clock)))
    page = (_("Chart by date, and every report"), reverse("portal_fundraising", args=[state.selection.pk]))
    return Panel(
        _("Money raised (R17(iv), R4; A7 to A9)"), [(_("What"), "text"), (_("Is"), "text")], [*rows, (page, "")]
    )


def _pledges(state: fundraising.Fundraising) -> Panel:
    return Panel(
        _("Investors as last reported (HK$)"),
        [
            (_("Investor"), "text"),
            (_("Kind"), "text"),
            (_("How firm"), "text"),
            (_("As of"), "date"),
            (_("Signed commitment"), "text"),
            (_("Source"), "text"),
            (_("Amount"), "money"),
        ],
        [
            (
                one.investor,
                capfirst(one.get_kind_display()),
                tag_of(_tone(one.firmness), one.get_firmness_display()),
                one.as_of_date,
                _document(state.selection, one),
                one.get_source_display(),
                one.amount_hkd,
            )
            for one in state.pledges
        ],
        empty=_("Nothing was reported yet."),
    )


def _tone(firmness: str) -> str:
    return {rules.CLOSED: "closed", rules.SIGNED: "submitted", rules.SOFT: "waiting"}.get(firmness, "none")


def _document(selection: Selection, one):
    if one.document_id is None:
        return ""
    return (one.document.name, reverse("portal_fundraising_document", args=[selection.pk, one.pk]))


def _reminders(selection: Selection) -> Panel:
    settled = {one.milestone: one for one in selection.reminders.all()}
    names = dict(selection.reminders.model.Milestone.choices)
    rows, is_running = [], selection.stage in (Selection.Stage.SELECTED, Selection.Stage.LAPSE_PROPOSED)
    for milestone in fundraising.milestones_of(selection):
        one = settled.get(milestone.code)
        rows.append(
            (
                milestone.date,
                capfirst(names[milestone.code]),
                tag(one, "outcome") if one else (_("to come") if is_running else _("not needed")),
                one.recorded_at if one else None,
                ", ".join(one.recipients) if one else "",
            )
        )
    return Panel(
        _("Reminders"),
        [
            (_("Due"), "date"),
            (_("Milestone"), "text"),
            (_("Outcome"), "text"),
            (_("Recorded"), "moment"),
            (_("Sent to"), "text"),
        ],
        rows,
    )


def _letters(letters) -> Panel:
    return Panel(
        _("Letters of lapse"),
        [
            (_("Letter"), "text"),
            (_("Stage"), "text"),
            (_("To"), "text"),
            (_("Drafted by"), "text"),
            (_("Approved by"), "text"),
            (_("Sent"), "moment"),
        ],
        [
            (
                (f"{one}.pdf", reverse("admin:funds_selection_letter", args=[one.pk])),
                tag(one),
                one.addressee_email,
                str(one.drafted_by),
                str(one.approved_by or ""),
                one.sent_at,
            )
            for one in letters
        ],
    )


def _next(selection: Selection) -> Panel:
    found = reserve_list.next_after(selection)
    application, line = found.application, found.line
    return Panel(
        _("Next on the reserve list"),
        [(_("Application"), "text"), (_("House"), "text")],
        [(link(line, application.reference), application.house.name_en)] if application else [],
        empty=_("Nobody is left on the reserve list.") if found.is_kept else _("This selection has no reserve list."),
    )
