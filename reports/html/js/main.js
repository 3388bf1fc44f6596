// Which part of the page the fragment names.

var app = document.getElementById("app"), first = document.getElementById("first");
var title = document.title, current = null, remembered = {}, here = "";
var LISTS = {
  packages: [matrixSpec, "Packages by concern and target"], items: [itemSpec, "Work items"], findings: [findingSpec, "Findings"],
  needs: [needSpec, "What packages need"], patches: [patchSpec, "Patches"],
  unknowns: [unknownSpec, "What could not be told"], rules: [ruleSpec, "Rules"]
};

function replaceHash(hash) {
  here = hash;
  try {
    history.replaceState(null, "", hash);
  } catch (e) { // some viewers forbid it; the filters work all the same
    return;
  }
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch (e) {
    return text;
  }
}

// parse splits "#name/rest?key=value&..." into its parts.
function parse(hash) {
  var text = hash.replace(/^#/, ""), state = {}, path = text, at = text.indexOf("?");
  if (at >= 0) {
    path = text.slice(0, at);
    text.slice(at + 1).split("&").forEach(function (pair) {
      var eq = pair.indexOf("=");
      if (eq > 0) { state[pair.slice(0, eq)] = decode(pair.slice(eq + 1).replace(/\+/g, " ")); }
    });
  }
  var slash = path.indexOf("/");
  return { name: slash < 0 ? path : path.slice(0, slash), rest: slash < 0 ? "" : path.slice(slash + 1), state: state };
}

function detail(route) {
  var rest = route.rest, slash = rest.indexOf("/");
  switch (route.name) {
    case "package": return slash < 0 ? packageView("", decode(rest)) : packageView(decode(rest.slice(0, slash)), decode(rest.slice(slash + 1)));
    case "item": return itemView(decode(rest));
    case "finding": return findingView(decode(rest));
    case "rule": return ruleView(decode(rest));
    case "dependency": return needView(decode(rest));
    case "patch": return patchView(slash < 0 ? "" : decode(rest.slice(0, slash)), decode(slash < 0 ? rest : rest.slice(slash + 1)));
  }
  return null;
}

// PARENT is the list that a page is reached from.
var PARENT = { packages: "overview", "package": "overview", item: "items", finding: "findings", rule: "rules", dependency: "needs", patch: "patches" };

function show() {
  var hash = location.hash || "#overview";
  if (here) { remembered[here] = { y: window.scrollY, rows: current ? current.size() : 0 }; }
  here = hash;
  var route = parse(hash), node = detail(route), overview = false;
  current = null;
  if (!node) {
    if (!LISTS[route.name]) { route.name = "overview"; }
    overview = route.name === "overview" || route.name === "packages";
    var list = LISTS[overview ? "packages" : route.name];
    current = makeList(list[0](), route.state);
    if (overview) { chooseGroup(route.state.group || ""); }
    node = h("section", { id: "list" }, h("div", { "class": "head" }, h("h2", {}, list[1]),
      overview ? h("p", { "class": "aside" }, "Cells count places that ship, and name the worst effect there.") : ""), current.node);
  }
  app.textContent = "";
  app.appendChild(node);
  first.hidden = !overview;
  var name = PARENT[route.name] || route.name;
  document.querySelectorAll("nav a").forEach(function (a) {
    if (a.getAttribute("href") === "#" + name) { a.setAttribute("aria-current", "page"); } else { a.removeAttribute("aria-current"); }
  });
  var heading = app.querySelector("h2");
  document.title = overview ? title : heading.textContent + " - " + title;
  var kept = remembered[hash];
  if (kept && current && kept.rows > CHUNK) { current.refresh(kept.rows); }
  if (kept) {
    window.scrollTo(0, kept.y);
  } else if (route.name === "packages") {
    app.scrollIntoView();
  } else {
    window.scrollTo(0, 0);
  }
}

document.documentElement.classList.add("js");
if (D.groups.length) {
  document.getElementById("group-choice").hidden = false;
  document.getElementById("group").addEventListener("change", function () {
    replaceHash("#overview" + query({ group: this.value }));
    show();
    this.focus();
  });
}
window.addEventListener("hashchange", function () {
  show();
  app.focus({ preventScroll: true });
});
window.addEventListener("beforeprint", function () { if (current) { current.printed(); } });
show();
if (window.performance && performance.mark) { performance.mark("first-row"); } // for benchmarks
