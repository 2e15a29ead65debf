#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Runs coturn on this node: renders its configuration, then starts it, and drains it on SIGTERM. Meanwhile it follows the
# file of the secrets, so that one can follow the other without a restart, which no session would survive.
#
# How to run it: the official coturn image (4.7 or newer, for draining), on the host network, as any user, with a
# read-only root file system and no capability.
#   - this file and turnserver.conf from one ConfigMap, in one folder;  command: ["sh", "<folder>/entrypoint.sh"]
#   - the secrets, one a line, the same file as turn-credentials --secret-file, as TURN_SECRET_FILE
#   - an emptyDir (medium: Memory) as TURN_RUN_DIRECTORY: coturn's database with the secrets in it is written there
#   - terminationGracePeriodSeconds at least 10 above TURN_DRAIN_SECONDS
#   - probes: tcpSocket on TURN_PORT. More turnserver options, if any, as the container's args.
#
# Environment (name, default, meaning):
#   TURN_SECRET_FILE       required
#   TURN_SECRET_CHECK_SECONDS 5           time between two looks at that file
#   TURN_NODE_IP           required       the node's own address (downward API, status.hostIP): listened on and relayed from
#   TURN_EXTERNAL_IP       -              the address that the world knows the node by, if it is not the same; or:
#   TURN_EXTERNAL_IP_URL   -              where to ask for it: http://turn-credentials:3000/relays/$(NODE_NAME)
#   TURN_EXTERNAL_IP_TOKEN_FILE  -        and the token to ask with: the same file as turn-credentials --caller-token-file
#   TURN_RUN_DIRECTORY     /run/turn      writable
#   TURN_REALM             app.pixel
#   TURN_PORT              3478           UDP and TCP
#   TURN_MIN_PORT          49152          first and
#   TURN_MAX_PORT          65535          last port of relayed media
#   TURN_TLS_PORT          -              TLS and DTLS, with TURN_TLS_CERT_FILE and TURN_TLS_KEY_FILE (PEM)
#   TURN_USER_QUOTA        12             allocations at once of one client
#   TURN_TOTAL_QUOTA       1200           and of all
#   TURN_SESSION_BANDWIDTH 0              bytes a second of one allocation, each way; 0 is without bound
#   TURN_TOTAL_BANDWIDTH   0              and of all
#   TURN_DENIED_PEERS      -              CIDRs, with spaces or commas between, beyond those that turnserver.conf denies
#   TURN_ALLOWED_PEERS     -              CIDRs that may be peers although a range denies them: the GPU nodes' subnet
#   TURN_METRICS_PORT      9641           Prometheus, /metrics
#   TURN_DRAIN_SECONDS     3600           after SIGTERM, running sessions may go on for this time, and none begins
set -eu
umask 077

here=$(cd "$(dirname "$0")" && pwd)
run=${TURN_RUN_DIRECTORY:-/run/turn}

fail() {
  echo "coturn: $*" >&2
  exit 1
}

# These print what they checked. Call them in an assignment of its own, so that a refusal ends the script.

# number NAME DEFAULT: the value of a setting that must be a number
number() {
  value=
  eval "value=\${$1:-$2}"
  case $value in
    '' | *[!0-9]* | ??????????*) fail "$1 is a number, not '$value'." ;;
  esac
  echo "$value"
}

# plain NAME VALUE: a value that cannot start another line of the configuration
plain() {
  case $2 in
    '' | *[!A-Za-z0-9._:/-]*) fail "$1 is empty or has characters that do not belong there." ;;
  esac
  echo "$2"
}

# The range of addresses that a CIDR stands for, as coturn wants it. Addresses, and ranges, pass as they are.
range() {
  case $1 in
    *:*/*) fail "'$1': give IPv6 peers as FIRST-LAST." ;;
    */*) cidr_range "$1" ;;
    *) echo "$1" ;;
  esac
}

cidr_range() {
  echo "$1" | grep -Eq '^([0-9]{1,3}\.){3}[0-9]{1,3}/([0-9]|[12][0-9]|3[0-2])$' || fail "'$1' is not a CIDR."
  address=$(echo "${1%/*}" | tr . ' ')
  first=0
  for octet in $address; do
    first=$((first << 8 | octet))
  done
  size=$((1 << (32 - ${1#*/})))
  first=$((first & ~(size - 1)))
  echo "$(dotted "$first")-$(dotted $((first + size - 1)))"
}

dotted() {
  echo "$(($1 >> 24 & 255)).$(($1 >> 16 & 255)).$(($1 >> 8 & 255)).$(($1 & 255))"
}

# The token to ask with, the first line of its file; none where no API asks for one.
bearer() {
  if [ -n "${TURN_EXTERNAL_IP_TOKEN_FILE:-}" ]; then
    head -n 1 "$TURN_EXTERNAL_IP_TOKEN_FILE"
  fi
}

# What a plain HTTP address answers, with whatever this image has to ask by.
fetch() {
  token=$(bearer)
  if command -v wget >/dev/null; then
    wget -q -T 5 --header "Authorization: Bearer $token" -O - "$1"
  else
    address=${1#http://}
    authority=${address%%/*}
    bash -c 'exec 3<>"/dev/tcp/$1/$2" &&
      printf "GET /%s HTTP/1.0\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n" "$3" "$1" "$4" >&3 &&
      read -r -t 5 _ status _ <&3 && [ "$status" = 200 ] &&
      while IFS= read -r -t 5 line <&3 && [ "$line" != "$(printf "\r")" ]; do :; done && cat <&3' \
      fetch "${authority%:*}" "${authority##*:}" "${address#*/}" "$token"
  fi
}

# The node's external IPv4 address; nothing if it has no other than its own.
external_ip() {
  if [ -n "${TURN_EXTERNAL_IP:-}" ]; then
    echo "$TURN_EXTERNAL_IP"
  elif [ -n "${TURN_EXTERNAL_IP_URL:-}" ]; then
    tries=0
    until found=$(fetch "$TURN_EXTERNAL_IP_URL" | grep -v : | head -n 1) && [ -n "$found" ]; do
      tries=$((tries + 1))
      [ "$tries" -lt 60 ] || fail "$TURN_EXTERNAL_IP_URL does not tell this node's external address."
      sleep 2
    done
    echo "$found"
  fi
}

# setting KEY VALUE: a line of the configuration
setting() {
  echo "$1=$2"
}

# number_setting KEY NAME DEFAULT
number_setting() {
  number=$(number "$2" "$3")
  setting "$1" "$number"
}

render() {
  cat "$here/turnserver.conf"
  echo
  echo "# From this node and its settings."
  setting realm "$realm"
  render_addresses
  number_setting listening-port TURN_PORT 3478
  number_setting min-port TURN_MIN_PORT 49152
  number_setting max-port TURN_MAX_PORT 65535
  render_tls
  number_setting user-quota TURN_USER_QUOTA 12
  number_setting total-quota TURN_TOTAL_QUOTA 1200
  number_setting max-bps TURN_SESSION_BANDWIDTH 0
  number_setting bps-capacity TURN_TOTAL_BANDWIDTH 0
  render_peers denied "${TURN_DENIED_PEERS:-}"
  render_peers allowed "${TURN_ALLOWED_PEERS:-}"
  setting userdb "$run/turndb"
  setting pidfile "$run/turnserver.pid"
  if supports prometheus; then
    echo prometheus
    number_setting prometheus-port TURN_METRICS_PORT 9641
  fi
}

# With a mapping, coturn itself allows the node's own address as a peer: two clients may meet on one relay.
render_addresses() {
  node=$(plain TURN_NODE_IP "${TURN_NODE_IP:-}")
  external=$(external_ip)
  setting listening-ip "$node"
  setting relay-ip "$node"
  if [ -n "$external" ] && [ "$external" != "$node" ]; then
    external=$(plain "The external address" "$external")
    setting external-ip "$external/$node"
  fi
}

render_tls() {
  if [ -n "${TURN_TLS_PORT:-}" ]; then
    cert=$(plain TURN_TLS_CERT_FILE "${TURN_TLS_CERT_FILE:-}")
    key=$(plain TURN_TLS_KEY_FILE "${TURN_TLS_KEY_FILE:-}")
    number_setting tls-listening-port TURN_TLS_PORT 443
    setting cert "$cert"
    setting pkey "$key"
  else
    echo no-tls
    echo no-dtls
  fi
}

# render_peers denied|allowed LIST
render_peers() {
  for peers in $(echo "$2" | tr ',' ' '); do
    peers=$(plain "A $1 peer" "$peers")
    peers=$(range "$peers")
    setting "$1-peer-ip" "$peers"
  done
}

# The secrets of the file, one a line. Nothing in them has a meaning to a shell, to coturn or to SQL.
read_secrets() {
  found=$(sed 's/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d' "${TURN_SECRET_FILE:?names the file of the secrets}" 2>/dev/null) ||
    fail "TURN_SECRET_FILE cannot be read."
  [ -n "$found" ] || fail "TURN_SECRET_FILE is empty."
  for secret in $found; do
    case $secret in
      *[!A-Za-z0-9._~+/=-]*) fail "TURN_SECRET_FILE has a secret with characters that do not belong there." ;;
    esac
  done
  echo "$found"
}

administer() {
  turnadmin -b "$run/turndb" -r "$realm" "$@" 2>&1
}

knows() {
  administer -S | grep -qF "$1[$realm]"
}

# learn SECRETS: coturn accepts these, and no others. It reads its database for every client that comes. One that it knows
# is not set again: turnadmin would take it away for a moment.
learn() {
  for secret in $1; do
    tries=0
    until knows "$secret" || { administer -s "$secret" >/dev/null && knows "$secret"; }; do
      tries=$((tries + 1))
      [ "$tries" -lt 20 ] || fail "turnadmin does not take a secret."
      sleep 1
    done
  done
  for secret in $(administer -S | sed -n "s/\[$realm\]\$//p"); do
    case " $(echo "$1" | tr '\n' ' ') " in
      *" $secret "*) ;;
      *) administer -X "$secret" >/dev/null ;;
    esac
  done
}

# In SQLite's write-ahead mode, which bytes 18 and 19 of the file stand for, a write makes no reader wait. coturn does not
# wait: it would refuse the client.
prepare_secrets() {
  rm -f "$run/turndb" "$run/turndb-wal" "$run/turndb-shm"
  learn "$1"
  printf '\002\002' | dd of="$run/turndb" bs=1 seek=18 conv=notrunc 2>/dev/null
}

# A file that cannot be read, or makes no sense, changes nothing. Ends with this script.
follow_secrets() {
  known=$1
  trap 'kill "$!" 2>/dev/null && wait "$!"; exit 0' TERM
  while kill -0 "$$" 2>/dev/null; do
    sleep "$check_seconds" &
    wait "$!"
    wanted=$(read_secrets) || continue
    if [ "$wanted" != "$known" ] && (learn "$wanted"); then
      known=$wanted
      echo "coturn: the secrets have changed; it accepts $(echo "$known" | grep -c .) now" >&2
    fi
  done
}

supports() {
  turnserver -h 2>&1 | grep -q -- "--$1"
}

# Since 4.7, SIGUSR1 refuses new sessions and ends coturn with its last session; before, it kills.
drains() {
  version=$(turnserver --version 2>/dev/null | sed -n 's/^[^0-9]*\([0-9][0-9]*\)\.\([0-9][0-9]*\).*/\1 \2/p' | head -n 1)
  [ -n "$version" ] && {
    [ "${version% *}" -gt 4 ] || { [ "${version% *}" -eq 4 ] && [ "${version#* }" -ge 7 ]; }
  }
}

drain() {
  trap '' TERM INT
  turnserver=${!:-}
  [ -n "$turnserver" ] || exit 0
  echo "coturn: draining for at most $drain_seconds s" >&2
  if [ "$drain_seconds" -gt 0 ] && drains; then
    kill -USR1 "$turnserver" 2>/dev/null || true
  fi
  waited=0
  while [ "$waited" -lt "$drain_seconds" ] && kill -0 "$turnserver" 2>/dev/null; do
    sleep 1
    waited=$((waited + 1))
  done
  kill -TERM "$turnserver" 2>/dev/null || true
  wait "$turnserver" || true
  exit 0
}

drain_seconds=$(number TURN_DRAIN_SECONDS 3600)
check_seconds=$(number TURN_SECRET_CHECK_SECONDS 5)
realm=$(plain TURN_REALM "${TURN_REALM:-app.pixel}")
mkdir -p "$run"
secrets=$(read_secrets)
render >"$run/turnserver.conf"
prepare_secrets "$secrets"
follow_secrets "$secrets" &
follower=$!
trap 'kill "$follower" 2>/dev/null && wait "$follower" || true' EXIT

# Before coturn starts: a signal that comes as it starts must find it, or coturn would outlive this script.
trap drain TERM INT
turnserver -c "$run/turnserver.conf" "$@" &
wait "$!"
