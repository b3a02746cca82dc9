// The list of keys, as a dialog.

import { h } from "./dom.js";
import { t } from "./words.js";

const KEYS = [
  ["← → ↑ ↓", "key_move"],
  ["Ctrl + ← → ↑ ↓", "key_edge"],
  ["Home, End, PageUp, PageDown", "key_far"],
  ["Shift + ← → ↑ ↓", "key_range"],
  ["D, N, ...", "key_code"],
  ["Delete", "key_delete"],
  ["F2", "key_edit"],
  ["Ctrl + Enter", "key_fill_all"],
  ["Ctrl + D, Ctrl + R", "key_fill"],
  ["Ctrl + C, X, V", "key_copy"],
  ["Ctrl + Z, Ctrl + Y", "key_undo"],
  ["Ctrl + S", "key_save"],
  ["/", "key_find"],
  ["Alt + 1 ... 4", "key_screens"],
  ["?", "key_help"],
];

export function showHelp(back) {
  const dialog = h(
    "dialog",
    { class: "help", "aria-labelledby": "help-title" },
    h("h2", { id: "help-title" }, t("keys")),
    h("dl", {}, KEYS.flatMap(([keys, what]) => [h("dt", {}, keys), h("dd", {}, t(what))])),
    h("button", { type: "button", onclick: () => dialog.close() }, t("close")),
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    back();
  });
  document.body.append(dialog);
  dialog.showModal();
}
