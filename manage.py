#!/usr/bin/env python
"""Django's command line. People and scripts call it through bin/manage, which makes the environment."""

import os
import sys

if __name__ == "__main__":
    if sys.argv[1:2] == ["calculate"]:
        # The arithmetic needs no settings and no applications; without them it answers in a quarter of a second.
        from reporting.calculations.command_line import main

        sys.exit(main(sys.argv[2:]))

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "itvf.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
