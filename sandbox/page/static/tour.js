// The guided tour: shows the card where it covers nothing that matters, marks what the step points at, and fills examples in.
// Whether a step is done, the server says; nothing here goes by time.

const person = document.body.dataset.user;
const holder = document.querySelector('[data-part="tour"]');
const shown = Object.assign(document.createElement("div"), { className: "tour-shown" });
shown.setAttribute("lang", document.documentElement.lang);
const MARGIN = 12;
let waiting = false;
let [pointed, revealed, drawn] = ["", "", null];

// ---- where the card stands

const open = () => [...document.querySelectorAll("dialog[open]")].at(-1) ?? null;
const box = (element) => element.getBoundingClientRect();
const around = ({ left, top, right, bottom }, by) => ({ left: left - by, top: top - by, right: right + by, bottom: bottom + by });

function overlap(one, other) {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return width > 0 && height > 0 ? width * height : 0;
}

// Where a thread, the telephone or the board needs all the room there is, the card stands in the sidebar.
const isNarrow = () => !open() && Boolean(document.querySelector("aside.thread > header") ?? document.querySelector('.main > [data-surface="jira"], .main > [data-surface="telephone"]'));

// The corners in which the card may stand, the usual one first.
function corners() {
  const { offsetWidth: width, offsetHeight: height } = shown;
  const right = innerWidth - width - MARGIN;
  const main = box(document.querySelector(".main"));
  const bottom = innerHeight - height - MARGIN;
  const composer = document.querySelector(".main .composer");
  const above = composer && !open() ? box(composer).top - height - MARGIN : bottom;
  const top = main.top + 60;
  const beside = main.right - width - MARGIN;
  const usual = isNarrow() ? [[8, bottom]] : [];
  return [...usual, [right, above], [right, top], [beside, above], [beside, top], [main.left + MARGIN, above], [main.left + MARGIN, top], [MARGIN, bottom]]
    .map(([left, y]) => ({ left, top: y, right: left + width, bottom: y + height }));
}

// Nothing is covered that is pointed at, no open form, no place where one writes.
function place(target) {
  if (!shown.querySelector(".tour-card")) return;
  shown.classList.toggle("tour-slim", isNarrow());
  const kept = open() ? [] : [...document.querySelectorAll(".composer")].map(box);
  const dear = [target && around(box(target), 10), open() && around(box(open()), 2)].filter(Boolean);
  const cost = (corner) => dear.reduce((sum, one) => sum + 100 * overlap(corner, one), 0) + kept.reduce((sum, one) => sum + overlap(corner, one), 0);
  const costs = corners().map((corner) => [cost(corner), corner]);
  const [, best] = costs.reduce((least, one) => (one[0] < least[0] ? one : least));
  shown.style.left = `${Math.max(0, best.left)}px`;
  shown.style.top = `${Math.max(0, best.top)}px`;
}

// ---- what the step points at

const isThere = (element) => element.checkVisibility() && element.getClientRects().length > 0 && !shown.contains(element);

function find() {
  const card = shown.querySelector("[data-points]");
  if (!card?.matches(".walking")) return [null, ""];
  const scope = open() ?? document;
  for (const [number, written] of JSON.parse(card.dataset.points).entries()) {
    const selector = written.replace(/^\?/, "");
    const found = [...scope.querySelectorAll(selector)].find((one) => isThere(one) && (selector === written || !one.value));
    if (found) return [found, `${card.dataset.tourCard} ${number} ${written}`];
  }
  return [scope === document ? null : scope.querySelector("footer [data-close], [value=no]"), `${card.dataset.tourCard} close`];
}

function inSight(element) {
  const frame = box(element.closest("[data-scroll]") ?? document.documentElement);
  const aside = box(element.closest(".table-scroll") ?? document.documentElement);
  const { top, bottom, left, right } = box(element);
  return top >= Math.max(0, frame.top) && bottom <= Math.min(innerHeight, frame.bottom) && left >= aside.left && right <= aside.right;
}

// With as much of its message as there is room for.
function bring(element) {
  element.closest(".message")?.scrollIntoView({ block: "start" });
  if (!inSight(element)) element.scrollIntoView({ block: box(element).height < innerHeight / 2 ? "center" : "start", inline: "center" });
}

// A table that was drawn anew begins at its left again.
function slide(element) {
  const table = element.closest(".table-scroll");
  if (table && box(element).right > box(table).right) table.scrollLeft += box(element).right - box(table).right + MARGIN;
}

function point() {
  const [target, name] = find();
  for (const one of document.querySelectorAll("[data-tour-target]")) if (one !== target) delete one.dataset.tourTarget;
  if (target) target.dataset.tourTarget = "";
  if (target && name !== pointed && !inSight(target)) bring(target);
  if (target && target !== drawn) slide(target);
  [pointed, drawn] = [target ? name : "", target];
  place(target);
}

// ---- showing

function show() {
  waiting = false;
  const home = (shown.querySelector(".tour-card") && open()) || document.body;
  if (shown.parentElement !== home) home.append(shown);
  if (shown.dataset.mark !== holder.dataset.mark) {
    const focused = shown.contains(document.activeElement) && document.activeElement.id;
    shown.replaceChildren(holder.querySelector("template")?.content.cloneNode(true) ?? "");
    shown.dataset.mark = holder.dataset.mark;
    if (focused) shown.querySelector(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
  }
  document.body.classList.toggle("touring", Boolean(shown.querySelector(".tour-card")));
  shown.classList.toggle("beside", home !== document.body);
  reveal();
  point();
}

// What has just come is brought into sight, once.
function reveal() {
  const wanted = shown.querySelector("[data-shows]")?.dataset.shows ?? "";
  if (wanted === revealed) return;
  revealed = wanted;
  if (wanted) document.querySelector(wanted)?.scrollIntoView({ block: "start" });
}

function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(show);
}

// ---- pressing

async function act(button) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  const at = new URL(location.href).searchParams.get("at") ?? "home";
  const answer = await fetch(`/page/tour/${button.dataset.tour}?as=${person}&at=${at}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: "{}",
  }).catch(() => null);
  button.removeAttribute("aria-busy");
  const sorry = shown.querySelector(".tour-sorry");
  if (sorry) sorry.hidden = Boolean(answer?.ok);
  soon();
}

function enter(field, value) {
  const chosen = field.querySelector(`input[value="${CSS.escape(value)}"]`);
  const option = field.querySelector(`[role=option][data-value="${CSS.escape(value)}"]`);
  const typed = field.querySelector("textarea, input[type=text]");
  if (chosen) chosen.click();
  else if (option) option.dispatchEvent(new MouseEvent("mousedown", { bubbles: true, cancelable: true }));
  else if (typed) {
    typed.focus();
    typed.value = value;
    typed.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
}

function fill(button) {
  for (const [block, value] of Object.entries(JSON.parse(button.dataset.tourExample))) {
    const field = document.querySelector(block === "composer" ? ".main [data-composer]" : `.modal [data-field][data-block="${block}"]`);
    if (field) enter(field, value);
  }
  soon();
}

if (holder) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-tour]");
    const example = event.target.closest?.("[data-tour-example]");
    if (button) act(button);
    if (example) fill(example);
  });
  for (const change of ["input", "change", "toggle", "scroll"]) document.addEventListener(change, soon, { capture: true, passive: true });
  addEventListener("resize", soon);
  new ResizeObserver(soon).observe(shown);
  new MutationObserver((changes) => { if (changes.some((one) => !shown.contains(one.target))) soon(); })
    .observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["open", "hidden", "data-option", "data-mark"] });
  show();
}
