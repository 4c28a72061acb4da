// One's own messages: changed in a small dialog, taken back after a question; and reactions to anybody's.
import { confirmed } from "./confirm.js";

const frame = () => document.querySelector("[data-edit-frame]");
const place = (element) => {
  const { channel, ts } = element.closest("[data-surface]").dataset;
  return { surface: "message", channel, ts };
};

function ask(button) {
  const area = frame().querySelector("textarea");
  area.value = button.dataset.edit;
  frame().returnValue = "";
  frame().showModal();
  area.setSelectionRange(area.value.length, area.value.length);
  return new Promise((resolve) => {
    frame().addEventListener("close", () => resolve(frame().returnValue === "save" ? area.value : null), { once: true });
  });
}

export function startMessages(act, refresh) {
  const changes = {
    "[data-react]": (button) => act("react", { ...place(button), name: button.dataset.react }),
    "[data-edit]": async (button) => {
      const where = place(button);
      const text = await ask(button);
      if (text !== null) await act("edit", { ...where, text });
    },
    "[data-delete]": async (button) => {
      const where = place(button);
      if (await confirmed(button.dataset.confirm)) await act("delete", where);
    },
  };
  document.addEventListener("click", async (event) => {
    for (const [selector, change] of Object.entries(changes)) {
      const button = event.target.closest(selector);
      if (!button) continue;
      await change(button);
      refresh();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey && event.target.closest("[data-edit-frame]") === frame() && event.target.matches("textarea")) {
      event.preventDefault();
      frame().close("save");
    } else if (event.key === "ArrowUp" && event.target.matches("[data-composer] textarea") && !event.target.value) {
      const own = [...event.target.closest("[data-part]").querySelectorAll("[data-edit]")].at(-1);
      if (own) { event.preventDefault(); own.click(); }
    }
  });
}
