"""A round's criteria with their levels, and the documents asked for: a set of fields for each, the weights summed."""

import re
from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from funds.models import Invitation
from funds.rounds import criteria_of
from funds.rules.scoring import Criterion, Level
from funds.services.invitations import Document
from itvf.admin_forms import VerbForm
from itvf.errors import percentage

HUNDRED = Decimal(100)
# Fields that stand empty for more: saved, the form opens again with as many more.
FEWEST = {"criterion": 4, "level": 5, "document": 3}
SPARE = {"criterion": 2, "level": 1, "document": 2}
MOST = 40
NEEDED = [("required", gettext_lazy("required")), ("optional", gettext_lazy("optional"))]
CRITERION, LEVEL = ("code", "weight", "title_en", "title_zh_hant"), ("score", "words_en", "words_zh_hant")
DOCUMENT = ("code", "needed", "title_en", "title_zh_hant")


class PartsForm(VerbForm):
    """Criteria, each with its levels, and documents. A set that is left empty is not there."""

    def add_parts(self, invitation: Invitation | None) -> None:
        """The sets: as many as were sent in, else what stands and some more; for `prepare`."""
        criteria = criteria_of(invitation) if invitation else ()
        documents = list(invitation.documents.all()) if invitation else []
        for number in range(1, self._count("criterion", "code", len(criteria)) + 1):
            stands = criteria[number - 1] if number <= len(criteria) else None
            self._add_criterion(number, stands)
        for number in range(1, self._count("document", "code", len(documents)) + 1):
            stands = documents[number - 1] if number <= len(documents) else None
            self._add_document(number, stands)
        found = percentage(sum(self._weights(), Decimal(0)) / HUNDRED)
        words = _("Criteria: they weigh {found} together; 100% is asked for")
        self.heads["criterion-1-code"] = words.format(found=found)
        self.heads["document-1-code"] = _("Documents asked for")

    def clean(self) -> dict:
        """Criteria with their levels, and documents, as the service takes them."""
        given = super().clean()
        criteria = [self._criterion(given, number) for number in _numbers(self.fields, "criterion", "code")]
        documents = [self._document(given, number) for number in _numbers(self.fields, "document", "code")]
        given = {name: value for name, value in given.items() if name in self._own()}
        given["criteria"] = [one for one in criteria if one is not None]
        given["documents"] = [one for one in documents if one is not None]
        return given

    def _kept(self, name: str, value, by):
        return value if name in ("criteria", "documents") else super()._kept(name, value, by)

    def _own(self) -> set[str]:
        return {name for name in self.fields if not name.startswith(("criterion-", "level-", "document-"))}

    def _add_criterion(self, number: int, stands: Criterion | None) -> None:
        start = f"criterion-{number:d}-"
        weight = f"{(stands.weight_rate * HUNDRED).normalize():f}" if stands else None
        self._add(start + "code", forms.SlugField(label=_("Code"), max_length=40), stands and stands.code)
        percent = forms.DecimalField(
            label=_("Weight (%)"), min_value=0, max_value=100, max_digits=13, decimal_places=10
        )
        percent.widget = forms.TextInput()
        self._add(start + "weight", percent, weight)
        self._add_titles(start, stands)
        self._row(start, CRITERION)
        levels = stands.levels if stands else ()
        for place in range(1, self._count(f"level-{number:d}", "score", len(levels), "level") + 1):
            level = levels[place - 1] if place <= len(levels) else None
            first = f"level-{number:d}-{place:d}-"
            score = forms.IntegerField(label=_("Score"), min_value=0, max_value=1000)
            self._add(first + "score", score, level and level.score)
            self._add(first + "words_en", forms.CharField(label=_("What it means (English)")), level and level.words_en)
            chinese = forms.CharField(label=_("What it means (Chinese)"))
            self._add(first + "words_zh_hant", chinese, level and level.words_zh_hant)
            self._row(first, LEVEL)
        if number > 1:
            self.heads[start + "code"] = _("Criterion {number}").format(number=number)

    def _add_document(self, number: int, stands) -> None:
        start = f"document-{number:d}-"
        self._add(start + "code", forms.SlugField(label=_("Code"), max_length=40), stands and stands.code)
        needed = "optional" if stands and not stands.is_required else "required"
        self._add(start + "needed", forms.ChoiceField(label=_("Asked as"), choices=NEEDED), needed)
        self._add_titles(start, stands)
        self._row(start, DOCUMENT)

    def _add_titles(self, start: str, stands) -> None:
        for name, label in (("title_en", _("Title (English)")), ("title_zh_hant", _("Title (Chinese)"))):
            self._add(start + name, forms.CharField(label=label, max_length=200), stands and getattr(stands, name))

    def _add(self, name: str, field: forms.Field, initial) -> None:
        field.required, field.initial = False, initial
        self.fields[name] = field

    def _row(self, start: str, names: Iterable[str]) -> None:
        self.rows = (*self.rows, tuple(start + name for name in names))

    def _count(self, kind: str, mark: str, standing: int, size: str = "") -> int:
        """How many sets: those of the form that was sent in, at least one; else what stands, and spare ones."""
        if self.is_bound:
            return min(max(_numbers(self.data, kind, mark), default=1), MOST)
        return max(FEWEST[size or kind], standing + SPARE[size or kind])

    def _weights(self) -> list[Decimal]:
        """The weights as they stand in the form, in percent; what can't be read counts nothing."""
        found = []
        for name, field in self.fields.items():
            if name.startswith("criterion-") and name.endswith("-weight"):
                try:
                    found.append(field.clean(self.data.get(name) if self.is_bound else field.initial) or Decimal(0))
                except forms.ValidationError:
                    continue
        return found

    def _criterion(self, given: dict, number: int) -> Criterion | None:
        start = f"criterion-{number:d}-"
        levels = [self._level(given, number, place) for place in _numbers(self.fields, f"level-{number:d}", "score")]
        levels = [one for one in levels if one is not None]
        if not levels and self._is_empty(given, start, CRITERION):
            return None
        if not self._has(given, start, ("code", "weight", "title_en")):
            return None
        weight = given[start + "weight"] / HUNDRED
        titles = (given[start + "title_en"], given[start + "title_zh_hant"])
        return Criterion(given[start + "code"], *titles, weight, tuple(levels))

    def _level(self, given: dict, number: int, place: int) -> Level | None:
        start = f"level-{number:d}-{place:d}-"
        if self._is_empty(given, start, LEVEL) or not self._has(given, start, ("score", "words_en")):
            return None
        return Level(*(given[start + name] for name in LEVEL))

    def _document(self, given: dict, number: int) -> Document | None:
        start = f"document-{number:d}-"
        asked = [name for name in DOCUMENT if name != "needed"]
        if self._is_empty(given, start, asked) or not self._has(given, start, ("code", "title_en")):
            return None
        titles = (given[start + "title_en"], given[start + "title_zh_hant"])
        return Document(given[start + "code"], *titles, given[start + "needed"] != "optional")

    def _is_empty(self, given: dict, start: str, names: Iterable[str]) -> bool:
        return not any(start + name in self.errors or given.get(start + name) not in (None, "") for name in names)

    def _has(self, given: dict, start: str, names: Iterable[str]) -> bool:
        """Whether a set that was begun is whole; what lacks in it is said beside its field."""
        lacking = [start + name for name in names if given.get(start + name) in (None, "")]
        for name in lacking:
            if name not in self.errors:
                self.add_error(name, _("Fill this in, or leave the whole line empty."))
        return not lacking


def _numbers(names: Iterable[str], kind: str, mark: str) -> list[int]:
    """The numbers of the sets of a kind among fields' names, such as criterion-3-code or level-3-1-score."""
    found = (re.fullmatch(rf"{kind}-(\d{{1,3}})-{mark}", name) for name in names)
    return [int(one[1]) for one in found if one]
