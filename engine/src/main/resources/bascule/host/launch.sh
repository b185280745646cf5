#!/bin/sh
# Runs the command of one step: LOCK TICKET STATUS SESSION PROGRAM [WORD...]
# Every descendant inherits the lock, so that whoever comes after a crash can ask whether something still works.
lock=$1
ticket=$2
status=$3
session=$4
shift 4
umask 077
exec 9>>"$lock" || exit 125
flock -w 60 9 || exit 125
# Whoever took the ticket away has given up on this attempt: from then on it must not begin.
[ -e "$ticket" ] || exit 124
echo "$$" >"$session" || exit 125
# The command is told to end; the launcher stays to write down how it ended.
trap : HUP INT TERM
umask 022
"$@"
code=$?
umask 077
echo "$code" >"$status.part" && mv -f "$status.part" "$status"
exit "$code"
