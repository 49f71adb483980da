// Progress: the page is asked for its [data-poll] part again until that part no longer asks for it.
const PAUSE = 1500;

async function look(part) {
  const answer = await fetch(part.dataset.poll, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-poll]");
  if (!fresh) return location.reload();
  part.replaceWith(document.adoptNode(fresh));
  setTimeout(() => look(fresh), PAUSE);
}

const part = document.querySelector("[data-poll]");
if (part) setTimeout(() => look(part), PAUSE);
