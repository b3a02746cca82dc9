// The bar above all screens: where one is, what is not saved yet, how it looks and speaks.

import { fill, h } from "./dom.js";
import { language, t } from "./words.js";

export const SCREENS = ["roster", "day", "cover", "versions"];
const THEMES = ["auto", "light", "dark"];

export function theme() {
  try {
    return localStorage.getItem("roster-board-theme") || "auto";
  } catch {
    return "auto";
  }
}

export function useTheme(name) {
  document.documentElement.dataset.theme = name;
  try {
    localStorage.setItem("roster-board-theme", name);
  } catch {
    // private windows keep nothing
  }
}

export function bar(model, page) {
  const element = h("header", { class: "bar" });

  function paint(screen) {
    const { state } = model;
    const unsaved = model.unsaved;
    const status = page.connected ? state.status : "lost";
    const button = (key, does, able, label = t(key)) => h("button", { type: "button", id: `do-${key}`, onclick: does, disabled: !able }, label);
    const focused = element.contains(document.activeElement) ? document.activeElement.id : "";
    fill(
      element,
      h("h1", { title: state.workbook }, state.show?.brigade || t("board"), h("small", {}, state.workbook || "")),
      h("nav", { "aria-label": t("screens") }, SCREENS.map((name) => h("button", { type: "button", id: `to-${name}`, "aria-current": name === screen ? "page" : null, onclick: () => page.go(name) }, t(`screen_${name}`)))),
      h(
        "div",
        { class: "acts" },
        state.read_only
          ? h("span", { class: "badge" }, t("read_only"))
          : [
              button("undo", page.undo, state.undo > 0),
              button("redo", page.redo, state.redo > 0),
              button("save", page.save, unsaved > 0, unsaved ? t("save_count", { count: unsaved }) : t("save")),
            ],
        button("print", () => window.print(), Boolean(state.show)),
      ),
      h("span", { class: `dot ${status}`, role: "status" }, h("i", { "aria-hidden": "true" }), t(`status_${status}`)),
      state.show ? h("span", { class: "badge" }, state.show.published ? t(state.show.published.same ? "published" : "published_other") : t("draft")) : null,
      h(
        "div",
        { class: "acts" },
        h("select", { id: "language", "aria-label": t("language"), onchange: (event) => page.speak(event.target.value) }, [["zh", "中文"], ["en", "English"]].map(([value, name]) => h("option", { value, lang: value, selected: value === language() }, name))),
        h("select", { id: "theme", "aria-label": t("theme"), onchange: (event) => useTheme(event.target.value) }, THEMES.map((name) => h("option", { value: name, selected: name === theme() }, t(`theme_${name}`)))),
        h("button", { type: "button", id: "help", "aria-label": t("keys"), onclick: page.help }, "?"),
      ),
    );
    if (focused) document.getElementById(focused)?.focus();
  }
  return { element, paint };
}
