"""Derivations on pages: what can be explained, one figure as a tree to open and print, one journal entry."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from funds.models import Fund, JournalEntry
from funds.portal.as_known import AskForm
from funds.portal.pages import fund_crumb, show, visible_fund
from itvf.dates import now, today
from itvf.derivation import entry_ids
from itvf.explained import address
from itvf.presentation import hk_date, hk_moment, name_of
from itvf.words import said
from reporting.explain import changes, partners, programme, registry
from reporting.explain.paper import pdf
from reporting.explain.question import Question
from reporting.explain.shown import Shown

CHANGES_SHOWN = 100


@login_required
def figures(request, code):
    """Everything of a fund that can be explained to the reader, on the day of the address, else today."""
    fund = visible_fund(request, code)
    question = _question(request, fund, AskForm(_answers(request)))
    offered = registry.offered(question)
    by_partner = [one for one in offered if one.for_partners and one.choices is partners.choices]
    others = [one for one in offered if one.choices and one not in by_partner]
    return show(
        request,
        "portal/explain/figures.html",
        fund=fund,
        section="explain",
        crumbs=[fund_crumb(fund)],
        whole=[_link(question, one) for one in offered if one.choices is None],
        partners=_by_partner(question, by_partner),
        groups=[(said(one.title, {}), links) for one in others if (links := _links(question, one))],
    )


@login_required
def figure(request, code, name):
    """One figure, from its value down to the journal entries; on any day, as known on any."""
    form = AskForm(_answers(request))
    question = _question(request, visible_fund(request, code), form)
    shown, tree = _derived(request, name, question)
    recorded_since = changes.since(question)
    pdf_page = reverse("portal_explain_figure_pdf", args=[code, name])
    return show(
        request,
        "portal/explain/figure.html",
        fund=question.fund,
        section="explain",
        crumbs=_crumbs(question.fund),
        title=said(registry.FIGURES[name].title, {}),
        tree=tree,
        form_of_day=form,
        of=question.of,
        on=question.on,
        known_at=question.known_at,
        is_open=request.GET.get("open") == "all",
        open_all="?" + urlencode(shown.asked | {"open": "all"}),
        pdf_url=f"{pdf_page}?{urlencode(shown.asked)}",
        changes=[shown.entry(one) for one in recorded_since[:CHANGES_SHOWN]],
        changes_count=recorded_since.count(),
    )


@login_required
def programme_figure(request, name):
    """One figure of the whole programme, for its staff, or of the funds that the reader may see, leading to theirs."""
    form = AskForm(_answers(request))
    question = _question(request, None, form)
    shown, tree = _derived_of_programme(request, name, question)
    address = reverse("portal_explain_programme_pdf", args=[name])
    return show(
        request,
        "portal/explain/figure.html",
        section="portfolio",
        title=_("Programme"),
        tree=tree,
        form_of_day=form,
        of=question.of,
        on=question.on,
        known_at=question.known_at,
        is_open=request.GET.get("open") == "all",
        open_all="?" + urlencode(shown.asked | {"open": "all"}),
        pdf_url=f"{address}?{urlencode(shown.asked)}",
    )


@login_required
def paper(request, code, name):
    """The same on paper, every step open."""
    question = _question(request, visible_fund(request, code), AskForm(_answers(request)))
    _shown, tree = _derived(request, name, question)
    return _printed(question, said(registry.FIGURES[name].title, {}), tree, f"{code}-{name}")


@login_required
def programme_paper(request, name):
    """A figure of the whole programme on paper, every step open."""
    question = _question(request, None, AskForm(_answers(request)))
    _shown, tree = _derived_of_programme(request, name, question)
    return _printed(question, _("Programme"), tree, f"programme-{name}")


def _printed(question: Question, title: str, tree: dict, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}-{question.on}.pdf"'}
    return HttpResponse(pdf(question, title, tree), content_type="application/pdf", headers=headers)


@login_required
def entry(request, code, pk):
    """One journal entry with its postings; a partner's contact sees its own lines of it."""
    fund = visible_fund(request, code)
    found = get_object_or_404(
        changes.visible_entries(fund, request.user).select_related("recorded_by", "reverses", "reversed_by"), pk=pk
    )
    postings = found.postings.select_related("account__partner").order_by("id")
    opens_books = Fund.objects.books_open_to(request.user).filter(pk=fund.pk).exists()
    if not opens_books:
        postings = postings.filter(account__partner__in=changes.own_partners(fund, request.user))
    rows = [_posting_row(fund, one, opens_books) for one in postings]
    sums = [sum(row[column] or 0 for row in rows) for column in (2, 3)]
    return show(
        request,
        "portal/explain/entry.html",
        fund=fund,
        section="explain",
        crumbs=_crumbs(fund),
        entry=found,
        kind=capfirst(found.get_kind_display()),
        facts=_entry_facts(fund, found),
        columns=[
            (_("Account"), "text"),
            (_("Of"), "text"),
            (_("Debit (HK$)"), "money"),
            (_("Credit (HK$)"), "money"),
        ],
        rows=rows,
        foot=[_("Total"), "", *sums] if opens_books else None,
        opens_books=opens_books,
    )


def _derived(request, name: str, question: Question) -> tuple[Shown, dict]:
    """A figure as the reader sees it, and what shows further ones like it."""
    tree = registry.explain(name, question)
    known = changes.by_id(question.fund, request.user, entry_ids(tree))
    shown = Shown(question.fund, known, _asked(request), page=question.page, is_staff=request.user.is_staff)
    return shown, shown.node(tree)


def _derived_of_programme(request, name: str, question: Question) -> tuple[Shown, dict]:
    """The same of a figure of the whole programme; journal entries stand under those of its staff alone."""
    found = programme.explain(name, question)
    entries = JournalEntry.objects.in_bulk(entry_ids(found)) if request.user.is_staff else {}
    shown = Shown(None, entries, _asked(request), page=question.page, is_staff=request.user.is_staff)
    return shown, shown.node(found)


def _asked(request) -> dict[str, str]:
    return {key: request.GET[key] for key in ("of", "on", "known_at") if request.GET.get(key)}


def _crumbs(fund: Fund) -> list[tuple[str, str]]:
    return [fund_crumb(fund), (_("How figures came about"), reverse("portal_explain", args=[fund.code]))]


def _answers(request) -> dict:
    """The address as the form reads it: without a day, today's."""
    return {"on": request.GET.get("on") or today().isoformat(), "known_at": request.GET.get("known_at", "")}


def _question(request, fund: Fund | None, form: AskForm) -> Question:
    page = request.GET.get("page", "")
    return Question(
        fund=fund,
        on=form.given.get("on") or today(),
        user=request.user,
        asked_at=now(),
        known_at=form.given.get("known_at"),
        of=request.GET.get("of", ""),
        page=max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 8 else 1,
    )


def _link(question: Question, one: registry.Figure, of: str = "") -> tuple[str, str]:
    """A figure's title, and its address on the day of the question, as known then."""
    asked = {"of": of, "on": question.on, "known_at": question.known_at}
    return said(one.title, {}), address(question.fund.code, one.name, **asked)


def _by_partner(question: Question, offered: list[registry.Figure]) -> list[tuple[str, list]]:
    """The figures of the whole fund and of each partner that the reader may know of."""
    return [
        (capfirst(said(label, facts)), [_link(question, one, of) for one in offered])
        for of, label, facts in partners.choices(question)
    ]


def _links(question: Question, one: registry.Figure) -> list[tuple[str, str]]:
    return [(capfirst(said(label, facts)), _link(question, one, of)[1]) for of, label, facts in one.choices(question)]


def _posting_row(fund: Fund, posting, opens_books: bool) -> list:
    account = posting.account
    name = capfirst(account.get_code_display())
    if opens_books:
        name = (name, address(fund.code, "account", of=account.pk))
    whose = name_of(account.partner) if account.partner else account.label
    amount = posting.amount_hkd
    return [name, whose, amount if amount > 0 else None, -amount if amount < 0 else None]


def _entry_facts(fund: Fund, found) -> list[tuple]:
    rows = [
        (_("Effective date"), hk_date(found.effective_date)),
        (
            _("Recorded"),
            _("{moment}, by {person}").format(moment=hk_moment(found.recorded_at), person=found.recorded_by),
        ),
        (_("Memo"), found.memo),
        (_("Entry number"), f"{found.pk:d}"),
    ]
    for label, other in ((_("Reverses"), found.reverses), (_("Reversed by"), getattr(found, "reversed_by", None))):
        if other:
            rows.append(
                (label, _("entry {number} of {day}").format(number=f"{other.pk:d}", day=hk_date(other.effective_date)))
            )
    return rows
