"""The benchmark: python -m bench, or with the name of a part; bench/README.md says what each measures.

The exit status is 1 when a bound is broken.
"""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from bench.line import Line, timed
from bench.results import broken, compare, save, table

PARTS = ["country", "pages", "documents", "cold", "past", "renvooi", "public", "people", "compare"]
MUNICIPALITIES, YEARS, ROUNDS = 342, 10, 20


def main() -> int:
    options = _options()
    if options.part == "compare":
        print(compare(*options.files))
        return 0
    if options.part == "past":
        from bench.past import measure_past

        return _print(measure_past(Line))
    if options.part == "renvooi":
        from bench.renvooi import measure_renvooi

        return _print(measure_renvooi(Line, timed))
    if options.part == "public":
        from bench.public import measure_public

        return measure_public()
    if options.part == "cold":
        from bench.cold import measure_cold

        return measure_cold(options)
    if options.part == "people":
        from bench.people import measure_people

        return measure_people(options)
    return _country(options)


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m bench", description="Measures pages, writes, documents and imports.")
    parser.set_defaults(files=[])
    parser.add_argument("part", nargs="?", choices=PARTS, default="country")
    parser.add_argument("files", nargs="*", type=Path, help="of compare: two results")
    parser.add_argument("--municipalities", type=int, default=MUNICIPALITIES)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each page is asked")
    parser.add_argument("--at-once", type=int, default=5, help="so many times eight requests at once")
    parser.add_argument("--json", type=Path, default=Path("var/bench.json"), help="where the result is kept")
    parser.add_argument(
        "--database", default="", help="a server with the databases one and national, filled before: postgres://…/"
    )
    return parser.parse_args()


def _country(options: Namespace) -> int:
    from bench.country import about, measure_country

    rows = measure_country(options)
    print(table(rows))
    options.json.parent.mkdir(parents=True, exist_ok=True)
    save(options.json, rows, about(options))
    print(f"\nKept in {options.json}; python -m bench compare {options.json} OTHER.json puts two runs beside each other.")
    sentences = broken(rows) if options.part != "documents" else []
    print(*(f"NOT WITHIN ITS BOUND  {sentence}" for sentence in sentences), sep="\n")
    return 1 if sentences else 0


def _print(lines: list[Line]) -> int:
    print(*lines, sep="\n")
    return 0 if all(line.is_good for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
