"""Every table keeps the house's laws; a new model fails here until somebody has decided about it."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, models

from itvf import append_only

APPS = ("itvf", "funds", "investments", "reporting")
OURS = [
    model
    for label in APPS
    for model in apps.get_app_config(label).get_models()
    if not hasattr(model, "pgh_tracked_model")
]
EVENTS = [
    model for label in APPS for model in apps.get_app_config(label).get_models() if hasattr(model, "pgh_tracked_model")
]
TRACKED = {event.pgh_tracked_model for event in EVENTS}
# Neither tracked nor append-only, each for its reason.
PLAIN = {
    "itvf.OutboxMessage": "its states are a machine of the database and it can't be deleted",
    "itvf.IdempotencyKey": "an answer kept for repeats",
    "itvf.Heartbeat": "a sign of life",
    "funds.Scheme": "a name; its terms are versions",
    "funds.Book": "opened once, nothing to change",
    "funds.CallPurpose": "free in a draft, settled by trigger once the call is issued",
    "funds.CallLine": "written when the call is issued, settled by trigger from then on",
    "funds.DistributionSource": "free in a draft, settled by trigger once the distribution is declared",
    "reporting.QuarterlyHolding": "replaced with its report until that is accepted",
    "funds.Notice": "its content is read-only by trigger; served and viewed once",
}
# A draft owns these: they go with it, and only while it is a draft.
PARTS_OF_A_DRAFT = {
    ("funds.CallPurpose", "call"),
    ("funds.CallLine", "call"),
    ("funds.CallExcuse", "call"),
    ("funds.DistributionSource", "distribution"),
    ("reporting.QuarterlyHolding", "report"),
}


def named(model) -> str:
    return model._meta.label


def every(found: list, check: Callable):
    """One test of a check of many models, which names all that fail it and why."""

    def test(self):
        faults = {}
        for model in found:
            try:
                check(self, model)
            except AssertionError as fault:
                faults[named(model)] = str(fault)
        assert faults == {}

    return test


of_every_model = partial(every, OURS)
of_every_event = partial(every, EVENTS)


def columns(model):
    return [field for field in model._meta.get_fields() if getattr(field, "concrete", False) and not field.auto_created]


class TestEveryModel:
    @of_every_model
    def test_has_names_that_people_can_read(self, model):
        meta = model._meta
        name = str(meta.verbose_name).replace("Hong Kong", "")
        assert name.lower() == name or re.match(r"^[A-Z]{2}", name)
        assert str(meta.verbose_name_plural) != f"{meta.verbose_name}s" or meta.original_attrs.get(
            "verbose_name_plural"
        )
        assert meta.original_attrs.get("verbose_name"), "no verbose_name"

    @of_every_model
    def test_names_its_columns(self, model):
        default = [
            field.name
            for field in columns(model)
            if not field.primary_key
            and isinstance(field.verbose_name, str)
            and field.verbose_name == field.name.replace("_", " ")
        ]
        assert default == []

    @of_every_model
    def test_holds_its_choices_in_the_database(self, model):
        known = {}
        for constraint in model._meta.constraints:
            if constraint.name.endswith("_known") and isinstance(constraint, models.CheckConstraint):
                for lookup, values in constraint.condition.children:
                    known[lookup.removesuffix("__in")] = set(values)
        choices = {field.name: {value for value, _ in field.flatchoices} for field in columns(model) if field.choices}
        assert known == choices

    @of_every_model
    def test_lets_nothing_go_that_others_point_at(self, model):
        for field in columns(model):
            if isinstance(field, (models.ForeignKey, models.OneToOneField)):
                wanted = models.CASCADE if (named(model), field.name) in PARTS_OF_A_DRAFT else models.PROTECT
                assert field.remote_field.on_delete is wanted, field.name

    @of_every_model
    def test_keeps_money_to_the_cent_and_rates_as_fractions(self, model):
        for field in columns(model):
            assert not isinstance(field, models.FloatField), f"{field.name} is a float"
            if not isinstance(field, models.DecimalField):
                continue
            if field.name.startswith("entitled_"):
                assert (field.max_digits, field.decimal_places) == (28, 12)  # A11's exact running share
            elif field.name.startswith("foreign_"):
                assert (field.max_digits, field.decimal_places) == (20, 4), field.name
            elif field.name.endswith("units"):
                assert (field.max_digits, field.decimal_places) == (24, 6), field.name
            elif field.name.endswith("_hkd"):
                assert (field.max_digits, field.decimal_places) == (18, 2), field.name
            else:
                assert (field.max_digits, field.decimal_places) == (14, 12), field.name

    @of_every_model
    def test_names_its_constraints_as_laws(self, model):
        for constraint in model._meta.constraints:
            assert re.fullmatch(r"[a-z0-9_]{8,63}", constraint.name), constraint.name
            assert not re.search(r"(check|constraint|unique|uniq|idx|_ck|_uq|\d{3,})$", constraint.name), (
                constraint.name
            )

    @of_every_model
    def test_says_what_it_is(self, model):
        assert model.__doc__
        assert not model.__doc__.startswith(f"{model.__name__}(")
        assert "__str__" in vars(model)

    @pytest.mark.django_db
    @of_every_model
    def test_keeps_its_history_or_is_never_changed(self, model):
        with connection.cursor() as cursor:
            of_record = append_only.tables(cursor)
        is_kept = model in TRACKED or model._meta.db_table in of_record
        assert is_kept != (named(model) in PLAIN)

    @pytest.mark.django_db
    @of_every_model
    def test_with_stages_has_them_kept_by_the_database(self, model):
        fields = {field.name for field in columns(model)} & {"stage", "state"}
        machines = {
            trigger.field for trigger in getattr(model._meta, "triggers", ()) if hasattr(trigger, "transitions")
        }
        assert fields <= machines

    @of_every_model
    def test_has_a_checker_other_than_its_maker(self, model):
        pairs = [
            ("made_by", "approved_by"),
            ("proposed_by", "approved_by"),
            ("drafted_by", "issued_by"),
            ("drafted_by", "completed_by"),
            ("entered_by", "confirmed_by"),
            ("prepared_by", "certified_by"),
            ("recorded_by", "approved_by"),
            ("lapse_proposed_by", "lapse_approved_by"),
        ]
        names = {field.name for field in columns(model)}
        laws = {constraint.name for constraint in model._meta.constraints}
        for maker, checker in pairs:
            if {maker, checker} <= names:
                assert any(law.endswith(f"{checker}_is_not_{maker}") for law in laws), (maker, checker)


class TestHistory:
    @pytest.mark.django_db
    @of_every_event
    def test_is_never_changed(self, event):
        with connection.cursor() as cursor:
            assert event._meta.db_table in append_only.tables(cursor)

    @of_every_event
    def test_carries_its_context_in_the_row(self, event):
        context = event._meta.get_field("pgh_context")
        assert not isinstance(context, models.ForeignKey)


class TestMigrations:
    @pytest.mark.django_db
    def test_are_complete(self, capsys):
        call_command("makemigrations", "--check", "--dry-run")

    @pytest.mark.parametrize("label", APPS)
    def test_have_names_that_tell(self, label):
        for path in Path(apps.get_app_config(label).path, "migrations").glob("0*.py"):
            assert not re.search(r"_auto_|_alter_|_remove_|\d{8}", path.stem), path.name
