// The details of a finding and of a rule.

var MEANS = {
  "does-not-compile": "the file does not even compile", "fails": "it fails when it runs",
  "changes": "it runs and does something else", "review": "a person has to look"
};
var FIXES = {
  "mechanical": "the same edit everywhere", "guarded": "an edit with an import or a review", "redesign": "no edit of the place alone mends it",
  "contract": "what is stored or sent rests on it: all sides change together"
};

function code(text) { return h("pre", {}, text); }

// advice is what a rule says to do, and on which target what takes the place.
function advice(r) {
  var uses = r.alternatives || {};
  var groups = byValue(D.targets.filter(function (t) { return uses[t.id]; }), function (t) { return uses[t.id]; });
  return [
    r.why ? h("p", { "class": "prose" }, r.why) : "",
    groups.length ? h("ul", { "class": "reasons" }, groups.map(function (g) {
      return h("li", {}, h("span", { "class": "kind" }, "On " + g.targets.map(function (t) { return t.name; }).join(", ")), " use ", g.key);
    })) : "",
    r.answer ? h("p", {}, "All places at once: ", findItem("answer:" + r.answer.id) ? itemLink(findItem("answer:" + r.answer.id)) : r.answer.title, ".") : "",
    r.before || r.after ? h("div", { "class": "two" }, r.before ? h("div", {}, h("span", { "class": "kind" }, "Before"), code(r.before)) : "",
      r.after ? h("div", {}, h("span", { "class": "kind" }, "After, on CentOS 7 and the targets"), code(r.after)) : "") : ""
  ];
}

// suppression says who quieted a finding and why; trace which names were
// followed to what they stand for.
function suppression(s) {
  return s && [s.kind, s.reason && ": " + s.reason, s.by && ", by " + s.by, s.until && ", until " + s.until];
}
function trace(steps) {
  return steps && steps.map(function (s) {
    return h("span", { "class": "cell" }, s.name === "guard" ? "guarded by " : [h("code", {}, s.name), " is "], h("code", {}, s.value), s.line ? " (line " + s.line + ")" : "");
  });
}
// fixView shows what to write instead, or why that is for a reader to decide.
function fixView(fix) {
  if (!fix) { return ""; }
  if (fix.without) { return section("Fix", h("p", {}, "By hand: " + fix.without + ".")); }
  return section("Fix", [fix.after ? code(fix.after) : h("p", {}, "The line stays."), (fix.shared || []).map(function (e) {
    return [h("p", {}, "And in line " + e.line + ":"), code(e.text)];
  })]);
}

function findingView(id) {
  var f = findings.filter(function (g) { return g.id === id; })[0];
  if (!f) { return missing("finding", id); }
  return h("div", { "class": "detail" }, crumb("findings", "Findings"), h("h2", {}, f.message),
    h("p", {}, h("code", {}, f.repo + "/" + f.path + ":" + f.line + ":" + f.column)),
    h("pre", {}, h("span", { "class": "ln" }, f.line), f.snippet),
    facts([
      ["Rule", [ruleLink(f.rule), " " + f.rule.title]], ["Package", f.pkg ? packageLink(f.pkg) : ""], ["Work item", f.item ? [itemLink(f.item), " in " + f.item.place] : ""],
      ["Severity", SEVERITIES[f.severity] + ", " + CONFIDENCES[f.confidence] + " confidence"],
      ["Role of the file", f.role + (SHIPS[f.role] ? "" : ": it does not ship and blocks nothing")],
      ["Guard", f.guard ? h("code", {}, f.guard) : "none: nothing keeps it from running"], ["About", h("code", {}, f.subject)],
      ["Command", f.more.call ? h("code", {}, f.more.call) : ""], ["Within", f.more.within ? h("code", {}, f.more.within) : ""],
      ["Suppressed", suppression(f.more.suppressed)], ["Against the base", f.more.baseline_state], ["Since the last report", f.more.since], ["Rests on", trace(f.more.trace)],
      ["Lines", f.end > f.line ? f.line + " to " + f.end : ""], ["Fingerprint", h("code", {}, f.id)]
    ]),
    section("On the targets", table(["Target", "Effect", "Severity", "Use instead", "Note"], D.targets.map(function (t) {
      var e = f.effects[t.id];
      return e ? [t.name, effectText(e.effect), e.effect === "works" ? "" : e.severity, e.alternative || "", e.note || ""] : [t.name, "not judged", "", "", ""];
    }))),
    fixView(f.more.fix),
    section("Why, and what to do", advice(f.rule)));
}

function ruleView(id) {
  var r = D.rules.filter(function (q) { return q.id === id; })[0];
  if (!r) { return missing("rule", id); }
  var found = findings.filter(function (f) { return f.rule === r; });
  return h("div", { "class": "detail" }, crumb("rules", "Rules"), h("h2", {}, r.id + ": " + r.title),
    facts([
      ["Concern", r.concern], ["Severity", r.severity + ", " + r.confidence + " confidence"], ["Means", MEANS[r.means] || ""], ["Mending", FIXES[r.fix] || ""],
      ["Found", found.length ? [listLink("findings", { rule: r.id }, many(found.length, "place", "places"))] : "nowhere in this scan"],
      ["Page", r.docs && h("code", {}, r.docs)]
    ]),
    r.why ? section("Why, and what to do", advice(r)) : h("p", { "class": "soft" }, "The report does not say more: it was written by a version that listed no rules."),
    r.sources && r.sources.length ? section("Verified against", h("ul", { "class": "reasons" }, r.sources.map(function (s) { return h("li", {}, s); }))) : "",
    found.length ? section("Places", byRule(found)) : "");
}
