# shellcheck shell=bash
# The images of the examples and scenarios: Docker Hub's where it can be reached, otherwise stand-ins of the same names
# made of Debian's packages and served by a private registry as Docker Hub's mirror, so that pulls are real.

images='busybox:latest debian:bookworm-slim python:3.11-slim redis:7 postgres:15 nginx:latest'

ensure_images() {
  local missing
  missing=$(missing_images)
  [ -n "$missing" ] || return 0
  [ "$pull_later" = no ] || missing=busybox:latest
  pull_images "$missing" && return
  say "Docker Hub cannot be reached from this engine; building stand-ins from Debian's packages"
  build_stand_ins
}

missing_images() {
  local image
  for image in $images; do
    docker image inspect "$image" >/dev/null 2>&1 || registry_has "$image" || echo "$image"
  done
}

pull_images() {
  local image
  for image in $1; do
    say "pulling $image"
    timeout 300 docker pull --quiet "$image" >/dev/null 2>"$lab/pull.log" || return
  done
}

build_stand_ins() {
  local image
  can_bootstrap || fail "the images $(missing_images | paste -sd' ') are missing, and neither Docker Hub nor a way to build them is here" \
    "connect the engine to Docker Hub, load the images by hand (docker load), or run this as root on Debian or Ubuntu"
  fetch_engine
  use_unpacked
  import_busybox
  import_debian
  build_all python:3.11-slim redis:7 postgres:15 nginx:latest
  [ "$engine" = private ] || return 0
  start_registry
  for image in $images; do move_to_registry "$image"; done
  docker pull --quiet busybox:latest >/dev/null
  docker builder prune --all --force >/dev/null
}

can_bootstrap() { [ "$(id -u)" = 0 ] && command -v apt-get dpkg-deb >/dev/null; }

import_busybox() {
  local root=$lab/busybox applet
  say "making busybox:latest"
  rm -rf "$root"
  mkdir -p "$root"/{bin,dev,etc,home,proc,root,sbin,sys,tmp,usr/bin,usr/sbin,var/www}
  chmod 1777 "$root/tmp"
  cp "$unpacked"/*bin/busybox "$root/bin/" 2>/dev/null || cp "$unpacked/usr/bin/busybox" "$root/bin/"
  for applet in $("$root/bin/busybox" --list-full); do
    [ -e "$root/$applet" ] || ln -s /bin/busybox "$root/$applet"
  done
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/home:/bin/false\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65534:\n' >"$root/etc/group"
  tar -C "$root" -c . | docker import --change 'CMD ["sh"]' - busybox:latest >/dev/null
  rm -rf "$root"
}

import_debian() {
  local root=$lab/debian
  say "making debian:bookworm-slim (half a minute)"
  rm -rf "$root"
  DEBOOTSTRAP_DIR=$(debootstrap_home) debootstrap --variant=minbase --keyring="$(archive_keyring)" \
    bookworm "$root" "$mirror" >"$lab/debootstrap.log" 2>&1 ||
    fail "debootstrap failed; the end of $lab/debootstrap.log:" "$(tail -n 5 "$lab/debootstrap.log")"
  cp "$here"/images/slim.dpkg "$root/etc/dpkg/dpkg.cfg.d/slim"
  cp "$here"/images/slim.apt "$root/etc/apt/apt.conf.d/slim"
  rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*_* "$root"/usr/share/{doc,man,locale}/*
  : >"$root/etc/resolv.conf"
  tar -C "$root" --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' -c . |
    docker import --change 'CMD ["bash"]' - debian:bookworm-slim >/dev/null
  rm -rf "$root"
}

debootstrap_home() {
  if [ -d /usr/share/debootstrap ]; then echo /usr/share/debootstrap; else echo "$unpacked/usr/share/debootstrap"; fi
}

archive_keyring() { if [ -f "$keyring" ]; then echo "$keyring"; else echo "$unpacked$keyring"; fi; }

# All at once: they wait for the network in turns.
build_all() {
  local image build builds=()
  say "building $*"
  for image in "$@"; do
    build_image "${image%%:*}" "$image" 9>&- &
    builds+=($!)
  done
  for build in "${builds[@]}"; do
    wait "$build" || exit 1
  done
}

build_image() {
  docker build --quiet --tag "$2" "$here/images/$1" >"$lab/build-$1.log" 2>&1 ||
    fail "$2 cannot be built; the end of $lab/build-$1.log:" "$(tail -n 8 "$lab/build-$1.log")"
}

registry_has() { [ "$engine" = private ] && [ -d "$lab/registry/docker/registry/v2/repositories/library/${1%%:*}/_manifests/tags/${1#*:}" ]; }

# Does nothing where no stand-in was ever pushed and none is about to be: then Docker Hub itself serves.
resume_registry() { [ ! -d "$lab/registry" ] || start_registry; }

start_registry() {
  local tries=100
  is_process "$run/registry.pid" "$run/registry.yml" && return
  mkdir -p "$lab/registry"
  printf 'version: 0.1\nstorage:\n  filesystem: { rootdirectory: %s }\n  delete: { enabled: true }\nhttp: { addr: %s }\nlog: { level: warn }\n' \
    "$lab/registry" "$(registry)" >"$run/registry.yml"
  setsid --fork sh -c 'echo $$ >"$1"; shift; exec "$@"' - "$run/registry.pid" docker-registry serve "$run/registry.yml" \
    </dev/null >"$lab/registry.log" 2>&1 9>&-
  until (exec 3<>"/dev/tcp/127.0.0.1/15$(number)") 2>/dev/null; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || fail "the registry does not start; the end of $lab/registry.log:" "$(tail -n 5 "$lab/registry.log")"
    sleep 0.1
  done
}

stop_registry() { stop_process "$run/registry.pid" "$run/registry.yml" 10; }

move_to_registry() {
  local pushed
  pushed=$(registry)/library/$1
  say "pushing $1 to the private registry"
  docker tag "$1" "$pushed"
  docker push --quiet "$pushed" >/dev/null
  docker rmi --force "$pushed" "$1" >/dev/null
}
