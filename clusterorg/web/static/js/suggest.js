// Search as you type: the server answers with a <ul class="suggestions">; Enter still searches in full.
const PAUSE = 150;

for (const form of document.querySelectorAll("form[data-suggest]")) {
  const input = form.querySelector("input[type=search]");
  let timer;
  let asked;

  const close = () => form.querySelector(".suggestions")?.remove();

  async function ask() {
    asked?.abort();
    const words = input.value.trim();
    if (words.length < 2) return close();
    asked = new AbortController();
    const url = new URL(form.dataset.suggest, location.href);
    url.searchParams.set("q", words);
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) return close();
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      const list = found.querySelector(".suggestions");
      close();
      if (list && document.activeElement === input) form.append(document.adoptNode(list));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return close();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [input, ...form.querySelectorAll(".suggestions a")];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
}
