# Reads Surefire's XML reports: one testcase element is one test. What a test printed or threw stands in
# CDATA sections and may look like anything, so only the markup around them is read.

{
  markup = ""
  rest = $0
  while (rest != "") {
    if (quoted) {
      end = index(rest, "]]>")
      text = text " " (end ? substr(rest, 1, end - 1) : rest)
      rest = end ? substr(rest, end + 3) : ""
      quoted = !end
    } else {
      start = index(rest, "<![CDATA[")
      markup = markup (start ? substr(rest, 1, start - 1) : rest)
      rest = start ? substr(rest, start + 9) : ""
      if (start) { quoted = 1; text = "" }
    }
  }
}

markup ~ /<testcase / {
  test = attribute("classname")
  if (attribute("name") != "") test = test "." attribute("name")
  outcome = "passed"
  reason = ""
  if (markup ~ /\/>[ \t\r]*$/) settle()
}

markup ~ /<skipped/ { outcome = "skipped"; reason = attribute("message") }
markup ~ /<\/skipped>/ && reason == "" { reason = assumption(text) }
markup ~ /<(failure|error)[ \/>]/ { outcome = "failed" }
markup ~ /<\/testcase>/ { settle() }

END {
  printf "%d passed, %d failed, %d skipped\n", count["passed"], count["failed"], count["skipped"]
  exit !(count["passed"] > 0 && count["failed"] == 0)
}

function settle() {
  count[outcome]++
  if (outcome == "failed") print "failed: " test
  if (outcome == "skipped") print "skipped: " test ": " (reason == "" ? "no reason given" : reason)
}

# A failed assumption comes as the exception's text, its stack trace after it.
function assumption(thrown) {
  sub(/^[ \t]*[A-Za-z0-9_.]*Exception:[ \t]*/, "", thrown)
  sub(/[ \t]+at [A-Za-z0-9_.]+\/?[A-Za-z0-9_.$]*[.(].*/, "", thrown)
  sub(/^Assumption failed:[ \t]*/, "", thrown)
  sub(/[ \t]+$/, "", thrown)
  return thrown
}

function attribute(key,    value) {
  if (!match(markup, "[ \t]" key "=\"[^\"]*\"")) return ""
  value = substr(markup, RSTART, RLENGTH)
  sub(/^[^"]*"/, "", value)
  sub(/"$/, "", value)
  gsub(/&#10;/, " ", value)
  gsub(/&quot;/, "\"", value)
  gsub(/&apos;/, "'", value)
  gsub(/&lt;/, "<", value)
  gsub(/&gt;/, ">", value)
  gsub(/&amp;/, "\\&", value)
  return value
}
