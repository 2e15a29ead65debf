#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Starts a packaged Unreal application as a streamer. The pod gives:
#   SIGNALLING_URL  where its signalling server listens for streamers (ws://localhost:8888)
#   ENGINE          ue5.5, ue5, ue5.0, ue4.27 or ue4.26: how this engine reads its arguments
#   RES_X, RES_Y    size of the picture (1920, 1080)
#   RESTART_FILE    optional: a new file of this name asks for the application's end and a new start
#   arguments       everything else for Unreal, as they are
# The image says which application: PROJECT_BINARY, the path of the packaged binary.
set -eu

: "${PROJECT_BINARY:?names the packaged Unreal binary, such as /opt/unreal/Game/Binaries/Linux/Game}"
url=${SIGNALLING_URL:-ws://localhost:8888}

case ${ENGINE:-ue5} in
  ue5.5 | ue5 | ue5.0)
    signalling=("-PixelStreamingURL=$url")
    ;;
  ue4.27 | ue4.26)
    # These know no URL: an address and a port, without scheme or path.
    authority=${url#ws://}
    authority=${authority%%/*}
    signalling=("-PixelStreamingIP=${authority%%:*}" "-PixelStreamingPort=${authority##*:}")
    ;;
  *)
    echo "ENGINE is '$ENGINE'; allowed are ue5.5, ue5, ue5.0, ue4.27 and ue4.26." >&2
    exit 2
    ;;
esac

# Unreal writes below its home; the root file system is read-only, so home is the pod's scratch space.
export HOME=${HOME_FOLDER:-/tmp/home}
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-/tmp/runtime}
mkdir -p "$HOME" "$XDG_RUNTIME_DIR"
chmod 700 "$XDG_RUNTIME_DIR"

set -- "$PROJECT_BINARY" -RenderOffscreen -ForceRes "-ResX=${RES_X:-1920}" "-ResY=${RES_Y:-1080}" -Unattended -stdout \
  "-UserDir=$HOME" "-AudioMixer" "${signalling[@]}" "$@"

[ -n "${RESTART_FILE:-}" ] || exec "$@"

# The application ends itself within this time, or it is killed.
patience=${RESTART_PATIENCE_SECONDS:-20}

application=
trap 'stopping=1; [ -z "$application" ] || kill -TERM "$application" 2>/dev/null' TERM INT
stopping=

running() { kill -0 "$application" 2>/dev/null; }

# ended: waits for the application's end, also through a signal, and returns its exit code.
ended() {
  local code=0
  wait "$application" || code=$?
  while running; do
    code=0
    wait "$application" || code=$?
  done
  return "$code"
}

while :; do
  rm -f "$RESTART_FILE"
  "$@" &
  application=$!
  while [ -z "$stopping" ] && [ ! -e "$RESTART_FILE" ] && running; do
    sleep 0.2
  done
  # An application that ends by itself ends the container, and the kubelet starts it again with growing pauses.
  if [ -n "$stopping" ] || [ ! -e "$RESTART_FILE" ] || ! running; then
    code=0
    ended || code=$?
    exit "$code"
  fi
  echo "Restarting the application after its visitor."
  kill -TERM "$application" 2>/dev/null || :
  for ((i = 0; i < patience * 10; i++)); do
    running || break
    sleep 0.1
  done
  kill -KILL "$application" 2>/dev/null || :
  ended || :
done
