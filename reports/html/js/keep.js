// What the reader sets is kept where the browser lets a page keep something; a page
// from a file often may not, and then it holds until the page is closed.
function kept(key) {
  try {
    return localStorage.getItem("stxscan." + key) || "";
  } catch (e) {
    return "";
  }
}
function keep(key, value) {
  try {
    if (value) { localStorage.setItem("stxscan." + key, value); } else { localStorage.removeItem("stxscan." + key); }
  } catch (e) {
    return;
  }
}

// colours are the system's unless the reader chose.
function chooseTheme(theme) {
  if (theme === "light" || theme === "dark") {
    document.documentElement.setAttribute("data-theme", theme);
  } else {
    document.documentElement.removeAttribute("data-theme");
  }
}
(function () {
  var select = document.getElementById("theme"), theme = kept("theme");
  chooseTheme(theme);
  select.value = theme === "light" || theme === "dark" ? theme : "";
  select.addEventListener("change", function () {
    chooseTheme(select.value);
    keep("theme", select.value);
  });
}());
