"""Letters of a round: an amendment to every house with a draft, an answer to who asked, a receipt to the house."""

from collections.abc import Iterable

from django.conf import settings

from funds.models import Application, House, InvitationAmendment, InvitationQuestion, Submission
from itvf import outbox
from itvf.dates import HONG_KONG


def write_to_drafters(amendment: InvitationAmendment) -> None:
    """This function will write to everybody of every house with a draft or an application in the round."""
    invitation = amendment.invitation
    place = f"{settings.PUBLIC_ADDRESS}/rounds/{invitation.reference}/"
    for application in invitation.applications.select_related("house"):
        for user in _people(application.house):
            outbox.put(
                key=f"invitation_amendment:{amendment.pk}:{user.pk}",
                kind="invitation_amendment",
                to=user.email,
                subject=f"{invitation.reference}: amendment {amendment.number} · 第{amendment.number}次修訂",
                text=(
                    f"{invitation.title_en}: amendment {amendment.number}\n\n{amendment.words_en}\n\n"
                    f"The whole round as it stands now: {place}\n\n"
                    f"{invitation.title_zh_hant}：第{amendment.number}次修訂\n\n"
                    f"{amendment.words_zh_hant or amendment.words_en}\n\n現行全文：{place}\n"
                ),
                language=user.language,
                about=amendment,
            )


def write_to_asker(question: InvitationQuestion) -> None:
    """This function will tell who asked that the answer is published."""
    invitation = question.invitation
    place = f"{settings.PUBLIC_ADDRESS}/rounds/{invitation.reference}/#questions"
    outbox.put(
        key=f"invitation_answer:{question.pk}",
        kind="invitation_answer",
        to=question.asked_by.email,
        subject=f"{invitation.reference}: your question is answered · 查詢已獲答覆",
        text=(
            f"Your question on {invitation.title_en} is answered, for everybody to read and without your name:\n{place}"
            f"\n\n閣下就{invitation.title_zh_hant}提出的查詢已獲答覆。答覆已公開，並無載有閣下姓名：\n{place}\n"
        ),
        language=question.asked_by.language,
        about=question,
    )


def write_receipt(submission: Submission) -> None:
    """This function will send the house its receipt: when the database took the application in, and its hash."""
    application: Application = submission.application
    received = submission.received_at.astimezone(HONG_KONG)
    place = f"{settings.PUBLIC_ADDRESS}/applications/{application.pk}/"
    for user in _people(application.house):
        outbox.put(
            key=f"application_receipt:{submission.pk}:{user.pk}",
            kind="application_receipt",
            to=user.email,
            subject=f"{application.reference}: application received · 已收到申請",
            text=(
                f"The application of {application.house.name_en} was received on {received:%Y-%m-%d at %H:%M:%S}, "
                f"Hong Kong time.\nReference: {submission}\nSHA-256 of its content: {submission.content_sha256}\n"
                f"As submitted, with its PDF: {place}\n"
                "It may be replaced or withdrawn until the round closes.\n\n"
                f"已於香港時間{received:%Y年%-m月%-d日%H:%M:%S}收到"
                f"{application.house.name_zh_hant or application.house.name_en}的申請。\n檔案編號：{submission}\n"
                f"內容雜湊值（SHA-256）：{submission.content_sha256}\n申請內容及PDF：{place}\n"
                "截止前可更換或撤回申請。\n"
            ),
            language=user.language,
            about=submission,
        )


def _people(house: House) -> Iterable:
    return [
        one.user for one in house.memberships.live().filter(user__is_active=True).select_related("user").order_by("id")
    ]
