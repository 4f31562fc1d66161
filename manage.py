#!/usr/bin/env python3
"""Django's command line for Driehoek."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from config.one_piece import in_one_piece
    from parties.history.command_line import run_from_command_line

    with run_from_command_line(sys.argv):
        in_one_piece(execute_from_command_line)(sys.argv)


if __name__ == "__main__":
    main()
