// Menus that open at a click: where there is room, by keyboard, and open still after a refresh.

const list = (menu) => menu.querySelector(".menu-list");
const lines = (menu) => [...list(menu).querySelectorAll("button, a")];

// Below its button, or above it where the window ends; never cut off by a small form around it.
function place(menu) {
  const button = menu.querySelector("summary");
  button.setAttribute("aria-expanded", String(menu.open));
  if (!menu.open) return;
  const { top, bottom, left } = button.getBoundingClientRect();
  const { width, height } = list(menu).getBoundingClientRect();
  const up = menu.classList.contains("up") || bottom + height + 12 > innerHeight;
  list(menu).style.top = `${up ? top - height - 4 : bottom + 4}px`;
  list(menu).style.left = `${Math.min(left, innerWidth - width - 8)}px`;
}

export function closeMenus(target) {
  let closed = false;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    const inside = target && menu.contains(target);
    if (inside && !target.closest(".menu-list :is(button, a)")) continue;
    menu.open = false;
    closed = true;
  }
  return closed;
}

// Which menus of a part are open, and where in them the keyboard is.
export function openMenus(part) {
  return [...part.querySelectorAll("details.menu[open][data-menu]")].map((menu) => ({
    key: menu.dataset.menu, at: lines(menu).indexOf(document.activeElement), focused: menu.contains(document.activeElement),
  }));
}

export function reopenMenus(part, menus) {
  for (const { key, at, focused } of menus) {
    const menu = part.querySelector(`[data-menu="${CSS.escape(key)}"]`);
    if (!menu) continue;
    menu.open = true;
    if (focused) (lines(menu)[at] ?? menu.querySelector("summary")).focus({ preventScroll: true });
  }
}

export function startMenus() {
  document.addEventListener("scroll", () => document.querySelectorAll("details.menu[open]").forEach(place), true);
  document.addEventListener("toggle", (event) => { if (event.target.matches?.("details.menu")) place(event.target); }, true);
  document.addEventListener("keydown", (event) => {
    const menu = event.target.closest?.("details.menu");
    if (!menu) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      menu.open = true;
      const found = lines(menu);
      const at = found.indexOf(document.activeElement);
      found.at(event.key === "ArrowDown" ? (at + 1) % found.length : at - (at < 0 ? 0 : 1))?.focus();
    } else if (event.key === "Escape" && menu.open) {
      event.preventDefault();
      event.stopPropagation();
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  }, true);
}
