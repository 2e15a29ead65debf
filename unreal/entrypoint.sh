#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Starts a packaged Unreal application as a streamer. The pod gives:
#   SIGNALLING_URL  where its signalling server listens for streamers (ws://localhost:8888)
#   ENGINE          ue5.5, ue5, ue5.0, ue4.27 or ue4.26: how this engine reads its arguments
#   RES_X, RES_Y    size of the picture (1920, 1080)
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

exec "$PROJECT_BINARY" -RenderOffscreen -ForceRes "-ResX=${RES_X:-1920}" "-ResY=${RES_Y:-1080}" -Unattended -stdout \
  "-UserDir=$HOME" "-AudioMixer" "${signalling[@]}" "$@"
