// What stands in the fields of a modal, as the server reads it.

const option = (element) => (element.dataset.option ? JSON.parse(element.dataset.option) : element.dataset.value ?? null);

export function fieldValue(field) {
  const { kind } = field.dataset;
  if (kind === "checkboxes") return [...field.querySelectorAll("input:checked")].map((input) => input.value);
  if (kind === "radio_buttons") return field.querySelector("input:checked")?.value ?? null;
  if (kind === "file_input" || "many" in field.dataset) return [...field.querySelectorAll(".chip")].map(option);
  if (field.matches(".combo")) return option(field.querySelector("input"));
  return field.querySelector("input, textarea").value;
}

export function typed(form) {
  return [...form.querySelectorAll("[data-field]")].map((field) => ({
    block: field.dataset.block, action: field.dataset.action, value: fieldValue(field),
  }));
}

export function chip({ value, text, option: chosen }) {
  const made = Object.assign(document.createElement("span"), { className: "chip", textContent: text });
  made.dataset.value = value;
  if (chosen) made.dataset.option = chosen;
  const remove = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
  remove.setAttribute("aria-label", document.body.dataset.remove.replace("{name}", text));
  made.append(remove);
  return made;
}

export function startFiles(person, choose) {
  document.addEventListener("change", async (event) => {
    const field = event.target.closest(".files");
    if (!field || event.target.type !== "file") return;
    for (const file of event.target.files) {
      const answer = await fetch(`/page/upload?as=${person}`, {
        method: "PUT", body: file, headers: { "X-File-Name": encodeURIComponent(file.name) },
      });
      if (!answer.ok) continue;
      const { id, name } = await answer.json();
      field.querySelector(".chips").append(chip({ value: id, text: name }));
    }
    event.target.value = "";
  });
  document.addEventListener("click", (event) => {
    if (!event.target.matches(".chip button")) return;
    const combo = event.target.closest(".combo");
    event.target.closest(".chip").remove();
    if (combo) choose(combo);
  });
}
