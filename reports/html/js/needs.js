// What packages need: the list of needs, and the page of one.

// Needs of one name belong together, whoever has them.
var needs = once(function () {
  var by = {}, list = [];
  dependencies().forEach(function (d) {
    var n = by["$" + d.name];
    if (!n) {
      n = by["$" + d.name] = { name: d.name, all: [], packages: [] };
      list.push(n);
    }
    n.all.push(d);
    if (d.pkg && n.packages.indexOf(d.pkg) < 0) { n.packages.push(d.pkg); }
  });
  return list;
});
function findNeed(name) { return needs().filter(function (n) { return n.name === name; })[0]; }
function needLink(name) { return h("a", { href: "#dependency/" + part(name) }, h("code", {}, name)); }

// PRESENCES orders what a target has for a need, the worst first.
var PRESENCES = ["missing", "unknown", "too-old", "python3-only", "abi-changed", "not-allowed", "differs", "likely", "split", "provided-by", "renamed",
  "in-stdlib", "not-needed", "own", "present"];
var LACKS = { "missing": true, "too-old": true, "not-allowed": true };

// worstNeed is the worst that a target has for the needs of a name.
function worstNeed(n, target) {
  var best = PRESENCES.length;
  n.all.forEach(function (d) {
    var v = d.verdicts[target.id], at = v ? PRESENCES.indexOf(v.verdict) : -1;
    if (at >= 0) { best = Math.min(best, at); }
  });
  return PRESENCES[best] || "";
}
function presenceText(verdict) {
  return LACKS[verdict] ? h("b", { "class": "e-breaks" }, verdict) : verdict === "unknown" ? h("span", { "class": "e-unknown" }, verdict) : verdict || "not looked up";
}

function needSpec() {
  return {
    name: "needs", one: "name that is needed", more: "names that are needed", rows: needs(), sort: "worst", hint: "name, package",
    rank: function (n) {
      return Math.min.apply(null, PORTS.map(function (t) { var v = worstNeed(n, t); return v ? PRESENCES.indexOf(v) : 99; }).concat(100)) * 1000 - Math.min(999, n.packages.length);
    },
    text: function (n) {
      return [n.name].concat(n.packages.map(function (p) { return p.id; }), PORTS.map(function (t) { return n.all.map(function (d) { return (d.verdicts[t.id] || {}).name || ""; }).join(" "); })).join(" ");
    },
    filters: [
      { key: "kind", label: "Kind", options: uniq(dependencies().map(function (d) { return d.need; })), match: function (n, v) { return n.all.some(function (d) { return d.need === v; }); } },
      { key: "verdict", label: "A target has it", options: PRESENCES.filter(function (v) { return needs().some(function (n) { return PORTS.some(function (t) { return worstNeed(n, t) === v; }); }); }).map(function (v) { return [v, v]; }),
        match: function (n, v, state) { return chosen(state).some(function (t) { return worstNeed(n, t) === v; }); } },
      { key: "target", label: "Target", options: PORTS.map(function (t) { return [t.id, t.name]; }), match: function () { return true; } },
      packageFilter(needs(), function (n) { return n.packages; })
    ],
    columns: function (state) {
      return [
        { key: "name", label: "Name", main: true, sort: function (n) { return n.name.toLowerCase(); }, cell: function (n) { return needLink(n.name); } },
        { key: "kinds", label: "Kinds", cell: function (n) { return uniq(n.all.map(function (d) { return d.need; })).map(function (k) { return k[0]; }).join(", "); } },
        { key: "packages", label: "Packages", num: true, sort: function (n) { return n.packages.length; }, cell: function (n) { return number(n.packages.length); } }
      ].concat(chosen(state).map(function (t) {
        return { key: "v." + t.id, label: t.id, sort: function (n) { var v = worstNeed(n, t); return v ? PRESENCES.indexOf(v) : 99; }, cell: function (n) { return presenceText(worstNeed(n, t)); } };
      }));
    }
  };
}

// needPanel says what a target has for needs of a name, once for each answer.
function needPanel(n, t) {
  var asked = n.all.filter(function (d) { return d.verdicts[t.id]; });
  var groups = byValue(asked, function (d) { var v = d.verdicts[t.id]; return [v.verdict, v.name || "", v.version || ""].join("\n"); });
  return h("div", { "class": "panel" }, h("h4", {}, t.name), groups.length ? groups.map(function (g) {
    var v = g.targets[0].verdicts[t.id];
    return h("div", {}, h("p", {}, presenceText(v.verdict), v.name ? [": ", h("code", {}, v.name)] : "", v.version ? " " + v.version : "", v.component ? ", in " + v.component : "",
      h("span", { "class": "on" }, " (" + v.confidence + " confidence)")),
      h("p", { "class": "small" }, v.evidence), groups.length > 1 ? h("p", { "class": "small" }, "For the needs: " + uniq(g.targets.map(function (d) { return d.need; })).map(function (k) { return k[0]; }).join(", ")) : "",
      v.bundles && v.bundles.length ? h("p", { "class": "small" }, "In the bundles " + v.bundles.join(", ")) : "", v.gone ? h("p", { "class": "small" }, "Not in its lists any more, last on " + v.gone) : "",
      v.unmet && v.unmet.length ? h("p", { "class": "e-breaks" }, "Breaks " + v.unmet.join(", ")) : "", v["float"] ? h("p", {}, floatText(v["float"])) : "");
  }) : h("p", { "class": "soft" }, "Not looked up there: no index of it, or not asked for."));
}

function needView(name) {
  var n = findNeed(name);
  if (!n) { return missing("dependency", name); }
  var items = D.items.filter(function (w) { return w.found.some(function (f) { return f.subject === name && f.rule.concern === "dependencies"; }); });
  return h("div", { "class": "detail" }, crumb("needs", "Needs"), h("h2", {}, n.name),
    h("p", {}, "Needed in " + many(n.all.length, "place", "places") + " by " + many(n.packages.length, "package", "packages") + "."),
    section("What the targets have", h("div", { "class": "panels" }, PORTS.map(function (t) { return needPanel(n, t); }))),
    items.length ? section("Work items", table(["Work item", "Frees", "Effort", "Who"], items.map(function (w) { return [itemLink(w), w.freed, size(w), owner(w.owner)]; }))) : "",
    section("Who needs it", table(["Package", "Kind", "Asked for", "Where"], n.all.map(function (d) {
      return [d.pkg ? packageLink(d.pkg) : d.repo, d.need, [d.constraint || "any version", d.condition ? h("span", { "class": "on" }, " if " + d.condition) : ""], h("code", {}, d.repo + "/" + d.path + ":" + d.line)];
    }))),
    h("p", { "class": "small" }, "What was tried: ", h("code", {}, "stxscan explain dep " + n.name)));
}
