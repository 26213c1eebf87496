#!/bin/sh
# emcc of the Emscripten SDK in $EMSDK, else the one on the PATH. Exit 127: there is none.
set -eu

if [ -n "${EMSDK:-}" ] && [ -x "$EMSDK/upstream/emscripten/emcc" ]; then
    emcc=$EMSDK/upstream/emscripten/emcc
else
    emcc=$(command -v emcc) || {
        echo "emcc is missing: run \`make setup\`" >&2
        exit 127
    }
fi
if [ "${1:-}" = --which ]; then
    echo "$emcc"
    exit
fi

# Debian's emcc optimizes with Node packages that Node does not look for by itself.
debian_node_packages=/usr/share/nodejs
if [ -d $debian_node_packages ]; then
    export NODE_PATH=$debian_node_packages
fi
exec "$emcc" "$@"
