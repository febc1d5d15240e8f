# shellcheck shell=bash
# What bin/demo and bin/test do first: the packages and the built program. Sourced, never run.

prepare() {
  require_node && install_packages && npm run --silent build
}

require_node() {
  command -v npm >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' ||
    { echo "Node.js 20.19 or newer and npm are needed: https://nodejs.org" >&2 && return 1; }
}

# Skipped where they are in place; a linked node_modules belongs to another checkout and is left alone.
install_packages() {
  [ -L node_modules ] || [ node_modules/.package-lock.json -nt package-lock.json ] ||
    npm ci --no-audit --no-fund --loglevel=error
}
