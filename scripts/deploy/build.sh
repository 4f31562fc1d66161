#!/usr/bin/env bash
# Maakt van de code een uitgave die kan draaien, in de map waarin men staat. install.sh en de Containerfile doen het zo.
#   build.sh packages LOCK   de pakketten van Python in .venv, met hashes gecontroleerd
#   build.sh code            de vertalingen, en wat Python vooraf kan lezen
set -euo pipefail
case ${1:-} in
  packages)
    [ -x .venv/bin/python ] || python3 -m venv .venv
    .venv/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check --no-deps --require-hashes --only-binary :all: -r "$2"
    ;;
  code)
    PYTHON=.venv/bin/python scripts/messages.sh compile >/dev/null
    .venv/bin/python -m compileall -q -j 2 . >/dev/null || true
    ;;
  *) echo "build.sh packages LOCK, of build.sh code" >&2; exit 2 ;;
esac
