"""Sentences of the API: what a rule's outcome says, as the portal says it; the facts beside it stay as they are."""

from collections.abc import Mapping
from typing import Any

from investments.portal.outcomes import said
from itvf.errors import Breach
from itvf.words import breach_text


def sentence(code: str, template: str, facts: Mapping[str, Any]) -> str:
    """This function will say an outcome in the reader's language: rates as percentages, amounts, days, codes in words.

    Facts may be kept ones, which JSON holds as text.
    """
    return breach_text(Breach(code, template, facts={name: said(value, name) for name, value in facts.items()}))
