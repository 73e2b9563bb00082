"""The documents of a deal: filed with a proposal, with its completion, or by themselves (R10, A16)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from funds.rules.stages import require_stage
from investments.models import Proposal, ProposalDocument
from investments.services import checks
from itvf import audit, permissions
from itvf.errors import InputRefused, gettext_noop
from itvf.models import File

Stage = Proposal.Stage
STANDING = tuple(stage for stage in Stage if stage != Stage.WITHDRAWN)


@transaction.atomic
def add(*, proposal: Proposal, kind: str, file: File, by, at: datetime, note: str = "") -> ProposalDocument:
    """This function will file a document of a deal; a second one of a kind stands beside the first.

    While the proposal is with the Corporation the checks run anew where the document changes what they say, and
    answers given before no longer count. Refuses a kind that is not known and a proposal that was withdrawn.
    """
    permissions.require(by, "proposal.add_document", within=proposal.fund)
    proposal = checks.lock_proposal(proposal)
    require_stage(proposal, *STANDING)
    (filed,) = file_all(proposal, [(kind, file)], by, at, note=note)
    is_new_run = checks.recheck_after_change(proposal, at)
    audit.record(
        chain=proposal.fund.chain,
        verb="proposal.add_document",
        subject=proposal,
        by=by,
        at=at,
        facts={"document": named(filed), "note": filed.note, "checked_anew": is_new_run},
    )
    return filed


def file_all(
    proposal: Proposal, documents: Sequence[tuple[str, File]], by, at: datetime, *, note: str = ""
) -> list[ProposalDocument]:
    """This function will file the documents that come with a verb on a deal, as pairs of kind and file.

    The caller asked for permission, holds the lock and keeps the audit trail. Refuses a kind that is not known.
    """
    known = ProposalDocument.Kind.values
    for kind, _file in documents:
        if kind not in known:
            raise InputRefused(
                gettext_noop("{kind} is not one of the documents of a deal: {known}."),
                code="unknown_document",
                field="kind",
                kind=kind,
                known=known,
            )
    return ProposalDocument.objects.bulk_create(
        ProposalDocument(proposal=proposal, kind=kind, file=file, note=note.strip(), added_by=by, added_at=at)
        for kind, file in documents
    )


def named(document: ProposalDocument) -> str:
    """A document as the audit trail names it: kind, name and hash."""
    return f"{document.kind}: {document.file.name} (SHA-256 {document.file.sha256})"
