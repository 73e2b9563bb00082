"""The report's register: breaches with what became of them, consents with who gave them and whether they live."""

from datetime import date

from investments.rules.restrictions import RESTRICTIONS
from itvf.dates import local_date
from itvf.errors import plain
from reporting import report_content as content
from reporting import wording
from reporting.programme import ProgrammePosition


def breach(found, position: ProgrammePosition) -> content.BreachRow:
    """This function will write a breach as the report prints it: open, cured by then, or consented to."""
    text_en, text_zh_hant = wording.breach_texts(found, position.breach_templates)
    severities = {term.rule: term.severity for term in position.terms.terms.values() if term.severity}
    is_cured = found.cured_date is not None and found.cured_date <= local_date(position.known_at)
    is_consented = any(_covers(consent, found) and consent.expiry_date >= position.on for consent in position.consents)
    return {
        "fund_code": found.fund.code,
        "rule": found.rule,
        "clause": found.clause,
        "found_date": found.found_date.isoformat(),
        "text_en": text_en,
        "text_zh_hant": text_zh_hant,
        "severity": severities.get(found.rule) or _default_severity(found),
        "status": "cured" if is_cured else "consented" if is_consented else "open",
        "cure_due_date": plain(None if is_cured else found.cure_due_date),
    }


def _default_severity(found) -> str:
    """What a breach of a restriction stops where the scheme's terms do not say, as of the agreement's own limits."""
    known = RESTRICTIONS.get(found.restriction)
    return known.severity if known else "notify"


def _covers(consent, breach) -> bool:
    """Whether a consent is to this restriction in this fund, and to this proposal or to the fund as a whole."""
    is_to_all = consent.proposal_id is None or breach.source == f"proposal:{consent.proposal_id}"
    is_to_it = consent.restriction in ("", breach.restriction)
    return is_to_all and is_to_it and (consent.fund_id, consent.rule) == (breach.fund_id, breach.rule)


def consent(found, on: date) -> content.ConsentRow:
    """This function will write a consent as the report prints it, live or lapsed on the report's date."""
    given = found.given_date or local_date(found.approved_at)
    return {
        "fund_code": found.fund.code,
        "rule": found.rule,
        "given_date": given.isoformat(),
        "body": found.given_by,
        "status": "live" if found.expiry_date >= on else "lapsed",
        "given_by": str(found.approved_by),
        "expires_date": found.expiry_date.isoformat(),
        "scope_en": found.scope,
        "scope_zh_hant": "",
    }
