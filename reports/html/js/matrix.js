// The matrix: packages, their verdicts and what was found for each concern.

// tally counts a package's findings of a concern by target: those that ship by
// effect, and the others apart.
function tally(p) {
  if (p.tally) { return p.tally; }
  p.tally = {};
  p.found.forEach(function (f) {
    var concern = f.rule.concern;
    var t = p.tally[concern] = p.tally[concern] || { all: 0, other: 0, on: {} };
    t.all++;
    if (!counts(f)) { t.other++; return; }
    PORTS.forEach(function (target) {
      var e = f.effects[target.id], on = t.on[target.id] = t.on[target.id] || {};
      if (e) { on[e.effect] = (on[e.effect] || 0) + 1; }
    });
  });
  return p.tally;
}

// worstOf says what counts most of a tally on a target.
function worstOf(t, target) {
  var on = (t && t.on[target.id]) || {};
  for (var i = 0; i < EFFECTS.length; i++) {
    if (on[EFFECTS[i]]) { return { effect: EFFECTS[i], n: on[EFFECTS[i]], rank: i }; }
  }
  return null;
}
var EFFECT_WORDS = { breaks: ["breaks", "break"], changes: ["changes", "change"], unknown: ["unknown", "unknown"], works: ["works", "work"] };

function weight(t, targets) {
  return targets.reduce(function (most, target) {
    var w = worstOf(t, target);
    return Math.max(most, w ? (EFFECTS.length - w.rank) * 1e6 + w.n : t ? 1 : 0);
  }, 0);
}

function cell(p, concern, targets) {
  var t = tally(p)[concern];
  if (!t) { return ""; }
  var lines = byValue(targets, function (target) {
    var w = worstOf(t, target);
    return w ? w.effect + " " + w.n : "";
  }).filter(function (g) { return g.key; });
  var out = lines.map(function (g) {
    var effect = g.key.split(" ")[0], n = +g.key.split(" ")[1];
    return h("span", { "class": "cell" }, effectText(effect, number(n) + " " + EFFECT_WORDS[effect][n === 1 ? 0 : 1]),
      g.targets.length < targets.length ? h("span", { "class": "on" }, " " + ids(g.targets)) : "");
  });
  if (t.other) { out.push(h("span", { "class": "cell on" }, (lines.length ? "+" : "") + number(t.other) + " not blocking")); }
  return h("a", { "class": "cell", href: "#findings" + query({ "package": p.id, concern: concern }), title: many(t.all, "finding", "findings") + " of " + concern + " in " + p.id }, out);
}

function verdictRank(p, targets) {
  return Math.min.apply(null, targets.map(function (t) { return D.verdicts.indexOf(p.verdicts[t.id].verdict); }));
}

function chosen(state) {
  var list = PORTS.filter(function (t) { return !state.target || t.id === state.target; });
  return list.length ? list : PORTS.length ? PORTS : D.targets;
}

function matrixSpec() {
  var present = D.concerns.filter(function (c) { return D.packages.some(function (p) { return tally(p)[c]; }); });
  var anyOwner = D.packages.some(function (p) { return p.owner; });
  return {
    name: "packages", changed: function (state) { chooseGroup(state.group || ""); }, one: "package", more: "packages", rows: D.packages, cls: "matrix", sort: "worst", hint: "repo, name, owner",
    rank: function (p) {
      return String(verdictRank(p, PORTS) + (p.built ? 0 : 20)).padStart(3, "0") + " " +
        String(1e9 - p.found.filter(function (f) { return blocks(f); }).length).padStart(10, "0");
    },
    text: function (p) { return [p.id, p.origin, p.owner || "", p.path, p.srpm || "", p.source || ""].join(" "); },
    filters: [
      { key: "verdict", label: "Verdict", options: D.verdicts.map(function (v) { return [v, VERDICTS[v]]; }),
        match: function (p, v, state) { return chosen(state).some(function (t) { return p.verdicts[t.id].verdict === v; }); } },
      { key: "target", label: "Target", options: PORTS.map(function (t) { return [t.id, t.name]; }), match: function () { return true; } },
      { key: "origin", label: "Origin", options: uniq(D.packages.map(function (p) { return p.origin; })),
        match: function (p, v) { return p.origin === v; } },
      { key: "repo", label: "Repo", options: uniq(D.packages.map(function (p) { return p.repo; })),
        match: function (p, v) { return p.repo === v; } }
    ].concat(D.groups.length ? [{ key: "group", label: "Part of StarlingX", options: D.groups.map(function (g) { return [g.id, g.title]; }),
      match: function (p, v) { return (p.groups || []).indexOf(v) >= 0; } }] : []).concat([
      { key: "concern", label: "Found of concern", options: present.map(function (c) { return [c, c]; }),
        match: function (p, v) { return !!tally(p)[v]; } },
      { key: "built", label: "Build lists", options: [["yes", "named in one"], ["no", "in none"]],
        match: function (p, v) { return (v === "yes") === !!p.built; } }
    ]),
    columns: function (state) {
      var targets = chosen(state);
      return [{ key: "name", label: "Package", main: true, sort: function (p) { return p.id.toLowerCase(); },
        cell: function (p) { return [packageLink(p), " ", h("span", { "class": "on" }, p.origin === "tree" ? "outside every package" : p.origin)]; } }]
        .concat(targets.map(function (t) {
          return { key: "v." + t.id, label: t.id, cls: targets.length > 1 ? "wide-only" : "", help: "Verdict on " + t.name, sort: function (p) { return D.verdicts.indexOf(p.verdicts[t.id].verdict); },
            cell: function (p) { return verdictText(p.verdicts[t.id].verdict); } };
        }), targets.length > 1 ? [{ key: "v", label: "", cls: "thin-only", bare: true, cell: function (p) {
          return joined(byValue(targets, function (t) { return p.verdicts[t.id].verdict; }).map(function (g) {
            return [verdictText(g.key), " on " + (g.targets.length === targets.length ? "all" : ids(g.targets))];
          }));
        } }] : [], present.map(function (c) {
          return { key: "c." + c, label: c, help: "Places found for " + c + ": how many, and the worst effect",
            sort: function (p) { return -weight(tally(p)[c], targets); }, cell: function (p) { return cell(p, c, targets); } };
        }), [{ key: "items", label: "Work items", num: true, sort: function (p) { return p.items.length; }, cell: function (p) { return p.items.length ? number(p.items.length) : ""; } }],
        anyOwner ? [{ key: "owner", label: "Owner", sort: function (p) { return (p.owner || "~").toLowerCase(); }, cell: function (p) { return owner(p.owner); } }] : []);
    }
  };
}

function uniq(list) {
  var seen = {};
  list.forEach(function (v) { seen[v] = true; });
  return Object.keys(seen).sort().map(function (v) { return [v, v]; });
}

// chooseGroup shows the headline of a part of StarlingX, or of all of it.
function chooseGroup(id) {
  var group = D.groups.filter(function (g) { return g.id === id; })[0];
  document.getElementById("group").value = group ? id : "";
  var whole = group || (D.targets[0] ? D.targets[0].headline : { packages: 0 });
  document.getElementById("state-count").textContent = many(whole.packages, "package", "packages");
  document.querySelectorAll("#headline tr[data-target]").forEach(function (row) {
    var target = D.targets.filter(function (t) { return t.id === row.getAttribute("data-target"); })[0];
    if (!target) { return; }
    var line = group ? group.headlines[target.id] : target.headline;
    row.hidden = !line;
    if (!line) { return; }
    var svg = row.querySelector("svg.stack"), at = 0, words = [];
    svg.textContent = "";
    D.verdicts.forEach(function (v) {
      var n = line[v.replace("-", "_")];
      var td = row.querySelector('[data-verdict="' + v + '"]');
      td.lastChild.textContent = v === "blocked" && !n && row.hasAttribute("data-noindex") ? " ?" : " " + number(n);
      td.classList.toggle("zero", !n);
      if (!n || !line.packages) { return; }
      words.push(number(n) + " " + VERDICTS[v]);
      var rect = document.createElementNS(svg.namespaceURI, "rect");
      rect.setAttribute("class", "v-" + v);
      rect.setAttribute("x", (100 * at / line.packages).toFixed(2));
      rect.setAttribute("width", (100 * n / line.packages).toFixed(2));
      rect.setAttribute("height", "10");
      svg.appendChild(rect);
      at += n;
    });
    svg.setAttribute("aria-label", words.join(", ") || "no packages");
    row.querySelector("td.places").textContent = number(line.breaks) + " break, " + number(line.changes) + " change";
  });
}
