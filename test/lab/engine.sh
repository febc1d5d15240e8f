# shellcheck shell=bash
# A private engine: its own socket, data, bridge and addresses, started detached and stopped by its recorded pid.

is_private_running() { is_process "$run/docker.pid" "$run/daemon.json" && answers; }

answers() { timeout 10 docker version --format '{{.Server.Version}}, API {{.Server.APIVersion}}' 2>/dev/null; }

# From here on, `docker` is the private engine's client, and its plugins are found.
point_at_private() {
  export DOCKER_HOST=unix://$socket DOCKER_CONFIG=$lab/docker-config PATH=$lab/bin:$PATH
  unset DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH
  mkdir -p "$DOCKER_CONFIG" "$lab/bin"
  echo "{\"cliPluginsExtraDirs\": [\"$unpacked/usr/libexec/docker/cli-plugins\"]}" >"$DOCKER_CONFIG/config.json"
  ln -sfn "$unpacked/usr/bin/docker" "$lab/bin/docker"
}

start_private() {
  local tries=300
  mkdir -p "$lab/data" "$run"
  stop_process "$run/docker.pid" "$run/daemon.json" 10
  rm -f "$run/docker.pid"
  make_network
  write_config
  PATH=$tools_path:$PATH setsid --fork dockerd --config-file "$run/daemon.json" </dev/null >"$lab/dockerd.log" 2>&1 9>&-
  until answers >/dev/null; do
    tries=$((tries - 1))
    [ $tries -gt 0 ] && ! grep -q '^failed to start' "$lab/dockerd.log" ||
      fail "the engine does not start; the end of $lab/dockerd.log:" "$(tail -n 5 "$lab/dockerd.log")"
    sleep 0.1
  done
}

stop_private() {
  stop_process "$run/docker.pid" "$run/daemon.json" 30
  unmount_all
  remove_network
  rm -f "$socket"
}

# What an engine that was killed left mounted below its own folders.
unmount_all() {
  local mounted
  for mounted in $(awk '{ print $2 }' /proc/mounts | grep -E "^($lab/data|$run)(/|$)" | sort -r); do
    umount --lazy "$mounted" || true
  done
}

# The firewall is left to the lab: an engine that manages it rewrites the chains of any other engine of the machine.
write_config() {
  cat >"$run/daemon.json" <<END
{
  "hosts": ["unix://$socket"],
  "data-root": "$lab/data",
  "exec-root": "$run/exec",
  "pidfile": "$run/docker.pid",
  "bridge": "$(bridge)",
  "mtu": $(route_mtu),
  "default-address-pools": [{ "base": "$(addresses).0.0/16", "size": 24 }],
  "iptables": false,
  "ip6tables": false,
  "registry-mirrors": ${registry_mirrors:-[\"http://$(registry)\"]}
}
END
}

# The lab's number tells several checkouts on one machine apart: it names the bridge, its addresses and the registry's port.
number() { cat "$lab/number"; }
bridge() { echo "gantry$(number)"; }
addresses() { echo "10.$(number)"; }
registry() { echo "127.0.0.1:15$(number)"; }

make_network() {
  [ -f "$lab/number" ] && ip link show "$(bridge)" >/dev/null 2>&1 || claim_bridge
  ip address replace "$(addresses).0.1/24" dev "$(bridge)"
  ip link set "$(bridge)" up
  echo 1 >/proc/sys/net/ipv4/ip_forward
  remove_rules
  iptables -t nat -A POSTROUTING -s "$(addresses).0.0/16" ! -d "$(addresses).0.0/16" -j MASQUERADE
  iptables -I FORWARD -s "$(addresses).0.0/16" -j ACCEPT
  iptables -I FORWARD -d "$(addresses).0.0/16" -j ACCEPT
}

# Keeps the number it had; otherwise takes the first that nobody's route or bridge uses, starting where the path says.
claim_bridge() {
  local first tries candidate
  first=$(cat "$lab/number" 2>/dev/null || echo $((200 + $(printf %s "$checkout" | cksum | cut -d' ' -f1) % 50)))
  for tries in $(seq 0 49); do
    candidate=$((200 + (first - 200 + tries) % 50))
    ip route | grep -q "^10\.$candidate\." && continue
    ip link add "gantry$candidate" type bridge 2>/dev/null || continue
    echo $candidate >"$lab/number"
    return
  done
  fail "cannot make a network bridge: $(ip link add gantry199 type bridge 2>&1)"
}

remove_network() {
  [ -f "$lab/number" ] || return 0
  remove_rules
  ip link delete "$(bridge)" 2>/dev/null || true
}

remove_rules() {
  iptables -t nat -D POSTROUTING -s "$(addresses).0.0/16" ! -d "$(addresses).0.0/16" -j MASQUERADE 2>/dev/null || true
  iptables -D FORWARD -s "$(addresses).0.0/16" -j ACCEPT 2>/dev/null || true
  iptables -D FORWARD -d "$(addresses).0.0/16" -j ACCEPT 2>/dev/null || true
}

# The default route's packet size, so that containers do not send larger ones.
route_mtu() {
  local device
  device=$(ip route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
  cat "/sys/class/net/${device:-lo}/mtu" 2>/dev/null | awk '{ print ($1 > 1500) ? 1500 : $1 }'
}
