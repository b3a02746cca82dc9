// One date: units by zone with their seats, and who is free or away, and why. A name is typed or drawn into a seat.

import { chosenDay, dateChoice } from "./dates.js";
import { fill, h } from "./dom.js";
import { dragging } from "./drag.js";
import { post } from "./server.js";
import { clock, t, titled } from "./words.js";

const MOST_LISTED = 400;
const byNumber = new Intl.Collator(undefined, { numeric: true });

export function dayScreen(model, page) {
  const units = h("div", { class: "units" });
  const free = h("aside", { class: "panel people", tabindex: 0 });
  const names = h("datalist", { id: "people" });
  const search = h("input", { type: "search", "aria-label": t("find_person"), placeholder: t("find_person"), oninput: () => paintFree() });
  const shift = h(
    "select",
    { "aria-label": t("shift"), onchange: () => paint() },
    h("option", { value: "" }, t("shift")),
    model.show.shifts.filter((one) => !one.part).map((one) => h("option", { value: one.code }, `${one.letter || one.code} ${one.name}`)),
  );
  const element = h(
    "section",
    { class: "screen by-day", "aria-label": t("screen_day") },
    h("div", { class: "tools" }, dateChoice(model, () => paint()), shift, search),
    h("div", { class: "beside" }, units, free),
    names,
  );
  const personOf = () => new Map(model.people.map((person) => [person.id, person]));

  function crews() {
    const date = model.dates[chosenDay(model)].date;
    const place = (crew) => model.shiftOf.get(crew.shift)?.index ?? 0;
    const own = (model.show.crews || []).filter((crew) => crew.date === date && (!shift.value || crew.shift === shift.value));
    return own.sort((a, b) => place(a) - place(b) || byNumber.compare(a.name, b.name));
  }

  function seatNow(crew, number) {
    return model.seats.get(`${crew.id}|${number}`)?.officer ?? crew.seats[number]?.officer ?? "";
  }

  function card(crew, people) {
    const named = new Map((model.show.zones || []).map((zone) => [zone.id, zone.name]));
    const sites = new Map((model.show.sites || []).map((site) => [site.id, site.name]));
    const vehicle = model.seats.get(`${crew.id}|vehicle`)?.vehicle ?? crew.vehicle ?? "";
    const times = crew.from === undefined ? "" : `${clock(crew.from)}–${clock(crew.to)}`;
    const kinds = (model.show.vehicles || []).filter((one) => !(one.away || []).includes(crew.date));
    const found = (model.show.findings || []).filter((finding) => finding.unit === crew.id);
    const free = Array.from({ length: Math.max(0, (crew.full || 0) - crew.seats.length) }, () => ({ role_name: t("free_seat") }));
    const placeName = (id) => sites.get(id) || named.get(id) || id || "";
    const leads = crew.seats.filter((seat) => seat.role === "lead").length ? crew.seats.map((seat) => people.get(seat.officer)).filter(Boolean) : [];
    const lead = model.seats.get(`${crew.id}|lead`)?.lead ?? crew.seats.find((seat) => seat.role === "lead")?.officer;
    return h(
      "article",
      { class: found.some((finding) => finding.kind === "must") ? "unit broken" : "unit" },
      h("h3", {}, h("span", { class: `badge s${model.shiftOf.get(crew.shift)?.index}` }, model.textOf(crew.shift)), " ", crew.name, " ", h("small", {}, times)),
      crew.needs_vehicle || vehicle
        ? h(
            "label",
            { class: "seat vehicle" },
            h("span", {}, t("vehicle")),
            model.state.read_only || !kinds.length
              ? h("span", {}, vehicle)
              : h("select", { id: `vehicle-${crew.id}`, onchange: (event) => send([{ crew: crew.id, vehicle: event.target.value }]) }, h("option", { value: "" }, "–"), kinds.map((one) => h("option", { value: one.id, selected: one.id === vehicle }, `${one.id} ${one.name}`)), kinds.some((one) => one.id === vehicle) || !vehicle ? null : h("option", { value: vehicle, selected: true }, vehicle)),
            typedMark(`${crew.id}|vehicle`),
          )
        : null,
      leads.length > 1 && !model.state.read_only
        ? h("label", { class: "seat lead" }, h("span", {}, t("led_by")), h("select", { id: `lead-${crew.id}`, onchange: (event) => send([{ crew: crew.id, lead: event.target.value }]) }, leads.map((one) => h("option", { value: one.id, selected: one.id === lead }, titled(one)))), typedMark(`${crew.id}|lead`))
        : null,
      [...crew.seats, ...free].map((seat, number) => seatRow(crew, seat, number, people)),
      (crew.stands || []).map((stand) => standRow(crew, stand, placeName)),
      found.length ? h("ul", { class: "findings" }, found.slice(0, 5).map((finding) => h("li", {}, h("span", { class: `kind ${finding.kind}` }, finding.kind === "shortfall" ? t("priority", { number: finding.priority }) : t(finding.kind)), " ", finding.text))) : null,
    );
  }

  const typedMark = (key) => (model.seats.has(key) ? h("span", { class: "badge" }, t("typed")) : null);

  /** Where a crew stands for a while; another place is chosen where it may stand elsewhere. */
  function standRow(crew, stand, placeName) {
    const time = clock(stand.from);
    const key = `${crew.id}|place|${time}`;
    const place = model.seats.get(key)?.place ?? (stand.site || stand.zone || "");
    const may = crew.may_stand || [];
    const when = `${time}–${clock(stand.to)}`;
    if (model.state.read_only || may.length < 2) return h("div", { class: "seat place" }, h("span", {}, when), h("span", {}, `${placeName(place)} ${stand.mode || ""}`));
    const choice = h("select", { id: `place-${crew.id}-${time}`, onchange: (event) => send([{ crew: crew.id, time, place: event.target.value }]) }, [...new Set([place, ...may])].map((id) => h("option", { value: id, selected: id === place }, placeName(id))));
    return h("label", { class: "seat place" }, h("span", {}, `${when} ${stand.mode || ""}`), choice, typedMark(key));
  }

  function seatRow(crew, seat, number, people) {
    const officer = seatNow(crew, number);
    const typed = model.seats.has(`${crew.id}|${number}`);
    const role = `${seat.role_name || seat.role}${seat.armed && seat.role !== "armed" ? ` · ${t("armed")}` : ""}`;
    const title = titled(people.get(officer));
    const label = t("seat_of", { role, crew: crew.name });
    const where = { class: "drop", "data-crew": crew.id, "data-seat": number };
    if (model.state.read_only) return h("div", { class: "seat" }, h("span", {}, role), h("span", {}, title));
    const box = h("input", {
      ...where,
      id: `seat-${crew.id}-${number}`,
      class: typed ? "drop typed" : "drop",
      list: "people",
      value: title,
      "aria-label": typed ? `${label}, ${t("typed")}` : label,
      autocomplete: "off",
      onfocus: () => box.select(),
      onchange: () => named(box, crew, number, title),
    });
    return h("div", { class: "seat" }, h("span", {}, role), box, typed ? h("span", { class: "badge" }, t("typed")) : null);
  }

  /** A name, an id or both were typed into a seat. */
  function named(box, crew, number, before) {
    const text = box.value.trim();
    const found = model.people.filter((person) => [person.id, person.name, titled(person)].includes(text));
    if (text && found.length !== 1) {
      box.setAttribute("aria-invalid", "true");
      return page.say(t(found.length ? "name_twice" : "name_unknown", { found: text.slice(0, 40), ids: found.map((person) => person.id).join(", ") }));
    }
    box.removeAttribute("aria-invalid");
    if (box.value !== before) send([{ crew: crew.id, seat: number, officer: text ? found[0].id : "" }]);
  }

  function send(edits) {
    page.edit(edits);
  }

  async function ask() {
    const { date } = model.dates[chosenDay(model)];
    if (model.show.free?.[date]) return;
    const found = await post("/api/free", { date }).catch((error) => void page.refused(error));
    if (!found) return;
    model.show.free = { ...model.show.free, [date]: found.free };
    paintFree();
  }

  function paint() {
    ask();
    const people = personOf();
    const focus = document.activeElement?.id;
    const named = new Map((model.show.zones || []).map((zone) => [zone.id, zone.name]));
    const groups = new Map();
    for (const crew of crews()) {
      const zone = crew.zone || "";
      groups.set(zone, [...(groups.get(zone) || []), crew]);
    }
    fill(
      units,
      groups.size ? null : h("p", {}, t("no_units")),
      [...groups].sort().map(([zone, list]) => h("section", { class: "zone" }, h("h2", {}, zone ? `${named.get(zone) || zone} ` : groups.size > 1 ? `${t("no_zone")} ` : "", h("small", {}, t("units_count", { count: list.length }))), h("div", { class: "cards" }, list.map((crew) => card(crew, people))))),
    );
    fill(names, model.people.map((person) => h("option", { value: titled(person) })));
    if (/^(seat|lead|place|vehicle)-/.test(focus || "")) document.getElementById(focus)?.focus();
    paintFree();
  }

  function paintFree() {
    const people = personOf();
    const { date } = model.dates[chosenDay(model)];
    const text = search.value.trim().toLowerCase();
    const why = (one) => (shift.value && one.shifts ? one.shifts[shift.value] : one.why);
    const rows = (model.show.free?.[date] || []).map((one) => ({ person: people.get(one.officer), why: why(one) })).filter((one) => one.person && (!text || titled(one.person).toLowerCase().includes(text)));
    const can = rows.filter((one) => !one.why);
    const cannot = rows.filter((one) => one.why);
    free.setAttribute("aria-label", t("free_people"));
    fill(
      free,
      model.judged ? null : h("p", { class: "checking" }, t("checking")),
      h("h2", {}, t("free_count", { count: can.length })),
      h("ul", { class: "chips" }, can.slice(0, MOST_LISTED).map((one) => h("li", { class: "chip", "data-officer": one.person.id }, titled(one.person), h("small", {}, (one.person.qualifications || []).join(", "))))),
      h("h2", {}, t("not_free_count", { count: cannot.length })),
      h("ul", { class: "chips" }, cannot.slice(0, MOST_LISTED).map((one) => h("li", { class: "chip not", "data-officer": one.person.id }, titled(one.person), h("small", {}, one.why)))),
    );
  }

  dragging(element, (officer, seat) => send([{ crew: seat.dataset.crew, seat: Number(seat.dataset.seat), officer }]));
  const changed = (event) => {
    if (event.detail !== "loaded" && !element.contains(document.activeElement?.closest("input[aria-invalid]"))) paint();
  };
  return {
    element,
    shown() {
      model.addEventListener("change", changed);
      paint();
    },
    hidden: () => model.removeEventListener("change", changed),
  };
}
