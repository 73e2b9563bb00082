"""The assumptions of a scheme in 繁體中文, for as long as a version keeps the published wording."""

import json
from collections.abc import Mapping
from functools import lru_cache

from funds.rules.terms import DATA, published
from itvf.errors import InputRefused


def in_chinese(*, scheme: str, code: str, question: str, default: str) -> Mapping[str, str]:
    """This function will give an assumption's `question` and `default` in Chinese; nothing once it was reworded.

    An assumption worded anew stands in English until its Chinese is recorded: a translation of other words would
    mislead.
    """
    try:
        paper = published(scheme).assumptions.get(code)
    except InputRefused:  # a scheme of the sister programmes, which has no paper among our data
        return {}
    is_as_published = paper is not None and (paper.question, paper.default) == (question, default)
    return _words().get(code, {}) if is_as_published else {}


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return json.loads((DATA / "assumptions_zh_hant.json").read_text(encoding="utf-8"))
