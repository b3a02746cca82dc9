// A choice of one of the roster's dates, kept over the screens.

import { h } from "./dom.js";
import { t } from "./words.js";

let chosen = 0;

export const chosenDay = (model) => Math.min(chosen, model.dates.length - 1);

/** Previous, a list of dates, next. @param {() => void} changed */
export function dateChoice(model, changed) {
  const list = h(
    "select",
    { "aria-label": t("date"), onchange: () => pick(list.selectedIndex) },
    model.dates.map((day, index) => h("option", { value: day.date, selected: index === chosenDay(model) }, `${day.date} ${day.weekday}${day.holiday ? ` ${day.holiday}` : ""}`)),
  );
  function pick(index) {
    chosen = Math.max(0, Math.min(model.dates.length - 1, index));
    list.selectedIndex = chosen;
    changed();
  }
  return h(
    "span",
    { class: "dates" },
    h("button", { type: "button", "aria-label": t("day_before"), onclick: () => pick(chosenDay(model) - 1) }, "‹"),
    list,
    h("button", { type: "button", "aria-label": t("day_after"), onclick: () => pick(chosenDay(model) + 1) }, "›"),
  );
}
