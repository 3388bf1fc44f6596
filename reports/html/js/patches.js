// What is patched: the list of patches, and the page of one.

var patches = [];
D.stacks.forEach(function (s) {
  s.patches.forEach(function (p, i) { p.stack = s; p.at = i; patches.push(p); });
});
function patchLink(p) { return h("a", { href: "#patch/" + part(p.stack.repo) + "/" + part(p.path) }, h("code", {}, p.path)); }

// The words for what upstream has of a patch, and for whether it applies.
var UPSTREAM = { "upstreamed": "upstream has it", "partially": "upstream has a part", "review": "a person has to look", "reverted": "landed, and was taken out",
  "not-found": "not found upstream", "unknown": "not known" };
function upstreamState(p) { return p.upstreamed ? p.upstreamed.state : "not looked for"; }

// adopted says whether the targets' own packages can be used.
function adopted(s) {
  return D.targets.filter(function (t) { return (s.adopt || {})[t.id]; }).map(function (t) {
    var a = s.adopt[t.id];
    return h("div", {}, h("b", {}, t.id), " ", a.answer, a.version ? " of " + a.version : "", h("span", { "class": "soft" }, " " + a.why + (a.as ? "; it has " + a.as : "")));
  });
}

function patchSpec() {
  return {
    name: "patches", one: "patch", more: "patches", rows: patches, sort: "stack", hint: "package, path, subject, tag",
    text: function (p) { return [p.stack.repo, p.stack["package"] >= 0 ? p.stack.pkg.id : "", p.path, p.subject || "", (p.tags || []).join(" ")].join(" "); },
    filters: [
      { key: "class", label: "Class", options: uniq(D.stacks.map(function (s) { return s["class"]; })), match: function (p, v) { return p.stack["class"] === v; } },
      { key: "kind", label: "Acts on", options: uniq(patches.map(function (p) { return p.kind; })), match: function (p, v) { return p.kind === v; } },
      { key: "upstream", label: "Upstream", options: uniq(patches.map(upstreamState)).map(function (o) { return [o[0], UPSTREAM[o[0]] || o[0]]; }), match: function (p, v) { return upstreamState(p) === v; } },
      { key: "adopt", label: "Adopt the target's", options: uniq([].concat.apply([], D.stacks.map(function (s) { return Object.keys(s.adopt || {}).map(function (t) { return s.adopt[t].answer; }); }))),
        match: function (p, v) { return Object.keys(p.stack.adopt || {}).some(function (t) { return p.stack.adopt[t].answer === v; }); } },
      packageFilter(patches, function (p) { return [p.stack.pkg]; })
    ],
    columns: function () {
      return [
        { key: "path", label: "Patch", main: true, sort: function (p) { return p.path; }, cell: function (p) { return [patchLink(p), p.subject ? h("span", { "class": "snippet" }, p.subject) : ""]; } },
        { key: "stack", label: "Package", sort: function (p) { return [p.stack.repo, p.stack.pkg ? p.stack.pkg.name : "", p.kind, String(p.at).padStart(4, "0")].join(" "); }, cell: function (p) { return p.stack.pkg ? packageLink(p.stack.pkg) : p.stack.repo; } },
        { key: "kind", label: "Acts on", sort: function (p) { return p.kind; }, cell: function (p) { return p.kind + (p.order ? " " + p.order : ""); } },
        { key: "size", label: "Lines", num: true, sort: function (p) { return p.added + p.removed; }, cell: function (p) { return "+" + number(p.added) + " -" + number(p.removed); } },
        { key: "upstream", label: "Upstream", sort: upstreamState, cell: function (p) { return UPSTREAM[upstreamState(p)] || upstreamState(p); } },
        { key: "applies", label: "Applies", cell: function (p) { return appliesText(p.applies); } }
      ];
    }
  };
}

function patchView(repo, path) {
  var p = patches.filter(function (q) { return q.stack.repo === repo && q.path === path; })[0];
  if (!p) { return missing("patch", repo + "/" + path); }
  var s = p.stack, u = p.upstreamed;
  var items = s.pkg ? s.pkg.items.filter(function (w) { return w.kind === "patch-stack"; }) : [];
  return h("div", { "class": "detail" }, crumb("patches", "Patches"), h("h2", {}, p.subject || p.path),
    h("p", {}, h("code", {}, s.repo + "/" + p.path)),
    facts([
      ["Package", s.pkg ? packageLink(s.pkg) : s.repo], ["Acts on", p.kind + (p.order ? ", number " + p.order + " of its kind" : "")], ["State", p.state],
      ["Class", s["class"]], ["Tags", (p.tags || []).join(", ")], ["Date", p.date], ["Size", many(p.files, "file", "files") + ", +" + number(p.added) + " -" + number(p.removed)],
      ["Version patched", s.base], ["Upstream of it", s.upstream && h("code", {}, s.upstream)]
    ]),
    section("Does upstream have it?", u ? [h("p", {}, h("b", {}, UPSTREAM[u.state] || u.state), u.release ? ", since " + u.release : "", u.in_base ? ", and so has the version that is patched" : "",
      u.by ? h("span", { "class": "on" }, " (by " + u.by + ")") : ""), u.why ? h("p", { "class": "small" }, u.why) : "",
      (u["in"] || []).length ? h("p", {}, "The version of " + u["in"].join(", ") + " has it.") : "", (u.not_in || []).length ? h("p", {}, "The version of " + u.not_in.join(", ") + " does not.") : "",
      (u.missing || []).length ? h("p", {}, "Upstream has no part of ", joined(u.missing.map(function (f) { return h("code", {}, f); })), ".") : "",
      (u.commits || []).length ? table(["Commit", "Date", "Subject"], u.commits.map(function (c) { return [h("code", {}, c.id.slice(0, 12)), c.date, c.subject]; })) : ""]
      : h("p", { "class": "soft" }, "Nobody looked: give the upstream's clone to the scan.")),
    section("Does it apply?", p.applies && Object.keys(p.applies).length ? table(["To", "Version", "State", "Why"], Object.keys(p.applies).sort().map(function (key) {
      var a = p.applies[key];
      return [key, a.version || "", a.state, a.why || ""];
    })) : h("p", { "class": "soft" }, "Nobody tried: give the sources of what is patched to the scan.")),
    (p.changes || []).length ? section("What it changes", table(["Part", "Lines", "First lines"], p.changes.map(function (c) {
      return [c.what, "+" + number(c.added || 0) + " -" + number(c.removed || 0), (c.detail || []).map(function (line) { return h("code", { "class": "snippet" }, line); })];
    }))) : "",
    p.kind === "meta" && p.state === "applied" ? section("What is left of it for other packaging", (p.leaves || []).length
      ? h("ul", { "class": "reasons" }, p.leaves.map(function (line) { return h("li", {}, h("code", { "class": "snippet" }, line)); }))
      : h("p", { "class": "soft" }, "Nothing that was read: it goes with that of the RPM, or other patches of the stack take it back.")) : "",
    adopted(s).length ? section("Can the target's own package be used?", adopted(s)) : "",
    items.length ? section("Work items", table(["Work item", "Effort", "Who"], items.map(function (w) { return [itemLink(w), size(w), owner(w.owner)]; }))) : "",
    s.patches.length > 1 ? section("The stack", h("ol", { "class": "reasons" }, s.patches.map(function (q) { return h("li", {}, q === p ? h("b", {}, h("code", {}, q.path)) : patchLink(q), " ", q.kind + (q.order ? " " + q.order : "")); }))) : "");
}
