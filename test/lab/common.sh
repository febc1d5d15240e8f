# shellcheck shell=bash
# What every script of the lab shares: where things are, and how it speaks. Sourced, never run.

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# What an engine beside the main one has of its own, it has in a folder of its own: test/lab/beside sets $beside.
lab=$checkout/.lab${beside:+/$beside}

# The kernel allows a socket's path 107 characters, and the engine makes some below its exec root.
if [ ${#lab} -le 50 ]; then
  run=$lab/run
else
  run=/tmp/gantry-lab-$(printf %s "$lab" | cksum | cut -d' ' -f1)
fi

socket=$run/docker.sock
unpacked=$lab/engine
tools_path=$unpacked/usr/sbin:$unpacked/usr/bin:$unpacked/sbin:$unpacked/bin

# Unpacked programs find each other, their libraries and data; the system's own come first.
use_unpacked() {
  export PATH=$PATH:$tools_path LD_LIBRARY_PATH XTABLES_LIBDIR
  LD_LIBRARY_PATH=$(libraries "$unpacked")
  XTABLES_LIBDIR=$(find "$unpacked/usr/lib" /usr/lib -maxdepth 2 -type d -name xtables 2>/dev/null | paste -sd:)
}

libraries() { find "$1/usr/lib" "$1/lib" -maxdepth 1 -type d -name '*-linux-gnu*' 2>/dev/null | paste -sd:; }

say() { printf 'lab: %s\n' "$*" >&2; }

fail() {
  printf 'lab: %s\n' "$@" >&2
  exit 1
}

# Holds the lab for this process; a second one waits. Daemons are started with 9>&- so that they do not hold it on.
hold_lab() {
  mkdir -p "$lab" "$run" && touch "$lab/lock" || fail "cannot write below $lab: run this as the user the folder belongs to"
  exec 9>"$lab/lock"
  flock --nonblock 9 && return
  say "another run is setting the lab up; waiting for it"
  flock --wait 600 9 || fail "another run has held $lab/lock for ten minutes: end it, then try again"
}

# is_process PIDFILE WORD: the recorded process lives and is ours, that is, its command line names WORD.
is_process() {
  local pid
  pid=$(cat "$1" 2>/dev/null) && [ -n "$pid" ] && tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" | grep -qF -- "$2"
}

# processes WORD: the ids of those whose command line names WORD, a path of this lab.
processes() {
  local folder
  for folder in /proc/[0-9]*; do
    tr '\0' ' ' 2>/dev/null <"$folder/cmdline" | grep -qF -- "$1" && echo "${folder#/proc/}"
  done
  true
}

# stop_process PIDFILE WORD SECONDS
stop_process() {
  local pid tries=$(($3 * 10))
  is_process "$1" "$2" || return 0
  pid=$(cat "$1")
  kill "$pid"
  while [ -d "/proc/$pid" ] && [ $tries -gt 0 ]; do
    sleep 0.1
    tries=$((tries - 1))
  done
  [ ! -d "/proc/$pid" ] || kill -KILL "$pid"
  rm -f "$1"
}
