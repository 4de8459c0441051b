// Runs before the first paint, as a file of its own, so that the page needs no inline script.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem("aladdin.theme");
  } catch {
    chosen = null;
  }
  var light =
    chosen === "light" || (chosen !== "dark" && matchMedia("(prefers-color-scheme: light)").matches);
  document.documentElement.dataset.theme = light ? "light" : "dark";
})();
