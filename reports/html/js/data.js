// The data of the page, and the words for what stands in it.
var D = JSON.parse(document.getElementById("data").textContent);
var SEVERITIES = ["info", "warning", "error"];
var CONFIDENCES = ["low", "medium", "high"];
var EFFECTS = ["breaks", "changes", "unknown", "works"];
var SHIPS = { runtime: true, packaging: true, patch: true };
var VERDICTS = {
  "blocked": "blocked", "needs-work": "needs work", "not-assessable": "not assessable",
  "likely": "likely fine", "ready": "ready", "not-applicable": "not applicable"
};
var REASONS = {
  "own-work": "Own work", "package": "Another package first", "decision": "Decision needed",
  "target": "The target lacks something", "input": "Input missing", "none": "Nothing to do"
};
var KINDS = {
  "decision": "decision", "seam": "seam", "dependency": "dependency", "patch-stack": "patch stack", "rule": "rule"
};
var PORTS = D.targets.filter(function (t) { return !t.origin; });

// once keeps what a function returns: the first screen waits for nothing that it does
// not show.
function once(make) {
  var made;
  return function () { return made = made || make(); };
}

// Rows become objects once.
var findings = D.findings.map(function (row, i) {
  var S = D.strings;
  return {
    at: i, rule: D.rules[row[0]], pkg: row[1] < 0 ? null : D.packages[row[1]], item: row[2] < 0 ? null : D.items[row[2]],
    path: S[row[3]], line: row[4], column: row[5], end: row[6], severity: row[7], confidence: row[8], role: S[row[9]],
    message: S[row[10]], subject: S[row[11]], snippet: S[row[12]], guard: S[row[13]], effects: D.effects[row[14]],
    id: S[row[15]], repo: S[row[16]], more: D.more[row[17]] || {}
  };
});
var dependencies = once(function () {
  return D.dependencies.map(function (row) {
    var S = D.strings;
    return {
      pkg: row[0] < 0 ? null : D.packages[row[0]], name: S[row[1]], need: S[row[2]], constraint: S[row[3]], condition: S[row[4]],
      repo: S[row[5]], path: S[row[6]], line: row[7], verdicts: D.presences[row[8]]
    };
  });
});
D.packages.forEach(function (p) {
  p.id = p.repo + "/" + p.name;
  p.found = [];
  p.items = [];
  p.verdicts = {};
  D.targets.forEach(function (t, k) { p.verdicts[t.id] = D.readiness[p.readiness[k]]; });
});
findings.forEach(function (f) { if (f.pkg) { f.pkg.found.push(f); } });
D.items.forEach(function (w, i) {
  w.at = i;
  w.found = [];
  w.packages = w.packages.filter(function (k) { return k >= 0; }).map(function (k) {
    D.packages[k].items.push(w);
    return D.packages[k];
  });
});
findings.forEach(function (f) { if (f.item) { f.item.found.push(f); } });
D.unknowns.forEach(function (u) { u.pkg = u["package"] < 0 ? null : D.packages[u["package"]]; });
D.stacks.forEach(function (s) { s.pkg = s["package"] < 0 ? null : D.packages[s["package"]]; });

// worst returns a finding's worst effect on the target, or on any to port to.
function worst(f, target) {
  var best = EFFECTS.length - 1;
  (target ? D.targets : PORTS).forEach(function (t) {
    var e = f.effects[t.id];
    if (e && (!target || t.id === target)) { best = Math.min(best, EFFECTS.indexOf(e.effect)); }
  });
  return EFFECTS[best];
}

// counts reports whether a finding is in what ships, and is none.
function counts(f) {
  return SHIPS[f.role] && !(f.more.suppressed && f.more.suppressed.kind === "false-positive");
}

// blocks reports whether a finding stands in the way on the target, or on any.
function blocks(f, target) {
  return counts(f) && (target ? D.targets : PORTS).some(function (t) {
    var e = f.effects[t.id];
    return (!target || t.id === target) && e && e.severity !== "info" && (e.effect === "breaks" || e.effect === "changes");
  });
}
