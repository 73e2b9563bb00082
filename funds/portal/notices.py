"""Notices as their partner reads them: the page is the record, the first view is kept, the paper is the same."""

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds import selectors
from funds.models import CallPurpose, Contribution, Notice
from funds.notice_documents import content_of, pdf_of
from funds.notice_workbook import xlsx_of
from funds.portal import distribution_notices, suspense
from funds.portal.pages import fund_crumb, one_page, show
from funds.services.notices import mark_viewed
from itvf.dates import now, today
from itvf.explained import address
from itvf.money import total
from itvf.presentation import hk_date, hk_moment, hkd, is_chinese, name_of
from itvf.workbooks import XLSX


@login_required
def notices(request):
    """The notices that one may read, newest first."""
    page = one_page(request, _visible(request))
    columns = [
        (_("Notice"), "text"),
        (_("Of what"), "text"),
        (_("Fund"), "text"),
        (_("Amount (HK$)"), "money"),
        (_("Due or payable"), "date"),
        (_("First viewed"), "moment"),
    ]
    rows = [
        [
            (notice.reference, reverse("portal_notice", args=[notice.pk])),
            _of_what(notice),
            name_of(notice.fund),
            _amount(notice),
            notice.day,
            notice.first_viewed_at,
        ]
        for notice in page
    ]
    return show(request, "portal/notices/notices.html", section="notices", columns=columns, rows=rows, page_obj=page)


@login_required
def notice(request, pk):
    """One notice, in the reader's language; its partner's contact reading it is put on record."""
    found = mark_viewed(get_object_or_404(_visible(request), pk=pk), by=request.user, at=now())
    content = content_of(found)
    if found.netting_line_id:
        template, about = "portal/notices/net.html", _net_context(found, content)
    elif found.line_id:
        template, about = "portal/notices/notice.html", _call_context(request, found, content)
    else:
        template, about = "portal/notices/distribution.html", distribution_notices.context(request, found, content)
    return show(
        request,
        template,
        fund=found.fund,
        section="notices",
        crumbs=[fund_crumb(found.fund)],
        notice=found,
        partner_name=_in_language(content["partner"]),
        fund_name=_in_language(content["fund"]),
        manager_name=_in_language(content["fund"], "manager"),
        day=found.day,
        cancelled_date=parse_date(content["cancelled_date"] or ""),
        record=_record(found, content),
        **about,
    )


@login_required
def paper(request, pk):
    """The notice as PDF, English and 繁體中文 in one document."""
    found = mark_viewed(get_object_or_404(_visible(request), pk=pk), by=request.user, at=now())
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.pdf"'}
    return HttpResponse(pdf_of(found), content_type="application/pdf", headers=headers)


@login_required
def workbook(request, pk):
    """The notice as XLSX: the same figures, one sheet a language."""
    found = mark_viewed(get_object_or_404(_visible(request), pk=pk), by=request.user, at=now())
    headers = {"Content-Disposition": f'attachment; filename="{found.reference}.xlsx"'}
    return HttpResponse(xlsx_of(found), content_type=XLSX, headers=headers)


def _visible(request):
    return Notice.objects.visible_to(request.user).with_subject()


def _of_what(notice: Notice) -> str:
    words = _("Capital call {number}") if notice.line_id else _("Distribution {number}")
    if notice.netting_line_id:
        words = _("Net notice {number}")
    words = words.format(number=notice.event.number)
    return _("{event} (cancelled)").format(event=words) if notice.is_cancelled else words


def _amount(notice: Notice) -> Decimal:
    """What a notice moves: what is asked or paid out, of a net notice the net."""
    if notice.netting_line_id:
        return abs(notice.netting_line.net_hkd)
    return notice.line.payable_hkd if notice.line_id else notice.distribution_line.amount_hkd


def _net_context(found: Notice, content: dict) -> dict:
    """What the page of a net notice shows: the net, then each part gross as its own notice would have it."""
    net = {name: Decimal(amount) for name, amount in content["net"].items()}
    pays = net["to_pay_hkd"] > 0
    rows = [
        [_("Called from you, gross"), net["called_hkd"]],
        [_("Distributed to you, gross"), net["distributed_hkd"]],
        [_("Of each, set off against the other"), net["set_off_hkd"]],
    ]
    foot = [_("To pay"), net["to_pay_hkd"]] if pays else [_("Paid to you"), net["to_receive_hkd"]]
    lines = selectors.call_lines(found.event.calls.all()).filter(partner=found.netting_line.partner_id)
    cumulative = [
        (_("Contributions received before it"), "contributions_hkd"),
        (_("Distributions, this one in"), "distributions_hkd"),
        (_("Unfunded after it"), "unfunded_hkd"),
    ]
    return {
        "pays": pays,
        "net_hkd": net["to_pay_hkd"] if pays else net["to_receive_hkd"],
        "net": {"columns": [(_("Figure"), "text"), (_("Amount (HK$)"), "money")], "rows": rows, "foot": foot},
        "calls": [(part["call_number"], _asked(part)) for part in content["calls"]],
        "distributions": [
            (part["distribution_number"], distribution_notices.tiers_table(part, is_netted=True))
            for part in content["distributions"]
        ],
        "position": {
            "columns": [(_("Figure"), "text"), (_("Amount (HK$)"), "money")],
            "rows": [[words, Decimal(content["cumulative"][name])] for words, name in cumulative],
        },
        "payment": _payment(content) if pays else [],
        "outstanding_hkd": total(line.outstanding_hkd for line in lines),
    }


def _call_context(request, found: Notice, content: dict) -> dict:
    """What the page of a call's notice shows; a cancelled call asks for nothing any more."""
    line = selectors.call_lines([found.line.call]).filter(pk=found.line_id).first()
    return {
        "line": line,
        "payable_hkd": found.line.payable_hkd,
        "replaces": content.get("replaces"),
        "is_late": line is not None and line.outstanding_hkd > 0 and found.day < today(),
        "asked": _asked(content),
        "position": _position(content, address(found.fund.code, "call-line", of=found.line_id)),
        "payment": _payment(content),
        "fee": _fee(content),
        "fee_basis": content.get("fee_basis"),
        "fee_to": content.get("fee_offsets") and parse_date(content["fee_basis"]["accrued_to"]),
        "late_interest_rate": Decimal(content["late_interest"]["rate"]),
        "receipts": _receipts(request, found),
    }


def _in_language(names: dict, prefix: str = "name") -> str:
    return (is_chinese() and names.get(f"{prefix}_zh_hant")) or names[f"{prefix}_en"]


def _asked(content: dict) -> dict:
    """The purposes with this partner's part of each, and the sums below them."""
    columns = [(_("Purpose"), "text"), (_("Whole call (HK$)"), "money"), (_("Your part (HK$)"), "money")]
    line, whole = content["line"], Decimal(content["call_amount_hkd"])
    rows = [_purpose(one) for one in content["purposes"] if not one["is_outside"]]
    beside = [_purpose(one) for one in content["purposes"] if one["is_outside"]]
    foot = [_("Total"), whole, Decimal(line["amount_hkd"])]
    if beside:
        inside = Decimal(content["inside_amount_hkd"])
        rows.append([_("Subtotal inside your commitment"), inside, Decimal(line["amount_hkd"])])
        rows += [*beside, [_("Subtotal outside your commitment"), whole - inside, Decimal(line["beside_hkd"])]]
        foot = [_("To pay"), whole, Decimal(line["payable_hkd"])]
    if interest := Decimal(line["interest_hkd"]):
        if not beside:
            rows.append([_("Inside your commitment"), *foot[1:]])
        rows.append([_("Interest of the true-up, outside your commitment (A13)"), None, interest])
        foot = [_("To pay"), None, Decimal(line["payable_hkd"])]
    return {"columns": columns, "rows": rows, "foot": foot}


def _purpose(purpose: dict) -> list:
    """A purpose with the whole of it and this partner's part; how it is shared, where that is not by commitment."""
    label = (is_chinese() and purpose["label_zh_hant"]) or purpose["label"]
    kind = capfirst(CallPurpose.Kind(purpose["kind"]).label)
    name = _("{kind}: {label}").format(kind=kind, label=label)
    if purpose["clause"]:
        base = CallPurpose.Base(purpose["allocation_base"]).label
        name = _("{purpose} (shared by {base}, {clause})").format(purpose=name, base=base, clause=purpose["clause"])
    return [name, Decimal(purpose["amount_hkd"]), Decimal(purpose["partner_amount_hkd"])]


def _fee(content: dict) -> list:
    """The partner's fee of the last quarter accrued, with its concession and offsets."""
    fee = content.get("fee_offsets")
    if not fee:
        return []
    words = {
        "gross_hkd": _("Your share of the management fee"),
        "concession_hkd": _("Less your concession"),
        "used_hkd": _("Less offsets used"),
        "net_hkd": _("Fee that you bear"),
        "carried_hkd": _("Offsets carried forward"),
    }
    return [(word, hkd(Decimal(fee[name]))) for name, word in words.items()]


def _position(content: dict, why: str) -> dict:
    """The partner's figures around the notice; what it asks for opens to its derivation."""
    line, cumulative = content["line"], content["cumulative"]
    names = [
        "commitment_hkd",
        "called_before_hkd",
        "unfunded_before_hkd",
        "amount_hkd",
        "called_after_hkd",
        "unfunded_after_hkd",
    ]
    words = [
        _("Your commitment"),
        _("Called before this notice"),
        _("Unfunded before it"),
        _("Called by this notice"),
        _("Called after it"),
        _("Unfunded after it"),
    ]
    if Decimal(line["outside_before_hkd"]):
        names.append("outside_before_hkd")
        words.append(_("Called outside your commitment before"))
    rows = [[word, Decimal(line[name])] for word, name in zip(words, names, strict=True)]
    rows[names.index("amount_hkd")][1] = (Decimal(line["amount_hkd"]), why)
    rows += [
        [_("Contributions received to date"), Decimal(cumulative["contributions_hkd"])],
        [_("Distributions to date"), Decimal(cumulative["distributions_hkd"])],
    ]
    return {"columns": [(_("Figure"), "text"), (_("Amount (HK$)"), "money")], "rows": rows}


def _payment(content: dict) -> list[tuple[str, str]]:
    bank = content["bank"]
    rows = [
        (_("Bank"), bank["bank_name"]),
        (_("Account name"), bank["account_name"]),
        (_("Account number"), bank["account_number"]),
        (_("SWIFT code"), bank["swift"]),
        (_("Payment reference"), content["payment_reference"]),
    ]
    return [row for row in rows if row[1]]


def _record(notice: Notice, content: dict) -> list[tuple[str, str]]:
    signatory = content.get("signatory", {})
    issued_by = ", ".join(filter(None, (signatory.get("name"), signatory.get("title"))))
    first_view = hk_moment(notice.first_viewed_at)
    if notice.first_viewed_by:
        first_view = _("{moment}, by {person}").format(moment=first_view, person=notice.first_viewed_by)
    return [
        (_("Issued"), hk_moment(parse_datetime(content["issued_at"]))),
        (_("Issued by"), issued_by or None),
        (_("Served by e-mail"), hk_moment(notice.served_at)),
        (_("First viewed"), first_view),
        (_("Content hash (SHA-256)"), notice.content_sha256),
    ]


def _receipts(request, notice: Notice) -> list[tuple[str, str]]:
    found = Contribution.objects.visible_to(request.user).filter(line=notice.line_id, entry__reversed_by=None)
    rows = []
    for one in found.order_by("value_date", "id"):
        said = _("{amount}, bank reference {reference}").format(
            amount=hkd(one.amount_hkd), reference=one.bank_reference
        )
        rows += [(hk_date(one.value_date), said), *suspense.history(one)]
    return rows
