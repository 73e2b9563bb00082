"""The words of the reminders of the twelve months, English and 繁體中文 (R17(iv), A9)."""

from funds import fundraising
from funds.models import Selection
from funds.rules.fundraising import DAYS_14, MONTH_6, MONTH_9, MONTH_11, OVER, Milestone

SUBJECTS = {
    MONTH_6: ("six months have passed", "已過六個月"),
    MONTH_9: ("nine months have passed", "已過九個月"),
    MONTH_11: ("eleven months have passed", "已過十一個月"),
    DAYS_14: ("fourteen days are left", "尚餘十四日"),
    OVER: ("the time to raise the money is over", "籌集資金的期限已過"),
}


def subject(selection: Selection, milestone: Milestone) -> str:
    """This function will give a reminder's subject."""
    english, chinese = SUBJECTS[milestone.code]
    return f"{selection.reference}: {english} · {chinese}"


def text(selection: Selection, milestone: Milestone, found: fundraising.Fundraising, place: str) -> str:
    """This function will give a reminder's text: what the notice asks, what is counted, what is missing, until when."""
    progress, clock = found.progress, found.clock
    last, manager = clock.last_date, selection.manager
    zh_last = f"{last.year}年{last.month}月{last.day}日"
    counted, missing, minimum = (
        f"{value:,.2f}" for value in (progress.counted_hkd, progress.missing_hkd, progress.minimum_hkd)
    )
    if milestone.code == OVER:
        clock_en = f"The last day was {last:%-d %B %Y}. No closing can be held from today on (R18, Annex 3 para 2)."
        clock_zh = f"限期為{zh_last}，即日起不得再進行交割（附件三第2段）。"
    else:
        clock_en = f"The last day is {last:%-d %B %Y}: {clock.days_left} days are left (R17(iv), Annex 3 1(l)(iv))."
        clock_zh = f"限期為{zh_last}，尚餘{clock.days_left}日（附件三第1(l)(iv)段）。"
    return (
        f"{manager.name_en}\nSelection {selection.reference}\n\n{clock_en}\n"
        f"Counted at closings so far: HK${counted} of at least HK${minimum} outside the Government. "
        f"Missing: HK${missing}.\nReport your progress: {place}\n\n"
        f"{manager.name_zh_hant or manager.name_en}\n甄選檔號：{selection.reference}\n\n{clock_zh}\n"
        f"至今已交割並計入的政府以外資金：{counted}港元（最少須為{minimum}港元），尚欠{missing}港元。\n"
        f"請於此匯報進度：{place}\n"
    )
