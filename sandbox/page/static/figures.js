// Data tables page by page, and the numbers of charts; both stay as they were left while their message is shown anew.

const pages = new Map(); // the page that each table is turned to, by its id
const unfolded = new Set(); // the charts whose numbers are open

function turn(table, page) {
  const bodies = [...table.querySelectorAll("tbody")];
  const at = Math.max(0, Math.min(page, bodies.length - 1));
  pages.set(table.dataset.table, at);
  if (bodies[at].hidden) bodies.forEach((body, number) => { body.hidden = number !== at; });
  const status = table.querySelector("[role=status]");
  if (!status) return;
  if (status.textContent !== bodies[at].dataset.said) status.textContent = bodies[at].dataset.said;
  for (const button of table.querySelectorAll("[data-turn]")) {
    const next = at + Number(button.dataset.turn);
    button.setAttribute("aria-disabled", String(next < 0 || next >= bodies.length));
  }
}

function restore() {
  for (const table of document.querySelectorAll("[data-table]")) {
    if (pages.has(table.dataset.table)) turn(table, pages.get(table.dataset.table));
  }
  for (const fold of document.querySelectorAll("[data-fold]:not([open])")) fold.open = unfolded.has(fold.dataset.fold);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-turn]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const table = button.closest("[data-table]");
  turn(table, (pages.get(table.dataset.table) ?? 0) + Number(button.dataset.turn));
});

document.addEventListener("click", (event) => {
  const fold = event.target.closest("summary")?.closest("[data-fold]");
  if (!fold) return;
  if (fold.open) unfolded.delete(fold.dataset.fold);
  else unfolded.add(fold.dataset.fold);
});

new MutationObserver(restore).observe(document.body, { childList: true, subtree: true });
