// What Slack saw: passages are fetched when they are unfolded, stay unfolded while more arrive, and are filtered by words.

const person = document.body.dataset.user;
const inside = new Map(); // what the unfolded passages show, by their number

async function unfold(passage) {
  const { saw } = passage.dataset;
  const answer = await fetch(`/page/saw/${saw}?as=${person}&at=saw`).catch(() => null);
  if (!answer?.ok) return;
  inside.set(saw, await answer.text());
  restore();
}

function restore() {
  for (const [saw, html] of inside) {
    const passage = document.querySelector(`[data-saw="${saw}"]`);
    const place = passage?.querySelector(".inside:empty");
    if (place) place.innerHTML = html;
    if (passage && !passage.open) passage.open = true;
  }
}

document.addEventListener("click", (event) => {
  const passage = event.target.closest("[data-saw] > summary")?.parentElement;
  if (!passage) return;
  event.preventDefault();
  if (!passage.open) return void unfold(passage);
  inside.delete(passage.dataset.saw);
  passage.open = false;
});

let waiting = 0;

function find(words) {
  const here = new URL(location.href);
  if (words) here.searchParams.set("find", words);
  else here.searchParams.delete("find");
  history.replaceState({}, "", here);
  document.dispatchEvent(new CustomEvent("stale"));
}

document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-saw-find] input") || event.isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(() => find(event.target.value), 150);
});

document.addEventListener("compositionend", (event) => {
  if (event.target.matches("[data-saw-find] input")) find(event.target.value);
});

new MutationObserver(restore).observe(document.querySelector('[data-part="main"]'), { childList: true });
