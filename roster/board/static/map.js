// A schematic map with a time slider: sites where they are, crews where they are at that minute, and the same as a table.

import { fill, h, s } from "./dom.js";
import { labelled } from "./labels.js";
import { clock, t } from "./words.js";

const WIDE = 720;
const HIGH = 460;
const EDGE = 36;
const STEP = 5; // minutes
const TEN = 600;
const PLAY_MS = 250; // a minute of the map in each: 240 times as fast

/** Where a crew is at a minute of its date: at a site, or on its way from one to another. */
export function whereAt(crew, minute, places) {
  const stops = (crew.stops || []).filter((stop) => places.has(stop.site));
  const here = stops.find((stop) => stop.from <= minute && minute < Math.max(stop.to, stop.from + 1));
  if (here) return { ...places.get(here.site), stop: here, moving: false };
  const before = stops.filter((stop) => stop.to <= minute).pop();
  const after = stops.find((stop) => stop.from > minute);
  if (before && after) {
    const [a, b] = [places.get(before.site), places.get(after.site)];
    const part = (minute - before.to) / Math.max(1, after.from - before.to);
    return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part, stop: after, moving: true };
  }
  const stand = (crew.stands || []).find((one) => one.from <= minute && minute < one.to);
  const place = stand && (places.get(stand.site) || places.get(stand.zone));
  if (place) return { ...place, stop: { site: stand.site || stand.zone, does: stand.mode }, moving: false };
  const last = before || after;
  return last ? { ...places.get(last.site), stop: last, moving: false } : null;
}

export function mapView(model) {
  const slider = h("input", { type: "range", min: 0, max: 1440 - STEP, step: STEP, value: TEN, id: "map-time", oninput: moved });
  const time = h("output", { for: "map-time" });
  const play = h("button", { type: "button", onclick: toggle }, t("play"));
  const picture = s("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", class: "map" });
  const list = h("div", { class: "where", tabindex: 0, role: "region", "aria-label": t("crews_at_time") });
  const late = h("ul", { class: "findings late" });
  const controls = h("div", { class: "tools" }, h("label", { for: "map-time" }, t("time")), slider, time, play);
  const empty = h("p", {}, t("no_map"));
  const element = h("div", { class: "map-part" }, h("h2", {}, t("map")), controls, h("div", { class: "beside" }, h("div", { class: "left" }, picture, late), list), empty);
  let day = 0;
  let timer = 0;
  let chosen = false; // whether somebody chose the time
  let places = new Map();
  let marks = new Map();

  function moved() {
    chosen = true;
    draw();
  }

  function toggle() {
    if (timer) return stop();
    chosen = true;
    timer = setInterval(() => {
      slider.value = String((Number(slider.value) + STEP) % 1440);
      draw();
    }, PLAY_MS);
    play.textContent = t("pause");
    return undefined;
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = t("play");
  }

  /** Degrees to the picture's units; longitudes are narrower towards the poles. */
  function place() {
    const sites = (model.show.sites || []).filter((site) => Number.isFinite(site.x) && Number.isFinite(site.y));
    places = new Map();
    if (!sites.length) return [];
    const points = [...sites, ...(model.show.routes || []).flatMap((route) => [route.from, route.to])];
    const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
    const middle = (Math.min(...ys) + Math.max(...ys)) / 2;
    const narrow = Math.abs(middle) <= 90 ? Math.max(0.1, Math.cos((middle * Math.PI) / 180)) : 1;
    const [left, top] = [Math.min(...xs), Math.max(...ys)];
    const across = Math.max(1e-9, (Math.max(...xs) - left) * narrow);
    const down = Math.max(1e-9, top - Math.min(...ys));
    const scale = Math.min((WIDE - 2 * EDGE - 60) / across, (HIGH - 2 * EDGE) / down);
    const at = (x, y) => ({ x: EDGE + (x - left) * narrow * scale, y: EDGE + (top - y) * scale });
    for (const site of sites) places.set(site.id, at(site.x, site.y));
    for (const zone of model.show.zones || []) {
      const own = sites.filter((site) => site.zone === zone.id).map((site) => places.get(site.id));
      if (Number.isFinite(zone.x) && Number.isFinite(zone.y)) places.set(zone.id, at(zone.x, zone.y));
      else if (own.length) places.set(zone.id, { x: own.reduce((sum, one) => sum + one.x, 0) / own.length, y: own.reduce((sum, one) => sum + one.y, 0) / own.length });
    }
    place.at = at;
    return sites;
  }

  function base() {
    const sites = place();
    const known = sites.length > 0;
    controls.hidden = picture.hidden = list.hidden = !known;
    picture.toggleAttribute("hidden", !known);
    empty.hidden = known;
    if (!known) return;
    const routes = (model.show.routes || []).map((route) => {
      const [a, b] = [place.at(route.from.x, route.from.y), place.at(route.to.x, route.to.y)];
      return s("line", { class: "route", x1: a.x, y1: a.y, x2: b.x, y2: b.y }, s("title", {}, route.name));
    });
    const lateAt = new Set(lateFindings().map((finding) => finding.place));
    const isLate = (site) => lateAt.has(site.id);
    const labels = labelled(sites.map((site) => ({ ...places.get(site.id), id: site.id, text: isLate(site) ? `! ${site.name}` : site.name, always: isLate(site) })));
    const points = sites.map((site) => {
      const { x, y } = places.get(site.id);
      const at = labels.get(site.id);
      return s("g", { class: isLate(site) ? "site late" : "site" }, s(isLate(site) ? "rect" : "circle", isLate(site) ? { x: x - 5, y: y - 5, width: 10, height: 10 } : { cx: x, cy: y, r: 4 }), s("title", {}, `${site.id} ${site.name}`), at ? s("text", { x: at.x, y: at.y }, at.text) : null);
    });
    marks = new Map();
    fill(picture, s("title", {}, t("map_of", { date: model.dates[day].date })), routes, points);
  }

  /** What is missed or late on the chosen date at a place of the map. */
  function lateFindings() {
    const { date } = model.dates[day];
    return (model.show.findings || []).filter((finding) => finding.date === date && finding.place && finding.kind !== "wish" && places.has(finding.place));
  }

  function onDuty(minute) {
    const found = [];
    for (const crew of model.show.crews || []) {
      const shift = model.columnOf.get(crew.date) - day;
      if (shift !== 0 && shift !== -1) continue;
      const own = minute - shift * 1440;
      if (crew.from !== undefined && (own < crew.from || own >= crew.to)) continue;
      const where = whereAt(crew, own, places);
      if (where) found.push({ crew, where });
    }
    return found;
  }

  /** A time of the date at which crews are on duty: at ten, else when the first of them begins. */
  function usual() {
    if (onDuty(TEN).length) return TEN;
    const begins = (model.show.crews || []).filter((crew) => crew.date === model.dates[day].date && crew.from !== undefined).map((crew) => crew.from);
    return begins.length ? Math.min(...begins, 1440 - STEP) : TEN;
  }

  function draw() {
    const minute = Number(slider.value);
    time.textContent = clock(minute);
    slider.setAttribute("aria-valuetext", clock(minute));
    if (!places.size) return;
    const named = new Map([...(model.show.zones || []), ...(model.show.sites || [])].map((one) => [one.id, one.name]));
    const now = onDuty(minute);
    const seen = new Set();
    const crowd = new Map();
    for (const { crew, where } of now) {
      seen.add(crew.id);
      let mark = marks.get(crew.id);
      if (!mark) {
        mark = s("g", { class: "crew" }, s("circle", { r: 7 }), s("title", {}, `${crew.name} ${model.textOf(crew.shift)}`), s("text", { x: 0, y: 3.5 }, model.textOf(crew.shift)));
        marks.set(crew.id, mark);
        picture.append(mark);
      }
      const spot = `${Math.round(where.x / 8)}|${Math.round(where.y / 8)}`;
      const beside = crowd.get(spot) || 0;
      crowd.set(spot, beside + 1);
      mark.setAttribute("transform", `translate(${where.x + beside * 12}, ${where.y - 9})`);
      mark.classList.toggle("moving", where.moving);
    }
    for (const [id, mark] of marks) {
      if (!seen.has(id)) {
        mark.remove();
        marks.delete(id);
      }
    }
    fill(
      list,
      h(
        "table",
        {},
        h("caption", {}, t("crews_at", { time: clock(minute), count: now.length })),
        h("thead", {}, h("tr", {}, [t("crew"), t("shift"), t("where"), t("does")].map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, now.map(({ crew, where }) => h("tr", {}, h("th", { scope: "row" }, crew.name), h("td", {}, model.textOf(crew.shift)), h("td", {}, `${where.moving ? "→ " : ""}${named.get(where.stop.site) || where.stop.site || ""}`), h("td", {}, where.moving ? t("on_the_way") : where.stop.does || "")))),
      ),
    );
  }

  return {
    element,
    stop,
    paint(now) {
      day = now;
      base();
      if (!chosen) slider.value = String(usual());
      fill(late, places.size ? lateFindings().slice(0, 30).map((finding) => h("li", {}, h("span", { class: `kind ${finding.kind}` }, finding.kind === "must" ? t("must") : t("priority", { number: finding.priority })), " ", finding.text)) : null);
      draw();
    },
  };
}
