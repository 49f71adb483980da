// Live preview: <form data-preview="url" data-preview-into="#id" data-preview-fields="helix size">.
// Only the named fields travel in the address, never a name or a mail address.
const PAUSE = 300;

for (const form of document.querySelectorAll("form[data-preview]")) {
  const target = document.querySelector(form.dataset.previewInto);
  let timer;
  let asked;

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const url = new URL(form.dataset.preview, location.href);
    const typed = new FormData(form);
    for (const name of form.dataset.previewFields.split(" ")) {
      for (const value of typed.getAll(name)) url.searchParams.append(name, value);
    }
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      target.replaceChildren(...page.body.childNodes);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
}
