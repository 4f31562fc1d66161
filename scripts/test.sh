#!/usr/bin/env bash
# All tests: on SQLite, on PostgreSQL what a database can break, and in the browser; arguments go to pytest.
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

# Two slots, for a machine with two processors: each takes the next part that nobody took, so none waits while the other works on.
# What SQLite says is shown at once, what the others say in the end.
python=.venv/bin/python
parts=(SQLite PostgreSQL Pages Browser)
command_of() { # command_of NAME: in command
  case $1 in
    SQLite) command=("$python" -m pytest -m "not browser and not pages" "${all[@]}") ;;
    Pages) command=("$python" -m pytest -m pages -p no:cacheprovider "${all[@]}") ;;
    PostgreSQL) command=("$python" scripts/with_postgresql.py -- "$python" -m pytest -m "not browser" -p no:cacheprovider "${all[@]}") ;;
    Browser) command=("$python" -m pytest -m browser -p no:cacheprovider) ;;
  esac
}
slot() { # slot ARGUMENTS…
  local name code command
  trap 'jobs -p | xargs -r kill 2>/dev/null; exit 143' TERM
  for name in "${parts[@]}"; do
    mkdir "$output/$name" 2>/dev/null || continue
    command_of "$name"
    code=0
    if [ "$name" = SQLite ]; then
      printf '\n=== %s ===\n' "$name"
      "${command[@]}" "$@" &
    else
      "${command[@]}" "$@" >"$output/$name/said" 2>&1 &
    fi
    wait $! || code=$?
    echo $code >"$output/$name/code"
  done
}
slot "$@" &
slot "$@" &
wait
for name in "${parts[@]}"; do
  [ "$name" = SQLite ] || { printf '\n=== %s ===\n' "$name" && cat "$output/$name/said"; }
  ended "$name" "$(cat "$output/$name/code")"
done

printf '\n'
printf '%s\n' "${report[@]}"
exit $failed
