#!/bin/sh
# De klok in een container: dezelfde opdrachten als de timers van systemd, in de tijd van Nederland.
export TZ=Europe/Amsterdam
run() { python manage.py "$@" || echo "manage.py $* eindigde met $?" >&2; }
while sleep $((60 - $(date +%-S))); do
  now=$(date +%H:%M)
  case $now in *[05]) run send_mail ;; esac
  case $now in *:07 | *:27 | *:47) run retry_deferred ;; esac
  case $now in *:15) run make_documents ;; esac
  case $now in
    00:10) run settle_proposals ;;
    00:20) run check_versions ;;
    00:25) run check_minutes ;;
    01:30) run backup /var/backups/driehoek --keep 30 ;;
    04:00) run clean_up ;;
    08:00) run send_reminders ;;
  esac
done
