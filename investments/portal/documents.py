"""Documents of a deal in the portal: filed, and given back to those who may see the deal."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from funds.portal.pages import attempt, posted
from investments.models import Proposal, ProposalDocument
from investments.portal.forms import DocumentForm, store_upload
from investments.portal.proposals import form_page, visible_proposal
from investments.services import documents
from itvf import files, permissions
from itvf.dates import now


@login_required
def add(request, pk):
    """A document of a deal; while the Corporation has not answered, the rules are asked again."""
    found = visible_proposal(request, pk)
    permissions.require(request.user, "proposal.add_document", within=found.fund)
    form = DocumentForm(posted(request), request.FILES or None)
    if attempt(request, form, lambda given: _file(request, found, given)):
        messages.success(request, _("The document is on file."))
        return redirect("portal_proposal", pk=found.pk)
    return form_page(
        request,
        found,
        form,
        title=_("Add a document"),
        lede=_("Term sheet, investment committee paper, signed undertaking; later what shows that the deal was done."),
        action=_("Add the document"),
        is_multipart=True,
    )


@transaction.atomic
def _file(request, found: Proposal, given: dict) -> ProposalDocument:
    kept = store_upload(given["file"], field="file", by=request.user)
    return documents.add(proposal=found, kind=given["kind"], file=kept, note=given["note"], by=request.user, at=now())


@login_required
def content(request, pk, document):
    """The document itself, proved by its hash, for saving; never shown within a page."""
    found = visible_proposal(request, pk).documents.select_related("file")
    file = get_object_or_404(found, pk=document).file
    response = HttpResponse(files.read(file), content_type=file.content_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
