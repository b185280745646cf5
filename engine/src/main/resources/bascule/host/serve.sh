#!/bin/sh
# Becomes a service: LOCK PIDFILE PROGRAM [WORD...]
# The lock is held as long as it or a child of it runs, so that it never runs twice.
lock=$1
pidfile=$2
shift 2
umask 077
exec 9>>"$lock" || exit 125
flock -w 5 9 || exit 123
umask 022
rm -f "$pidfile.bascule"
set -C
echo "$$" >"$pidfile.bascule" || exit 125
set +C
mv -f "$pidfile.bascule" "$pidfile" || exit 125
exec "$@"
