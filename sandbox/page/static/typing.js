// Text inputs of which the app hears: at a pause in the typing, or at Enter, as their `data-triggers` say.

const PAUSE = 300;
const waiting = new Map();

const triggers = (field) => (field?.dataset.triggers ?? "").split(" ");

function stop(field) {
  clearTimeout(waiting.get(field));
  return waiting.delete(field);
}

// Say at once what is still waiting in `frame`: whoever closes a form has typed it all.
export async function settleTyping(frame, tell) {
  for (const field of [...waiting.keys()]) {
    if (frame?.contains(field) && stop(field)) await tell(field);
  }
}

// Put the marks of rich text around what is selected, or before its line.
function markWith(button) {
  const area = button.closest(".typed").querySelector("textarea");
  const mark = button.dataset.markWith;
  const { value, selectionStart: start, selectionEnd: end } = area;
  const line = value.lastIndexOf("\n", start - 1) + 1;
  if (mark.endsWith(" ")) area.setRangeText(value.slice(line, end).replace(/^/gm, mark), line, end, "end");
  else area.setRangeText(`${mark}${value.slice(start, end)}${mark}`, start, end, start === end ? "start" : "select");
  if (start === end && !mark.endsWith(" ")) area.setSelectionRange(start + 1, start + 1);
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

export function startTyping(tell) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-mark-with]");
    if (button) markWith(button);
  });
  const pause = (target) => {
    const field = target.closest?.("[data-triggers]");
    if (!triggers(field).includes("on_character_entered")) return;
    stop(field);
    waiting.set(field, setTimeout(() => { if (stop(field) && field.isConnected) tell(field); }, PAUSE));
  };
  document.addEventListener("input", (event) => { if (!event.isComposing) pause(event.target); });
  document.addEventListener("compositionend", (event) => pause(event.target));
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest?.("[data-triggers]");
    if (event.key !== "Enter" || event.isComposing || !triggers(field).includes("on_enter_pressed")) return;
    if (event.target.matches("textarea") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    stop(field);
    tell(field);
  });
}
