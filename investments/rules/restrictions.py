"""The register of restrictions: what each is called, where it is written, what it measures and what cures a breach.

Figures stand in the scheme's dated terms or in the fund's agreement; the clauses quote the paper's (Annex 3, Panel
paper of 28 October 2024): the Chinese in its own words, the English in ours. `clause` says where it stands; where an
agreement sets the limit, outcomes show the agreement's own clause instead.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from funds.rules.terms import Term
from itvf.errors import gettext_noop

PAPER_DATE = date(2024, 10, 28)
CORPORATION, PARTNERS_COMMITTEE = "corporation", "partners_committee"


@dataclass(frozen=True, slots=True)
class Restriction:
    """One rule of the engine. `term` names the scheme's term or the agreement's field that carries its figure.

    `severity` is the default; the terms may set another. `consented_by` says whose consent lifts a breach of
    severity `consent`. The numerator is held against the rate of the denominator; empty where nothing is measured.
    """

    id: str
    rule: str
    title: str
    clause: str
    clause_en: str
    clause_zh_hant: str
    term: str | None
    severity: str
    numerator: str = ""
    denominator: str = ""
    consented_by: str = CORPORATION
    effective_from: date | None = PAPER_DATE
    effective_until: date | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether it holds on a day; without dates of its own it holds as long as the agreement does."""
        return (self.effective_from or day) <= day <= (self.effective_until or day)


SECTOR = Restriction(
    "sector",
    "R3",
    gettext_noop("Strategic industry"),
    "Annex 3 1(b)",
    "The fund focuses on strategic industries: (i) AI and data science; (ii) life and health technology; and "
    "(iii) advanced manufacturing and new energy technology",
    "有限合伙基金須聚焦以下策略性產業：(i) 人工智能與數據科學；(ii) 生命健康科技；及 (iii) 先進製造與新能源科技",
    "sectors",
    "refuse",
)
INVESTMENT_PERIOD = Restriction(
    "investment_period",
    "R7",
    gettext_noop("Investment period"),
    "Annex 3 1(f)",
    "The fund lasts ten years at most, extensions included, and its investment period five years at most",
    "基金期限：最長十年（包括延長期），當中的投資期最長為五年",
    "maximum_investment_period_years",
    "refuse",
)
ECOSYSTEM = Restriction(
    "ecosystem",
    "R8",
    gettext_noop("Link to the Hong Kong I&T ecosystem"),
    "Annex 3 1(g)(i)",
    "For each manager: 100% of the money goes into companies linked to the Hong Kong I&T ecosystem",
    "就每個基金經理而言：100% 的資金須投資於與香港創科生態圈相關的企業",
    "ecosystem_minimum_rate",
    "refuse",
    numerator=gettext_noop("Cost of investments linked to the Hong Kong I&T ecosystem"),
    denominator=gettext_noop("Cost of all investments, and total commitments: the stricter"),
)
HONG_KONG_SHARE = Restriction(
    "hong_kong_share",
    "R9",
    gettext_noop("Share of Hong Kong companies and establishments"),
    "Annex 3 1(g)(ii)",
    "For each manager: at least 50% of the money goes into Hong Kong companies, or others with an I&T establishment "
    "in Hong Kong",
    "就每個基金經理而言：至少 50% 的資金須投資於香港企業或在香港設有創科相關的機構的非香港企業",
    "hong_kong_minimum_rate",
    "consent",
    numerator=gettext_noop("Cost of investments in Hong Kong companies and I&T establishments"),
    denominator=gettext_noop("Cost of all investments, and total commitments: the stricter"),
)
HONG_KONG_SPEND = Restriction(
    "hong_kong_spend",
    "R10",
    gettext_noop("Money to be spent in Hong Kong"),
    "Annex 3 1(g)(iii)",
    "For each investee: the fund ensures its agreement to spend at least 50% of the investment on its operations in "
    "Hong Kong, such as hiring talent and buying goods and services",
    "就每個投資對象而言：基金須確保投資對象同意將基金投資金額的至少 50% 用於其在香港的營運，"
    "例如僱用人才、採購商品和服務等",
    "hong_kong_spend_minimum_rate",
    "refuse",
    numerator=gettext_noop("Spending in Hong Kong that the company undertakes"),
    denominator=gettext_noop("Amount of this investment"),
)
STAGE = Restriction(
    "stage",
    "R11",
    gettext_noop("Development stage"),
    "Annex 3 1(h)",
    "Investees are in their development stage, in particular from seed to Series B",
    "投資階段：投資對象須處於發展階段（尤其是處於種子輪至 B 輪融資期）",
    "stages",
    "consent",
)
INSTRUMENT = Restriction(
    "instrument",
    "R12",
    gettext_noop("Instrument"),
    "Annex 3 1(i)",
    "Equity and convertible bonds",
    "投資類別：股權投資及可轉換債券",
    "instruments",
    "refuse",
)
PROHIBITED = Restriction(
    "prohibited",
    "R13",
    gettext_noop("Prohibited investments"),
    "Annex 3 1(j)",
    "No listed shares, second-hand shares, loans, nor investments related to cryptocurrency, gambling or property",
    "投資限制：不可投資於上市股份、二手股權、貸款、與加密貨幣相關的投資、與博彩相關的投資、以及與地產相關的投資",
    "prohibited",
    "refuse",
)

_DUTIES_EN = "The agreement sets out the manager's duties, and protects all investors, the Government included"
_DUTIES_ZH_HANT = "當中會訂明基金經理須要承擔的責任及義務…以保障所有投資者（包括政府）的權益"


def _of_the_agreement(identity: str, title: str, **rest) -> Restriction:
    """A restriction that the fund's agreement sets (R27): it holds as long as the agreement does."""
    words = {"clause": "Annex 3 para 2", "clause_en": _DUTIES_EN, "clause_zh_hant": _DUTIES_ZH_HANT}
    return Restriction(identity, "R27", title, severity="consent", effective_from=None, **words, **rest)


COMPANY_LIMIT = _of_the_agreement(
    "company_limit",
    gettext_noop("At most in one company"),
    term="company_limit_rate",
    numerator=gettext_noop("Cost held in the company, this deal included"),
    denominator=gettext_noop("Total commitments"),
)
GROUP_LIMIT = _of_the_agreement(
    "group_limit",
    gettext_noop("At most in one group of companies"),
    term="group_limit_rate",
    numerator=gettext_noop("Cost held in the company's group, this deal included"),
    denominator=gettext_noop("Total commitments"),
)
FOLLOW_ON_RESERVE = _of_the_agreement(
    "follow_on_reserve",
    gettext_noop("Reserve for follow-ons"),
    term="follow_on_reserve_rate",
    numerator=gettext_noop("Cost of all first investments, this deal included where it is one"),
    denominator=gettext_noop("Total commitments"),
)
BRIDGE_LIMIT = _of_the_agreement(
    "bridge_limit",
    gettext_noop("At most in bridge financing"),
    term="bridge_limit_rate",
    numerator=gettext_noop("Cost held in bridge financing, this deal included where it is one"),
    denominator=gettext_noop("Total commitments"),
)
RELATED_PARTIES = _of_the_agreement(
    "related_parties",
    gettext_noop("Related parties and other funds"),
    term=None,
    consented_by=PARTNERS_COMMITTEE,
)
DOCUMENTS = Restriction(
    "documents",
    "R10",
    gettext_noop("Documents of the deal"),
    "Annex 3 1(g)(iii)",
    HONG_KONG_SPEND.clause_en,
    HONG_KONG_SPEND.clause_zh_hant,
    None,
    "refuse",
)

# The contract's eight, in its order; then what rests on the fund's agreement and on its papers.
MANDATE = (SECTOR, INVESTMENT_PERIOD, ECOSYSTEM, HONG_KONG_SHARE, HONG_KONG_SPEND, STAGE, INSTRUMENT, PROHIBITED)
AGREEMENT = (COMPANY_LIMIT, GROUP_LIMIT, FOLLOW_ON_RESERVE, BRIDGE_LIMIT)
RESTRICTIONS: Mapping[str, Restriction] = {
    restriction.id: restriction for restriction in (*MANDATE, *AGREEMENT, RELATED_PARTIES, DOCUMENTS)
}
_BY_TERM = {restriction.term or restriction.id: restriction for restriction in RESTRICTIONS.values()}

# What would cure an outcome, by its code; a pass needs no cure.
CURES: Mapping[str, str] = {
    "facts_missing": gettext_noop("Record it with its evidence."),
    "sector_outside_scheme": gettext_noop("Choose another company."),
    "investment_period_too_long": gettext_noop("Correct the agreement."),
    "before_investment_period": gettext_noop("Wait for it, or correct the date."),
    "after_investment_period": gettext_noop("No new investment then."),
    "investment_period_suspended": gettext_noop("Wait for the vote or cure that ends the event."),
    "follow_on_not_held": gettext_noop("Record the holding that it follows, or leave the deal out."),
    "outside_ecosystem": gettext_noop("Leave the deal out or show the link."),
    "hong_kong_share_of_cost_low": gettext_noop("The rest of the investment period must make it up."),
    "hong_kong_share_out_of_reach": gettext_noop("Obtain consent or reduce the deal."),
    "hong_kong_share_low": gettext_noop("Obtain consent."),
    "hong_kong_spend_low": gettext_noop("Obtain a signed undertaking for at least that."),
    "not_a_start_up": gettext_noop("A recorded consent is needed."),
    "stage_outside_scheme": gettext_noop("A recorded consent is needed."),
    "instrument_outside_scheme": gettext_noop("Restructure the deal."),
    "instrument_unclear": gettext_noop("Record the document that shows its terms."),
    "prohibited": gettext_noop("The fund may not make it."),
    "words_hint": gettext_noop("Record the evidence that it is not so, or declare it."),
    "activity_hint": gettext_noop("Record the evidence that it is not so, or declare it."),
    "company_limit_passed": gettext_noop("Reduce the deal to {room_hkd}, or record a consent."),
    "group_limit_passed": gettext_noop("Reduce the deal to {room_hkd}, or record a consent."),
    "follow_on_reserve_used": gettext_noop("Reduce the deal to {room_hkd}, or record a consent."),
    "bridge_limit_passed": gettext_noop("Reduce the deal to {room_hkd}, or record a consent."),
    "related_party": gettext_noop("Record the consent of the partners' committee, or leave the deal out."),
    "cross_fund": gettext_noop("Record the consent of the partners' committee, or leave the deal out."),
    "related_names": gettext_noop("Let a person decide, with a reason, whether they are the same."),
    "documents_missing": gettext_noop("Put them on file before the Corporation answers."),
    "ruled_broken": gettext_noop("Leave the deal out, or show facts that change the decision."),
}


def named_by(term: Term) -> Restriction:
    """This function will give the restriction that a term of the scheme, or a ground of the agreement, carries."""
    return _BY_TERM[term.name]


def agreed(restriction: Restriction, clause: str = "") -> Term:
    """This function will give the ground of a restriction that the scheme's terms do not carry, with its clause."""
    return Term(
        name=restriction.term or restriction.id,
        value=None,
        rule=restriction.rule,
        clause=clause or restriction.clause,
        severity=restriction.severity,
    )
