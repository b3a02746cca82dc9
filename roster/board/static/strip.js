// The cover strip below the grid: a row a shift, heads given / asked for on each date.

import { h } from "./dom.js";
import { t } from "./words.js";

const missing = (day) => Math.max(0, day.asked - day.given);
const textOf = (day) => `${day.given}/${day.asked}${missing(day) ? "!" : ""}`;
const kindOf = (day) => (missing(day) ? "day short" : "day");
const titleOf = (day) => t("given_of_asked", { given: day.given, asked: day.asked });

/** The letters of the longest cell, also of one that becomes short. @param {any[]} cover */
export const stripLetters = (cover) => Math.max(0, ...cover.flatMap((line) => line.days.map((day) => `${day.given}/${day.asked}!`.length)));

/**
 * @param {any[]} cover @param {Map<string, any>} shiftOf @param {number} start the `aria-rowindex` of the first row
 * @param {number} before columns before the dates
 */
export function stripRows(cover, shiftOf, start, before) {
  return cover.map((line, number) => {
    const shift = shiftOf.get(line.shift);
    const title = shift ? `${shift.letter || line.shift} ${shift.start}–${shift.end}` : line.name || line.shift;
    const head = h("div", { class: "frozen", role: "presentation" }, h("div", { class: "fixed wide", role: "rowheader", "aria-colindex": 1 }, t("cover_of", { shift: title })));
    const cells = line.days.map((day, column) => h("div", { class: kindOf(day), role: "gridcell", "aria-colindex": before + column + 1, title: titleOf(day) }, textOf(day)));
    return h("div", { class: "row cover", role: "row", "aria-rowindex": start + number }, head, cells);
  });
}

/** Write what differs into the rows; false where they are of another cover. @param {HTMLCollection} rows @param {any[]} cover */
export function updateStrip(rows, cover) {
  if (rows.length !== cover.length) return false;
  cover.forEach((line, number) => {
    line.days.forEach((day, column) => {
      const cell = rows[number].children[column + 1];
      if (cell.textContent === textOf(day)) return;
      cell.textContent = textOf(day);
      cell.className = kindOf(day);
      cell.title = titleOf(day);
    });
  });
  return true;
}
