// Light or dark: the choice lives in a cookie, so that the server draws the page right at once.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");

function present() {
  return root.dataset.bsTheme ?? (system.matches ? "dark" : "light");
}

for (const button of document.querySelectorAll("[data-scheme-switch]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const chosen = present() === "dark" ? "light" : "dark";
    root.dataset.bsTheme = chosen;
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `scheme=${chosen};path=/;max-age=31536000;samesite=lax${secure}`;
  });
}
