# shellcheck shell=bash
# Engine and tools from the distribution's packages, unpacked below .lab: nothing is installed, the system stays as it is.

mirror=${LAB_DEBIAN_MIRROR:-http://deb.debian.org/debian}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

fetch_engine() {
  [ -x "$unpacked/usr/sbin/dockerd" ] && return
  local origin
  for origin in $(engine_origins); do
    say "fetching an engine from $origin (nothing is installed on the system)"
    if fetch_from "$origin" >"$lab/fetch.log" 2>&1; then
      say "fetched $(engine_version)"
      return
    fi
    say "no engine from $origin: $(tail -n 1 "$lab/fetch.log")"
  done
  fail "no package source has an engine that runs here; what was tried is in $lab/fetch.log" \
    "start a Docker engine yourself (https://docs.docker.com/engine/install/), or set LAB_DEBIAN_MIRROR"
}

# Newest first: forky has 28.5, trixie (stable) 26.1, bookworm 20.10. Ubuntu and others use the sources they have.
engine_origins() {
  if [ -n "${LAB_ENGINE_FROM:-}" ]; then
    echo "$LAB_ENGINE_FROM"
  elif is_debian; then
    echo forky trixie "$(host_suite)"
  else
    echo system
  fi
}

is_debian() { [ -f $keyring ] && grep -q '^ID=debian' /etc/os-release; }

# The suite of the system's own libc: what links against it comes from there.
host_suite() {
  if is_debian; then sed -n 's/^VERSION_CODENAME=//p' /etc/os-release; else echo system; fi
}

# Leaves $unpacked complete, or not there at all.
fetch_from() {
  local origin=$1 new=$lab/engine.new debs=$lab/debs
  rm -rf "$new" "$debs"
  mkdir -p "$new" "$debs/partial"
  read_lists "$(host_suite)" || return
  read_lists "$origin" || return
  fetch_tools "$debs" || return
  fetch_daemon "$origin" "$debs" || return
  find "$debs" -name '*.deb' -exec dpkg-deb -x {} "$new" \;
  link_iptables "$new" || return
  ln -sf tini-static "$new/usr/bin/docker-init"
  LD_LIBRARY_PATH=$(libraries "$new") "$new/usr/sbin/dockerd" --version || return
  rm -rf "$debs" "$lab/apt" "$unpacked"
  mv "$new" "$unpacked"
}

# What the engine calls, and what the stand-in images are made with: whatever the system lacks, from its own suite.
fetch_tools() {
  apt_of "$(host_suite)" install --download-only --yes --no-install-recommends -o "Dir::Cache::archives=$1" \
    runc iptables iproute2 libsystemd0 debootstrap debian-archive-keyring docker-registry || return
  download "$1" "$(host_suite)" busybox-static || return
  download "$1" "$(host_suite)" tini
  download "$1" "$(host_suite)" tini-static || true
}

# Without their dependencies, which would bring another libc. Older suites have the client in docker.io, and no plugins.
fetch_daemon() {
  local package
  download "$2" "$1" docker.io && download "$2" "$1" containerd || return
  for package in docker-cli docker-buildx docker-compose docker-compose-v2; do
    download "$2" "$1" "$package" || true
  done
}

# download FOLDER SUITE PACKAGE
download() { (cd "$1" && apt_of "$2" download "$3"); }

read_lists() {
  mkdir -p "$lab/apt/$1/lists/partial" "$lab/apt/$1/cache"
  [ "$1" = system ] || echo "deb [signed-by=$keyring] $mirror $1 main" >"$lab/apt/$1/sources.list"
  apt_of "$1" -o Acquire::Retries=2 update
}

# apt_of SUITE ARGUMENTS: apt-get with package lists of its own, of one suite.
apt_of() {
  local home=$lab/apt/$1 sources=()
  [ "$1" = system ] || sources=(-o "Dir::Etc::SourceList=$home/sources.list" -o Dir::Etc::SourceParts=/dev/null)
  shift
  apt-get "${sources[@]}" -o "Dir::State::Lists=$home/lists" -o "Dir::Cache=$home/cache" -o APT::Sandbox::User=root "$@"
}

# The package's own links are made by update-alternatives, which unpacking does not run. Kernels know one kind or the other.
link_iptables() {
  local kind name
  command -v iptables && return
  for kind in nft legacy; do
    LD_LIBRARY_PATH=$(libraries "$1") XTABLES_LIBDIR=$(echo "$1"/usr/lib/*/xtables) \
      "$1/usr/sbin/iptables-$kind" -t nat -L -n || continue
    for name in iptables ip6tables; do ln -s "$name-$kind" "$1/usr/sbin/$name"; done
    return 0
  done
  echo "this kernel has no netfilter that iptables can use" >&2
  return 1
}

engine_version() { LD_LIBRARY_PATH=$(libraries "$unpacked") "$unpacked/usr/sbin/dockerd" --version | sed 's/,.*//'; }
