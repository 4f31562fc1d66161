#!/usr/bin/env bash
# All tests: on SQLite, on PostgreSQL, and in the browser; arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
report=()
failed=0

suite() { # suite NAME COMMAND…
  local name=$1 code=0
  shift
  printf '\n=== %s ===\n' "$name"
  "$@" || code=$?
  # 5 is "no tests": fine when the arguments ask for tests that are elsewhere, wrong when nothing was asked.
  if [ $code = 0 ]; then report+=("$name: passed")
  elif [ $code = 5 ] && [ -n "$arguments" ]; then report+=("$name: nothing selected")
  else report+=("$name: FAILED") failed=1; fi
}

arguments="$*"
unset DATABASE_URL
suite SQLite .venv/bin/python -m pytest -m "not browser" "$@"
suite PostgreSQL .venv/bin/python scripts/with_postgresql.py -- .venv/bin/python -m pytest -m "not browser" "$@"
suite Browser .venv/bin/python -m pytest -m browser "$@"
printf '\n'
printf '%s\n' "${report[@]}"
exit $failed
