// The telephone: plays a script, hangs up; and what was chosen or written there, or on the board, is kept.

async function dial(person, path, sent) {
  const answer = await fetch(`/page/telephone/${path}?as=${person}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(sent),
  }).catch(() => null);
  return answer?.status ?? 0;
}

export async function play(person, button) {
  const script = button.closest("[data-script]");
  const sent = { script: script.dataset.script, speed: button.dataset.play, mine: script.querySelector("select").value === "mine" };
  script.querySelector("[role=alert]").hidden = (await dial(person, "play", sent)) !== 409;
}

export function hangUp(person, button) {
  return dial(person, "hang_up", { call: button.closest("[data-call]").dataset.call });
}

export function keepChosen(old, fresh) {
  for (const before of old.querySelectorAll("[data-kept][id]")) {
    const now = fresh.querySelector(`#${CSS.escape(before.id)}`);
    if (now) now.value = before.value;
  }
}
