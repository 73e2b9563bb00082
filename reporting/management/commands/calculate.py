"""`calculate KIND FILE` among Django's commands; manage.py answers it faster, without starting Django."""

import sys

from django.core.management.base import BaseCommand

from reporting.calculations import command_line


class Command(BaseCommand):
    help = command_line.HELP
    requires_system_checks = []

    def add_arguments(self, parser):
        command_line.add_arguments(parser)

    def handle(self, *, kind: str, file: str, lines: bool, **options):
        code = command_line.answer(kind, file, lines=lines, out=sys.stdout)
        if code:
            sys.exit(code)
