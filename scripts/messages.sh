#!/usr/bin/env bash
# The Dutch translation of the interface, in the current folder: messages.sh collect | messages.sh compile
set -euo pipefail
python=${PYTHON:-.venv/bin/python}
case "${1:-}" in
  collect)
    # No line numbers, so that a change elsewhere in a file does not change the catalogue.
    "$python" manage.py makemessages --locale nl --no-obsolete --add-location file --no-wrap \
      --ignore 'var/*' --ignore 'tests/*' --ignore 'bench/*' --ignore 'scripts/*' --verbosity 0
    ;;
  compile)
    # Not through manage.py: this must work before the settings do, and .venv has catalogues of its own.
    find locale -name '*.po' | while read -r po; do
      mo=${po%.po}.mo
      [ "$mo" -nt "$po" ] || msgfmt --check-format --output-file "$mo" "$po"
    done
    ;;
  *) echo "Use: scripts/messages.sh collect, or scripts/messages.sh compile." >&2; exit 2 ;;
esac
