// Sentences above the screens: what was refused, what has happened, what is asked.

import { h } from "./dom.js";
import { t } from "./words.js";

const element = h("div", { class: "said" });
const known = new Map();
let home = () => {};

export const saidElement = () => element;

/** Where the keyboard goes when a sentence with the focus is taken away. @param {() => void} does */
export function returnTo(does) {
  home = does;
}

/**
 * Say a sentence in its place; the same key takes the place of what it said before. Empty text takes it away.
 * @param {string} key @param {string} text @param {[string, () => void][]} [buttons] @param {"alert"|"status"} [role]
 */
export function say(key, text, buttons = [], role = "alert", places = []) {
  const before = known.get(key);
  if (text && buttons.length && before?.said === text && !places.length) return; // a button keeps the focus
  const held = before?.contains(document.activeElement);
  before?.remove();
  known.delete(key);
  if (held) home();
  if (!text) return;
  const shown = places.slice(0, 20).map((place) => (typeof place === "string" ? place : place.text || [place.name, place.officer, place.date, place.sheet, place.cell].filter(Boolean).join(" "))).filter((one) => !text.includes(one));
  const line = h(
    "div",
    { class: `line ${key}`, role },
    h("p", {}, text),
    shown.filter(Boolean).length ? h("ul", {}, shown.filter(Boolean).map((place) => h("li", {}, place))) : null,
    h("div", { class: "acts" }, buttons.map(([name, does]) => h("button", { type: "button", onclick: does }, name)), buttons.length ? null : h("button", { type: "button", "aria-label": t("close"), onclick: () => say(key, "") }, "×")),
  );
  line.said = text;
  known.set(key, line);
  element.append(line);
}
