// The question that is asked before something is done, where the app wants it asked.

const make = (tag, words, more = {}) => Object.assign(document.createElement(tag), { textContent: words, ...more });

export function confirmed(asked) {
  if (!asked) return Promise.resolve(true);
  const { title, text, confirm, deny, style } = JSON.parse(asked);
  const { confirmYes, confirmNo } = document.body.dataset;
  const frame = document.querySelector("[data-confirm-frame]");
  const form = make("form", "", { method: "dialog" });
  form.append(make("h2", title?.text ?? "", { id: "confirm-title" }), make("p", text?.text ?? ""),
    make("button", deny?.text ?? confirmNo, { value: "no", className: "button" }),
    make("button", confirm?.text ?? confirmYes, { value: "yes", className: `button ${style === "danger" ? "danger filled" : "primary"}` }));
  frame.replaceChildren(form);
  frame.returnValue = "no";
  frame.showModal();
  return new Promise((resolve) => frame.addEventListener("close", () => resolve(frame.returnValue === "yes"), { once: true }));
}
