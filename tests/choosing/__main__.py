"""The command.

MEETS=folder make test                          measures all tests, in about half an hour
python -m tests.choosing choose folder          writes from that what `make test` leaves to ALL=1
python -m tests.choosing break folder -n 300    breaks the program 300 times, and adds to needed.txt what alone caught a breakage
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from tests import left_to_all
from tests.choosing.chosen import choose, leave, read
from tests.choosing.proof import prove
from tests.locks_met import lines_that_lock

SHARE = 0.315


def main() -> None:
    options = asked()
    if options.what == "break":
        left_to_all.need(prove(options.folder, options.number, options.seed))
        return
    measured = read(options.folder)
    chosen = choose(measured, share=options.share, needed=left_to_all.needed(), locks=lines_that_lock())
    for engine, lines in leave(measured.tests, chosen).items():
        left_to_all.write(engine, lines)
    tell(measured, chosen)


def asked() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.choosing", description="Chooses which tests make test runs.")
    parser.add_argument("what", choices=["choose", "break"])
    parser.add_argument("folder", type=Path, help="what MEETS=folder make test wrote")
    parser.add_argument("--share", type=float, default=SHARE, help="of the processor time of all tests")
    parser.add_argument("-n", "--number", type=int, default=100, help="so many breakages")
    parser.add_argument("--seed", type=int, default=1, help="of the lots")
    return parser.parse_args()


def tell(measured, chosen: set[int]) -> None:
    """How much runs, and what of the program nothing meets any more."""
    for engine in left_to_all.ENGINES:
        of_engine = [place for place, test in enumerate(measured.tests) if test.engine == engine]
        run = [place for place in of_engine if place in chosen]
        seconds = [round(sum(measured.tests[place].seconds for place in places)) for places in (run, of_engine)]
        print(f"{engine}: {len(run)} of {len(of_engine)} tests, {seconds[0]} of {seconds[1]} seconds")
    met = {number for test in measured.tests for number in test.meets}
    missed = met - {number for place in chosen for number in measured.tests[place].meets}
    asked_before = met & measured.questions
    print(f"met by nothing that runs: {len(missed - asked_before)} of {len(met - asked_before)} steps and nodes", end=", ")
    print(f"{len(missed & asked_before)} of {len(asked_before)} questions")


if __name__ == "__main__":
    main()
