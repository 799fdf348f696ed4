# shellcheck shell=sh
# Maven on JDK 25.

build() {
  need_build_tools
  maven verify -DskipTests "$@"
}

need_build_tools() {
  need_jdk
  need mvn maven
}

# The first two JVM options silence what Maven's own libraries do on JDK 25. Older JVMs do not know
# them and would not start, so they cannot stand in .mvn/jvm.config: there the enforcer could not
# explain. The third keeps Maven from ending with an escape code, in front of our own last line.
maven() (
  cd "$root" || exit
  MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djansi.noreset=true ${MAVEN_OPTS:-}"
  export MAVEN_OPTS
  mvn -B -ntp -q -T"${SEALWRIGHT_THREADS:-2}" "$@" </dev/null
)
