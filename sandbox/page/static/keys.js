// The keyboard beyond Tab and Enter: from place to place, from message to message, and back out of a thread.

const places = () => [...document.querySelectorAll(".sidebar a[data-go]")];
const frame = (name) => document.querySelector(`[data-${name}-frame]`);
const plain = (text) => text.normalize("NFKC").toLowerCase().trim();

function showPlaces(words) {
  const found = places().filter((place) => plain(place.textContent).includes(plain(words)));
  const lines = found.map((place, number) => {
    const line = Object.assign(document.createElement("li"), { id: `place-${number}`, textContent: place.textContent.replace(/\s+/g, " ").trim() });
    line.setAttribute("role", "option");
    line.dataset.place = place.href;
    line.classList.toggle("unread", place.classList.contains("unread"));
    return line;
  });
  frame("switcher").querySelector("[role=listbox]").replaceChildren(...lines);
  mark(lines[0] ?? null);
}

function mark(line) {
  const input = frame("switcher").querySelector("input");
  for (const one of frame("switcher").querySelectorAll("[role=option]")) {
    one.classList.toggle("active", one === line);
    one.setAttribute("aria-selected", String(one === line));
  }
  if (line) input.setAttribute("aria-activedescendant", line.id);
  else input.removeAttribute("aria-activedescendant");
  line?.scrollIntoView({ block: "nearest" });
}

function openSwitcher() {
  const input = frame("switcher").querySelector("input");
  input.value = "";
  showPlaces("");
  frame("switcher").showModal();
  input.focus();
}

function steer(event, go) {
  const lines = [...frame("switcher").querySelectorAll("[role=option]")];
  const at = lines.findIndex((line) => line.classList.contains("active"));
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && lines.length) mark(lines.at((at + step + lines.length) % lines.length));
  else if (event.key === "Enter" && lines[at]) leave(lines[at], go);
  else return;
  event.preventDefault();
}

function leave(line, go) {
  frame("switcher").close();
  go(line.dataset.place);
}

function nextPlace(step, unread, go) {
  const all = places();
  const at = all.findIndex((place) => place.hasAttribute("aria-current"));
  for (let off = 1; off <= all.length; off += 1) {
    const place = all.at((at + step * off + all.length * 2) % all.length);
    if (!unread || place.classList.contains("unread")) return void go(place.href);
  }
}

// From message to message, in a list of them or in one of its messages.
function nextMessage(event) {
  const log = event.target.closest?.("[role=log]");
  const here = event.target.closest?.("article");
  if (!log || (here !== event.target && log !== event.target)) return;
  const all = [...log.querySelectorAll("article")];
  const at = here ? all.indexOf(here) + (event.key === "ArrowDown" ? 1 : -1) : all.length - 1;
  if (!all[at]) return;
  event.preventDefault();
  all[at].focus();
}

export function startKeys(go) {
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const chief = event.ctrlKey || event.metaKey;
    const open = document.querySelector("dialog[open]");
    if (open === frame("switcher")) return void steer(event, go);
    if (open) return;
    if (chief && event.key.toLowerCase() === "k") { event.preventDefault(); openSwitcher(); }
    else if (chief && event.key === "/") { event.preventDefault(); frame("keys").showModal(); }
    else if (event.altKey && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      nextPlace(event.key === "ArrowDown" ? 1 : -1, event.shiftKey, go);
    } else if (/^Arrow(Up|Down)$/.test(event.key)) nextMessage(event);
    else if (event.key === "Escape" && !event.defaultPrevented) {
      const back = event.target.closest?.("aside.thread")?.querySelector("header a[data-go]");
      if (back) go(back.href);
    }
  });
  document.addEventListener("input", (event) => { if (event.target.closest("[data-switcher-frame]")) showPlaces(event.target.value); });
  document.addEventListener("click", (event) => {
    const line = event.target.closest("[data-place]");
    if (line) leave(line, go);
    if (event.target.closest("[data-switcher]")) openSwitcher();
    if (event.target.closest("[data-keys]")) frame("keys").showModal();
    if (event.target === frame("switcher") || event.target === frame("keys")) event.target.close();
  });
}
