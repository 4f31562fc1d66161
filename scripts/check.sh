#!/usr/bin/env bash
# Everything that can be checked without running the site; all of it, and then whether it was good.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh test
python=.venv/bin/python
data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
unset DATABASE_URL DEBUG SITE_URL SECRET_KEY EMAIL_URL
unset PYTHONDONTWRITEBYTECODE # else each of the checks compiles all it loads for itself
export DATA_DIR=$data
names=()

# Two checks at a time, for a machine with two processors; what they say is shown in the order in which they stand here.
check() { # check NAME COMMAND…
  local number=${#names[@]}
  names+=("$1")
  shift
  while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
  { "$@" >"$data/$number.output" 2>&1 && touch "$data/$number.good"; } &
}

show() { # in the end
  local number failed=0
  wait
  for number in "${!names[@]}"; do
    if [ -e "$data/$number.good" ]; then
      echo "ok      ${names[number]}"
    else
      echo "FAILED  ${names[number]}"
      sed 's/^/        /' "$data/$number.output"
      failed=$((failed + 1))
    fi
  done
  [ $failed = 0 ] || { printf '\nNot good: %s\n' "$failed of the checks failed."; exit 1; }
}

as_in_production() {
  SITE_URL=https://driehoek.example EMAIL_URL=smtp://localhost:25 SECRET_KEY=$("$python" -c 'import secrets; print(secrets.token_urlsafe(50))') "$@"
}

# Everything that is or may be committed, as text; nothing found is good. The patterns are written so that they do not find themselves.
nowhere() { # nowhere PATTERN SENTENCE
  local code=0
  git grep --untracked -nIiE "$1" -- . | cut -c 1-200 || code=$?
  [ $code != 0 ] || echo "$2"
  [ $code = 1 ] # git's answer for "nothing found"; anything else is found, or git that could not look
}
machine_paths='(^|[^[:alnum:]_.~-])/(work|root|home/[[:alnum:]_-]+)/'

# The tests install requirements-dev.lock only, so it must hold what a server installs, version for version and hash for hash.
locks_agree() {
  "$python" - <<'PY'
import pathlib, re, sys

def pins(name):
    text = pathlib.Path(name).read_text().replace("\\\n", " ")
    return {line.split()[0]: sorted(re.findall(r"sha256:\w+", line)) for line in text.splitlines() if line and line[0] not in "#- "}

runtime = pins("requirements.lock") | pins("requirements-s3.lock")
development = pins("requirements-dev.lock")
unequal = sorted(pin for pin, hashes in runtime.items() if development.get(pin) != hashes)
unhashed = sorted(pin for pin, hashes in (runtime | development).items() if not hashes)
for pin in unequal:
    print(f"{pin} is in requirements.lock or requirements-s3.lock and not, or not the same, in requirements-dev.lock.")
for pin in unhashed:
    print(f"{pin} has no hash.")
sys.exit(bool(unequal or unhashed))
PY
}

# Without the collector of garbage: it looks through all the classes of each step and takes as long as the migrations themselves.
migrate() {
  "$python" -c 'import gc, runpy; gc.disable(); runpy.run_path("manage.py", run_name="__main__")' migrate --verbosity 0
}

# The longest ones first. The tests run the migrations on PostgreSQL alone; the demonstration runs them here.
check "migrations on SQLite" migrate
check "types at the boundaries (mypy)" "$python" -m mypy
check "translations" "$python" scripts/check_translations.py
check "missing migrations" "$python" manage.py makemigrations --check --dry-run
check "code (ruff check)" "$python" -m ruff check --output-format concise .
check "code style (ruff format)" "$python" -m ruff format --check --output-format concise .
check "templates (djlint)" "$python" -m djlint --lint --quiet templates
check "import direction (import-linter)" .venv/bin/lint-imports
check "dependencies (deptry)" "$python" -m deptry --no-ansi .
check "lock files" locks_agree
check "licences" "$python" scripts/dependencies.py licences
check "deployment" as_in_production "$python" manage.py check --deploy --fail-level WARNING
check "no path of one machine in any file" nowhere "$machine_paths" "These lines carry a path of one machine; take them out."
show
