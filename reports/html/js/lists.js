// The other lists: work items, findings, unknowns, rules.

function inPackage(key) {
  return function (row, v) {
    return key(row).some(function (p) { return p && p.id === v; });
  };
}
function packageFilter(rows, key) {
  var names = [];
  rows.forEach(function (row) { key(row).forEach(function (p) { if (p) { names.push(p.id); } }); });
  return { key: "package", label: "Package", options: uniq(names), match: inPackage(key) };
}
function targetFilter(test) {
  return { key: "target", label: "Blocks", all: "any target or none", options: PORTS.map(function (t) { return [t.id, t.name]; }), match: test };
}
function concernFilter(rows, key) {
  return { key: "concern", label: "Concern", options: uniq(rows.map(key)), match: function (row, v) { return key(row) === v; } };
}

function itemSpec() {
  return {
    name: "items", one: "work item", more: "work items", rows: D.items, sort: "rank", hint: "title, package, owner, rule",
    text: function (w) {
      return [w.title, w.id, w.owner || "", w.rule || "", w.repo, w.packages.map(function (p) { return p.id; }).join(" ")].join(" ");
    },
    filters: [
      concernFilter(D.items, function (w) { return w.concern; }),
      { key: "kind", label: "Kind", options: uniq(D.items.map(function (w) { return w.kind; })).map(function (k) { return [k[0], KINDS[k[0]] || k[0]]; }), match: function (w, v) { return w.kind === v; } },
      targetFilter(function (w, v) { return w.targets.indexOf(v) >= 0; }),
      { key: "effort", label: "Effort", options: [["S", "S, half a day"], ["M", "M, two days"], ["L", "L, two weeks"], ["XL", "XL, more"]], match: function (w, v) { return w.effort === v; } },
      { key: "owner", label: "Who", options: [["unowned", "unowned"]].concat(uniq(D.items.map(function (w) { return w.owner || ""; }).filter(Boolean))),
        match: function (w, v) { return (w.owner || "unowned") === v; } },
      packageFilter(D.items, function (w) { return w.packages; })
    ],
    columns: function () {
      return [
        { key: "rank", label: "Rank", num: true, up: true, bare: true, cls: "rankcol", sort: function (w) { return w.at; }, cell: function (w) { return w.at + 1; } },
        { key: "title", label: "Work item", main: true, sort: function (w) { return w.title.toLowerCase(); }, cell: function (w) { return itemLink(w); } },
        { key: "where", label: "Where", sort: function (w) { return w.place.toLowerCase(); }, cell: function (w) { return w.place; } },
        { key: "frees", label: "Frees", sort: function (w) { return -Math.max.apply(null, [0].concat(Object.keys(w.frees || {}).map(function (k) { return w.frees[k]; }))); }, cell: function (w) { return w.freed; } },
        { key: "blocking", label: "Blocking", num: true, help: "Places that break or change something in what ships", sort: function (w) { return w.blocking; }, cell: function (w) { return number(w.blocking) + " of " + number(w.findings); } },
        { key: "effort", label: "Effort", cls: "tight", sort: function (w) { return w.minutes; }, cell: size },
        { key: "owner", label: "Who", sort: function (w) { return (w.owner || "~").toLowerCase(); }, cell: function (w) { return owner(w.owner); } },
        { key: "targets", label: "Blocks", cell: function (w) { return w.targets.length === PORTS.length && PORTS.length > 1 ? "all targets" : w.targets.join(", ") || "none"; } }
      ];
    }
  };
}

function effectLines(f) {
  return byValue(PORTS, function (t) { return (f.effects[t.id] || { effect: "unknown" }).effect; }).map(function (g) {
    return h("span", { "class": "cell" }, effectText(g.key), g.targets.length < PORTS.length ? h("span", { "class": "on" }, " " + ids(g.targets)) : "");
  });
}
function place(f) { return f.repo + "/" + f.path + ":" + f.line; }

// moreFilter is a filter by what only some findings have, if any has it.
function moreFilter(field, label, value) {
  if (!findings.some(function (f) { return f.more[field]; })) { return []; }
  return [{ key: field, label: label, options: uniq(findings.map(value)), match: function (f, v) { return value(f) === v; } }];
}

function findingSpec() {
  return {
    name: "findings", one: "finding", more: "findings", rows: findings, sort: "worst", hint: "path, text, rule, subject",
    rank: function (f) { return (blocks(f) ? 0 : 10) + EFFECTS.indexOf(worst(f)); },
    text: function (f) { return [f.rule.id, place(f), f.message, f.snippet, f.subject, f.pkg ? f.pkg.id : ""].join(" "); },
    filters: [
      concernFilter(findings, function (f) { return f.rule.concern; }),
      { key: "rule", label: "Rule", options: uniq(findings.map(function (f) { return f.rule.id; })), match: function (f, v) { return f.rule.id === v; } },
      packageFilter(findings, function (f) { return [f.pkg]; }),
      targetFilter(function (f, v) { return blocks(f, v); }),
      { key: "effect", label: "Worst effect", options: EFFECTS.map(function (e) { return [e, e]; }), match: function (f, v) { return worst(f) === v; } },
      { key: "severity", label: "Severity", options: SEVERITIES.slice().reverse().map(function (s) { return [s, s]; }), match: function (f, v) { return SEVERITIES[f.severity] === v; } },
      { key: "role", label: "Role of the file", options: uniq(findings.map(function (f) { return f.role; })), match: function (f, v) { return f.role === v; } }
    ].concat(
      moreFilter("suppressed", "Suppressed", function (f) { return f.more.suppressed ? f.more.suppressed.kind : "not suppressed"; }),
      moreFilter("baseline_state", "Against the base", function (f) { return f.more.baseline_state || "not compared"; }),
      moreFilter("since", "Since the last report", function (f) { return f.more.since || "same"; })
    ),
    columns: function () {
      return [
        { key: "rule", label: "Rule", bare: true, cls: "tight", sort: function (f) { return f.rule.id; }, cell: function (f) { return h("span", { title: f.rule.title }, ruleLink(f.rule)); } },
        { key: "place", label: "Place", main: true, sort: function (f) { return f.repo + "/" + f.path + ":" + String(f.line).padStart(7, "0"); },
          cell: function (f) { return [findingLink(f, h("code", {}, place(f))), h("code", { "class": "snippet" }, f.snippet)]; } },
        { key: "message", label: "What", bare: true, cell: function (f) { return f.message + (f.guard ? " (guarded: " + f.guard + ")" : "") + (f.more.suppressed ? " (suppressed: " + f.more.suppressed.kind + ")" : ""); } },
        { key: "effect", label: "Effect", bare: true, sort: function (f) { return EFFECTS.indexOf(worst(f)); }, cell: effectLines },
        { key: "severity", label: "Severity", sort: function (f) { return -f.severity; }, cell: function (f) { return SEVERITIES[f.severity]; } },
        { key: "role", label: "Role", cls: "tight", sort: function (f) { return f.role; }, cell: function (f) { return f.role; } }
      ];
    }
  };
}

function unknownSpec() {
  return {
    name: "unknowns", one: "unknown", more: "unknowns", rows: D.unknowns, sort: "repo", none: "Everything could be told.", hint: "package, path, text",
    text: function (u) { return [u.repo, u.pkg ? u.pkg.id : "", u.path || "", u.message, u.settle].join(" "); },
    filters: [
      { key: "kind", label: "Kind", options: uniq(D.unknowns.map(function (u) { return u.kind; })), match: function (u, v) { return u.kind === v; } },
      { key: "repo", label: "Repo", options: uniq(D.unknowns.map(function (u) { return u.repo; })), match: function (u, v) { return u.repo === v; } },
      packageFilter(D.unknowns, function (u) { return [u.pkg]; })
    ],
    columns: function () {
      return [
        { key: "repo", label: "Where", main: true, sort: function (u) { return u.repo + "/" + (u.pkg ? u.pkg.name : "") + " " + (u.path || ""); },
          cell: function (u) { return [u.pkg ? packageLink(u.pkg) : u.repo, u.path ? h("code", { "class": "snippet" }, u.path + (u.line ? ":" + u.line : "")) : ""]; } },
        { key: "kind", label: "Kind", sort: function (u) { return u.kind; }, cell: function (u) { return u.kind; } },
        { key: "message", label: "What could not be told", bare: true, sort: function (u) { return u.message; }, cell: function (u) { return u.message; } },
        { key: "settle", label: "What settles it", sort: function (u) { return u.settle; }, cell: function (u) { return h("b", {}, u.settle); } }
      ];
    }
  };
}

function ruleSpec() {
  var n = {};
  findings.forEach(function (f) { n[f.rule.id] = (n[f.rule.id] || 0) + 1; });
  return {
    name: "rules", one: "rule", more: "rules", rows: D.rules, sort: "-findings", hint: "id, title, reason",
    text: function (r) { return [r.id, r.title, r.concern, r.why || ""].join(" "); },
    filters: [
      concernFilter(D.rules, function (r) { return r.concern; }),
      { key: "found", label: "Found", options: [["yes", "somewhere"], ["no", "nowhere"]], match: function (r, v) { return (v === "yes") === !!n[r.id]; } }
    ],
    columns: function () {
      return [
        { key: "id", label: "Rule", bare: true, cls: "tight", sort: function (r) { return r.id; }, cell: function (r) { return ruleLink(r); } },
        { key: "title", label: "What is wrong", main: true, sort: function (r) { return r.title.toLowerCase(); }, cell: function (r) { return r.title; } },
        { key: "concern", label: "Concern", cls: "tight", sort: function (r) { return r.concern; }, cell: function (r) { return r.concern; } },
        { key: "severity", label: "Severity", sort: function (r) { return -SEVERITIES.indexOf(r.severity); }, cell: function (r) { return r.severity; } },
        { key: "findings", label: "Findings", num: true, sort: function (r) { return n[r.id] || 0; }, cell: function (r) { return n[r.id] ? listLink("findings", { rule: r.id }, number(n[r.id])) : "0"; } }
      ];
    }
  };
}
