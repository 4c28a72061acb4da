// The place to write: it grows, offers commands and people while one types, and sends with Enter.

const area = (form) => form.querySelector("textarea");
const list = (form) => form.querySelector(".offers");
const lines = (form) => [...list(form).children];
const active = (form) => list(form).querySelector(".active");
const PEOPLE = 8;

// What is being typed at the caret: a command at the start, or somebody's name after an @.
function asked(form) {
  const { value, selectionStart } = area(form);
  const before = value.slice(0, selectionStart);
  const command = "thread" in form.dataset ? null : before.match(/^\/\S*$/);
  const person = before.match(/(?:^|\s)@([^\s@]*)$/);
  return command ? { kind: "command", words: command[0] } : person ? { kind: "person", words: person[1] } : null;
}

function found({ kind, words }) {
  const wanted = words.normalize("NFKC").toLowerCase();
  const all = [...document.querySelector(`template[data-${kind}]`).content.children];
  if (kind === "command") return all.filter((one) => one.dataset.command.startsWith(words));
  return all.filter((one) => one.textContent.normalize("NFKC").toLowerCase().includes(wanted)).slice(0, PEOPLE);
}

function mark(form, line) {
  active(form)?.classList.remove("active");
  for (const one of lines(form)) one.setAttribute("aria-selected", String(one === line));
  line?.classList.add("active");
  line?.scrollIntoView({ block: "nearest" });
  if (line) area(form).setAttribute("aria-activedescendant", line.id);
  else area(form).removeAttribute("aria-activedescendant");
}

function offer(form) {
  area(form).style.height = "auto";
  area(form).style.height = `${Math.min(area(form).scrollHeight, 160)}px`;
  const words = asked(form);
  const copies = (words ? found(words) : []).map((one) => one.cloneNode(true));
  copies.forEach((one, number) => { one.id = `${list(form).id}-${number}`; });
  list(form).replaceChildren(...copies);
  list(form).hidden = !copies.length;
  mark(form, copies[0] ?? null);
}

export function write(form, text) {
  area(form).value = text;
  area(form).focus();
  offer(form);
}

function take(form, line) {
  const { value, selectionStart } = area(form);
  const before = value.slice(0, selectionStart).replace(/(\/\S*|@[^\s@]*)$/, "");
  const chosen = line.dataset.command ?? `@${line.dataset.person}`;
  write(form, `${before}${chosen} ${value.slice(selectionStart)}`);
  area(form).setSelectionRange(before.length + chosen.length + 1, before.length + chosen.length + 1);
  offer(form);
}

function steer(event, form) {
  const [all, at] = [lines(form), lines(form).indexOf(active(form))];
  const { command, person } = active(form)?.dataset ?? {};
  const whole = [command, person].includes(asked(form)?.words);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    mark(form, all.at((at + (event.key === "ArrowDown" ? 1 : -1) + all.length) % all.length));
  } else if (event.key === "Escape") list(form).hidden = true;
  else if (event.key === "Tab" || (event.key === "Enter" && !whole)) take(form, active(form));
  else return false;
  event.preventDefault();
  event.stopPropagation();
  return true;
}

export function startComposers(act, refresh) {
  const around = (event) => (event.target.matches?.("[data-composer] textarea") ? event.target.closest("form") : null);

  async function send(form) {
    const text = area(form).value;
    write(form, "");
    const { channel, thread } = form.dataset;
    const chips = [...form.querySelectorAll(".chip")];
    const done = await act("say", { text, channel, thread, files: chips.map((one) => one.dataset.value) });
    if (!done && !area(form).value) write(form, text);
    if (done) for (const one of chips) one.remove();
    refresh();
  }

  document.addEventListener("input", (event) => { if (around(event)) offer(around(event)); });
  document.addEventListener("mousedown", (event) => {
    const line = event.target.closest?.(".offers li");
    if (line) { event.preventDefault(); take(line.closest("form"), line); }
  });
  document.addEventListener("keydown", (event) => {
    const form = around(event);
    if (!form || event.isComposing || (!list(form).hidden && steer(event, form))) return;
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    form.requestSubmit();
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-composer]")) return;
    event.preventDefault();
    send(event.target);
  });
}
