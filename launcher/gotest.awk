# Reads the events of `go test -json` and writes a Surefire report, one testcase a test that has no tests inside. What a
# failed test printed goes to standard error. Events are one JSON object a line; in their texts every quote is escaped,
# so the members searched for are found in the markup only.

{
  package = member("Package")
  test = member("Test")
  action = member("Action")
  key = package SUBSEP test
}

action == "output" || action == "build-output" { printed[key] = printed[key] text(); next }
action == "run" && test ~ /\// { parent = test; sub(/\/[^\/]*$/, "", parent); inside[package SUBSEP parent] = 1 }
action ~ /^(pass|fail|skip)$/ && test != "" { settle(action) }
action ~ /^(fail|build-fail)$/ && test == "" && !(package in failed) { broken[package == "" ? "build" : package] = printed[key] }

END {
  print "<testsuite name=\"terraform\">"
  for (i = 1; i <= n; i++) {
    if (order[i] in inside) continue
    split(order[i], part, SUBSEP)
    report(part[1], part[2], outcome[order[i]], printed[order[i]])
  }
  for (package in broken) report(package, "build", "fail", broken[package])
  print "</testsuite>"
}

function settle(how) {
  order[++n] = key
  outcome[key] = how
  if (how == "fail") failed[package] = 1
}

function report(where, name, how, said,    reason) {
  sub(/.*\//, "", where)
  printf "<testcase classname=\"terraform.%s\" name=\"%s\"", xml(where), xml(name)
  if (how == "pass") { print "/>"; return }
  if (how == "fail") {
    print said > "/dev/stderr"
    print "><failure/></testcase>"
    return
  }
  reason = said
  sub(/^.*\.go:[0-9]+: /, "", reason)
  sub(/\n.*/, "", reason)
  printf "><skipped message=\"%s\"/></testcase>\n", xml(reason)
}

function member(name,    value) {
  if (!match($0, "\"" name "\":\"[^\"\\\\]*\"")) return ""
  value = substr($0, RSTART, RLENGTH - 1)
  sub(/^"[A-Za-z]*":"/, "", value)
  return value
}

function text(    value) {
  value = $0
  if (!sub(/^.*"Output":"/, "", value)) return ""
  sub(/"[^"\\]*}[ \t\r]*$/, "", value)
  gsub(/\\n/, "\n", value)
  gsub(/\\t/, "    ", value)
  gsub(/\\u003c/, "<", value)
  gsub(/\\u003e/, ">", value)
  gsub(/\\u0026/, "\\&", value)
  gsub(/\\"/, "\"", value)
  gsub(/\\\\/, "\\", value)
  return value
}

function xml(value) {
  gsub(/&/, "\\&amp;", value)
  gsub(/</, "\\&lt;", value)
  gsub(/>/, "\\&gt;", value)
  gsub(/"/, "\\&quot;", value)
  return value
}
