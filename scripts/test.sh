#!/usr/bin/env bash
# All tests: on SQLite, and meanwhile on PostgreSQL what a database can break and then in the browser; arguments go to pytest.
# ALL=1 spares PostgreSQL nothing, and runs the migrations on SQLite too.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
report=()
failed=0
arguments="$*"
output=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2>/dev/null; rm -rf "$output"' EXIT
unset DATABASE_URL
all=()
[ -z "${ALL:-}" ] || all=(--all)

ended() { # ended NAME CODE
  # 5 is "no tests": fine when the arguments ask for tests that are elsewhere, wrong when nothing was asked.
  if [ "$2" = 0 ]; then report+=("$1: passed")
  elif [ "$2" = 5 ] && [ -n "$arguments" ]; then report+=("$1: nothing selected")
  else report+=("$1: FAILED") failed=1; fi
}

# Two slots, for a machine with two processors; what the second one says is shown when the first is ready.
run() { # run NAME COMMAND…
  local name=$1 code=0
  shift
  "$@" >"$output/$name" 2>&1 &
  wait $! || code=$?
  echo $code >"$output/$name.code"
}
second_slot() {
  trap 'jobs -p | xargs -r kill 2>/dev/null; exit 143' TERM
  run PostgreSQL .venv/bin/python scripts/with_postgresql.py -- .venv/bin/python -m pytest -m "not browser" -p no:cacheprovider "${all[@]}" "$@"
  run Browser .venv/bin/python -m pytest -m browser -p no:cacheprovider "$@"
}
second_slot "$@" &
second=$!
printf '\n=== SQLite ===\n'
code=0 && .venv/bin/python -m pytest -m "not browser" "${all[@]}" "$@" || code=$?
ended SQLite $code
wait $second || true
for name in PostgreSQL Browser; do
  printf '\n=== %s ===\n' "$name"
  cat "$output/$name"
  ended $name "$(cat "$output/$name.code")"
done

printf '\n'
printf '%s\n' "${report[@]}"
exit $failed
