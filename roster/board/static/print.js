// The roster on paper: a plain table of all rows, made when it is printed.

import { h } from "./dom.js";
import { columnsBefore } from "./grid.js";
import { shortDate, t } from "./words.js";

export function printed(model) {
  let table = null;

  function make() {
    remove();
    if (!model.show) return;
    const before = columnsBefore(model);
    const head = h("tr", {}, before.map((name) => h("th", { scope: "col" }, t(name))), model.dates.map((day) => h("th", { scope: "col", class: day.holiday || day.weekend ? "weekend" : null }, `${shortDate(day.date)} ${day.weekday}`)));
    const rows = model.people.map((person, row) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, person.name),
        before.slice(1).map((name) => h("td", {}, person[name] ?? "")),
        model.dates.map((day, column) => {
          const cell = person.cells[column];
          const typed = model.edit(row, column) || cell.typed;
          return h("td", { class: day.holiday || day.weekend ? "weekend" : null }, model.text(row, column) + (typed ? " *" : ""));
        }),
      ),
    );
    const cover = (model.show.cover || []).map((line) => h("tr", { class: "cover" }, h("th", { scope: "row", colspan: before.length }, t("cover_of", { shift: model.letterOf.get(line.shift) || line.name })), line.days.map((day) => h("td", {}, day.given < day.asked ? `${day.given}/${day.asked} !` : `${day.given}/${day.asked}`))));
    table = h("table", { class: "paper" }, h("caption", {}, `${model.show.brigade} ${model.show.first} · ${model.state.workbook}`), h("thead", {}, head), h("tbody", {}, rows, cover));
    document.body.append(table);
  }

  function remove() {
    table?.remove();
    table = null;
  }

  window.addEventListener("beforeprint", make);
  window.addEventListener("afterprint", remove);
}
