// A list is a table with filters, sorting and rows that are made as they are
// needed. Its state is the page's fragment, so that it can be sent to others.
//
// spec: name, one, more (what rows are called), rows, text(row), columns
// [{key, label, cell, sort, num, up, main, bare, cls, help}], filters [{key, label, options,
// match(row, value, state)}], sort (default key, "-" before it for descending).
var CHUNK = 60;

function makeList(spec, state) {
  var columns = function () { return spec.columns(state); };
  var shown = 0, rows = [];
  var body = h("tbody"), head = h("thead"), count = h("p", { "class": "count", role: "status" });
  var more = h("button", { "class": "more", type: "button", onclick: function () { grow(rows.length > 2000 ? 500 : 200); } });
  var table = h("table", { "class": "list " + (spec.cls || "") }, head, body);
  var filters = h("form", { "class": "filters", role: "search", onsubmit: function (e) { e.preventDefault(); } });

  function changed() {
    replaceHash("#" + spec.name + query(state));
    if (spec.changed) { spec.changed(state); }
    refresh();
  }
  var timer = 0;
  var search = h("input", { type: "search", value: state.q || "", name: "q", placeholder: spec.hint || "", oninput: function () {
    clearTimeout(timer);
    timer = setTimeout(function () { state.q = search.value; changed(); }, 120);
  } });
  filters.appendChild(h("label", { "class": "wide" }, "Text", search));
  spec.filters.forEach(function (f) {
    var select = h("select", { name: f.key, onchange: function () { state[f.key] = select.value; changed(); } },
      h("option", { value: "" }, f.all || "all"), f.options.map(function (o) { return h("option", { value: o[0] }, o[1]); }));
    if (state[f.key] && !f.options.some(function (o) { return o[0] === state[f.key]; })) {
      select.appendChild(h("option", { value: state[f.key] }, state[f.key]));
    }
    select.value = state[f.key] || "";
    filters.appendChild(h("label", {}, f.label, select));
  });
  var sorter = h("select", { name: "sort", onchange: function () { state.sort = sorter.value; changed(); } });
  filters.appendChild(h("label", { "class": "narrow-only" }, "Sort by", sorter));
  filters.appendChild(h("button", { type: "button", onclick: function () {
    Object.keys(state).forEach(function (k) { delete state[k]; });
    filters.querySelectorAll("select, input").forEach(function (e) { e.value = ""; });
    changed();
  } }, "Clear"));

  function header() {
    var by = state.sort || spec.sort, key = by.replace(/^-/, ""), down = by[0] === "-";
    head.textContent = "";
    sorter.textContent = "";
    head.appendChild(h("tr", {}, columns().map(function (c) {
      if (!c.sort) { return h("th", { scope: "col", "class": c.cls }, c.label); }
      var natural = c.num && !c.up ? "-" : "", reversed = natural ? "" : "-";
      sorter.appendChild(h("option", { value: natural + c.key }, c.label));
      sorter.appendChild(h("option", { value: reversed + c.key }, c.label + ", reversed"));
      return h("th", { scope: "col", "class": (c.num ? "num " : "") + (c.cls || ""), "aria-sort": key === c.key ? (down ? "descending" : "ascending") : null, title: c.help },
        h("button", { "class": "plain", type: "button", "data-sort": c.key, onclick: function () {
          state.sort = key === c.key ? (down ? c.key : "-" + c.key) : natural + c.key;
          changed();
          var again = head.querySelector('[data-sort="' + c.key + '"]');
          if (again) { again.focus(); }
        } }, c.label));
    })));
    if (!Array.prototype.some.call(sorter.options, function (o) { return o.value === by; })) {
      sorter.appendChild(h("option", { value: by }, "default"));
    }
    sorter.value = by;
  }

  function select() {
    var words = (state.q || "").toLowerCase().split(/\s+/).filter(Boolean);
    rows = spec.rows.filter(function (row) {
      return spec.filters.every(function (f) { return !state[f.key] || f.match(row, state[f.key], state); }) &&
        (!words.length || (row.searched = row.searched || spec.text(row).toLowerCase(), words.every(function (w) { return row.searched.indexOf(w) >= 0; })));
    });
    var by = state.sort || spec.sort, down = by[0] === "-";
    var column = columns().filter(function (c) { return c.key === by.replace(/^-/, ""); })[0];
    var value = column ? column.sort : spec.rank;
    if (value) {
      var keyed = rows.map(function (row, i) { return { row: row, key: value(row), i: i }; });
      keyed.sort(function (a, b) {
        var order = a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
        return (down ? -order : order) || a.i - b.i;
      });
      rows = keyed.map(function (k) { return k.row; });
    }
  }

  function grow(n) {
    var fragment = document.createDocumentFragment(), list = columns();
    var end = Math.min(rows.length, shown + n);
    for (; shown < end; shown++) {
      fragment.appendChild(h("tr", {}, list.map(function (c) {
        var cell = c.cell(rows[shown]);
        var blank = cell === "" || cell === null || cell === undefined;
        return h("td", { "class": (c.num ? "num " : "") + (c.main ? "main " : "") + (c.cls ? c.cls + " " : "") + (blank ? "blank" : ""), "data-label": c.main || c.bare ? null : c.label }, cell);
      })));
    }
    body.appendChild(fragment);
    more.hidden = shown >= rows.length;
    more.textContent = "Show more of " + number(rows.length - shown) + " left";
  }

  function refresh(least) {
    header();
    select();
    body.textContent = "";
    shown = 0;
    var all = spec.rows.length;
    count.textContent = rows.length === all ? many(all, spec.one, spec.more) : number(rows.length) + " of " + many(all, spec.one, spec.more);
    if (!rows.length) { body.appendChild(h("tr", {}, h("td", { colspan: columns().length, "class": "empty" }, all ? "Nothing matches the filters." : spec.none || "There are none."))); }
    grow(Math.max(CHUNK, least || 0));
  }
  refresh();
  if (window.IntersectionObserver) {
    new IntersectionObserver(function (entries) {
      if (entries[0].isIntersecting && shown < rows.length) { grow(CHUNK); }
    }, { rootMargin: "600px" }).observe(more);
  }
  return {
    node: h("div", {}, filters, count, h("div", { "class": "scroll" }, table), more),
    size: function () { return shown; }, refresh: refresh,
    // printed shows as many rows as paper bears, and says what is left out.
    printed: function () {
      grow(Math.max(0, 1000 - shown));
      if (shown < rows.length) { more.textContent = number(rows.length - shown) + " more are not printed: filter the list for them"; }
    }
  };
}
