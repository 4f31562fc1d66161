#!/usr/bin/env bash
# All tests: on PostgreSQL what a database can break, on SQLite the rest, and in the browser; arguments go to pytest.
# Two thirds of their time, of which others catch most, are left to ALL=1 (tests/left_to_all), which runs all of it on both engines, and
# the migrations on SQLite too. MEETS=folder measures what each test meets of the program, for tests/choosing.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
report=()
failed=0
arguments="$*"
output=$(mktemp -d)
# What is over already cannot be killed any more, and that is no failure.
trap 'jobs -p | xargs -r kill 2>/dev/null || true; rm -rf "$output"' EXIT
unset DATABASE_URL
# An image may set it, and then each of a hundred processes compiles all it loads for itself.
unset PYTHONDONTWRITEBYTECODE
all=(--quick) in_browser=() once=(--each-once --quick)
export RACES=${RACES:-$([ -z "${ALL:-}" ] && echo 4 || echo 20)}
[ -z "${ALL:-}" ] || { all=(--all) in_browser=(--all) once=(--all) && export STEPS=${STEPS:-800}; }
[ -z "${MEETS:-}" ] || { mkdir -p "$MEETS" && all=(-p tests.choosing.meets) once=(--each-once -p tests.choosing.meets); }

ended() { # ended NAME CODE SECONDS
  # 5 is "no tests": fine when the arguments ask for tests that are elsewhere, wrong when nothing was asked.
  if [ "$2" = 0 ]; then report+=("$1: passed, in $3 seconds of processor time")
  elif [ "$2" = 5 ] && [ -n "$arguments" ]; then report+=("$1: nothing selected")
  else report+=("$1: FAILED") failed=1; fi
}

# Three slots, for a machine with two processors (SLOTS=6 for a larger one), as the parts with PostgreSQL and the browser wait for
# those now and then: each takes the next part that nobody took, the longest ones first, so that all are done at about the same
# moment. What the first says is shown at once, what the others say in the end.
python=.venv/bin/python
postgresql=("$python" scripts/with_postgresql.py --)
parts=(PostgreSQL Browser SQLite Pages Agreements Files Documents)
files=(tests/agreements/imports tests/monitoring/demo)
documents=(tests/{agreements,monitoring}/exports)
apart=("${files[@]}" "${documents[@]}")
command_of() { # command_of NAME: in command
  local places
  command=("$python" -m pytest -p no:cacheprovider)
  case $1 in
    # In one part, for its migrations take longer than many tests.
    PostgreSQL) command=("${postgresql[@]}" "${command[@]}" -m "not browser" "${all[@]}") places=(--ignore=tests/browser) ;;
    Agreements) command+=(-m "agreements and not files and not documents" "${once[@]}") places=(tests/agreements "${apart[@]/#/--ignore=}") ;;
    # Once more what fails, for on a busy machine a browser is sometimes late; the summary names it as RERUN.
    Browser) command+=(-m browser --reruns 1 "${in_browser[@]}") places=(tests/browser) ;;
    Documents) command+=(-m documents "${once[@]}") places=("${documents[@]}") ;;
    Files) command+=(-m files "${once[@]}") places=("${files[@]}") ;;
    Pages) command+=(-m pages "${once[@]}") places=(tests/access tests/security) ;;
    SQLite)
      command+=(-m "not agreements and not browser and not documents and not files and not pages" "${once[@]}")
      places=(--ignore=tests/{access,agreements,browser,security} "${apart[@]/#/--ignore=}")
      ;;
  esac
  # Only so that not every part loads all tests; where arguments say what to test, the markers part it.
  [ -n "$arguments" ] || command+=("${places[@]}")
}
seconds_of() { # seconds_of NAME: the processor time of all that its slot waited for
  awk -F '[ms ]+' 'FNR == 2 { took = $1 * 60 + $2 + $3 * 60 + $4 - took } END { printf "%.0f", took }' "$output/$1"/{before,after}
}
slot() { # slot ARGUMENTS…
  local name code command
  trap 'jobs -p | xargs -r kill 2>/dev/null || true; exit 143' TERM
  for name in "${parts[@]}"; do
    mkdir "$output/$name" 2>/dev/null || continue
    command_of "$name"
    code=0
    times >"$output/$name/before"
    if [ "$name" = "${parts[0]}" ]; then
      printf '\n=== %s ===\n' "$name"
      "${command[@]}" "$@" &
    else
      "${command[@]}" "$@" >"$output/$name/said" 2>&1 &
    fi
    wait $! || code=$?
    echo $code >"$output/$name/code"
    times >"$output/$name/after"
  done
}
for _ in $(seq "${SLOTS:-3}"); do slot "$@" & done
wait
for name in "${parts[@]}"; do
  [ "$name" = "${parts[0]}" ] || { printf '\n=== %s ===\n' "$name" && cat "$output/$name/said"; }
  ended "$name" "$(cat "$output/$name/code")" "$(seconds_of "$name")"
done

printf '\n'
printf '%s\n' "${report[@]}"
exit $failed
