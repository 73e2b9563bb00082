"""The letter by which a selection lapses, in English and 繁體中文 (R18, A9); once fixed, the same bytes every time."""

import hashlib
from datetime import date, datetime
from decimal import Decimal

from funds import fundraising
from funds.models import LapseLetter
from itvf import audit, outbox
from itvf.dates import HONG_KONG, local_date
from itvf.documents import render
from itvf.errors import plain
from itvf.models import OutboxMessage

KIND = "lapse_letter"


def content_of(letter: LapseLetter, *, released_hkd: Decimal, at: datetime) -> dict:
    """This function will give all that a letter says at a moment, as its template reads it; unnamed while a draft."""
    selection, manager, on = letter.selection, letter.selection.manager, local_date(at)
    found = fundraising.of(selection, on)
    approver = letter.approved_by
    return plain(
        {
            "reference": str(letter),
            "selection": selection.reference,
            "date": on,
            "addressee": letter.addressee,
            "manager_en": manager.name_en,
            "manager_zh_hant": manager.name_zh_hant,
            "scheme_en": selection.scheme.name_en,
            "scheme_zh_hant": selection.scheme.name_zh_hant,
            "received_date": selection.notice_received_date,
            "last_date": selection.fundraising_last_date,
            "minimum_hkd": found.progress.minimum_hkd,
            "counted_hkd": found.progress.counted_hkd,
            "missing_hkd": found.progress.missing_hkd,
            "released_hkd": released_hkd,
            "words_en": letter.words_en,
            "words_zh_hant": letter.words_zh_hant,
            "drafted_by": {"name": letter.drafted_by.name, "post": letter.drafted_by.job_title},
            "approved_by": {"name": approver.name, "post": approver.job_title} if approver else None,
            "approved_at": letter.approved_at.astimezone(HONG_KONG).isoformat() if approver else None,
        }
    )


def fix(letter: LapseLetter, *, released_hkd: Decimal, by, at: datetime) -> LapseLetter:
    """This function will fix a letter's content as approved and put it into the outbox; the caller decides."""
    letter.approved_by, letter.approved_at, letter.stage = by, at, LapseLetter.Stage.APPROVED
    letter.content = content_of(letter, released_hkd=released_hkd, at=at)
    letter.content_sha256 = hashlib.sha256(audit.canonical(letter.content)).hexdigest()
    selection = letter.selection
    letter.message = outbox.put(
        key=f"{KIND}:{letter.pk}",
        kind=KIND,
        to=letter.addressee_email,
        subject=f"{selection.reference}: the selection has lapsed · 甄選結果失效",
        text=_mail_text(letter),
        language=selection.contact_language,
        renderer=KIND,
        about=letter,
    )
    letter.save()
    return letter


def pdf_of(letter: LapseLetter, *, at: datetime) -> bytes:
    """This function will print a letter: as it was fixed, or as it would read at a moment, marked as a draft."""
    content = letter.content or content_of(letter, released_hkd=letter.selection.reserved_hkd, at=at)
    day = date.fromisoformat(content["date"])
    content = content | {"content_hash": letter.content_sha256 or None}
    return render("lapse_letter", content, date=day, title=f"Lapse of selection {content['selection']}")


def attachments(message: OutboxMessage) -> list[tuple[str, str, bytes]]:
    """This function will give what goes out with a letter's mail (itvf.outbox asks by the renderer's name)."""
    letter = LapseLetter.objects.select_related("selection").get(message=message)
    return [(f"{letter}.pdf", "application/pdf", pdf_of(letter, at=letter.approved_at))]


def mark_sent(message: OutboxMessage, *, at: datetime) -> None:
    """This function will record that a letter has gone: called by the outbox."""
    LapseLetter.objects.filter(message=message, sent_at__isnull=True).update(sent_at=at)


def _mail_text(letter: LapseLetter) -> str:
    last = letter.selection.fundraising_last_date
    return (
        f"{letter.addressee}\n\n"
        f"The twelve months to raise the money ended on {last:%-d %B %Y}. The selection {letter.selection.reference} "
        f"has lapsed (R18, Annex 3 para 2). The letter is attached.\n\n"
        f"籌集資金的十二個月期限已於{last.year}年{last.month}月{last.day}日屆滿，"
        f"甄選檔號{letter.selection.reference}的甄選結果現告失效（附件三第2段）。函件載於附件。\n"
    )
