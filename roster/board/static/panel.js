// The panel beside the grid: all that is known of the selected cell.

import { fill, h } from "./dom.js";
import { clock, t } from "./words.js";

/** Findings as a list, the musts first. @param {any[]} findings */
export function findingList(findings, onpick = null) {
  const order = { must: 0, shortfall: 1, wish: 2 };
  const sorted = [...findings].sort((a, b) => order[a.kind] - order[b.kind] || (a.priority || 0) - (b.priority || 0));
  return h(
    "ul",
    { class: "findings" },
    sorted.map((finding) => {
      const kind = finding.kind === "shortfall" ? t("priority", { number: finding.priority ?? "" }) : t(finding.kind);
      const inside = [h("span", { class: `kind ${finding.kind}` }, kind), " ", finding.text];
      return h("li", {}, onpick && (finding.cells?.length || finding.rows?.length) ? h("button", { type: "button", class: "plain", onclick: () => onpick(finding) }, inside) : inside);
    }),
  );
}

/** What a reader is told of a cell, in one line. @param {import("./model.js").Model} model */
export function describe(model, row, column) {
  const person = model.people[row];
  const cell = person.cells[column];
  const code = model.code(row, column);
  const day = model.dates[column];
  const shift = model.shiftOf.get(code);
  const what = code ? (shift ? `${model.textOf(code)} ${shift.name}` : model.textOf(code)) : cell.away ? t("away", { kind: cell.away }) : t("day_off");
  const parts = [person.name, `${day.date} ${day.weekday}`, what];
  if (model.edit(row, column) || cell.typed) parts.push(t("typed"));
  const count = model.findings(row, column).length;
  if (count) parts.push(t("findings_count", { count }));
  return parts.join(", ");
}

/** Show a cell. @param {HTMLElement} element @param {import("./model.js").Model} model */
export function showPanel(element, model, row, column) {
  if (row === undefined) return fill(element, h("p", {}, t("nobody")));
  const person = model.people[row];
  const cell = person.cells[column];
  const day = model.dates[column];
  const code = model.code(row, column);
  const edit = model.edit(row, column);
  const shift = model.shiftOf.get(code);
  const crew = model.crewOf.get(cell.unit) || (model.show.crews || []).find((one) => one.date === day.date && (one.name === cell.unit || one.seats.some((seat) => seat.officer === person.id)));
  const lines = [];
  if (day.holiday) lines.push([t("holiday"), day.holiday]);
  if (shift) lines.push([t("shift"), `${shift.name} ${shift.start}–${shift.end}, ${shift.hours} h`]);
  else lines.push([t("shift"), model.textOf(code) || (cell.away ? t("away", { kind: cell.away }) : t("day_off"))]);
  if (edit) lines.push([t("before"), model.textOf(edit.from || "") || t("day_off")]);
  else if (cell.typed && cell.was !== null && cell.was !== undefined) lines.push([t("before"), model.textOf(cell.was) || t("day_off")]);
  if (cell.request) lines.push([t("request"), cell.request]);
  if (crew) {
    const seat = crew.seats.find((one) => one.officer === person.id);
    lines.push([t("crew"), [crew.name, seat?.role_name || seat?.role, crew.vehicle].filter(Boolean).join(" · ")]);
    const stops = (crew.stops || []).slice(0, 12);
    const site = new Map((model.show.sites || []).map((one) => [one.id, one.name]));
    if (stops.length) lines.push([t("stops"), h("ol", { class: "stops" }, stops.map((stop) => h("li", {}, `${clock(stop.from)}–${clock(stop.to)} ${site.get(stop.site) || stop.site} ${stop.does || ""}`)))]);
  } else if (cell.unit) lines.push([t("crew"), cell.unit]);
  const zone = (model.show.zones || []).find((one) => one.id === person.zone);
  const facts = [person.id === person.name ? "" : person.id, person.squad, zone?.name || person.zone, ...(person.qualifications || [])].filter(Boolean).join(" · ");
  const found = [...model.findings(row, column), ...(model.show.findings || []).filter((one) => one.rows?.includes(row) && !one.cells.length)];
  const free = (model.show.free?.[day.date] || []).find((one) => one.officer === person.id);
  if (free?.why) lines.push([t("why_not"), free.why]);
  return fill(
    element,
    h("h2", {}, person.name),
    h("p", { class: "facts" }, facts),
    h("p", { class: "facts" }, t("hours_nights", { hours: person.hours, nights: person.nights })),
    h("h3", {}, `${day.date} ${day.weekday}`, edit || cell.typed ? h("span", { class: "badge" }, t("typed")) : null),
    h("dl", {}, lines.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])),
    h("h3", {}, t("findings_here", { count: found.length })),
    found.length ? findingList(found) : h("p", {}, t("nothing_found")),
  );
}
