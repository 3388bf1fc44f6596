// Elements are made with these alone: text is only ever set as text.
function h(name, attributes) {
  var e = document.createElement(name);
  Object.keys(attributes || {}).forEach(function (key) {
    var value = attributes[key];
    if (key.slice(0, 2) === "on") {
      e.addEventListener(key.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      e.setAttribute(key, value === true ? "" : value);
    }
  });
  for (var i = 2; i < arguments.length; i++) { add(e, arguments[i]); }
  return e;
}

function add(e, child) {
  if (Array.isArray(child)) {
    child.forEach(function (c) { add(e, c); });
  } else if (child !== null && child !== undefined && child !== "") {
    e.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
  }
}

function number(n) { return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, ","); }
function many(n, one, more) { return number(n) + " " + (n === 1 ? one : more); }

// part writes a name into a link's fragment and keeps it readable.
function part(text) {
  return encodeURIComponent(text).replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%40/g, "@").replace(/[!'()*]/g, function (c) {
    return "%" + c.charCodeAt(0).toString(16).toUpperCase();
  });
}
function packageLink(p, text) { return h("a", { href: "#package/" + part(p.repo) + "/" + part(p.name) }, text || p.id); }
function itemLink(w, text) { return h("a", { href: "#item/" + part(w.id) }, text || w.title); }
function findingLink(f, text) { return h("a", { href: "#finding/" + part(f.id) }, text); }
function ruleLink(r, text) { return h("a", { href: "#rule/" + part(r.id) }, text || r.id); }

// listLink leads to a list with filters set.
function listLink(name, filters, text) {
  return h("a", { href: "#" + name + query(filters) }, text);
}
function query(filters) {
  var text = Object.keys(filters).filter(function (k) { return filters[k]; }).map(function (k) {
    return k + "=" + encodeURIComponent(filters[k]);
  }).join("&");
  return text ? "?" + text : "";
}

// swatch is a small square of a verdict's colour; words stand beside it.
function swatch(verdict) {
  var ns = document.querySelector("svg").namespaceURI;
  var svg = document.createElementNS(ns, "svg");
  svg.setAttribute("class", "key");
  svg.setAttribute("viewBox", "0 0 10 10");
  svg.setAttribute("aria-hidden", "true");
  var rect = document.createElementNS(ns, "rect");
  rect.setAttribute("width", "10");
  rect.setAttribute("height", "10");
  rect.setAttribute("class", "v-" + verdict);
  svg.appendChild(rect);
  return svg;
}
function verdictText(verdict) {
  return h("span", { "class": "verdict" }, swatch(verdict), VERDICTS[verdict] || verdict);
}
function effectText(effect, text) {
  return h("span", { "class": "e e-" + effect }, text || effect);
}
function owner(name) {
  return name ? h("span", {}, name) : h("span", { "class": "unowned" }, "unowned");
}
function size(w) {
  return h("span", { title: w.basis }, h("span", { "class": "size" }, w.effort), " ", w.time);
}
// byValue puts targets together of which the same is true.
function byValue(targets, value) {
  var order = [], on = {};
  targets.forEach(function (t) {
    var key = value(t);
    if (!on[key]) { on[key] = []; order.push(key); }
    on[key].push(t);
  });
  return order.map(function (key) { return { key: key, targets: on[key] }; });
}
function ids(targets) { return targets.map(function (t) { return t.id; }).join(", "); }
