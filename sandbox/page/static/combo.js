// Selects that one types into: lists filtered here, or asked of the app (external selects).
import { chip } from "./form.js";

const list = (combo) => combo.querySelector("[role=listbox]");
const input = (combo) => combo.querySelector("[role=combobox]");
const items = (combo) => [...list(combo).querySelectorAll("[role=option]:not([hidden])")];
const active = (combo) => list(combo).querySelector(".active");
let asked = 0;

function open(combo, shown = true) {
  list(combo).hidden = !shown;
  input(combo).setAttribute("aria-expanded", String(shown));
  if (shown) list(combo).scrollIntoView({ block: "nearest" });
  if (!shown) mark(combo, null);
}

function mark(combo, item) {
  active(combo)?.classList.remove("active");
  input(combo).removeAttribute("aria-activedescendant");
  if (!item) return;
  item.id ||= `option-${++asked}`;
  item.classList.add("active");
  item.scrollIntoView({ block: "nearest" });
  input(combo).setAttribute("aria-activedescendant", item.id);
}

function note(combo, words) {
  const line = Object.assign(document.createElement("li"), { className: "note", textContent: words });
  line.setAttribute("role", "presentation");
  list(combo).replaceChildren(line);
}

function filter(combo, text) {
  const wanted = text.normalize("NFKC").toLowerCase();
  for (const item of list(combo).querySelectorAll("[role=option]")) {
    item.hidden = !item.textContent.normalize("NFKC").toLowerCase().includes(wanted);
  }
  mark(combo, items(combo)[0]);
}

async function ask(combo, text, { act, surface, choose }) {
  if ([...text].length < Number(combo.dataset.external)) return open(combo, false);
  const turn = String(++asked);
  combo.dataset.turn = turn;
  if (!items(combo).length) note(combo, document.body.dataset.suggesting);
  open(combo);
  const { block, action } = combo.dataset;
  const answer = await act("suggest", { ...surface(combo), block, action, query: text });
  if (combo.dataset.turn !== turn) return;
  list(combo).innerHTML = answer?.options ?? "";
  if (!items(combo).length) note(combo, document.body.dataset.noMatches);
  mark(combo, items(combo)[0]);
  delete combo.dataset.stale;
  if ("eager" in combo.dataset && items(combo).length) take(combo, items(combo)[0], choose);
}

function take(combo, item, choose) {
  const text = item.querySelector("span").textContent;
  const { value, option } = item.dataset;
  if ("many" in combo.dataset) {
    input(combo).value = "";
    if (!add(combo, { value, text, option })) return open(combo, false);
  } else {
    Object.assign(input(combo).dataset, { value, option, text });
    input(combo).value = text;
  }
  delete combo.dataset.eager;
  open(combo, false);
  choose(combo);
}

// A chip once each, and no more of them than the app allows.
function add(combo, chosen) {
  const chips = combo.querySelector(".chips");
  const there = [...chips.children].some((one) => one.dataset.value === chosen.value);
  if (there || (combo.dataset.many && chips.children.length >= Number(combo.dataset.many))) return false;
  chips.append(chip(chosen));
  return true;
}

function clear(combo, choose) {
  for (const name of ["value", "option", "text"]) delete input(combo).dataset[name];
  input(combo).value = "";
  open(combo, false);
  choose(combo);
}

// What the list shows belongs to an older text: Enter waits for the answer to the newer one.
function age(combo) {
  combo.dataset.stale = "";
  delete combo.dataset.eager;
  mark(combo, null);
}

// Text that was typed but not chosen is no answer: what is chosen stands there again.
function settle(combo) {
  const field = input(combo);
  delete combo.dataset.eager;
  open(combo, false);
  field.value = field.dataset.option ? field.dataset.text ?? field.defaultValue : "";
}

export function startCombos(act, surface, choose) {
  const tools = { act, surface, choose };
  const show = (combo, text) => ("external" in combo.dataset ? ask(combo, text, tools) : (filter(combo, text), open(combo)));
  const around = (event) => event.target.closest?.(".combo");
  let waiting = 0;

  document.addEventListener("input", (event) => {
    const combo = around(event);
    if (!combo) return;
    if (!("external" in combo.dataset)) return void show(combo, input(combo).value);
    age(combo);
    clearTimeout(waiting);
    waiting = setTimeout(() => show(combo, input(combo).value), 120);
  });
  document.addEventListener("mousedown", (event) => {
    const combo = around(event);
    const item = event.target.closest?.(".combo [role=option]");
    if (item) { event.preventDefault(); take(combo, item, choose); }
    else if (event.target.matches?.(".combo .clear")) { event.preventDefault(); clear(combo, choose); }
    else if (combo && event.target === input(combo) && list(combo).hidden) show(combo, "");
  });
  document.addEventListener("focusin", (event) => { if (around(event) && event.target.matches("[role=combobox]")) event.target.select(); });
  document.addEventListener("focusout", (event) => {
    const moves = "showing" in document.body.dataset; // a field that is only moved keeps its list open
    if (!moves && around(event) && event.target.matches("[role=combobox]")) settle(around(event));
  });
  document.addEventListener("keydown", (event) => {
    const combo = around(event);
    if (!combo || event.isComposing || !event.target.matches("[role=combobox]")) return;
    const lines = items(combo);
    const at = lines.indexOf(active(combo));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list(combo).hidden) return void show(combo, "");
      mark(combo, lines.at((at + (event.key === "ArrowDown" ? 1 : -1) + lines.length) % lines.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      if ("stale" in combo.dataset) combo.dataset.eager = "";
      else if (!list(combo).hidden && at >= 0) take(combo, lines[at], choose);
    } else if (event.key === "Backspace" && !event.target.value && "many" in combo.dataset) {
      combo.querySelector(".chip:last-child")?.remove();
      choose(combo);
    } else if (event.key === "Escape" && !list(combo).hidden) {
      event.preventDefault();
      event.stopPropagation();
      settle(combo);
    }
  }, true);
}
