#!/usr/bin/env bash
# Both documents, an invented municipality and their people on this machine, in var/; PORT=8001 make demo takes another port.
# FRESH=1 make demo begins anew, as of today, and keeps what was in var/ beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
port=${PORT:-8000}
if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
  echo "Port $port is in use already; take another one: PORT=$((port + 1)) make demo" >&2
  exit 1
fi
scripts/setup.sh demo

data=${DATA_DIR:-var}
if [ -n "${FRESH:-}" ] && [ -e "$data" ]; then
  aside="$data.$(date +%Y-%m-%d-%H%M%S)"
  mv "$data" "$aside"
  printf 'What was in %s is kept in %s.\n' "$data" "$aside"
fi

# A demonstration is never somebody's real database, whatever the environment says.
unset DATABASE_URL DEBUG BEHIND_PROXY EMAIL_URL MFA_REQUIRED_FOR OIDC_SERVER_URL
export SITE_URL="http://127.0.0.1:$port"
.venv/bin/python manage.py migrate --verbosity 0
.venv/bin/python manage.py collectstatic --noinput --verbosity 0
.venv/bin/python manage.py load_demo
printf '\nDriehoek: %s (Ctrl-C: stop)\n' "$SITE_URL"
printf 'Mails are not sent: each lies as a file in %s\n' "$(cd "$data" && pwd)/mail"
exec .venv/bin/python -m gunicorn config.wsgi --bind "127.0.0.1:$port" --workers 2 --threads 2 \
  --no-control-socket --log-level warning
