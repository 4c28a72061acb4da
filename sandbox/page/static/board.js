// Jira's board: cards are dragged from column to column, pressed on, or changed in detail. The page shows what came of it.

const person = document.body.dataset.user;
let dragged = null;

async function act(name, key, value) {
  const answer = await fetch(`/page/jira/${name}?as=${person}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ key, value }),
  }).catch(() => null);
  return answer?.ok ?? false;
}

async function change(element, value) {
  if (element.getAttribute("aria-busy") === "true") return false;
  element.setAttribute("aria-busy", "true");
  try { return await act(element.dataset.board, element.dataset.key, value); } finally { element.removeAttribute("aria-busy"); }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-board]");
  if (button) change(button, button.value);
});

document.addEventListener("change", (event) => {
  const select = event.target.closest("select[data-board]");
  if (select) change(select, select.value);
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-board]");
  if (!form) return;
  event.preventDefault();
  const area = form.querySelector("textarea");
  const words = area.value;
  area.value = "";
  if (!(await change(form, words)) && !area.value) area.value = words;
});

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-board-issue]");
  if (!card) return;
  dragged = { key: card.dataset.boardIssue, board: card.closest(".board") };
  event.dataTransfer.setData("text/plain", dragged.key);
  event.dataTransfer.effectAllowed = "move";
});

function target(event) {
  const column = dragged && event.target.closest?.("[data-board-column]");
  return column && dragged.board.getAttribute("aria-labelledby") === column.closest(".board").getAttribute("aria-labelledby") ? column : null;
}

function light(column) {
  for (const one of document.querySelectorAll("[data-board-column].over")) one.classList.toggle("over", one === column);
  column?.classList.add("over");
}

document.addEventListener("dragover", (event) => {
  const column = target(event);
  if (column) event.preventDefault();
  light(column);
});

document.addEventListener("drop", (event) => {
  const column = target(event);
  light(null);
  if (!column) return;
  event.preventDefault();
  act("move", dragged.key, column.dataset.boardColumn);
});

document.addEventListener("dragend", () => { dragged = null; light(null); });
