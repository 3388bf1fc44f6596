// Keys of one letter. They rest while something is typed, and can be turned off.

var dialog = document.getElementById("keys"), keysOn = document.getElementById("keys-on");
keysOn.checked = kept("keys") !== "off";
keysOn.addEventListener("change", function () { keep("keys", keysOn.checked ? "" : "off"); });
document.getElementById("keys-open").addEventListener("click", function () { dialog.showModal(); });

// The link past the head is no part of the report's address.
document.querySelector(".skip").addEventListener("click", function (e) {
  e.preventDefault();
  document.getElementById("main").focus();
});

// rowLinks are what j and k go through: the links of rows that are shown.
function rowLinks() {
  return Array.prototype.filter.call(document.querySelectorAll("#app td.main a, #app .reasons li > a, #app summary"), function (a) { return a.offsetParent !== null; });
}

function move(by) {
  var links = rowLinks(), at = links.indexOf(document.activeElement);
  if (at < 0 && document.activeElement && document.activeElement.closest) { // within a row
    var row = document.activeElement.closest("tr, li"), own = row && links.filter(function (a) { return row.contains(a); })[0];
    at = own ? links.indexOf(own) : -1;
  }
  var next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, at + by));
  if (!links.length) { return; }
  links[next].focus();
  links[next].scrollIntoView({ block: "nearest" });
}

function toFilter() {
  var search = document.querySelector(".filters input[type=search]");
  if (!search) { // a page of one thing has none: that of its list does
    location.hash = "#" + (PARENT[parse(location.hash).name] || "overview");
    setTimeout(toFilter, 50);
    return;
  }
  search.focus();
  search.select();
}

function typing(e) {
  return e && (e.tagName === "SELECT" || e.tagName === "TEXTAREA" || e.tagName === "INPUT" && e.type !== "checkbox" && e.type !== "radio");
}

// back leaves the filter, or goes to the list that a page is of.
function back() {
  if (typing(document.activeElement)) {
    document.activeElement.blur();
    return;
  }
  var name = parse(location.hash || "#overview").name;
  if (name in PARENT && name !== "packages") {
    if (came) { history.back(); } else { location.hash = "#" + PARENT[name]; }
  }
}

// came is set once the reader followed a link within the page: then there is
// something to go back to.
var came = false;
window.addEventListener("hashchange", function () { came = true; });

document.addEventListener("keydown", function (e) {
  if (e.ctrlKey || e.altKey || e.metaKey || e.isComposing || dialog.open) { return; }
  if (e.key === "Escape") {
    back();
    return;
  }
  if (!keysOn.checked || typing(e.target)) { return; }
  var action = { "/": toFilter, "j": function () { move(1); }, "k": function () { move(-1); }, "?": function () { dialog.showModal(); } }[e.key];
  if (action) {
    e.preventDefault();
    action();
  }
});
