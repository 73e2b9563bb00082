"""What a derivation is asked for, and what a figure that has one must say of itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from funds import selectors
from funds.models import Fund, FundAgreement, Partner
from itvf.derivation import Derivation
from itvf.errors import NotFound, gettext_noop
from itvf.words import said

NO_SUCH_FIGURE = gettext_noop("There is no such figure here, or none that you may see.")
MOVEMENTS_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Question:
    """A figure of a fund on a day, as known at a recorded time (now where None), asked by somebody at a moment.

    Of the whole programme `fund` is None. `of` names the thing in the fund (a closing, a quarter, a partner, …); `page`
    counts movements from the latest.
    """

    fund: Fund | None
    on: date
    user: Any
    asked_at: datetime
    known_at: datetime | None = None
    of: str = ""
    page: int = 1

    @property
    def moment(self) -> dict[str, Any]:
        """The day and the recorded time, as the selectors of the books take them."""
        return {"as_of": self.on, "known_at": self.known_at}

    @property
    def agreement(self) -> FundAgreement:
        """The fund's agreement as it was on record at the recorded time: no derivation reads the terms elsewhere."""
        return selectors.agreement_of(self.fund, known_at=self.known_at)

    @property
    def opens_books(self) -> bool:
        """Whether the reader may see the whole fund: staff and its general partner."""
        return Fund.objects.books_open_to(self.user).filter(pk=self.fund.pk).exists()

    def say(self, template: str, **facts: Any) -> str:
        """A template in the reader's language: a word of ours inside another sentence."""
        return said(template, facts)

    def partners(self):
        """The fund's partners of whom the reader may know."""
        return Partner.objects.visible_to(self.user).filter(fund=self.fund)

    def number(self) -> int:
        """`of` as a whole number; anything else is no thing here."""
        if not self.of.isascii() or not self.of.isdigit() or len(self.of) > 18:
            raise missing()
        return int(self.of)


# What a figure may be asked of: (`of`, its label, the facts of the label).
Choice = tuple[str, str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that can be explained. `of_what` says what it is asked of; `choices` offers those that there are.

    Without `for_partners` it is for who may read the fund's books; with it a partner's contact reads its own.
    """

    name: str
    title: str
    build: Callable[[Question], Derivation]
    choices: Callable[[Question], Sequence[Choice]] | None = None
    for_partners: bool = False


def missing() -> NotFound:
    """The one answer for what there is not and for what is hidden."""
    return NotFound(NO_SUCH_FIGURE, code="no_such_figure")
