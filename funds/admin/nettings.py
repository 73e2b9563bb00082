"""Net notices: what they bind, each partner's net, what is set off; cancelled with all their parts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from funds import netting_facts
from funds.models import CapitalCall, Netting, NettingLine, Notice, PaymentCase
from funds.services import nettings
from itvf.admin_forms import ReasonForm
from itvf.admin_records import Panel, RecordAdmin, link, tag
from itvf.admin_verbs import Verb
from itvf.explained import address, cell, totals

Stage = Netting.Stage


@admin.register(Netting)
class NettingAdmin(RecordAdmin):
    """A call and a distribution of one day in one notice."""

    list_display = ["__str__", "fund", "shown_stage", "day", "bound_by", "issued_by", "issued_at"]
    list_filter = ["stage", "fund"]
    list_select_related = ["fund", "bound_by", "issued_by"]
    search_fields = ["fund__name_en", "fund__name_zh_hant", "fund__code"]
    date_hierarchy = "day"
    hidden_fields = ("notice_common",)
    verbs = (
        Verb(
            "cancel",
            _("Cancel all of it"),
            "netting.cancel",
            lambda netting, **inputs: nettings.cancel(netting=netting, **inputs),
            form=ReasonForm,
            stages=(Stage.ISSUED,),
            intro=_("Calls, distributions and set-off are reversed, every partner is told. Only before money moves."),
            icon="block",
            tone="stop",
        ),
    )

    @admin.display(description=_("stage"), ordering="stage")
    def shown_stage(self, obj):
        """The stage, coloured."""
        return tag(obj)

    def panels(self, obj, request):
        """Its parts, each partner's net, what each line was settled by, the Government's cases, notices."""
        found = [_parts(obj)]
        if obj.issued_at:
            found += [_lines(obj), _cases(obj), _notices(obj)]
        return found


def _parts(netting):
    return Panel(
        _("What it binds, in the order of issue (HK$)"),
        [(_("Part"), "text"), (_("Nature"), "text"), (_("Amount"), "money"), (_("Day"), "date"), (_("Stage"), "text")],
        [
            (link(part), part.get_nature_display(), part.amount_hkd, netting_facts.day_of(part), tag(part))
            for part in netting_facts.parts(netting)
        ],
    )


def _lines(netting):
    lines = list(NettingLine.objects.filter(netting=netting).select_related("partner").order_by("order"))
    rows = [
        (link(line.partner), *(_of_line(netting, line, name) for name in FIGURES), _why(netting, line))
        for line in lines
    ]
    return Panel(
        _("The net of each partner (HK$)"),
        [(_("Partner"), "text"), (_("Called, gross"), "money"), (_("Distributed, gross"), "money"),
         (_("Set off"), "money"), (_("Net"), "money"), (_("How it came about"), "text")],
        rows,
        foot=(*totals(_("Total"), [row[:5] for row in rows]), "") if rows else None,
        note=_("Above zero the partner pays, below zero it is paid. Gross in less gross out is the net."),
    )  # fmt: skip


FIGURES = ("called", "distributed", "set_off", "net")


def _of_line(netting, line, name: str):
    """A figure of a line; of an issued net it opens to the lines of calls and distributions."""
    amount = getattr(line, f"{name}_hkd")
    return cell(amount, netting.fund.code, "net-line", of=f"{line.pk}/{name}", on=netting.day)


def _why(netting, line):
    """Where the net of a line opens to its derivation."""
    return _("derivation"), address(netting.fund.code, "net-line", of=f"{line.pk}/net", on=netting.day)


def _cases(netting):
    found = PaymentCase.objects.filter(line__call__netting=netting, charge=None).select_related("line__call__fund")
    return Panel(
        _("The Government's payment (HK$)"),
        [(_("Payment case"), "text"), (_("Gross"), "money"), (_("Set off"), "money"), (_("To pay"), "money"),
         (_("Stage"), "text")],
        [
            (
                link(case),
                *(
                    cell(amount, netting.fund.code, "government-payment", of=case.pk)
                    for amount in (case.gross_hkd, case.set_off_hkd, case.amount_hkd)
                ),
                tag(case),
            )
            for case in found.order_by("pk")
        ],
        empty=_("The Government is called for nothing."),
    )  # fmt: skip


def _notices(netting):
    found = Notice.objects.filter(netting_line__netting=netting).select_related("netting_line__partner", "message")
    return Panel(
        _("Notices"),
        [(_("Notice"), "text"), (_("Partner"), "text"), (_("Mail"), "text"), (_("Served"), "moment"),
         (_("First viewed"), "moment")],
        [
            (
                link(n, n.reference),
                str(n.netting_line.partner),
                (tag(n.message, "state"), link(n.message)[1]) if n.message else "",
                n.served_at,
                n.first_viewed_at,
            )
            for n in found.order_by("netting_line__order")
        ],
    )  # fmt: skip


def of_part(part) -> list[Panel]:
    """The panel that leads from a call or distribution to the net notice that it is part of; none where it has none."""
    if not part.netting_id:
        return []
    words = _("It is issued and cancelled with all of it; its notices are the net ones.")
    rows = [(link(part.netting), tag(part.netting))]
    return [Panel(_("Part of a net notice"), [(_("Net notice"), "text"), (_("Stage"), "text")], rows, note=words)]


def is_alone(part: CapitalCall) -> bool:
    """Whether a call or distribution is bound in no net notice."""
    return part.netting_id is None
