#!/bin/sh
# Looks at a running Sealwright and raises the alarm once when something is wrong, and once more when it is over. Run it
# every five minutes, from cron or a systemd timer:
#
#   */5 * * * * sealwright /opt/sealwright/deploy/monitor.sh /etc/sealwright/monitor.conf
#
# The configuration is a file of shell assignments:
#
#   SW_ADDRESS=https://localhost:8443       the people listener
#   SW_ROOT_CRT=/srv/sealwright/ceremony/root.crt
#   SW_HOME=/srv/sealwright                 the data folder, for its disk
#   SW_STATUS=/run/sealwright/down          exists while something is wrong, and says what
#   SW_WEBHOOK_FILE=/etc/sealwright/webhook a private file with the URL that alarms are posted to (optional)
#   SW_DISK_PERCENT=90  SW_CA_DAYS=30       limits (optional)
#
# Exit status: 0 all is well, 1 something is wrong, 2 the configuration is.
set -eu

usage() {
  echo "usage: monitor.sh CONFIG" >&2
  exit 2
}

if [ $# -ne 1 ] || [ ! -r "$1" ]; then
  usage
fi
SW_DISK_PERCENT=90
SW_CA_DAYS=30
SW_WEBHOOK_FILE=
# shellcheck source=/dev/null
. "$1"
for name in SW_ADDRESS SW_ROOT_CRT SW_HOME SW_STATUS; do
  eval "[ -n \"\${$name:-}\" ]" || {
    echo "monitor.sh: $name is not set in $1" >&2
    exit 2
  }
done

wrong=

# note TEXT: one more thing that is wrong.
note() {
  wrong="$wrong$1
"
}

fetch() {
  curl -sS --max-time 20 --cacert "$SW_ROOT_CRT" "$SW_ADDRESS$1" 2>/dev/null
}

# Each failed check of /ready names itself: database, log, hsm, key-service, certificate, witnesses, key-periods. The last
# two leave the service ready.
service() {
  answer=$(fetch /ready) || {
    note "service does not answer at $SW_ADDRESS"
    return
  }
  case $answer in
    *'"ready":true'*)
      failed=$(failed_checks "$answer")
      [ -z "$failed" ] || note "$failed"
      ;;
    *'"ready":false'*)
      failed=$(failed_checks "$answer")
      note "${failed:-the service is not ready}"
      ;;
    *) note "service at $SW_ADDRESS answers something else" ;;
  esac
}

failed_checks() { # ANSWER
  printf '%s' "$1" | tr '{' '\n' | sed -n 's/.*"name":"\([a-z-]*\)","ok":false,"reason":"\([^"]*\)".*/\1: \2/p'
}

disk() {
  used=$(df -P "$SW_HOME" 2>/dev/null | awk 'NR == 2 { sub(/%/, "", $5); print $5 }')
  if [ -z "$used" ]; then
    note "disk: $SW_HOME cannot be looked at"
  elif [ "$used" -gt "$SW_DISK_PERCENT" ]; then
    note "disk: $used % of the disk of $SW_HOME is used"
  fi
}

# The chain that the service shows: its own certificate renews itself, CA and root do not.
authorities() {
  host=${SW_ADDRESS#https://}
  host=${host%%/*}
  case $host in *:*) ;; *) host=$host:443 ;; esac
  scratch=$(mktemp -d)
  echo | openssl s_client -connect "$host" -showcerts 2>/dev/null |
    awk -v dir="$scratch" '/-BEGIN CERT/ { file = dir "/" ++n ".pem"; on = 1 }
      on { print > file }
      /-END CERT/ { on = 0; close(file) }'
  for certificate in "$scratch"/[2-9].pem; do
    [ -e "$certificate" ] || continue
    openssl x509 -in "$certificate" -noout -checkend $((SW_CA_DAYS * 86400)) >/dev/null 2>&1 ||
      note "certificate: $(openssl x509 -in "$certificate" -noout -subject) ends within $SW_CA_DAYS days"
  done
  rm -rf "$scratch"
}

# JSON text without what JSON would have to escape.
plain() {
  printf '%s' "$1" | tr '\n' ';' | sed 's/["\\]//g' | tr -cd '[:print:]' | cut -c1-1000
}

# The URL may hold a token: curl reads it from a file, so that no process list shows it.
alarm() {
  [ -n "$SW_WEBHOOK_FILE" ] || return 0
  body=$(printf '{"service":"%s","state":"%s","text":"%s"}' "$(plain "$SW_ADDRESS")" "$1" "$(plain "$2")")
  printf 'url = "%s"\n' "$(head -n 1 "$SW_WEBHOOK_FILE")" |
    curl -sS --max-time 20 --config - -H 'Content-Type: application/json' --data "$body" >/dev/null ||
    echo "monitor.sh: the webhook did not take the alarm" >&2
}

service
disk
authorities

if [ -n "$wrong" ]; then
  printf '%s' "$wrong"
  before=$(cat "$SW_STATUS" 2>/dev/null || true)
  mkdir -p "$(dirname "$SW_STATUS")"
  printf '%s' "$wrong" >"$SW_STATUS.new"
  mv "$SW_STATUS.new" "$SW_STATUS"
  # The same trouble is told once, not every five minutes.
  [ "$before" = "$(cat "$SW_STATUS")" ] || alarm down "$wrong"
  exit 1
fi
if [ -e "$SW_STATUS" ]; then
  rm -f "$SW_STATUS"
  alarm recovered "all is well again"
fi
