# Read by scripts that start a program of the tests: sets java_home and classes, built if need be.
./bascule version >/dev/null
mvn -B -q test-compile -pl acceptance -am
read -r build <.build/current
java_home=${JAVA_HOME:-}
for candidate in "$java_home" /usr/lib/jvm/*; do
    if [ -x "$candidate/bin/java" ] && grep -q 'JAVA_VERSION="\(2[5-9]\|[3-9]\)' "$candidate/release" 2>/dev/null; then
        java_home=$candidate
        break
    fi
done
classes="acceptance/target/test-classes:.build/$build/*"
