"""Laws that several tables share, as database constraints whose names state them."""

from collections.abc import Iterable

import pgtrigger
from django.db import models
from django.db.models import F, Q


def maker_is_not_checker(table: str, maker: str, checker: str) -> models.CheckConstraint:
    """No row may name one person as both maker and checker; an empty checker is no one yet."""
    return models.CheckConstraint(
        condition=Q(**{f"{checker}__isnull": True}) | Q(**{f"{maker}__isnull": True}) | ~Q(**{maker: F(checker)}),
        name=f"{table}_{checker}_is_not_{maker}"[:63],
    )


def together(table: str, *fields: str) -> models.CheckConstraint:
    """All of the fields are filled or none is."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__isnull": True for field in fields})
        | Q(**{f"{field}__isnull": False for field in fields}),
        name=f"{table}_{'_'.join(fields)}_together"[:63],
    )


def positive(table: str, field: str) -> models.CheckConstraint:
    """The amount is above zero and a number (NaN sorts above everything in PostgreSQL, so it is named)."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gt": 0, f"{field}__lt": 10**16}), name=f"{table}_{field}_positive"[:63]
    )


def not_negative(table: str, field: str) -> models.CheckConstraint:
    """The amount is zero or above, and a number."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": 0, f"{field}__lt": 10**16}), name=f"{table}_{field}_not_negative"[:63]
    )


def one_of(table: str, field: str, values: Iterable[str]) -> models.CheckConstraint:
    """The column holds one of these values and nothing else; a sweep holds them equal to the field's choices."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": sorted(values)}), name=f"{table}_{field}_known"[:63])


def stage_machine(table: str, stages: dict[str, tuple[str, ...]], *, field: str = "stage") -> pgtrigger.FSM:
    """The database refuses every change of stage that the rule module's stage table does not have."""
    moves = [(here, there) for here, theres in stages.items() for there in theres]
    return pgtrigger.FSM(name=f"{table}_{field}", field=field, transitions=moves)


def money_field(**kwargs) -> models.DecimalField:
    """A column of HK$: 16 digits before the point, two after."""
    return models.DecimalField(max_digits=18, decimal_places=2, **kwargs)


def rate_field(**kwargs) -> models.DecimalField:
    """A column of a rate as a fraction: 0.07 is 7%."""
    return models.DecimalField(max_digits=14, decimal_places=12, **kwargs)


def foreign_field(**kwargs) -> models.DecimalField:
    """A column of an amount in its own currency: four places, since some currencies have three."""
    return models.DecimalField(max_digits=20, decimal_places=4, **kwargs)


def units_field(**kwargs) -> models.DecimalField:
    """A column of a number of shares or other units: six places, since some registers split them."""
    return models.DecimalField(max_digits=24, decimal_places=6, **kwargs)
