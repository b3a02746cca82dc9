// Cover of a date by zone and half hour, and the map of where crews are at a time.

import { chosenDay, dateChoice } from "./dates.js";
import { fill, h } from "./dom.js";
import { mapView } from "./map.js";
import { clock, t } from "./words.js";

const HALVES = 48;

/** Which of the table's colours a half hour has: -3 (none of what is asked) to 2 (more than is asked). */
function step(asked, given, short) {
  if (short > 0) return given === 0 ? "m3" : short > 1 ? "m2" : "m1";
  if (!asked && !given) return "none";
  return given > asked ? (given > asked + 1 ? "p2" : "p1") : "even";
}

export function coverScreen(model) {
  const heat = h("div", { class: "heat", tabindex: 0, role: "region", "aria-label": t("cover_by_zone") });
  const map = mapView(model);
  const element = h(
    "section",
    { class: "screen cover-map", "aria-label": t("screen_cover") },
    h("div", { class: "tools" }, dateChoice(model, paint)),
    heat,
    h(
      "p",
      { class: "legend" },
      t("heat_reads"),
      [["m3", "legend_none"], ["m2", "legend_short"], ["even", "legend_met"], ["p1", "legend_more"]].map(([kind, key]) => h("span", {}, h("i", { class: `h ${kind}`, "aria-hidden": "true" }, kind[0] === "m" ? "!" : ""), t(key))),
    ),
    map.element,
  );

  function paint() {
    const named = new Map((model.show.zones || []).map((zone) => [zone.id, zone.name]));
    const day = chosenDay(model);
    const rows = (model.show.presence || []).filter((row) => row.slots.some(Boolean));
    const kinds = new Set(rows.flatMap((row) => row.kinds || []));
    const first = day * HALVES;
    const hours = Array.from({ length: HALVES / 2 }, (_, hour) => h("th", { scope: "col", colspan: 2 }, String(hour).padStart(2, "0")));
    fill(
      heat,
      rows.length
        ? h(
            "table",
            {},
            h("caption", {}, t("heat_caption", { date: model.dates[day].date })),
            h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("zone")), hours)),
            h(
              "tbody",
              {},
              rows.map((row) => {
                const zones = (row.zones || [row.zone]).filter(Boolean);
                const place = zones.map((zone) => named.get(zone) || zone).join(" + ") || t("everywhere");
                const name = zones.length !== 1 && row.kinds && row.kinds.length < kinds.size ? `${place}: ${row.kinds.join(", ")}` : place;
                const cells = [];
                for (let half = 0; half < HALVES; half += 1) {
                  const at = first + half;
                  const [asked, given] = [row.slots[2 * at] ?? 0, row.slots[2 * at + 1] ?? 0];
                  const short = row.short ? row.short[at] : Math.max(0, asked - given);
                  const title = `${name} ${clock(half * 30)}: ${t("given_of_asked", { given, asked })}`;
                  cells.push(h("td", { class: `h ${step(asked, given, short)}`, title }, asked || given ? `${given}${short > 0 ? "!" : ""}` : "", asked ? h("small", {}, `/${asked}`) : null));
                }
                return h("tr", {}, h("th", { scope: "row" }, name), cells);
              }),
            ),
          )
        : h("p", {}, t("no_cover")),
    );
    map.paint(day);
  }

  const changed = (event) => event.detail === "judged" && paint();
  return {
    element,
    shown() {
      model.addEventListener("change", changed);
      paint();
    },
    hidden() {
      model.removeEventListener("change", changed);
      map.stop();
    },
  };
}
