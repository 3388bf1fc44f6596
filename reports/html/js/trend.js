// How the verdicts of a package went.

// spans are the verdicts of a package on a target in their order, each with the
// points from which on and until which it holds.
function spans(p, target) {
  var went = D.trend && (D.trend.packages[p.id] || {})[target.id];
  if (!went || !went.length) { return []; }
  var list = [];
  for (var i = 0; i < went.length; i += 2) {
    list.push({ from: went[i], to: i + 2 < went.length ? went[i + 2] : D.trend.points.length, verdict: went[i + 1] < 0 ? "" : D.verdicts[went[i + 1]] });
  }
  return list;
}
function spanText(s) { return s.verdict ? VERDICTS[s.verdict] || s.verdict : "in no build list"; }
function pointText(i) {
  var p = D.trend.points[i];
  return p.date + (p.label ? " (" + p.label + ")" : "");
}

// strip draws spans, a place for each point.
function strip(list) {
  var ns = document.querySelector("svg").namespaceURI, svg = document.createElementNS(ns, "svg"), all = D.trend.points.length;
  svg.setAttribute("class", "strip");
  svg.setAttribute("viewBox", "0 0 " + all + " 10");
  svg.setAttribute("preserveAspectRatio", "none");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", list.map(function (s) { return spanText(s) + " from " + pointText(s.from); }).join(", "));
  list.forEach(function (s) {
    if (!s.verdict) { return; }
    var rect = document.createElementNS(ns, "rect");
    rect.setAttribute("class", "v-" + s.verdict);
    rect.setAttribute("x", s.from);
    rect.setAttribute("width", s.to - s.from);
    rect.setAttribute("height", "10");
    svg.appendChild(rect);
  });
  return svg;
}

// trendSection shows it for each target, those on which it went alike together.
function trendSection(p) {
  var on = PORTS.filter(function (t) { return spans(p, t).length; });
  if (!on.length) { return ""; }
  return section("How it went", [table(["Targets", "Now", "Before", "Points"], byValue(on, function (t) { return JSON.stringify(spans(p, t)); }).map(function (g) {
    var list = spans(p, g.targets[0]), last = list[list.length - 1], before = list[list.length - 2];
    return [ids(g.targets), [s(last), last.from ? " since " + pointText(last.from) : " since the first point, " + pointText(0)],
      before ? [s(before), " from " + pointText(before.from)] : "nothing else", strip(list)];
  })), h("p", { "class": "small" }, many(D.trend.points.length, "point", "points") + " from " + pointText(0) + " to " + pointText(D.trend.points.length - 1) +
    (D.trend.points.some(function (q) { return q.tool; }) ? "; the tool or its rules changed on " + D.trend.points.filter(function (q) { return q.tool; }).map(function (q) { return q.date; }).join(", ") : "") + ".")]);
  function s(span) { return span.verdict ? verdictText(span.verdict) : spanText(span); }
}
