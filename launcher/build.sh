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

# The two JVM options silence what Maven's own libraries do on JDK 25; older JVMs do not know them,
# so they cannot stand in .mvn/jvm.config, where they would hide the build's own explanation.
maven() (
  cd "$root" || exit
  MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}"
  export MAVEN_OPTS
  mvn -B -ntp -q -T"${SEALWRIGHT_THREADS:-2}" "$@" </dev/null
)
