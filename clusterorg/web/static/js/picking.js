// Bulk work: "pick all" in the head of a list and the number of picked rows in the bar.
for (const form of document.querySelectorAll("form[data-bulk]")) {
  const boxes = () => [...form.querySelectorAll("input[type=checkbox][name=id]")];
  const count = form.querySelector("[data-picked]");
  const all = form.querySelector("[data-pick-all]");

  const tell = () => {
    const picked = boxes().filter((box) => box.checked).length;
    if (count) count.textContent = picked;
    if (all) {
      all.checked = picked > 0 && picked === boxes().length;
      all.indeterminate = picked > 0 && !all.checked;
    }
  };
  if (all) {
    all.closest("[hidden]")?.removeAttribute("hidden");
    all.addEventListener("change", () => {
      for (const box of boxes()) box.checked = all.checked;
      tell();
    });
  }
  form.addEventListener("change", tell);
  tell();
}
