#!/bin/sh
# Options alone are redis-server's; redis-server itself does not run as root, and listens to other containers.
set -e
case ${1:-} in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "$1" = redis-server ] && [ "$(id -u)" = 0 ]; then
  chown -R redis:redis .
  shift
  exec setpriv --reuid=redis --regid=redis --clear-groups -- redis-server "$@" --protected-mode no
fi
exec "$@"
