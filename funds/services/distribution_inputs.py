"""What a person gives for a distribution, read and judged before anything is computed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from funds import deal_proceeds
from funds.models import DistributionSource, Fund
from itvf.errors import InputRefused, gettext_noop
from itvf.money import money


@dataclass(frozen=True, slots=True)
class SourceInput:
    """One source of a distribution as a person gives it. `reference` names a deal of the floor above, or nothing."""

    kind: str
    label: str
    amount_hkd: Decimal
    label_zh_hant: str = ""
    reference: str = ""


def read(fund: Fund, sources: Sequence[SourceInput]) -> list[SourceInput]:
    """This function will read sources as given: of a known kind, named, above zero, to the cent; at least one.

    A deal that a source names is one of the fund, by the reference of its account of cost: its carry rests on it (A6).
    """
    deals = set(deal_proceeds.deals_of(fund).values_list("reference", flat=True))
    read = []
    for number, source in enumerate(sources, start=1):
        if source.kind not in DistributionSource.Kind.values:
            raise InputRefused(
                gettext_noop("Source {number}: {kind} is not one of {known}."),
                code="unknown_source",
                field="sources",
                number=number,
                kind=source.kind,
                known=DistributionSource.Kind.values,
            )
        amount = money(source.amount_hkd)
        if amount <= 0 or not source.label.strip():
            raise InputRefused(
                gettext_noop("Source {number} needs a label and an amount above zero."),
                code="source_incomplete",
                field="sources",
                number=number,
            )
        if source.reference and source.reference not in deals:
            raise InputRefused(
                gettext_noop("Source {number}: {reference} is no deal that this fund holds or held."),
                code="unknown_deal",
                field="sources",
                number=number,
                reference=source.reference,
            )
        read.append(
            SourceInput(source.kind, source.label.strip(), amount, source.label_zh_hant.strip(), source.reference)
        )
    if not read:
        raise InputRefused(
            gettext_noop("Say where the money comes from: at least one source."), code="no_sources", field="sources"
        )
    return read
