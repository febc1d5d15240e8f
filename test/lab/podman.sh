# shellcheck shell=bash
# Podman in the place of the Docker engine: takes over what engine.sh and packages.sh do for Docker. Sourced after them.

fetch_beside() {
  [ -x "$unpacked/usr/bin/podman" ] && return
  say "fetching Podman from bookworm (nothing is installed on the system)"
  fetch_podman >"$lab/fetch.log" 2>&1 ||
    fail "Podman cannot be had; the end of $lab/fetch.log:" "$(tail -n 5 "$lab/fetch.log")"
}

# Leaves $unpacked complete, or not there at all.
fetch_podman() {
  local new=$lab/engine.new debs=$lab/debs
  rm -rf "$new" "$debs"
  mkdir -p "$new" "$debs/partial"
  read_lists bookworm || return
  apt_of bookworm install --download-only --yes --no-install-recommends -o "Dir::Cache::archives=$debs" \
    podman conmon runc catatonit netavark aardvark-dns iptables iproute2 || return
  find "$debs" -name '*.deb' -exec dpkg-deb -x {} "$new" \;
  link_iptables "$new" || return
  LD_LIBRARY_PATH=$(libraries "$new") "$new/usr/bin/podman" --version || return
  rm -rf "$debs" "$lab/apt" "$unpacked"
  mv "$new" "$unpacked"
}

is_private_running() { is_process "$run/docker.pid" "$socket" && answers; }

# Without systemd's timers Podman runs no health checks: health-checks.js asks for each when it is due.
start_private() {
  stop_private
  rm -f "$run/exec/libpod/events/"*
  make_network
  write_config
  export HOME=$lab/home CONTAINERS_CONF=$run/containers.conf CONTAINERS_STORAGE_CONF=$run/storage.conf
  export CONTAINERS_REGISTRIES_CONF=$run/registries.conf DISABLE_HC_SYSTEMD=true
  start_recorded "$run/docker.pid" "$lab/podman.log" "$unpacked/usr/bin/podman" --cgroup-manager cgroupfs \
    --events-backend file --network-config-dir "$lab/networks" system service --time=0 "unix://$socket"
  await_private
  start_recorded "$run/health.pid" "$lab/health-checks.log" node "$here/health-checks.js" "$socket"
}

# start_recorded PIDFILE LOG COMMAND…
start_recorded() {
  setsid --fork sh -c 'echo $$ >"$1"; shift; exec "$@"' - "$1" "${@:3}" </dev/null >"$2" 2>&1 9>&-
}

await_private() {
  local tries=300
  until answers >/dev/null; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] || fail "Podman does not start; the end of $lab/podman.log:" "$(tail -n 5 "$lab/podman.log")"
    sleep 0.1
  done
}

stop_private() {
  local helper
  stop_process "$run/health.pid" "$socket" 5
  stop_process "$run/docker.pid" "$socket" 10
  for helper in $(processes "$unpacked/usr/lib/podman/aardvark-dns"); do kill "$helper"; done
  unmount_all
  remove_network
  rm -f "$socket"
}

# Everything Podman would look for below /etc, /usr and /var, and the images' policy, which it looks for at home.
write_config() {
  local trust=$lab/home/.config/containers mirrored
  mkdir -p "$trust" "$lab/data" "$lab/networks" "$run/exec"
  echo '{ "default": [{ "type": "insecureAcceptAnything" }] }' >"$trust/policy.json"
  cat >"$run/storage.conf" <<END
[storage]
driver = "overlay"
graphroot = "$lab/data"
runroot = "$run/exec"
END
  cat >"$run/containers.conf" <<END
[engine]
helper_binaries_dir = ["$unpacked/usr/lib/podman", "$unpacked/usr/libexec/podman", "$unpacked/usr/bin"]
conmon_path = ["$unpacked/usr/bin/conmon"]
runtime = "runc"
init_path = "$unpacked/usr/bin/catatonit"
tmp_dir = "$run/exec/libpod"
# Where this file is turned over, who follows it hears no more.
events_logfile_max_size = "1g"
[engine.runtimes]
runc = ["$lab/bin/runc"]
[network]
network_backend = "netavark"
default_subnet = "$(addresses).0.0/24"
default_subnet_pools = [{ base = "$(addresses).0.0/16", size = 24 }]
[containers]
log_driver = "k8s-file"
# Podman asks for more than a machine without CAP_SYS_RESOURCE may give.
default_ulimits = ["nofile=$(ulimit -Hn):$(ulimit -Hn)", "nproc=4096:4096"]
END
  # conmon starts runc with an environment of its own, in which its libraries are not found.
  printf '#!/bin/sh\nLD_LIBRARY_PATH=%s exec %s "$@"\n' "$(libraries "$unpacked")" "$unpacked/usr/sbin/runc" >"$lab/bin/runc"
  chmod +x "$lab/bin/runc"
  echo 'unqualified-search-registries = ["docker.io"]' >"$run/registries.conf"
  mirrored=$(echo "$registry_mirrors" | sed -nE 's#^\["http://([^/"]+).*#\1#p')
  [ -z "$mirrored" ] || cat >>"$run/registries.conf" <<END
[[registry]]
location = "docker.io"
[[registry.mirror]]
location = "$mirrored"
insecure = true
END
}
