"""An application on paper, as it was submitted: every answer in words, the track record computed beside the claims."""

from collections.abc import Mapping

from django.utils.translation import override

from funds import rounds
from funds.application_words import lines_of, record_cells
from funds.models import Submission
from funds.rules.application import SECTIONS
from itvf.dates import HONG_KONG, local_date
from itvf.documents import render


def pdf_of(submission: Submission) -> bytes:
    """This function will print a submission as received: questions in both languages, a tagged PDF.

    The same submission gives the same bytes; the hash of its content stands on every page.
    """
    with override("en"):
        content = content_of(submission)
    title = f"Application {submission.application.reference}"
    return render("application", content, date=local_date(submission.received_at), title=title)


def content_of(submission: Submission) -> dict:
    """This function will give all that the paper says, as its template reads it."""
    application, content = submission.application, submission.content
    on = local_date(submission.received_at)
    record = rounds.track_record_of(content["sections"], on=on)
    return {
        "reference": str(submission),
        "round": {
            "reference": application.invitation.reference,
            "title_en": application.invitation.title_en,
            "title_zh_hant": application.invitation.title_zh_hant,
        },
        "house": content["house"],
        "received_at": submission.received_at.astimezone(HONG_KONG).isoformat(),
        "prepared_by": str(submission.prepared_by),
        "submitted_by": str(submission.submitted_by),
        "content_hash": submission.content_sha256,
        "sections": [_bilingual(key, content["sections"].get(key, {})) for key in SECTIONS],
        "record": {
            "deals": [[one.label, *record_cells(one)] for one in record.deals],
            "funds": [[one.label, *record_cells(one)] for one in record.funds],
            "whole": ["All deals", *record_cells(record.whole)],
        },
        "documents": [
            [one["document"], one["name"], f"{one['size']:,}", one["sha256"]] for one in content["documents"]
        ],
    }


def _bilingual(key: str, kept: Mapping) -> dict:
    """A section with each question in both languages: (question, answer, question in Chinese)."""
    english = lines_of(key, kept)
    with override("zh-hant"):
        chinese = lines_of(key, kept)
    return english | {
        "row_title_zh": chinese["row_title"],
        "lines": _beside(english["lines"], chinese["lines"]),
        "rows": [_beside(*pair) for pair in zip(english["rows"], chinese["rows"], strict=True)],
    }


def _beside(english: list[list[str]], chinese: list[list[str]]) -> list[list[str]]:
    return [[*line, question] for line, (question, _answer) in zip(english, chinese, strict=True)]
