// "/" goes to the search; the summary of form errors gets the focus when the page returns with one.
const typing = (node) => node.closest("input, textarea, select, [contenteditable]") !== null;

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const search = document.querySelector("[data-shortcut='/']");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

document.querySelector("[data-focus]")?.focus();
