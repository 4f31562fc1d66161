#!/usr/bin/env bash
# Zet Driehoek op een kale Debian 12, of werkt hem bij; kan zo vaak als men wil. docs/in-productie.md vertelt het.
#   install.sh            alle stappen          install.sh STAP…     alleen die stappen
#   install.sh back       terug naar de vorige uitgave
set -euo pipefail
source=$(cd "$(dirname "$0")/../.." && pwd)
deploy=$source/scripts/deploy
settings=/etc/driehoek/driehoek.env
services=/etc/systemd/system
steps=(packages accounts settings code database static migrate switch units web check)
export DEBIAN_FRONTEND=noninteractive

say() { printf '\n== %s\n' "$*"; }
warn() { printf 'Let op: %s\n' "$*" >&2; }
stop() {
  printf '\nGestopt: %s\n' "$*" >&2
  exit 1
}
has_systemd() { [ -d /run/systemd/system ]; }
setting() { sed -n "s/^$1=//p" "$settings" | tail -n 1; }
set_setting() { # NAAM WAARDE: op de plaats van de regel die er staat
  local temporary
  temporary=$(mktemp /etc/driehoek/.settings.XXXXXX)
  NAME=$1 VALUE=$2 awk 'index($0, ENVIRON["NAME"] "=") == 1 { if (!done) print ENVIRON["NAME"] "=" ENVIRON["VALUE"]; done = 1; next }
    { print } END { if (!done) print ENVIRON["NAME"] "=" ENVIRON["VALUE"] }' "$settings" >"$temporary"
  chown root:driehoek "$temporary"
  chmod 0640 "$temporary"
  mv "$temporary" "$settings"
}
host() { setting SITE_URL | sed -E 's#^https://([^/:]+).*#\1#'; }
release() { # de naam van deze uitgave: de commit, of het moment als er geen git is
  git -c safe.directory="$source" -C "$source" rev-parse --short=12 HEAD 2>/dev/null || stat -c %Y "$source/CHANGELOG.md"
}
target() { echo "/srv/driehoek/releases/$(release)"; }
manage() { DRIEHOEK_CODE=$(target) /usr/local/sbin/driehoek-manage "$@"; }

step_packages() {
  say "Pakketten van Debian"
  command -v apt-get >/dev/null || stop "dit script is voor Debian 12; apt-get is er niet."
  apt-get update -qq || stop "apt-get update lukt niet. Heeft deze server internet, of een eigen spiegel?"
  apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300 ca-certificates curl gettext git libpangoft2-1.0-0 nginx-light \
    openssl postgresql python3 python3-venv >/var/log/driehoek-install.log 2>&1 </dev/null ||
    { tail -n 5 /var/log/driehoek-install.log >&2; stop "apt-get install lukt niet; /var/log/driehoek-install.log vertelt meer."; }
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || stop "Python is te oud: Driehoek heeft 3.11 nodig (Debian 12 of nieuwer)."
}

step_accounts() {
  say "Gebruikers en mappen"
  local name
  for name in driehoek driehoek_eigenaar; do
    id -u "$name" >/dev/null 2>&1 || useradd --system --home-dir "/var/lib/$name" --no-create-home --shell /usr/sbin/nologin "$name"
    install -d -m 0700 -o "$name" -g "$name" "/var/lib/$name"
  done
  install -d -m 0755 /srv/driehoek /srv/driehoek/releases
  install -d -m 2750 -o driehoek -g www-data /srv/driehoek/static
  install -d -m 0700 -o driehoek -g driehoek /var/backups/driehoek
  install -d -m 0755 /etc/driehoek /etc/driehoek/nginx /var/www/driehoek-acme /var/cache/nginx
  install -d -m 0700 /etc/driehoek/tls
  install -m 0755 "$deploy/driehoek-manage" /usr/local/sbin/driehoek-manage
}

step_settings() {
  say "Instellingen in $settings"
  local name
  [ -e "$settings" ] || install -m 0640 -o root -g driehoek "$deploy/driehoek.env.example" "$settings"
  for name in SITE_URL EMAIL_URL MAIL_FROM SITE_ORGANISATION; do
    [ -z "${!name:-}" ] || set_setting "$name" "${!name}"
  done
  [ -n "$(setting SECRET_KEY)" ] || set_setting SECRET_KEY "$(openssl rand -hex 40)"
  if [ -z "$(setting MAIL_FROM)" ] && [ -n "$(setting SITE_URL)" ]; then set_setting MAIL_FROM "Driehoek <driehoek@$(host)>"; fi
  for name in SITE_URL EMAIL_URL; do
    [ -n "$(setting "$name")" ] || stop "$name is leeg. Vul het in $settings in en start dit script opnieuw; wat al gedaan is, gaat dan vlug."
  done
  [[ $(setting SITE_URL) =~ ^https://[A-Za-z0-9.-]+$ ]] ||
    stop "SITE_URL is $(setting SITE_URL): het moet eruitzien als https://driehoek.gemeente.nl, zonder iets erachter."
  [[ $(setting EMAIL_URL) =~ ^(smtp|smtps|smtp\+tls|smtp\+ssl):// ]] ||
    stop "EMAIL_URL moet eruitzien als smtp+tls://gebruiker:wachtwoord@host:587."
}

step_code() {
  local code lock=requirements.lock
  code=$(target)
  say "De code in $code"
  if [ ! -e "$code/.complete" ]; then
    rm -rf "$code"
    mkdir -p "$code"
    if git -c safe.directory="$source" -C "$source" rev-parse HEAD >/dev/null 2>&1; then
      git -c safe.directory="$source" -C "$source" archive HEAD | tar -x -C "$code"
    else
      tar -C "$source" --exclude=./.venv --exclude=./var -c . | tar -x -C "$code"
    fi
  fi
  [ -z "$(setting S3_BUCKET)" ] || lock=requirements-s3.lock
  if [ "$(cat "$code/.complete" 2>/dev/null)" != "$lock" ]; then
    (cd "$code" && scripts/deploy/build.sh packages "$lock") || stop "de pakketten van Python komen niet binnen. Kan deze server bij PyPI, of bij een eigen spiegel (pip.conf)?"
    (cd "$code" && scripts/deploy/build.sh code) || stop "de vertalingen zijn niet te maken (gettext)."
    chmod -R go-w "$code"
    echo "$lock" >"$code/.complete"
  fi
}

step_database() {
  case "$(setting DATABASE_URL)" in
    postgres://driehoek@//var/run/postgresql/driehoek) ;;
    *) say "De database staat elders (DATABASE_URL); die stap is aan u: scripts/deploy/database.sql"; return ;;
  esac
  say "De database, met een eigenaar en een gebruiker"
  if has_systemd; then systemctl enable --quiet --now postgresql; else
    local version
    version=$(pg_lsclusters -h | awk 'NR == 1 { print $1 }')
    pg_ctlcluster "$version" main status >/dev/null 2>&1 || pg_ctlcluster "$version" main start
  fi
  (cd / && runuser -u postgres -- psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --dbname postgres) <"$deploy/database.sql" >/dev/null ||
    stop "PostgreSQL weigert; probeer met de hand: runuser -u postgres -- psql < $deploy/database.sql"
}

step_static() {
  say "Vormgeving en letters voor nginx"
  manage collectstatic --noinput --verbosity 0
}

has_command() { manage help --commands 2>/dev/null | grep -qx "$1"; }
step_migrate() {
  say "De tabellen"
  if [ -e /srv/driehoek/current ] && [ "$(readlink -e /srv/driehoek/current)" != "$(target)" ] && has_command backup; then
    echo "Eerst een reservekopie, voor de weg terug."
    /usr/local/sbin/driehoek-manage backup /var/backups/driehoek || stop "de reservekopie lukt niet; er is niets veranderd."
  fi
  manage migrate --noinput --verbosity 1 | tail -n 3
  if has_command close_history; then manage close_history; fi
}

step_switch() {
  say "Deze uitgave wordt de geldende"
  local before
  before=$(readlink -e /srv/driehoek/current || true)
  if [ -n "$before" ] && [ "$before" != "$(target)" ]; then ln -sfn "$before" /srv/driehoek/previous; fi
  point_current_at "$(target)"
  # De drie nieuwste blijven staan, en wat nu of hiervoor gold.
  find /srv/driehoek/releases -mindepth 1 -maxdepth 1 -type d -printf '%T@ %p\n' | sort -rn | tail -n +4 | cut -d ' ' -f 2- |
    while read -r old; do
      case "$old" in "$(target)" | "$(readlink -f /srv/driehoek/previous 2>/dev/null)") ;; *) rm -rf "$old" ;; esac
    done
}
point_current_at() {
  ln -sfn "$1" /srv/driehoek/.current
  mv -T /srv/driehoek/.current /srv/driehoek/current
}

restart() {
  # De poort blijft open bij systemd: wie nu iets vraagt, wacht een paar tellen.
  systemctl restart driehoek-web.service driehoek-worker.service ||
    stop "de website start niet; journalctl -u driehoek-web -n 30 vertelt waarom. Terug: $0 back"
}

step_units() {
  say "De diensten van systemd"
  install -m 0644 "$deploy"/systemd/* "$services"
  if ! has_systemd; then
    warn "systemd draait hier niet: de diensten liggen klaar in $services en zijn niet gestart."
    return
  fi
  systemctl daemon-reload
  local timers=() file
  for file in "$deploy"/systemd/*.timer; do
    file=$(basename "$file")
    if [ "$file" = driehoek-backup.timer ] && ! has_command backup; then
      warn "deze uitgave kent de opdracht backup nog niet; maak zelf een reservekopie (docs/in-productie.md)."
    else
      timers+=("$file")
    fi
  done
  systemctl enable --quiet driehoek-web.socket driehoek-web.service driehoek-worker.service "${timers[@]}"
  systemctl start driehoek-web.socket "${timers[@]}"
  restart
}

units_back() { # VAN NAAR: de diensten van de uitgave waarnaar men teruggaat, en geen die alleen de latere kent
  local unit
  for unit in "$1"/scripts/deploy/systemd/*; do
    unit=$(basename "$unit")
    [ -e "$2/scripts/deploy/systemd/$unit" ] && continue
    systemctl disable --quiet --now "$unit" 2>/dev/null || true
    rm -f "$services/$unit"
  done
  install -m 0644 "$2"/scripts/deploy/systemd/* "$services"
  systemctl daemon-reload
}

step_web() {
  say "nginx, met TLS"
  local certificate=/etc/driehoek/tls/fullchain.pem key=/etc/driehoek/tls/privkey.pem name
  name=$(host)
  if [ ! -e "$certificate" ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj "/CN=$name" -addext "subjectAltName=DNS:$name" -keyout "$key" -out "$certificate" \
      >/dev/null 2>&1 || stop "openssl maakt geen tijdelijk certificaat."
    sha256sum "$certificate" >/etc/driehoek/tls/temporary
  fi
  # Een eigen certificaat kwam ervoor in de plaats.
  sha256sum --status --check /etc/driehoek/tls/temporary 2>/dev/null || rm -f /etc/driehoek/tls/temporary
  install -m 0644 "$deploy/nginx/onderhoud.html" /etc/driehoek/nginx/onderhoud.html
  sed -e "s#@HOST@#$name#g" -e "s#@CERTIFICATE@#$certificate#" -e "s#@KEY@#$key#" "$deploy/nginx/driehoek.conf" >/etc/nginx/sites-available/driehoek
  ln -sfn ../sites-available/driehoek /etc/nginx/sites-enabled/driehoek
  rm -f /etc/nginx/sites-enabled/default
  nginx -t -q || stop "nginx keurt zijn instellingen af (zie hierboven)."
  if ! has_systemd; then
    warn "systemd draait hier niet: nginx is niet gestart."
    return
  fi
  systemctl enable --quiet --now nginx
  systemctl reload nginx
  [ "${TLS:-}" != letsencrypt ] || ask_lets_encrypt "$name"
  [ ! -e /etc/driehoek/tls/temporary ] ||
    warn "het certificaat is een tijdelijk, waarvoor browsers waarschuwen. Leg uw eigen in /etc/driehoek/tls, of: TLS=letsencrypt $0 web"
}
ask_lets_encrypt() { # HOST: alleen als deze host van buiten te bereiken is op poort 80
  apt-get install -y --no-install-recommends certbot >>/var/log/driehoek-install.log 2>&1 </dev/null || stop "certbot komt niet binnen."
  certbot certonly --non-interactive --agree-tos --register-unsafely-without-email --webroot -w /var/www/driehoek-acme -d "$1" \
    --deploy-hook "systemctl reload nginx" || stop "Let's Encrypt geeft geen certificaat: is $1 van buiten te bereiken op poort 80?"
  ln -sf "/etc/letsencrypt/live/$1/fullchain.pem" "/etc/letsencrypt/live/$1/privkey.pem" /etc/driehoek/tls/
  rm -f /etc/driehoek/tls/temporary
  systemctl reload nginx
}

step_check() {
  say "Werkt het?"
  manage check --deploy --fail-level ERROR >/dev/null || stop "Django keurt de instellingen af: driehoek-manage check --deploy"
  has_systemd || { warn "systemd draait hier niet: de website zelf is niet bekeken."; return; }
  local name answer unit
  name=$(host)
  for unit in driehoek-web.service driehoek-worker.service driehoek-web.socket nginx.service; do
    systemctl is-active --quiet "$unit" || stop "$unit draait niet: journalctl -u $unit -n 30"
  done
  answer=$(curl -ksS -o /dev/null -w '%{http_code}' --max-time 40 --resolve "$name:443:127.0.0.1" "https://$name/account/login/" || true)
  [ "$answer" = 200 ] || stop "https://$name/account/login/ antwoordt met ${answer:-niets} in plaats van 200: journalctl -u driehoek-web -n 30"
  echo "https://$name antwoordt. Is dit de eerste keer? Maak dan de eerste beheerder: driehoek-manage createsuperuser"
}

back() {
  local before now
  before=$(readlink -e /srv/driehoek/previous || true)
  now=$(readlink -f /srv/driehoek/current)
  [ -n "$before" ] && [ -e "$before/.complete" ] || stop "er is geen vorige uitgave."
  ln -sfn "$now" /srv/driehoek/previous
  point_current_at "$before"
  install -m 0755 "$before/scripts/deploy/driehoek-manage" /usr/local/sbin/driehoek-manage
  if has_systemd; then
    units_back "$now" "$before"
    restart
  fi
  echo "Nu geldt weer $(basename "$before"). De tabellen zijn niet teruggezet: docs/in-productie.md, Terug."
}

[ "$(id -u)" = 0 ] || stop "alleen root kan dit: sudo $0 $*"
umask 022
if [ "${1:-}" = back ]; then
  back
  exit
fi
[ $# -gt 0 ] || set -- "${steps[@]}"
for step in "$@"; do
  [[ " ${steps[*]} " == *" $step "* ]] || stop "de stap $step bestaat niet; er zijn: ${steps[*]}, en back."
done
for step in "$@"; do "step_$step"; done
