"""Fill the database of DATABASE_URL: python -m bench.fill 342 10, with a third argument only the place that is asked pages of."""

import os
import sys
from dataclasses import replace


def main(municipalities: str, years: str, *only: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from django.utils import timezone

    from monitoring.calendar import day_of
    from monitoring.scale.country import Country
    from monitoring.scale.generate import generate

    call_command("migrate", verbosity=0)
    country = Country(int(municipalities), int(years), day_of(timezone.now()))
    generate(replace(country, only=country.with_largest) if only else country)


if __name__ == "__main__":
    main(*sys.argv[1:])
