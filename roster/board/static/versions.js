// Published weeks and workbooks of the brigade, two side by side, and files to take away.

import { fill, h } from "./dom.js";
import { post } from "./server.js";
import { t } from "./words.js";

export function versionsScreen(model, page) {
  const table = h("div", { class: "list", tabindex: 0, role: "region", "aria-label": t("versions_caption") }, h("p", {}, t("listing")));
  const one = h("select", { id: "version-a", "aria-label": t("version_a") });
  const other = h("select", { id: "version-b", "aria-label": t("version_b") });
  const compare = h("button", { type: "button", onclick: show }, t("compare"));
  const result = h("div", { class: "compared", role: "status" });
  const beside = h("div", { hidden: true }, h("h2", {}, t("two_side_by_side")), h("div", { class: "tools" }, one, other, compare));
  const alone = h("p", { class: "alone", hidden: true }, t("no_versions"));
  const element = h("section", { class: "screen versions", "aria-label": t("screen_versions") }, table, beside, alone, result);

  async function list() {
    const found = await post("/api/versions").catch((error) => void page.refused(error));
    if (!found) return;
    const { versions } = found;
    fill(
      table,
      h(
        "table",
        {},
        h("caption", {}, t("versions_caption")),
        h("thead", {}, h("tr", {}, [t("version"), t("when"), t("state"), t("files")].map((text) => h("th", { scope: "col" }, text)))),
        h("tbody", {}, versions.map((version) => h("tr", {}, h("th", { scope: "row" }, version.name, version.current ? h("span", { class: "badge" }, t("open_now")) : null), h("td", {}, (version.when || "").replace("T", " ").slice(0, 16)), h("td", {}, version.published || (version.current && model.show.published?.same) ? t("published") : t("draft")), h("td", { class: "files" }, files(version))))),
      ),
    );
    for (const [select, chosen] of [[one, 0], [other, 1]]) {
      fill(select, versions.map((version, index) => h("option", { value: version.id, selected: index === chosen }, version.name)));
    }
    beside.hidden = versions.length < 2;
    alone.hidden = !beside.hidden;
  }

  function files(version) {
    const kinds = version.files || (version.kind === "published" ? ["hr"] : ["workbook", "hr", "orders"]);
    return kinds.map((what) => h("a", { href: `/download/${encodeURIComponent(version.id)}/${what}`, "aria-label": `${t(`file_${what}`)}: ${version.name}` }, t(`file_${what}`)));
  }

  async function show() {
    fill(result, h("p", {}, t("comparing")));
    const found = await post("/api/compare", { a: one.value, b: other.value }).catch((error) => {
      fill(result);
      page.refused(error);
    });
    if (!found) return;
    fill(
      result,
      (found.text || []).map((text) => h("p", {}, text)),
      found.changes?.length
        ? h(
            "table",
            {},
            h("caption", {}, t("changes_count", { count: found.changes.length })),
            h("thead", {}, h("tr", {}, [t("name"), t("date"), t("before"), t("after")].map((text) => h("th", { scope: "col" }, text)))),
            h("tbody", {}, found.changes.map((change) => h("tr", {}, h("th", { scope: "row" }, change.name || change.officer), h("td", {}, change.date), h("td", {}, change.was || t("day_off")), h("td", {}, change.now || t("day_off"))))),
          )
        : null,
      found.told?.length ? [h("h3", {}, t("must_be_told", { count: found.told.length })), h("ul", { class: "told" }, found.told.map((one) => h("li", {}, h("strong", {}, one.name || one.officer), " ", one.text || "")))] : null,
    );
  }

  return { element, shown: list };
}
