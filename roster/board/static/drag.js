// Names drawn into seats with a mouse, a pen or a finger; a name can always be typed into the seat instead.

import { h } from "./dom.js";

const FAR = 6; // pixels, from which on it is no click

/** @param {HTMLElement} element @param {(officer: string, seat: HTMLElement) => void} dropped */
export function dragging(element, dropped) {
  element.addEventListener("pointerdown", (event) => {
    const chip = event.target.closest("[data-officer]");
    if (!chip || event.button !== 0) return;
    event.preventDefault();
    const [x, y] = [event.clientX, event.clientY];
    let ghost = null;
    let over = null;

    function move(moved) {
      if (!ghost && Math.hypot(moved.clientX - x, moved.clientY - y) < FAR) return;
      if (!ghost) {
        ghost = h("div", { class: "ghost", "aria-hidden": "true" }, chip.firstChild.textContent);
        document.body.append(ghost);
      }
      ghost.style.transform = `translate(${moved.clientX + 8}px, ${moved.clientY + 8}px)`;
      over?.classList.remove("over");
      over = document.elementFromPoint(moved.clientX, moved.clientY)?.closest(".drop") || null;
      over?.classList.add("over");
    }

    function end() {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", end);
      window.removeEventListener("keydown", escape);
      ghost?.remove();
      over?.classList.remove("over");
    }

    function up() {
      const target = ghost && over;
      end();
      if (target) dropped(chip.dataset.officer, target);
    }

    function escape(pressed) {
      if (pressed.key === "Escape") end();
    }

    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", end);
    window.addEventListener("keydown", escape);
  });
}
