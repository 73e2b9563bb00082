"""Letters of a decision to everybody of every house that applied, in both languages, through the outbox."""

from funds.models import Application, DecisionLine
from itvf import outbox

SELECTED, RESERVED = DecisionLine.Outcome.SELECTED, DecisionLine.Outcome.RESERVED
WORDS = {
    SELECTED: (
        "is selected as a fund manager",
        "獲甄選為基金經理",
        "This letter is the notice of selection; please confirm to us the day on which you received it. Within twelve "
        "calendar months from that day at least the minimum of non-Government money has to be raised, by commitments "
        "signed at closings on or before the last day (R17, R18). The part of the programme's envelope that is "
        "reserved for the fund is released if that day passes without.",
        "本函即為獲選通知，請向本公司確認收到通知的日期。由該日起計十二個曆月內，須於截止日期或之前的交割中成功募集不少於"
        "所訂的政府以外資金；逾期未達，為基金預留的款額將予釋放。",
    ),
    RESERVED: (
        "is on the reserve list",
        "已列入後備名單",
        "We write again if a place becomes free.",
        "如有名額騰出，本公司將另行通知。",
    ),
    DecisionLine.Outcome.NOT_SELECTED: (
        "is not selected in this round",
        "在本輪未獲甄選",
        "We thank you for the work that went into the application.",
        "謹此感謝貴公司提出申請。",
    ),
}


def write_decision(application: Application, line: DecisionLine | None) -> None:
    """This function will write to everybody of a house what was decided; without a line it was not eligible.

    A place on the reserve list that was taken up since is written of again, as selected.
    """
    outcome = line.outcome if line else DecisionLine.Outcome.NOT_SELECTED
    is_promoted = outcome == RESERVED and line.selection_id is not None
    en, zh, more_en, more_zh = WORDS[SELECTED if is_promoted else DecisionLine.Outcome(outcome)]
    key = "reserve_promotion" if is_promoted else "selection_decision"
    house, invitation = application.house, application.invitation
    name_zh = house.name_zh_hant or house.name_en
    for membership in house.memberships.live().filter(user__is_active=True).select_related("user").order_by("id"):
        outbox.put(
            key=f"{key}:{application.pk}:{membership.user_id}",
            kind="selection_decision",
            to=membership.user.email,
            subject=f"{application.reference}: decision · 甄選結果",
            text=(
                f"{invitation.title_en}\nThe application {application.reference} of {house.name_en} {en}.\n"
                f"{more_en}\n\n"
                f"{invitation.title_zh_hant}\n{name_zh}的申請（{application.reference}）{zh}。\n"
                f"{more_zh}\n"
            ),
            language=membership.user.language,
            about=application,
        )
