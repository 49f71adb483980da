// Nothing typed is lost: forms with data-draft keep their text in this tab until they were sent.
const SKIP = new Set(["password", "hidden", "file", "submit", "button"]);

for (const form of document.querySelectorAll("form[data-draft]")) {
  const key = `draft:${location.pathname}:${form.dataset.draft}`;
  const fields = () => [...form.elements].filter((it) => it.name && !SKIP.has(it.type));
  const returned = form.querySelector("[data-focus]") !== null;

  if (!returned) {
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    for (const field of fields()) {
      if (!(field.name in kept) || field.type === "radio" || field.type === "checkbox") continue;
      field.value = kept[field.name];
    }
  }
  form.addEventListener("input", () => {
    const typed = fields().filter((it) => it.type !== "radio" && it.type !== "checkbox");
    sessionStorage.setItem(key, JSON.stringify(Object.fromEntries(typed.map((it) => [it.name, it.value]))));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
