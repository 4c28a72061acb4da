// One person's window: shows what the server rendered, sends what the person does, and fetches parts that changed.
import { startCombos } from "./combo.js";
import { startComposers } from "./composer.js";
import { confirmed } from "./confirm.js";
import { fieldValue, startFiles, typed } from "./form.js";
import { startKeys } from "./keys.js";
import { startMessages } from "./messages.js";
import { hangUp, keepChosen, play } from "./phone.js";
import { closeMenus, openMenus, reopenMenus, startMenus } from "./menus.js";
import { settleTyping, startTyping } from "./typing.js";

const body = document.body;
const person = body.dataset.user;
const part = (name) => document.querySelector(`[data-part="${name}"]`);
const modalFrame = part("modal");
let [composing, submitted] = [false, false];
let [fetching, again] = [false, false];
let [letGo, release] = [Promise.resolve(), () => {}];

function address(path, extra = {}) {
  const here = new URL(location.href).searchParams;
  const query = new URLSearchParams({ as: person, at: here.get("at") || "home", since: body.dataset.since, ...extra });
  for (const name of ["thread", "find"]) if (here.get(name)) query.set(name, here.get(name));
  return `${path}?${query}`;
}

// ---- showing

async function refresh(extra = {}) {
  if (fetching || composing) return void (again = true);
  fetching = true;
  again = false;
  try {
    const have = [...document.querySelectorAll("[data-part][data-mark]")].map((p) => `${p.dataset.part}:${p.dataset.mark}`);
    const seen = document.visibilityState === "visible" ? { seen: "1" } : {};
    const answer = await fetch(address("/page/parts", { have: have.join(","), ...seen, ...extra }));
    if (!answer.ok) return;
    const { parts, clock, locale } = await answer.json();
    await letGo;
    if (locale !== document.documentElement.lang) return void location.reload();
    part("clock").textContent = clock;
    for (const [name, fresh] of Object.entries(parts)) show(part(name), fresh);
  } finally {
    fetching = false;
    if (again) refresh();
  }
}

function show(element, { html, mark }) {
  const before = remember(element);
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  body.dataset.showing = "";
  before.moved = carryOver(element, fresh.content);
  keepDrawn(element, fresh.content);
  element.replaceChildren(fresh.content);
  element.dataset.mark = mark;
  reopenMenus(element, before.menus);
  recall(element, before);
  delete body.dataset.showing;
  if (element === modalFrame) showModal(before.view);
}

// What was typed since the server last heard stays: fields that did not change are moved, not replaced; of one that
// changed the words are taken over. Answers where such words are now.
function carryOver(old, fresh) {
  keepChosen(old, fresh);
  const moved = new Map();
  const sameView = old.querySelector("[data-view]")?.dataset.view === fresh.querySelector("[data-view]")?.dataset.view;
  if (sameView) {
    for (const field of old.querySelectorAll("[data-field]")) {
      const { block, action, mark, kind } = field.dataset;
      const same = [...fresh.querySelectorAll("[data-field]")].find(
        (f) => f.dataset.block === block && f.dataset.action === action && f.dataset.kind === kind);
      if (same?.dataset.mark === mark) same.replaceWith(field);
      else if (same && "triggers" in field.dataset) {
        const [before, now] = [field, same].map((one) => one.querySelector("input, textarea"));
        now.value = before.value;
        moved.set(before, now);
      }
    }
  }
  const composer = old.querySelector("[data-composer]");
  const twin = fresh.querySelector("[data-composer]");
  if (composer && twin && composer.dataset.channel === twin.dataset.channel && composer.dataset.thread === twin.dataset.thread) {
    twin.replaceWith(composer);
  }
  return moved;
}

// Messages that did not change stay as they are: a long channel is not laid out anew for one that came.
function keepDrawn(old, fresh) {
  for (const article of fresh.querySelectorAll("article[data-drawn]")) {
    const twin = old.querySelector(`#${CSS.escape(article.id)}`);
    if (twin?.dataset.drawn === article.dataset.drawn && !twin.querySelector("[data-field]")) article.replaceWith(twin);
  }
}

function remember(element) {
  const scroll = element.querySelector("[data-scroll]");
  const focus = element.contains(document.activeElement) ? document.activeElement : null;
  const atEnd = !scroll || scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 40;
  return {
    view: element.querySelector("[data-view]")?.dataset.view, focus, at: scroll?.scrollTop ?? 0, place: scroll?.dataset.surface, atEnd, menus: openMenus(element),
    caret: focus && "selectionStart" in focus ? [focus.selectionStart, focus.selectionEnd] : null,
  };
}

function recall(element, { focus, at, place, atEnd, caret, moved }) {
  const scroll = element.querySelector("[data-scroll]");
  if (scroll) scroll.scrollTop = atEnd && scroll.getAttribute("role") === "log" ? scroll.scrollHeight : scroll.dataset.surface === place ? at : 0;
  if (!focus || focus === document.activeElement) return;
  const twin = focus.isConnected ? focus : moved.get(focus) ?? (focus.id && element.querySelector(`#${CSS.escape(focus.id)}`));
  if (!twin) return;
  twin.focus({ preventScroll: true });
  if (caret && caret[0] !== null && twin.setSelectionRange && twin.type !== "number") twin.setSelectionRange(...caret);
}

function showModal(before) {
  const form = modalFrame.querySelector("form");
  if (!form) return void leave();
  if (!modalFrame.open) modalFrame.showModal();
  const wrong = submitted && form.querySelector(".wrong input, .wrong textarea");
  if (wrong || form.dataset.view !== before) submitted = false;
  if (wrong) return void wrong.focus();
  const first = form.querySelector("[data-first]") ?? form.querySelector(".modal-body :is(input, textarea)") ?? form.querySelector("[type=submit]") ?? form.querySelector("footer [data-close]");
  if (form.dataset.view !== before) first.focus();
}

// The keyboard returns to what opened the form; where that is gone, to the place where one writes.
function leave() {
  modalFrame.close();
  if (document.activeElement !== body) return;
  (document.querySelector("[data-part=thread] textarea, [data-part=main] textarea") ?? part("main").querySelector("[data-scroll]"))?.focus({ preventScroll: true });
}

async function go(url) {
  history.pushState({}, "", url);
  body.classList.remove("listing");
  if (address("").includes("at=home")) act("home", {});
  for (const name of ["main", "thread"]) part(name).querySelector("[data-scroll]")?.scrollTo(0, 1e9);
  await refresh({ enter: "1" });
  part(new URL(location.href).searchParams.get("thread") ? "thread" : "main").querySelector("textarea")?.focus();
}

// ---- acting

async function act(name, sent) {
  const answer = await fetch(address(`/page/act/${name}`), {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
  }).catch(() => null);
  if (answer?.ok) return answer.json();
  refresh();
  return null;
}

function surface(element) {
  const frame = element.closest("[data-surface]");
  return { ...frame.dataset, typed: frame.dataset.surface === "message" ? [] : typed(frame) };
}

async function busy(button, work) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try { await work(); } finally { button.removeAttribute("aria-busy"); refresh(); }
}

async function press(button) {
  const { block, action, value, url } = button.dataset;
  if (!(await confirmed(button.dataset.confirm))) return;
  if (url) window.open(url, "_blank", "noopener");
  await busy(button, () => act("press", { ...surface(button), block, action, value }));
}

async function choose(field) {
  if (!("dispatch" in field.dataset)) return;
  if (!(await confirmed(field.dataset.confirm))) return void restore(field);
  const { block, action } = field.dataset;
  if (field.getAttribute("aria-busy") === "true") return void (field.dataset.again = "");
  await busy(field, () => act("choose", { ...surface(field), block, action, value: fieldValue(field) }));
  if (!("again" in field.dataset)) return;
  delete field.dataset.again;
  await choose(field);
}

// Whoever says no finds what stood there before.
function restore(field) {
  field.dataset.mark = field.closest("[data-part]").dataset.mark = "";
  refresh();
}

// The app is told of a typed text without a sign of work: whoever types goes on typing.
async function tell(field) {
  const { block, action } = field.dataset;
  await act("choose", { ...surface(field), block, action, value: fieldValue(field) });
  refresh();
}

async function close(element) {
  const frame = element.closest("[data-surface]");
  await settleTyping(frame, tell);
  act("close", { ...surface(frame), everything: "everything" in element.dataset });
}

const clicks = {
  "[data-press]": (b) => press(b),
  "[data-close]": (b) => close(b),
  "[data-shortcut]": (b) => busy(b, () => act("shortcut", { name: b.dataset.shortcut })),
  "[data-message-shortcut]": (b) => busy(b, () => act("message_shortcut", { ...surface(b), name: b.dataset.messageShortcut })),
  "[data-dismiss]": (b) => act("dismiss", surface(b)),
  "[data-hours]": (b) => busy(b, () => fetch("/page/clock", {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ hours: b.dataset.hours }) })),
  "[data-status]": (b) => act("status", { of: b.dataset.status, on: b.getAttribute("aria-checked") !== "true" }),
  "[data-play]": (b) => busy(b, () => play(person, b)),
  "[data-hang-up]": (b) => busy(b, () => hangUp(person, b)),
  "[data-language]": (b) => busy(b, () => act("language", { to: b.dataset.language })),
  "[data-narrow]": () => body.classList.toggle("listing"),
};

// Nothing is drawn anew under a button that is held down: what is let go elsewhere than it was pressed is no click.
document.addEventListener("pointerdown", ({ button }) => {
  if (button !== 0) return;
  release();
  letGo = new Promise((resolve) => { release = resolve; });
}, { capture: true });
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(() => release()), { capture: true });

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-go]");
  if (link && !event.ctrlKey && !event.metaKey) { event.preventDefault(); return void go(link.href); }
  for (const [selector, meant] of Object.entries(clicks)) {
    const button = event.target.closest(selector);
    if (button) meant(button);
  }
  closeMenus(event.target);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog") return;
  event.preventDefault();
  if (form.matches(".modal")) {
    submitted = true;
    busy(form.querySelector("[type=submit]"), () => act("submit", surface(form)));
  }
});

// ---- modals, changes, start

modalFrame.addEventListener("cancel", (event) => {
  event.preventDefault();
  const form = modalFrame.querySelector("form");
  if (form && !closeMenus(null)) close(form);
});
document.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const form = event.target.closest("form.modal");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form?.requestSubmit();
  if (event.key === "Escape" && closeMenus(null)) event.preventDefault();
});
document.addEventListener("compositionstart", () => { composing = true; });
document.addEventListener("compositionend", () => { composing = false; if (again) refresh(); });
document.addEventListener("visibilitychange", () => refresh());
document.addEventListener("stale", () => refresh());
window.addEventListener("popstate", () => refresh());
document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-field]");
  if (field && !field.matches(".combo, .files, [data-triggers]")) choose(field);
});
startCombos(act, surface, choose);
startFiles(person, choose);
startComposers(act, refresh);
startKeys(go);
startMessages(act, refresh);
startMenus();
startTyping(tell);

for (const log of document.querySelectorAll('[data-scroll][role="log"]')) log.scrollTop = log.scrollHeight;
if (modalFrame.querySelector("form")) showModal();
const live = new EventSource(address("/page/live"));
live.addEventListener("changed", () => refresh());
if (address("").includes("at=home")) act("home", {});
