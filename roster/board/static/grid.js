// The grid of people and dates: an element that keeps only the rows in the page that can be seen.

import { useColours } from "./colours.js";
import { h } from "./dom.js";
import { stripLetters, stripRows, updateStrip } from "./strip.js";
import { shortDate, t } from "./words.js";

export const ROW = 26;
const MARGIN = 2; // rows kept above and below
const DIGIT = 6.6; // px of a digit in the cover strip
const BORDER = 2;
/** What stands before the dates; their widths in px are those of grid.css as well. */
const BEFORE = new Map([
  ["name", 112],
  ["squad", 58],
  ["hours", 56],
  ["nights", 60],
]);

/** The columns before the dates: of squads and nights only where there are any. @param {import("./model.js").Model} model */
export function columnsBefore(model) {
  const has = { squad: model.people.some((person) => person.squad), nights: model.show.shifts.some((shift) => shift.night) };
  return [...BEFORE.keys()].filter((name) => has[name] ?? true);
}

export class RosterGrid extends HTMLElement {
  #model = null;
  #rows = [];
  #pool = new Map(); // position -> row element
  #frame = 0;
  #sheet = null;
  #focused = null;
  #clipped = -1;

  /** Show a model. */
  attach(model) {
    this.#model = model;
    this.#build();
    model.addEventListener("change", (event) => {
      if (this.isConnected && event.detail !== "loaded") this.refresh();
    });
  }

  /** Show these rows of the model only. @param {number[]} rows */
  filter(rows) {
    this.#rows = rows;
    this.body.style.height = `${rows.length * ROW}px`;
    this.table.setAttribute("aria-rowcount", String(rows.length + 1 + this.#cover.length));
    for (const element of this.#pool.values()) element.remove();
    this.#pool.clear();
    this.refresh();
  }

  get rows() {
    return this.#rows;
  }

  get #cover() {
    return this.#model.show?.cover || [];
  }

  #build() {
    const model = this.#model;
    if (!model.show) return;
    this.#rows = model.people.map((_person, row) => row);
    this.#pool.clear();
    this.#focused = null;
    this.#clipped = -1;
    this.before = columnsBefore(model);
    this.frozen = this.before.reduce((sum, name) => sum + BEFORE.get(name), BORDER);
    this.style.setProperty("--frozen", `${this.frozen}px`);
    const room = (this.clientWidth || document.documentElement.clientWidth) - this.frozen - 20;
    const least = Math.max(38, Math.ceil(stripLetters(this.#cover) * DIGIT) + 4);
    this.column = Math.max(least, Math.min(130, Math.floor(room / Math.max(1, model.dates.length))));
    this.width = this.frozen + this.column * model.dates.length;
    this.#sheet = useColours(model.show.shifts, this.#sheet);
    const head = h("div", { class: "row head", role: "row", "aria-rowindex": 1 }, this.#frozen("columnheader", this.before.map((name) => t(name))));
    model.dates.forEach((day, column) => {
      const kind = day.holiday ? "day holiday" : day.weekend ? "day weekend" : "day";
      const label = h("div", { class: kind, role: "columnheader", "aria-colindex": this.before.length + column + 1, title: day.holiday || day.date });
      label.append(h("span", {}, shortDate(day.date)), h("span", { class: "weekday" }, day.weekday + (day.holiday ? " *" : "")));
      head.append(label);
    });
    this.body = h("div", { class: "body", role: "rowgroup" });
    this.overlay = h("div", { class: "range", hidden: true });
    this.cursor = h("div", { class: "cursor" });
    this.foot = h("div", { class: "foot", role: "rowgroup" });
    this.table = h(
      "div",
      {
        class: "table",
        role: "grid",
        id: "grid",
        "aria-label": t("roster"),
        "aria-multiselectable": "true",
        "aria-rowcount": this.#rows.length + 1 + this.#cover.length,
        "aria-colcount": this.before.length + model.dates.length,
      },
      h("div", { role: "rowgroup", class: "heading" }, head),
      this.body,
      this.foot,
    );
    this.body.style.height = `${this.#rows.length * ROW}px`;
    this.#strip();
    this.marks = h("div", { class: "marks" }, this.overlay, this.cursor);
    const sheet = h("div", { class: "sheet" }, this.table, this.marks);
    sheet.style.width = `${this.width}px`;
    this.replaceChildren(sheet);
    this.onscroll = () => {
      if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#paint());
    };
    this.#paint();
    this.dispatchEvent(new Event("built"));
  }

  #frozen(role, texts) {
    const cells = texts.map((text, index) => {
      return h("div", { class: `fixed ${this.before[index]}`, role: index ? (role === "rowheader" ? "gridcell" : role) : role, "aria-colindex": index + 1 }, text);
    });
    return h("div", { class: "frozen", role: "presentation" }, cells);
  }

  #strip() {
    this.foot.replaceChildren(...stripRows(this.#cover, this.#model.shiftOf, this.#rows.length + 2, this.before.length));
    this.style.setProperty("--foot", `${this.#cover.length * 22}px`);
  }

  /** Paint again what differs. */
  refresh() {
    if (!this.#frame) this.#frame = requestAnimationFrame(() => this.#paint(true));
  }

  get #visible() {
    const above = Math.max(0, Math.floor(this.scrollTop / ROW) - MARGIN);
    const shown = Math.ceil((this.clientHeight || 600) / ROW) + 2 * MARGIN;
    return [above, Math.min(this.#rows.length, above + shown)];
  }

  /** Rows that fit. */
  get pageRows() {
    return Math.max(1, Math.floor((this.clientHeight - 44 - this.#cover.length * 22) / ROW) - 1);
  }

  #paint(strip = false) {
    this.#frame = 0;
    if (!this.#model.show) return;
    const [first, last] = this.#visible;
    const free = [];
    for (const [position, element] of this.#pool) {
      if (position < first || position >= last) {
        free.push(element);
        this.#pool.delete(position);
      }
    }
    for (let position = first; position < last; position += 1) {
      let element = this.#pool.get(position);
      if (!element) {
        element = free.pop() || this.#newRow();
        element.style.transform = `translateY(${position * ROW}px)`;
        element.setAttribute("aria-rowindex", String(position + 2));
        this.#pool.set(position, element);
      }
      this.#paintRow(element, this.#rows[position]);
    }
    for (const element of free) element.remove();
    if (strip && !updateStrip(this.foot.children, this.#cover)) this.#strip();
    this.#mark();
  }

  #newRow() {
    const element = h("div", { class: "row", role: "row" }, this.#frozen("rowheader", this.before.map(() => "")));
    element.fixed = [...element.firstChild.children];
    element.cells = this.#model.dates.map((_day, column) => h("div", { class: "cell", role: "gridcell", "aria-colindex": this.before.length + column + 1 }, ""));
    element.append(...element.cells);
    element.texts = [...element.fixed, ...element.cells].map((cell) => cell.appendChild(document.createTextNode("")));
    this.body.append(element);
    return element;
  }

  #paintRow(element, row) {
    const person = this.#model.people[row];
    element.row = row;
    this.before.forEach((name, index) => set(element.texts[index], String(person[name] ?? "")));
    for (let column = 0; column < element.cells.length; column += 1) {
      const [text, kind] = this.looks(row, column);
      set(element.texts[this.before.length + column], text);
      const cell = element.cells[column];
      if (cell.className !== kind) cell.className = kind;
    }
  }

  /** What a cell shows: its text and its classes. */
  looks(row, column) {
    const model = this.#model;
    const cell = model.people[row].cells[column];
    const edit = model.edit(row, column);
    const code = edit?.code ?? cell.code;
    const day = model.dates[column];
    let kind = "cell";
    const shift = code && (model.shiftOf.get(code) || model.shiftOf.get(code.split("+")[0]));
    if (shift) kind += ` s${shift.index}`;
    else if (code || cell.away) kind += " away";
    else if (day.holiday) kind += " holiday";
    else if (day.weekend) kind += " weekend";
    if (edit || cell.typed) kind += " typed";
    if (cell.request) kind += " asked";
    const found = model.foundAt.get(row * model.dates.length + column);
    if (found) kind += found.some((number) => model.show.findings[number].kind === "must") ? " must" : " found";
    return [model.text(row, column), kind];
  }

  /** The element of a cell, where it is in the page. */
  cellAt(position, column) {
    return this.#pool.get(position)?.cells[column] || null;
  }

  /** The position of a cell's element. @param {EventTarget|null} target */
  placeOf(target) {
    const element = target instanceof Element ? target.closest(".cell, .fixed") : null;
    const line = element?.closest(".body .row");
    if (!line) return null;
    const column = line.cells.indexOf(element);
    return { position: this.#rows.indexOf(line.row), column: Math.max(0, column), name: column < 0 };
  }

  /** Mark the active cell and the range. */
  select(active, range) {
    this.active = active;
    this.range = range;
    this.#mark();
  }

  #mark() {
    const { active, range } = this;
    if (!active || !this.cursor) return;
    if (this.#clipped !== this.scrollLeft) {
      this.#clipped = this.scrollLeft;
      this.marks.style.clipPath = `inset(0 0 0 ${this.frozen + this.scrollLeft}px)`;
    }
    const cell = this.cellAt(active.position, active.column);
    if (this.#focused !== cell) {
      if (this.#focused) {
        this.#focused.removeAttribute("id");
        this.#focused.removeAttribute("aria-selected");
      }
      if (cell) {
        cell.id = "active-cell";
        cell.setAttribute("aria-selected", "true");
      }
      this.#focused = cell;
    }
    this.cursor.style.transform = `translate(${this.frozen + active.column * this.column}px, ${active.position * ROW}px)`;
    this.cursor.style.width = `${this.column}px`;
    const several = range && (range.bottom > range.top || range.right > range.left);
    if (this.overlay.hidden !== !several) this.overlay.hidden = !several;
    if (several) {
      this.overlay.style.transform = `translate(${this.frozen + range.left * this.column}px, ${range.top * ROW}px)`;
      this.overlay.style.width = `${(range.right - range.left + 1) * this.column}px`;
      this.overlay.style.height = `${(range.bottom - range.top + 1) * ROW}px`;
    }
  }

  /** Scroll so that a cell can be seen. */
  reveal(position, column) {
    const top = position * ROW;
    const room = this.clientHeight - 44 - this.#cover.length * 22 - 16;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + ROW > this.scrollTop + room) this.scrollTop = top + ROW - room;
    const left = column * this.column;
    const wide = this.clientWidth - this.frozen;
    if (left < this.scrollLeft) this.scrollLeft = left;
    else if (left + this.column > this.scrollLeft + wide) this.scrollLeft = left + this.column - wide;
  }
}

function set(node, text) {
  if (node.data !== text) node.data = text;
}

customElements.define("roster-grid", RosterGrid);
