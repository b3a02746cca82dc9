// Keyboard, mouse and clipboard on the grid, as in a spreadsheet; input methods included.

import { codeOf, plainCode, toText } from "./clipboard.js";
import { h } from "./dom.js";
import { edgeFrom, stepOf } from "./edges.js";
import { ROW } from "./grid.js";
import { pasteOf } from "./paste.js";
import { t } from "./words.js";

const COMPOSING = 229; // the key code while an input method composes; its first key has no `isComposing` yet

export class Keys {
  /**
   * @param {import("./grid.js").RosterGrid} grid @param {import("./model.js").Model} model
   * @param {{edit: (edits: any[]) => void, undo: () => void, redo: () => void, save: () => void, say: (text: string) => void,
   *   find: () => void, help: () => void, moved: () => void, describe: (row: number, column: number) => string}} page
   */
  constructor(grid, model, page) {
    Object.assign(this, { grid, model, page });
    this.active = { position: 0, column: 0 };
    this.anchor = { position: 0, column: 0 };
    this.editing = false;
    this.dragging = false;
    this.input = h("input", { class: "editor", type: "text", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", inputmode: "latin", "aria-label": t("cell"), "aria-controls": "grid" });
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.input.addEventListener("input", (event) => this.#typed(event));
    this.input.addEventListener("compositionstart", () => this.#begin());
    this.input.addEventListener("compositionend", () => this.#ahead());
    this.input.addEventListener("copy", (event) => this.#copy(event, false));
    this.input.addEventListener("cut", (event) => this.#copy(event, true));
    this.input.addEventListener("paste", (event) => this.#paste(event));
    this.input.addEventListener("blur", () => this.editing && !this.input.classList.contains("wrong") && this.#commit(0, 0));
    grid.addEventListener("built", () => this.#place());
    grid.addEventListener("pointerdown", (event) => this.#down(event));
    grid.addEventListener("pointermove", (event) => this.#drag(event));
    grid.addEventListener("pointerup", () => (this.dragging = false));
    grid.addEventListener("dblclick", () => this.#open());
    this.#place();
  }

  #place() {
    if (!this.grid.marks) return;
    this.grid.marks.append(this.input);
    this.input.setAttribute("aria-label", t("cell"));
    this.go(Math.min(this.active.position, this.grid.rows.length - 1), Math.min(this.active.column, this.model.dates.length - 1));
  }

  focus() {
    this.input.focus({ preventScroll: true });
  }

  get row() {
    return this.grid.rows[this.active.position];
  }

  get range() {
    const [a, b] = [this.anchor, this.active];
    return {
      top: Math.min(a.position, b.position),
      bottom: Math.max(a.position, b.position),
      left: Math.min(a.column, b.column),
      right: Math.max(a.column, b.column),
    };
  }

  /** Make a cell the active one; with `extend` the range reaches to it. */
  go(position, column, extend = false) {
    const last = this.grid.rows.length - 1;
    if (last < 0) return;
    this.active = { position: clamp(position, last), column: clamp(column, this.model.dates.length - 1) };
    if (!extend) this.anchor = { ...this.active };
    this.grid.reveal(this.active.position, this.active.column);
    this.#show();
  }

  #show() {
    const { position, column } = this.active;
    this.grid.select(this.active, this.range);
    this.input.style.transform = `translate(${this.grid.frozen + column * this.grid.column}px, ${position * ROW}px)`;
    this.input.style.width = `${this.grid.column}px`;
    this.input.setAttribute("aria-activedescendant", "active-cell");
    this.page.moved();
  }

  /** Write what a reader is told of the active cell. */
  describe() {
    const element = this.grid.cellAt(this.active.position, this.active.column);
    if (element && this.row !== undefined) element.setAttribute("aria-label", this.page.describe(this.row, this.active.column));
  }

  #key(event) {
    if (event.isComposing || event.keyCode === COMPOSING) return;
    const command = event.ctrlKey || event.metaKey;
    const key = event.key;
    if (this.editing && this.#keyWhileEditing(event, command)) return;
    const handled = command ? this.#command(key.toLowerCase(), event) : this.#plain(key, event);
    if (handled) event.preventDefault();
  }

  #keyWhileEditing(event, command) {
    const step = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    if (event.key === "Escape") this.#close();
    else if (event.key === "Enter" && command) this.#fillAll();
    else if (step) this.#commit(...step);
    else return !command || ["c", "x", "v", "a", "z"].includes(event.key.toLowerCase());
    event.preventDefault();
    return true;
  }

  #plain(key, event) {
    const { position, column } = this.active;
    const extend = event.shiftKey;
    const to = stepOf(key, this.active, this.model.dates.length - 1, this.grid.pageRows);
    if (to) this.go(to.position, to.column, extend);
    else if (key === "Enter") this.go(position + (extend ? -1 : 1), column);
    else if (key === "Delete" || key === "Backspace") this.#set(() => "");
    else if (key === "F2") this.#open();
    else if (key === "Escape") this.go(position, column);
    else if (key === "/") this.page.find();
    else if (key === "?") this.page.help();
    else return false;
    return true;
  }

  #command(key, event) {
    const { position, column } = this.active;
    const [rows, columns] = [this.grid.rows.length - 1, this.model.dates.length - 1];
    const extend = event.shiftKey;
    const edge = (down, right) => edgeFrom(this.active, down, right, this.grid.rows, this.model);
    if (key === "arrowup") this.go(edge(-1, 0).position, column, extend);
    else if (key === "arrowdown") this.go(edge(1, 0).position, column, extend);
    else if (key === "arrowleft") this.go(position, edge(0, -1).column, extend);
    else if (key === "arrowright") this.go(position, edge(0, 1).column, extend);
    else if (key === "home") this.go(0, 0, extend);
    else if (key === "end") this.go(rows, columns, extend);
    else if (key === "z" && !extend) this.page.undo();
    else if (key === "y" || (key === "z" && extend)) this.page.redo();
    else if (key === "s") this.page.save();
    else if (key === "d") this.#fill(true);
    else if (key === "r") this.#fill(false);
    else if (key === "a") {
      this.anchor = { position: 0, column: 0 };
      this.go(rows, columns, true);
    } else return false;
    return true;
  }

  #begin() {
    this.editing = true;
    this.input.classList.add("open");
  }

  #open() {
    this.input.value = this.model.textOf(this.model.code(this.row, this.active.column));
    this.#begin();
    this.input.select();
  }

  #close() {
    this.editing = false;
    this.input.value = "";
    this.input.classList.remove("open", "wrong");
  }

  #typed(event) {
    if (!this.editing) this.#begin();
    if (!event.isComposing) this.#ahead();
  }

  /** A code is taken as soon as no other one begins with what was typed. */
  #ahead() {
    const typed = plainCode(this.input.value);
    const code = codeOf(typed, this.model.spellings);
    this.input.classList.remove("wrong");
    if (!typed || code === undefined) return;
    const longer = [...this.model.spellings.keys()].some((other) => other !== typed && other.startsWith(typed));
    if (longer || /[+/]/.test(typed)) return;
    this.#close();
    this.#take([[this.active.position, this.active.column, code]]);
  }

  #commit(down, right) {
    const code = this.#code();
    if (code === undefined) return;
    this.#take([[this.active.position, this.active.column, code]]);
    if (down || right) this.go(this.active.position + down, this.active.column + right);
  }

  #fillAll() {
    const code = this.#code();
    if (code !== undefined) this.#set(() => code);
  }

  /** The code in the box, which closes; undefined where there is none such: it stays open, with a sentence. */
  #code() {
    const code = codeOf(this.input.value, this.model.spellings);
    if (code === undefined) {
      this.input.classList.add("wrong");
      this.page.say(t("unknown_code", { found: this.input.value.slice(0, 40), codes: this.model.codes.join(", ") }));
    } else this.#close();
    return code;
  }

  #set(codeAt) {
    const { top, bottom, left, right } = this.range;
    const cells = [];
    for (let position = top; position <= bottom; position += 1) {
      for (let column = left; column <= right; column += 1) cells.push([position, column, codeAt(position, column)]);
    }
    this.#take(cells);
  }

  #fill(down) {
    const { top, bottom, left, right } = this.range;
    if (down) {
      const from = top === bottom ? Math.max(0, top - 1) : top;
      this.#set((_position, column) => this.model.code(this.grid.rows[from], column));
    } else {
      const from = left === right ? Math.max(0, left - 1) : left;
      this.#set((position) => this.model.code(this.grid.rows[position], from));
    }
  }

  #take(cells) {
    this.#edit(cells.map(([position, ...rest]) => [this.grid.rows[position], ...rest]));
  }

  /** Send what differs from what cells say. */
  #edit(cells) {
    const edits = [];
    for (const [row, column, code] of cells) {
      const cell = this.model.people[row].cells[column];
      if (this.model.code(row, column) === code || (!this.model.code(row, column) && cell.away && cell.away === this.model.letterOf.get(code))) continue;
      edits.push({ officer: this.model.people[row].id, date: this.model.dates[column].date, code });
    }
    if (edits.length) this.page.edit(edits);
    this.#show();
  }

  #copy(event, cut) {
    if (this.editing) return;
    const { top, bottom, left, right } = this.range;
    const rows = [];
    for (let position = top; position <= bottom; position += 1) {
      const row = this.grid.rows[position];
      rows.push(Array.from({ length: right - left + 1 }, (_, at) => this.model.text(row, left + at)));
    }
    event.clipboardData.setData("text/plain", toText(rows));
    event.preventDefault();
    if (cut) this.#set(() => "");
  }

  #paste(event) {
    if (this.editing) return;
    event.preventDefault();
    const { cells, area, refused, at } = pasteOf(event.clipboardData.getData("text/plain"), this.grid.rows, this.model, this.range);
    if (at && at[0] >= 0) this.go(...at);
    if (refused) return this.page.say(refused);
    this.#edit(cells);
    if (!area) return;
    this.anchor = { position: area.top, column: area.left };
    this.go(area.bottom, area.right, true);
  }

  #down(event) {
    const place = this.grid.placeOf(event.target);
    if (!place || event.button !== 0) return;
    event.preventDefault();
    if (this.editing) this.#commit(0, 0);
    if (this.editing) return;
    this.go(place.position, place.column, event.shiftKey);
    if (place.name) {
      this.anchor = { position: place.position, column: 0 };
      this.go(place.position, this.model.dates.length - 1, true);
    }
    this.dragging = !place.name;
    this.focus();
  }

  #drag(event) {
    if (!this.dragging || !(event.buttons & 1)) return;
    const place = this.grid.placeOf(document.elementFromPoint(event.clientX, event.clientY));
    if (place && (place.position !== this.active.position || place.column !== this.active.column)) this.go(place.position, place.column, true);
  }
}

const clamp = (value, most) => Math.max(0, Math.min(most, value));
