# For the peers whose programs are Java: compile FILE with what the build collected, or run its class.
# shellcheck shell=sh

libraries=$BENCH_WORK/lib

# compile NAME FILE: into the directory of the peer NAME.
compile() {
  built=$BENCH_WORK/peers/$1
  mkdir -p "$built"
  "$JAVA_HOME/bin/javac" -proc:none -cp "$libraries/*" -d "$built" "$2" >&2
}

# The version of a library, from the name of its jar: version_of netty-common
version_of() {
  jar=$(basename "$libraries/$1"-[0-9]*.jar .jar)
  echo "${jar#"$1"-}"
}

java_version() {
  sed -n 's/^JAVA_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release"
}

# run NAME FLAG... CLASS ARGUMENT...
run() {
  built=$BENCH_WORK/peers/$1
  shift
  # shellcheck disable=SC2086 # the flags are several words
  exec "$JAVA_HOME/bin/java" $BENCH_JVM_FLAGS -cp "$built:$libraries/*" "$@"
}
