#!/bin/sh
# Installs what is missing: setup.sh build | test | check | fuzz
# Exit 2: something is missing that it cannot install; it says what to do.
set -eu

purpose=${1:-build}
here=$(dirname "$0")
os_release=${OS_RELEASE:-/etc/os-release}
oldest_node=20

say() { printf '%s\n' "$*" >&2; }

stop() {
    say "$@"
    exit 2
}

has() { command -v "$1" >/dev/null 2>&1; }

is_debian() {
    has apt-get && [ -r "$os_release" ] && grep -q '^ID=debian$' "$os_release"
}

check_node() {
    has node || stop "Node.js is missing: install Node $oldest_node or newer (https://nodejs.org/)."
    version=$(node -p 'process.versions.node')
    if [ "${version%%.*}" -lt $oldest_node ]; then
        stop "Node.js $version is too old: install Node $oldest_node or newer (https://nodejs.org/)."
    fi
    has npm || stop "npm is missing: it comes with Node.js (https://nodejs.org/), or as Debian's package npm."
}

install_npm_packages() {
    if node "$here/npm-is-current.js"; then
        return
    fi
    say "Installing the npm packages of package-lock.json into node_modules (about 190 MB)."
    npm ci --no-audit --no-fund >&2 ||
        stop "npm ci failed. Without a network connection the packages cannot be installed."
}

packages=''
instructions=''

# need PACKAGE INSTRUCTION: what Debian calls it, and what to do elsewhere.
need() {
    packages="$packages $1"
    instructions="$instructions
  - $2"
}

need_compilers() {
    has gcc || need 'gcc libc6-dev' 'gcc: install GCC 10 or newer'
    "$here/emcc.sh" --which >/dev/null 2>&1 ||
        need emscripten 'emcc: install Emscripten 3.1.6 or newer (https://emscripten.org/docs/getting_started/downloads.html, or "brew install emscripten") and put emcc on the PATH, or set EMSDK to the SDK'
}

need_browser() {
    node "$here/find-browser.js" >/dev/null ||
        need chromium 'a browser for the tests: run "npx playwright install chromium", or put chromium or google-chrome on the PATH'
}

need_checkers() {
    for tool in clang clang-format clang-tidy; do
        has $tool || need $tool "$tool: install LLVM's $tool 14 or newer"
    done
}

need_fuzzer() {
    if ! has clang; then
        need 'clang libclang-rt-dev' "clang: install LLVM's clang 14 or newer, with libFuzzer"
        return
    fi
    echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' |
        clang -fsanitize=fuzzer,address -x c -o /dev/null - 2>/dev/null ||
        need "libclang-rt-$(clang -dumpversion 2>/dev/null | cut -d. -f1)-dev" "libFuzzer: install what your clang calls its runtime libraries (compiler-rt)"
}

install_packages() {
    if [ -z "$packages" ]; then
        return
    fi
    is_debian || stop "Missing, please install:$instructions"
    install="apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=600$packages"
    if [ "$(id -u)" -eq 0 ]; then
        as_root=''
    elif has sudo && sudo -n true 2>/dev/null; then
        as_root='sudo -n'
    else
        stop "Missing:$packages. Run this as root, then try again:
  apt-get update && $install"
    fi
    say "Installing Debian packages with apt-get:$packages"
    case $packages in
    *emscripten*) say "(emscripten: about 190 MB to download, 1.2 GB on disk)" ;;
    esac
    # shellcheck disable=SC2086 # words on purpose
    {
        $as_root apt-get update -o DPkg::Lock::Timeout=600 >&2 &&
            $as_root env DEBIAN_FRONTEND=noninteractive $install >&2
    } || stop "apt-get could not install:$packages. Is there a network connection?"
}

check_node
install_npm_packages
case $purpose in
build) need_compilers ;;
test)
    need_compilers
    need_browser
    ;;
check)
    need_compilers
    need_checkers
    ;;
fuzz)
    need_compilers
    need_fuzzer
    ;;
*) stop "usage: $0 build | test | check | fuzz" ;;
esac
install_packages
