#!/bin/sh
# by-hand.sh page|prepared BASE OLD NEW ARCHIVE: what Keycloak's upgrading guide tells a person to do,
# without the time that a person takes to read and type. `page` does all in the order of the guide:
# stop, back up, unpack, copy conf, providers and themes, build, start. `prepared` is somebody who has
# thought: unpacked and built beforehand. JAVA_HOME and JAVA_OPTS_APPEND come from the environment.
set -eu
how=$1 base=$2 old=$3 new=$4 archive=$5
export KC_DB_PASSWORD=password DEBUG=false

prepare() {
    mkdir -p "$base/releases/$new"
    tar -xzf "$archive" --strip-components=1 -C "$base/releases/$new"
    for part in conf providers themes; do
        rm -rf "${base:?}/releases/$new/$part"
        cp -a "$base/releases/$old/$part" "$base/releases/$new/$part"
    done
    # 25 uses the account sa for its H2 database whatever is asked; 26 must be told.
    echo 'db-username=sa' >>"$base/releases/$new/conf/keycloak.conf"
    rm -rf "$base/releases/$new/data"
    ln -s ../../shared/data "$base/releases/$new/data"
    "$base/releases/$new/bin/kc.sh" build >"$base/logs/by-hand-build.log" 2>&1
}

stop() {
    read -r pid <"$base/shared/data/keycloak.pid"
    kill "$pid"
    while [ -e "/proc/$pid" ] && ! grep -q '^State:.Z' "/proc/$pid/status" 2>/dev/null; do sleep 0.02; done
}

[ "$how" = page ] || prepare
stop
rm -rf "$base/by-hand-backup"
cp -a "$base/shared/data" "$base/by-hand-backup"
[ "$how" = prepared ] || prepare
ln -s "releases/$new" "$base/current.new"
mv -T "$base/current.new" "$base/current"
cd "$base/current"
setsid "$base/current/bin/kc.sh" start --optimized >"$base/logs/by-hand-start.log" 2>&1 </dev/null &
