// The roster screen: verdict, filter, grid with the cover strip, and the panel of the selected cell.

import { fill, h } from "./dom.js";
import "./grid.js";
import { Keys } from "./keys.js";
import { describe, findingList, showPanel } from "./panel.js";
import { t } from "./words.js";

const MOST_NEWS = 6;
const PANEL_MS = 90; // after the last move, so that a held arrow key stays quick

export function rosterScreen(model, page) {
  const grid = document.createElement("roster-grid");
  const panel = h("div", {});
  const verdict = h("p", { class: "verdict", role: "status" });
  const news = h("ul", { class: "findings news", role: "status", "aria-label": t("since_last") });
  const findings = h("details", { class: "all-findings" });
  const search = h("input", { type: "search", id: "find", placeholder: t("find_person"), "aria-label": t("find_person"), oninput: filter });
  const squads = [...new Set(model.people.map((person) => person.squad).filter(Boolean))].sort();
  const zones = [...new Set(model.people.map((person) => person.zone).filter(Boolean))].sort();
  const qualities = [...new Set(model.people.flatMap((person) => person.qualifications || []))].sort();
  const named = new Map((model.show.zones || []).map((zone) => [zone.id, zone.name]));
  const squad = choice("squad", squads.map((name) => [name, name]));
  const zone = choice("zone", zones.map((id) => [id, named.get(id) || id]));
  const quality = choice("qualification", qualities.map((name) => [name, name]));
  const only = choice("show_all", [["found", t("with_findings")], ["typed", t("changed_only")]]);
  const count = h("span", { class: "count", role: "status" });
  let timer = 0;

  function choice(key, values) {
    return h("select", { "aria-label": t(key), onchange: filter, hidden: !values.length }, h("option", { value: "" }, t(key)), values.map(([value, name]) => h("option", { value }, name)));
  }

  function filter() {
    const text = search.value.trim().toLowerCase();
    const rows = [];
    model.people.forEach((person, row) => {
      if (text && !`${person.name} ${person.id}`.toLowerCase().includes(text)) return;
      if (squad.value && person.squad !== squad.value) return;
      if (zone.value && person.zone !== zone.value) return;
      if (quality.value && !(person.qualifications || []).includes(quality.value)) return;
      if (only.value === "found" && !model.dates.some((_day, column) => model.findings(row, column).length)) return;
      if (only.value === "typed" && !model.dates.some((_day, column) => model.edit(row, column) || person.cells[column].typed)) return;
      rows.push(row);
    });
    grid.filter(rows);
    count.textContent = t("people_shown", { shown: rows.length, all: model.people.length });
    keys.go(0, keys.active.column);
  }

  function moved() {
    clearTimeout(timer);
    timer = setTimeout(() => {
      keys.describe();
      showPanel(panel, model, keys.row, keys.active.column);
    }, PANEL_MS);
  }

  function judge() {
    const found = model.show.verdict || {};
    const short = Object.entries(found.shortfalls || {}).filter(([, amount]) => amount);
    verdict.className = found.musts ? "verdict broken" : short.length ? "verdict lacks" : "verdict";
    fill(
      verdict,
      model.judged ? null : h("span", { class: "checking" }, model.partly?.checking || t("checking")),
      h("strong", {}, found.musts ? "⚠" : short.length ? "!" : "✓", " ", found.text || t(found.musts ? "musts_broken" : "musts_kept", { count: found.musts })),
      (model.judged ? [] : model.partly?.lines || []).map((line) => h("span", { class: "told" }, line.text)),
      short.map(([priority, amount]) => h("span", { class: "short" }, t("short_by", { priority, amount }))),
    );
    fill(
      news,
      model.news.came.slice(0, MOST_NEWS).map((text) => h("li", {}, h("span", { class: "kind must" }, t("came")), " ", text)),
      model.news.gone.slice(0, MOST_NEWS).map((text) => h("li", {}, h("span", { class: "kind" }, t("went")), " ", text)),
      model.news.came.length > MOST_NEWS ? h("li", {}, t("and_more", { count: model.news.came.length - MOST_NEWS })) : null,
    );
    const all = model.show.findings || [];
    const open = findings.open;
    fill(findings, h("summary", {}, t("all_findings", { count: all.length })), findingList(all.slice(0, 300), pick));
    findings.open = open;
  }

  function pick(finding) {
    const [row, column] = finding.cells[0] || [finding.rows[0], keys.active.column];
    let position = grid.rows.indexOf(row);
    if (position < 0) {
      search.value = squad.value = zone.value = quality.value = only.value = "";
      filter();
      position = row;
    }
    keys.go(position, column);
    keys.focus();
  }

  const element = h(
    "section",
    { class: "screen roster", "aria-label": t("roster") },
    h("div", { class: "tools" }, search, squad, zone, quality, only, count),
    verdict,
    h("div", { class: "beside" }, h("div", { class: "left" }, grid, findings), h("aside", { class: "panel", "aria-label": t("selected_cell"), tabindex: 0 }, news, panel)),
  );
  const keys = new Keys(grid, model, {
    ...page,
    moved,
    find: () => search.focus(),
    describe: (row, column) => describe(model, row, column),
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      keys.focus();
    }
  });
  const changed = (event) => {
    if (event.detail !== "loaded") {
      judge();
      moved();
    }
  };
  return {
    element,
    keys,
    shown() {
      if (!grid.table) grid.attach(model);
      else grid.refresh();
      model.addEventListener("change", changed);
      count.textContent = t("people_shown", { shown: model.people.length, all: model.people.length });
      judge();
      keys.focus();
      moved();
    },
    hidden() {
      model.removeEventListener("change", changed);
      clearTimeout(timer);
    },
  };
}
