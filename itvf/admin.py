"""The house's own tables in the staff's admin site, and what every page of it shows: navigation, environment."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.urls import path, reverse_lazy
from django.utils.http import content_disposition_header
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import PeriodicTask

from itvf import admin_outbox, admin_people, audit, files, walls
from itvf.admin_records import Panel, RecordAdmin
from itvf.errors import NotFound
from itvf.models import AuditEvent, File

__all__ = ["admin_outbox", "admin_people", "environment", "navigation"]


def environment(request):
    """The label beside the site's name: a demo says so."""
    return [_("Demo"), "warning"] if settings.DEMO else None


def navigation(request):
    """The sidebar, in the order of the work."""
    return [_group(title, items) for title, items in GROUPS]


def _group(title, items) -> dict:
    return {
        "title": title,
        "separator": True,
        "collapsible": False,
        "items": [{"title": label, "icon": icon, "link": reverse_lazy(f"admin:{name}")} for label, icon, name in items],
    }


def _list(app: str, model: str) -> str:
    return f"{app}_{model}_changelist"


GROUPS = (
    ("", ((_("What waits for me"), "inbox", "index"),)),
    (
        _("Programme"),
        (
            (_("Schemes"), "gavel", _list("funds", "scheme")),
            (_("Versions of terms"), "history_edu", _list("funds", "schemeversion")),
            (_("Managers"), "groups", _list("funds", "manager")),
            (_("Selections"), "how_to_reg", _list("funds", "selection")),
            (_("Breaches"), "report", _list("funds", "recordedbreach")),
        ),
    ),
    (
        _("Rounds of selection"),
        (
            (_("Invitations"), "campaign", _list("funds", "invitation")),
            (_("Amendments"), "edit_note", _list("funds", "invitationamendment")),
            (_("Questions"), "contact_support", _list("funds", "invitationquestion")),
            (_("Applications"), "folder_shared", _list("funds", "application")),
            (_("What was submitted"), "inventory", _list("funds", "submission")),
            (_("Eligibility"), "fact_check", _list("funds", "eligibilityfinding")),
            (_("Houses"), "store", _list("funds", "house")),
            (_("Assessments"), "leaderboard", _list("funds", "assessment")),
            (_("Parts in rounds"), "badge", _list("funds", "roundmembership")),
            (_("Declarations of interest"), "front_hand", _list("funds", "conflictdeclaration")),
            (_("Links of applicants"), "hub", _list("funds", "applicantlink")),
            (_("Score sheets"), "grading", _list("funds", "scoresheet")),
            (_("Advisory Committee"), "diversity_2", _list("funds", "committeemeeting")),
            (_("Decisions on rounds"), "how_to_reg", _list("funds", "selectiondecision")),
            (_("Promotions from the reserve list"), "move_up", _list("funds", "reservepromotion")),
        ),
    ),
    (
        _("Funds"),
        (
            (_("Funds"), "account_balance", _list("funds", "fund")),
            (_("Agreements"), "contract", _list("funds", "fundagreement")),
            (_("Departures from the offer"), "compare_arrows", _list("funds", "termdeparture")),
            (_("Closings"), "handshake", _list("funds", "closing")),
            (_("Partners"), "diversity_3", _list("funds", "partner")),
            (_("Bank accounts"), "account_balance_wallet", _list("funds", "bankaccount")),
            (_("Roles in funds"), "badge", _list("funds", "fundmembership")),
            (_("Ends of funds"), "flag", _list("funds", "windingup")),
        ),
    ),
    (
        _("Agreement register"),
        (
            (_("Terms"), "article", _list("funds", "agreementclause")),
            (_("Amendments"), "contract_edit", _list("funds", "agreementamendment")),
            (_("Events"), "event_note", _list("funds", "agreementevent")),
            (_("Resolutions"), "how_to_vote", _list("funds", "resolution")),
            (_("Side letters"), "mail_lock", _list("funds", "sideletter")),
            (_("Calendar of duties"), "calendar_month", "funds_dutydone_calendar"),
            (_("Duties done"), "task_alt", _list("funds", "dutydone")),
        ),
    ),
    (
        _("Money"),
        (
            (_("Capital calls"), "request_quote", _list("funds", "capitalcall")),
            (_("Notices"), "mark_email_read", _list("funds", "notice")),
            (_("Receipts"), "add_card", _list("funds", "contribution")),
            (_("Distributions"), "call_split", _list("funds", "distribution")),
            (_("Paid to partners"), "payments", _list("funds", "distributionpayment")),
            (_("Received from funds"), "move_to_inbox", _list("funds", "distributionreceipt")),
            (_("Carry given back"), "undo", _list("funds", "carryreturn")),
            (_("Net notices"), "join_inner", _list("funds", "netting")),
            (_("Held in suspense"), "hourglass_empty", "funds_overpaymentuse_held"),
            (_("Uses of over-payments"), "redo", _list("funds", "overpaymentuse")),
            (_("Cancelled calls"), "block", _list("funds", "callcancellation")),
            (_("Excused partners"), "person_off", _list("funds", "callexcuse")),
            (_("Recorded authority"), "gavel", _list("funds", "recordedauthority")),
            (_("Facilities"), "account_balance", _list("funds", "facilityagreement")),
            (_("Movements of facilities"), "swap_vert", _list("funds", "facilitymovement")),
            (_("Bank statements"), "receipt", _list("funds", "bankstatement")),
            (_("Lines of bank statements"), "segment", _list("funds", "bankstatementline")),
            (_("Payment cases"), "send_money", _list("funds", "paymentcase")),
            (_("Payments held"), "pause_circle", _list("funds", "paymenthold")),
            (_("GPs' receipts"), "fact_check", _list("funds", "paymentconfirmation")),
            (_("Late interest"), "hourglass_bottom", _list("funds", "lateinterest")),
            (_("Money by year"), "calendar_month", "funds_fundingrequest_by_year"),
            (_("Allotments"), "account_tree", _list("funds", "fundingallotment")),
            (_("Funding requests"), "outgoing_mail", _list("funds", "fundingrequest")),
            (_("Funding received"), "savings", _list("funds", "fundingreceipt")),
            (_("Limit tables"), "rule", _list("funds", "limittable")),
            (_("Fee accruals"), "calculate", _list("funds", "feeaccrual")),
            (_("Fee corrections"), "published_with_changes", _list("funds", "feecorrection")),
            (_("Settlements of fee offsets"), "redeem", _list("funds", "offsetsettlement")),
            (_("Steps of the fee rate"), "stairs", _list("funds", "feestep")),
            (_("Offset rates"), "percent", _list("funds", "feeoffsetrate")),
            (_("Fee concessions"), "sell", _list("funds", "feeconcession")),
            (_("Fee offsets"), "price_change", _list("funds", "feeoffset")),
            (_("Books"), "menu_book", _list("funds", "book")),
            (_("Journal"), "receipt_long", _list("funds", "journalentry")),
        ),
    ),
    (
        _("Investments"),
        (
            (_("Companies"), "apartment", _list("investments", "company")),
            (_("Groups of companies"), "domain", _list("investments", "companygroup")),
            (_("Affiliations"), "hub", _list("investments", "affiliation")),
            (_("Proposals"), "lightbulb", _list("investments", "proposal")),
            (_("Rulings"), "balance", _list("investments", "ruling")),
            (_("Consents"), "approval", _list("investments", "consent")),
            (_("Investments"), "trending_up", _list("investments", "investment")),
            (_("Events"), "timeline", _list("investments", "lifeevent")),
            (_("Financing rounds"), "stacked_line_chart", _list("investments", "financinground")),
            (_("Values"), "query_stats", _list("investments", "valuation")),
        ),
    ),
    (
        _("Oversight"),
        (
            (_("Spend reports"), "receipt", _list("investments", "spendreport")),
            (_("Spend samples"), "casino", _list("investments", "spendsample")),
            (_("Confirmations"), "verified", _list("investments", "holdingconfirmation")),
            (_("Inspection visits"), "tour", _list("investments", "inspectionvisit")),
            (_("Findings"), "rule_folder", _list("investments", "finding")),
        ),
    ),
    (
        _("Reports"),
        (
            (_("Quarterly reports"), "summarize", _list("reporting", "quarterlyreport")),
            (_("Management reports"), "picture_as_pdf", _list("reporting", "managementreport")),
        ),
    ),
    (
        _("The house"),
        (
            (_("People"), "person", _list("itvf", "user")),
            (_("Staff roles"), "shield_person", _list("itvf", "rolegrant")),
            (_("Outbox"), "outbox", _list("itvf", "outboxmessage")),
            (_("Audit trail"), "policy", _list("itvf", "auditevent")),
            (_("Files"), "folder", _list("itvf", "file")),
            (_("Schedules"), "schedule", _list("django_celery_beat", "periodictask")),
        ),
    ),
)


@admin.register(AuditEvent)
class AuditEventAdmin(RecordAdmin):
    """One event of the audit trail."""

    list_display = ["happened_at", "verb", "subject_label", "actor_name", "chain", "sequence"]
    list_filter = ["chain", "subject_type"]
    search_fields = ["verb", "subject_label", "actor_name", "reason", "hash"]
    date_hierarchy = "happened_at"

    def get_queryset(self, request):
        """All but what is closed to the reader."""
        return audit.visible_to(request.user)


@admin.register(File)
class FileAdmin(RecordAdmin):
    """A file that was handed in or printed."""

    list_display = ["name", "content_type", "size", "uploaded_by", "uploaded_at"]
    list_filter = ["content_type"]
    list_select_related = ["uploaded_by"]
    search_fields = ["name", "sha256"]

    def panels(self, obj, request):
        """The way to the bytes."""
        cells = [((obj.name, self._url("content", obj.pk)), obj.content_type, obj.size)]
        heads = [(_("File"), "text"), (_("Kind"), "text"), (_("Bytes"), "number")]
        return [Panel(_("What was handed in"), heads, cells, note=_("Its hash is proved each time it is read."))]

    def get_queryset(self, request):
        """All files but those that an app keeps for other pages, such as what applicants hand in."""
        found = walls.open_to(request.user, super().get_queryset(request))
        for name in files.kept_from_lists:
            found = found.exclude(pk__in=import_string(name)())
        return found

    def get_urls(self):
        """The bytes beside the file's pages."""
        own = path("<int:file_id>/content/", self.admin_site.admin_view(self.content), name=self._name("content"))
        return [own, *super().get_urls()]

    def content(self, request, file_id: int):
        """The file itself, proved by its hash, for saving."""
        file = self.get_queryset(request).filter(pk=file_id).first()
        if file is None or not self.has_view_permission(request, file):
            raise NotFound()
        response = HttpResponse(files.read(file), content_type=file.content_type)
        response["Content-Disposition"] = content_disposition_header(True, file.name)
        return response


@admin.register(PeriodicTask)
class ScheduleAdmin(RecordAdmin):
    """What runs by the clock. The schedule is part of the program (settings); here staff see that it runs."""

    list_display = ["name", "task", "enabled", "last_run_at", "total_run_count"]
    search_fields = ["name", "task"]
