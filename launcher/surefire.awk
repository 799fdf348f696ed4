# Reads Surefire's XML reports; one testcase element is one test, whatever a test printed is not looked at.

/<system-(out|err)>/ { printed = 1 }

!printed && /<testcase / {
  test = attribute($0, "classname")
  name = attribute($0, "name")
  if (name != "") test = test "." name
  outcome = "passed"
  if ($0 ~ /\/>[ \t\r]*$/) settle()
}

!printed && /<skipped/ {
  outcome = "skipped"
  reason = attribute($0, "message")
  print "skipped: " test ": " (reason == "" ? "no reason given" : reason)
}

!printed && /<(failure|error)[ >]/ { outcome = "failed"; print "failed: " test }

/<\/system-(out|err)>/ { printed = 0 }

!printed && /<\/testcase>/ { settle() }

END {
  printf "%d passed, %d failed, %d skipped\n", count["passed"], count["failed"], count["skipped"]
  exit !(count["passed"] > 0 && count["failed"] == 0)
}

function settle() {
  if (outcome != "") count[outcome]++
  outcome = ""
}

function attribute(element, key,    value) {
  if (!match(element, "[ \t]" key "=\"[^\"]*\"")) return ""
  value = substr(element, RSTART, RLENGTH)
  sub(/^[^"]*"/, "", value)
  sub(/"$/, "", value)
  gsub(/&#10;|&#xa;/, " ", value)
  gsub(/&quot;/, "\"", value)
  gsub(/&apos;/, "'", value)
  gsub(/&lt;/, "<", value)
  gsub(/&gt;/, ">", value)
  gsub(/&amp;/, "\\&", value)
  return value
}
