#!/usr/bin/env bash
# All tests: on SQLite, in the browser, and meanwhile on PostgreSQL; arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
report=()
failed=0
arguments="$*"
output=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2>/dev/null; rm -rf "$output"' EXIT
unset DATABASE_URL

ended() { # ended NAME CODE
  # 5 is "no tests": fine when the arguments ask for tests that are elsewhere, wrong when nothing was asked.
  if [ "$2" = 0 ]; then report+=("$1: passed")
  elif [ "$2" = 5 ] && [ -n "$arguments" ]; then report+=("$1: nothing selected")
  else report+=("$1: FAILED") failed=1; fi
}

# PostgreSQL in the background, its output kept until the others are ready: a machine with two processors is then busy with both.
.venv/bin/python scripts/with_postgresql.py -- .venv/bin/python -m pytest -m "not browser" -p no:cacheprovider "$@" >"$output/postgresql" 2>&1 &
postgresql=$!
printf '\n=== SQLite ===\n'
code=0 && .venv/bin/python -m pytest -m "not browser" "$@" || code=$?
ended SQLite $code
printf '\n=== Browser ===\n'
code=0 && .venv/bin/python -m pytest -m browser "$@" || code=$?
ended Browser $code
code=0 && wait $postgresql || code=$?
printf '\n=== PostgreSQL ===\n'
cat "$output/postgresql"
ended PostgreSQL $code

printf '\n'
printf '%s\n' "${report[@]}"
exit $failed
