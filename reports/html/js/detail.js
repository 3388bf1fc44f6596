// The details of a package and of a work item.

function crumb(name, text) {
  return h("p", { "class": "crumb" }, h("a", { href: "#overview" }, "Overview"), " / ", h("a", { href: "#" + name }, text));
}
function facts(list) {
  return h("dl", { "class": "facts" + (list.length > 7 ? " pairs" : "") }, list.filter(function (f) { return f[1] !== "" && f[1] !== null && f[1] !== undefined && f[1].length !== 0; }).map(function (f) {
    return [h("dt", {}, f[0]), h("dd", {}, f[1])];
  }));
}
function section(title, child) { return h("section", {}, h("h3", {}, title), child); }
function table(heads, rows) {
  return h("div", { "class": "scroll" }, h("table", { "class": "list" },
    h("thead", {}, h("tr", {}, heads.map(function (t) { return h("th", { scope: "col" }, t); }))),
    h("tbody", {}, rows.map(function (row) {
      return h("tr", {}, row.map(function (c, i) { return h("td", { "class": i ? "" : "main", "data-label": i ? heads[i] : null }, c); }));
    }))));
}
function joined(list) {
  return list.map(function (e, i) { return i ? [", ", e] : e; });
}
function findItem(id) { return D.items.filter(function (w) { return w.id === id; })[0]; }

// reasonList tells apart what a verdict waits for.
function reasonList(reasons) {
  return h("ul", { "class": "reasons" }, (reasons || []).map(function (r) {
    var items = (r.work_items || []).map(function (id) {
      var w = findItem(id);
      return w ? itemLink(w) : id;
    });
    return h("li", {}, h("span", { "class": "kind" }, REASONS[r.kind] || r.kind), " ", h("span", { "class": "t" }, r.text),
      items.length ? h("span", { "class": "settle small" }, "Removed by: ", joined(items.slice(0, items.length > 4 ? 3 : 4)),
        items.length > 4 ? " and " + number(items.length - 3) + " more work items, listed below" : "") : "",
      r.settle ? h("span", { "class": "settle small" }, "Settled by: ", h("code", {}, r.settle)) : "");
  }));
}

function coverageText(coverage) {
  var by = {};
  D.concerns.forEach(function (c) {
    var said = (coverage || {})[c];
    if (said) { (by[said] = by[said] || []).push(c); }
  });
  return Object.keys(by).sort().map(function (said) {
    return h("p", { "class": "small" }, said.charAt(0).toUpperCase() + said.slice(1) + ": " + by[said].join(", ") + ".");
  });
}

// verdictPanels shows targets on which the same holds together.
function verdictPanels(p) {
  return h("div", { "class": "panels" }, byValue(D.targets, function (t) { return JSON.stringify(p.verdicts[t.id]); }).map(function (g) {
    var v = p.verdicts[g.targets[0].id];
    return h("div", { "class": "panel" }, h("h4", {}, verdictText(v.verdict), " on ", g.targets.map(function (t) { return t.name; }).join(", ")),
      reasonList(v.reasons), coverageText(v.coverage));
  }));
}

function packageView(repo, name) {
  var same = D.packages.filter(function (q) { return q.name === name && (repo === "" || q.repo === repo); }), p = same[0];
  if (!p || repo === "" && same.length > 1) { return missing("package", repo ? repo + "/" + name : name); }
  var groups = (p.groups || []).map(function (id) { return (D.groups.filter(function (g) { return g.id === id; })[0] || { title: id }).title; });
  var unknowns = D.unknowns.filter(function (u) { return u.pkg === p; });
  var needs = dependencies().filter(function (d) { return d.pkg === p; });
  var stacks = D.stacks.filter(function (s) { return s.pkg === p; });
  return h("div", { "class": "detail" }, crumb("packages", "Packages"), h("h2", {}, p.id),
    facts([
      ["Owner", owner(p.owner)], ["Origin", p.origin + (p.built ? ", built from " + (p.lists || []).join(", ") : ", in no build list")],
      ["Folder", h("code", {}, p.path)], ["Spec", p.spec && h("code", {}, p.spec)], ["Source RPM", p.srpm && h("code", {}, p.srpm)],
      ["Source", p.source && h("code", {}, p.source)], ["Fork", p.fork], ["Packaging for", (p.packaging || []).join(", ")],
      ["OpenStack release", p.openstack], ["Part of", groups.join(", ")],
      ["Size", many(p.files, "file", "files") + ", " + (p.tests ? many(p.tests, "test", "tests") : "no tests found")]
    ]),
    section("Verdicts", verdictPanels(p)),
    trendSection(p),
    section("Work items", p.items.length ? table(["Work item", "Frees", "Places here", "Effort", "Who"], p.items.map(function (w) {
      var here = w.found.filter(function (f) { return f.pkg === p; });
      return [itemLink(w), w.freed, listLink("findings", { "package": p.id, rule: w.rule || "", concern: w.rule ? "" : w.concern }, number(here.length)), size(w), owner(w.owner)];
    })) : h("p", { "class": "soft" }, "None: nothing was found here.")),
    p.found.length ? section("Findings by rule", byRule(p.found, { "package": p.id })) : "",
    needs.length ? section("Dependencies", needTable(needs)) : "",
    stacks.map(stackSection),
    unknowns.length ? section("What could not be told", table(["What", "Where", "What settles it"], unknowns.map(function (u) {
      return [u.message, u.path ? h("code", {}, u.path + (u.line ? ":" + u.line : "")) : "", h("b", {}, u.settle)];
    }))) : "");
}

function byRule(list, filters) {
  var rules = [], on = {};
  list.forEach(function (f) {
    if (!on[f.rule.id]) { on[f.rule.id] = []; rules.push(f.rule); }
    on[f.rule.id].push(f);
  });
  rules.sort(function (a, b) { return on[b.id].length - on[a.id].length || (a.id < b.id ? -1 : 1); });
  return rules.map(function (r, i) {
    var all = on[r.id], shown = 0, body = h("ul", { "class": "reasons" });
    var more = h("button", { type: "button", onclick: function () { grow(200); } });
    function grow(n) {
      for (var end = Math.min(all.length, shown + n); shown < end; shown++) {
        var f = all[shown];
        body.appendChild(h("li", {}, findingLink(f, h("code", {}, place(f))), " ", effectSummary(f), h("code", { "class": "snippet" }, f.snippet)));
      }
      more.hidden = shown >= all.length;
      more.textContent = "Show more of " + number(all.length - shown) + " left";
    }
    var box = h("details", { open: list.length <= 30 || rules.length === 1, ontoggle: function () { if (!shown) { grow(30); } } },
      h("summary", {}, h("b", {}, r.id), " " + r.title + ": " + many(all.length, "place", "places")), body, more);
    if (list.length <= 30 || rules.length === 1) { grow(30); }
    return box;
  });
}
function effectSummary(f) {
  var e = worst(f);
  return [effectText(e), SHIPS[f.role] ? "" : h("span", { "class": "on" }, " " + f.role + ", not shipped"), f.guard ? h("span", { "class": "on" }, " guarded") : "",
    f.more.suppressed ? h("span", { "class": "on" }, " suppressed: " + f.more.suppressed.kind) : "", f.more.baseline_state ? h("span", { "class": "on" }, " " + f.more.baseline_state) : ""];
}

// floatText says how a pin stands to the target's version.
function floatText(f) {
  return h("span", { "class": "on", title: f.note || "" }, " pin: " + f["class"] + (f.target ? ", " + f.pinned + " to " + f.target : "") +
    (f.soname_from && f.soname_from !== f.soname_to ? ", " + f.soname_from + " to " + f.soname_to : ""));
}

function needTable(needs) {
  return table(["Need", "Kind", "Where"].concat(D.targets.map(function (t) { return t.id; })), needs.map(function (d) {
    return [[needLink(d.name), d.constraint ? " " + d.constraint : "", d.condition ? h("span", { "class": "on" }, " if " + d.condition) : ""], d.need,
      h("code", {}, d.path + ":" + d.line)].concat(D.targets.map(function (t) {
      var v = d.verdicts[t.id];
      if (!v) { return "not looked up"; }
      return h("span", { title: v.evidence }, v.verdict === "missing" ? h("b", { "class": "e-breaks" }, "missing") : v.verdict,
        v.name && v.name !== d.name ? [" as ", h("code", {}, v.name)] : "", v.version ? " " + v.version : "", v.confidence !== "high" ? h("span", { "class": "on" }, " (" + v.confidence + " confidence)") : "",
        v.unmet && v.unmet.length ? h("b", { "class": "e-breaks" }, " breaks " + v.unmet.join(", ")) : "", v["float"] ? floatText(v["float"]) : "");
    }));
  }));
}

function stackSection(s) {
  return section("Patch stack: " + s["class"] + (s.kinds && s.kinds.length ? ", " + s.kinds.join(", ") : ""),
    [stackFacts(s), table(["Patch", "Acts on", "State", "Size", "Notes"], s.patches.map(function (p) {
      return [[patchLink(p), p.subject ? h("span", { "class": "snippet" }, p.subject) : "", changes(p), packagingText(p.packaging)], p.kind + (p.order ? " " + p.order : ""), h("span", { "class": "tight" }, p.state || ""),
        many(p.files, "file", "files") + ", +" + number(p.added) + " -" + number(p.removed), [(p.tags || []).concat(p.date || []).join(", "), upstreamText(p.upstreamed), appliesText(p.applies)]];
    }))]);
}

function stackFacts(s) {
  var o = s.overlay || {};
  return facts([
    ["Version patched", s.base], ["Upstream", s.upstream && h("code", {}, s.upstream)],
    ["An overlay carries", (o.files || []).map(function (f) { return h("div", {}, h("code", {}, f.path), f.mode ? " " + f.mode : ""); })],
    ["Accounts", (o.accounts || []).join(", ")], ["Units", (o.units || []).join(", ")],
    ["Adopt the target's package", adopted(s)]
  ]);
}

// upstreamText says what upstream has of a patch, in a line of its own.
function upstreamText(u) {
  if (!u) { return ""; }
  var commit = (u.commits || [])[0];
  return h("div", { title: u.why || "" }, "upstream: ", u.state, u.release ? " since " + u.release : "",
    commit ? [" ", h("code", {}, commit.id.slice(0, 12)), " ", commit.subject] : "");
}

// appliesText says how a patch applies to what was tried.
function appliesText(a) {
  return Object.keys(a || {}).sort().map(function (key) {
    return h("div", { title: a[key].why || "" }, "on " + key + (a[key].version ? " " + a[key].version : "") + ": " + a[key].state);
  });
}

// packagingText says what the targets' own packaging has of a patch, opened for each change.
function packagingText(packaging) {
  return Object.keys(packaging || {}).sort().map(function (target) {
    var count = {};
    packaging[target].forEach(function (a) { count[a.state] = (count[a.state] || 0) + 1; });
    return h("details", {}, h("summary", {}, "packaging of " + target + ": " + Object.keys(count).sort().map(function (state) { return state + " " + number(count[state]); }).join(", ")),
      packaging[target].map(function (a) {
        return h("div", {}, h("b", {}, a.state), " ", a.change, h("span", { "class": "soft" }, " " + a.why + (a.at ? " (" + a.at + ")" : "") + (a.step ? "; " + a.step : "")));
      }));
  });
}

// changes are what a patch of packaging changes, opened for its lines.
function changes(p) {
  if (!p.changes || !p.changes.length) { return ""; }
  return h("details", {}, h("summary", {}, p.changes.map(function (c) { return c.what + " +" + number(c.added || 0) + " -" + number(c.removed || 0); }).join(", ")),
    p.changes.map(function (c) { return (c.detail || []).map(function (line) { return h("code", { "class": "snippet" }, line); }); }));
}

function itemView(id) {
  var w = findItem(id);
  if (!w) { return missing("work item", id); }
  var rule = w.rule && D.rules.filter(function (r) { return r.id === w.rule; })[0];
  var answer = null;
  D.rules.forEach(function (r) { if (r.answer && "answer:" + r.answer.id === w.id) { answer = r.answer; } });
  var filters = w.rule && w.packages.length === 1 ? { rule: w.rule, "package": w.packages[0].id } : null;
  return h("div", { "class": "detail" }, crumb("items", "Work items"), h("h2", {}, w.title),
    facts([
      ["Who", owner(w.owner)], ["Frees", w.freed], ["Effort", [h("span", { "class": "size" }, w.effort), " " + w.time + " (" + w.basis + ")"]],
      ["Blocks", w.targets.join(", ") || "no target"], ["Kind", (KINDS[w.kind] || w.kind) + ", concern " + w.concern],
      ["Places", many(w.findings, "place", "places") + " in " + many(w.files, "file", "files") + ", " + number(w.blocking) + " of them blocking"],
      ["Rank", number(w.at + 1) + " of " + number(D.items.length)], ["Id", h("code", {}, w.id)],
      ["Stories", storyLinks(w)]
    ]),
    answer ? section("Why", h("p", { "class": "prose" }, answer.why)) : "",
    w.seam ? seamView(w.seam) : "",
    neededSection(w), stacksOf(w),
    rule ? section("What to do", [h("p", {}, ruleLink(rule), " ", rule.title), advice(rule)]) : "",
    section(many(w.packages.length, "package", "packages"), table(["Package", "Places"].concat(PORTS.map(function (t) { return t.id; })), w.packages.map(function (p) {
      return [packageLink(p), number(w.found.filter(function (f) { return f.pkg === p; }).length)].concat(PORTS.map(function (t) { return verdictText(p.verdicts[t.id].verdict); }));
    }))),
    section("Places", [filters ? h("p", {}, listLink("findings", filters, "As a list with filters")) : "", byRule(w.found)]));
}

// storyLinks leads to the stories of an item that another team tracks, or to the
// form for one.
function storyLinks(w) {
  if ((w.stories || []).length) { return joined(w.stories.map(function (s) { return webLink(s.url, s.text); })); }
  return w.file ? webLink(w.file, "File this story") : "";
}
function webLink(url, text) { return /^https?:/.test(url) ? h("a", { href: url, rel: "noreferrer" }, text) : text; }

// neededSection names the needs that an item is about.
function neededSection(w) {
  if (w.concern !== "dependencies") { return ""; }
  var names = uniq(w.found.map(function (f) { return f.subject; })).map(function (o) { return o[0]; }).filter(findNeed);
  return names.length ? section("What is needed", h("p", {}, joined(names.map(needLink)))) : "";
}

// stacksOf leads to the patches that an item is about.
function stacksOf(w) {
  if (w.kind !== "patch-stack") { return ""; }
  var list = D.stacks.filter(function (s) { return s.pkg && w.packages.indexOf(s.pkg) >= 0 && w.concern === (s["class"].indexOf("openstack") >= 0 ? "openstack-patches" : "centos-patches"); });
  return list.length ? section("Patches", table(["Package", "Class", "Patches", "Adopt the target's package"], list.map(function (s) {
    return [packageLink(s.pkg), s["class"], listLink("patches", { "package": s.pkg.id }, many(s.patches.length, "patch", "patches")), adopted(s)];
  }))) : "";
}

// seamView shows what a seam has to offer and which functions would go through it.
function seamView(s) {
  var list = s.functions || [];
  return [
    (s.interface || []).length ? section("Interface", table(["Operation", "What it does", "Places"], s.interface.map(function (o) {
      return [h("code", {}, o.name), o.does, number(o.findings)];
    }))) : "",
    list.length ? section("What would go through it", [
      s.functions_total > list.length ? h("p", {}, "The first " + list.length + " of " + number(s.functions_total) + ", those with most places that block.") : "",
      table(["Where", "Function", "Operations", "Places", "Blocking"], list.map(function (f) {
        return [h("code", {}, f.repo + "/" + f.path + ":" + f.line), f.name ? h("code", {}, f.name) : "outside of functions",
          (f.operations || []).join(", "), number(f.findings), number(f.blocking)];
      }))]) : ""];
}

function missing(kind, name) {
  return h("div", { "class": "detail" }, crumb("overview", "Overview"), h("h2", {}, "Not in this report"),
    h("p", {}, "The link names the " + kind + " ", h("code", {}, name), ", which this report does not hold. It may have been mended, moved or renamed since the link was made."));
}
