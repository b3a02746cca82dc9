// The open week in the page: what the desk said last, and over it what was typed since.

import { plainCode } from "./clipboard.js";
import { KEYS, merged } from "./merge.js";

/** @typedef {{code: string, typed: boolean, was: string|null, away: string|null, request: string|null, unit: string|null}} Cell */

export class Model extends EventTarget {
  constructor() {
    super();
    this.show = null;
    this.people = [];
    this.dates = [];
    this.sequence = 0;
    this.judgedAt = 0;
    this.state = {};
    this.typed = new Map(); // officer|date -> edit, as the server has it
    this.seats = new Map(); // crew|seat, crew|vehicle, crew|lead, crew|place|time -> edit
    this.partly = null;
    this.news = { came: [], gone: [] };
    this.sent = []; // batches of edits that the server has not told of yet
    this.awaited = 0; // the server has this state, and will tell of it
  }

  /** Begin with the server's state, or go on from it where it is of the same people, dates and language. */
  load(state) {
    const before = this.#shape();
    this.state = state;
    if (state.sequence < this.sequence) this.sent = this.sent.filter((batch) => batch.sequence === undefined); // a server that began anew
    this.sequence = this.awaited = state.sequence;
    this.#told();
    const show = state.show;
    this.show = show;
    if (!show) return false;
    this.people = show.people;
    this.dates = show.dates;
    this.rowOf = new Map(show.people.map((person, index) => [person.id, index]));
    this.columnOf = new Map(show.dates.map((day, index) => [day.date, index]));
    this.shiftOf = new Map(show.shifts.map((shift, index) => [shift.code, { ...shift, index }]));
    this.letterOf = new Map(show.shifts.map((shift) => [shift.code, shift.letter || shift.code]));
    for (const leave of show.leaves || []) this.letterOf.set(leave.kind, leave.letter);
    this.spellings = new Map();
    for (const [code, letter] of this.letterOf) {
      for (const text of [letter, code]) this.spellings.set(plainCode(text), code);
    }
    for (const shift of show.shifts) this.spellings.set(plainCode(shift.code), shift.code);
    this.codes = [...show.shifts.filter((shift) => !shift.part).map((shift) => shift.letter || shift.code), ...(show.leaves || []).map((leave) => leave.letter)];
    this.crewOf = new Map((show.crews || []).map((crew) => [crew.id, crew]));
    this.#places();
    this.judgedAt = state.sequence;
    this.typed = new Map();
    this.seats = new Map();
    this.#lay(state.edits || []);
    const same = before === this.#shape();
    this.changed(same ? "judged" : "loaded");
    return same;
  }

  #shape() {
    const { show } = this;
    return show && JSON.stringify([show.language, show.people.map((person) => [person.id, person.name]), show.dates, show.shifts]);
  }

  /** What the server has as typed. */
  take(event) {
    this.sequence = event.sequence;
    this.#told();
    this.state = { ...this.state, undo: event.undo, redo: event.redo, edits: event.edits };
    this.#lay(event.edits);
    this.changed("typed");
  }

  #lay(edits) {
    const before = this.typed;
    this.typed = new Map();
    this.seats = new Map();
    for (const edit of edits) {
      if ("date" in edit) this.typed.set(`${edit.officer}|${edit.date}`, edit);
      else this.seats.set([edit.crew, edit.seat ?? ["vehicle", "lead", "place"].find((name) => name in edit), ...("time" in edit ? [edit.time] : [])].join("|"), edit);
    }
    for (const [key, edit] of before) {
      if (this.typed.has(key)) continue;
      const cell = this.#cellOf(edit);
      if (cell) Object.assign(cell, { code: edit.from, text: undefined, typed: false, unsaved: false });
    }
  }

  /** Put edits over the model at once, until the server has them. */
  send(edits) {
    const batch = new Map(edits.filter((edit) => "date" in edit).map((edit) => [`${edit.officer}|${edit.date}`, edit]));
    this.sent.push(batch);
    this.changed("typed");
    return batch;
  }

  /** The server has a batch, and will tell of it as of `sequence`; or it refused it. */
  settle(batch, sequence = 0) {
    batch.sequence = sequence;
    this.expect(sequence);
    this.#told();
    this.changed("typed");
  }

  /** The server will tell of this state. */
  expect(sequence = 0) {
    this.awaited = Math.max(this.awaited, sequence);
  }

  /** Leave out batches that are in what the server told, and those that it refused. */
  #told() {
    this.sent = this.sent.filter((batch) => batch.sequence === undefined || batch.sequence > this.sequence);
  }

  /** What is known of a verdict while the rest of it is still checked. */
  hear(event) {
    this.partly = event;
    this.changed("judging");
  }

  /** What the desk says of all that is typed; false where it is no continuation of what is here. */
  judge(event) {
    const show = this.show;
    if (!show) return true;
    const apart = event.number === undefined ? 1 : event.number - show.number;
    if (apart > 1) return false;
    if (apart < 1) event = { sequence: event.sequence, new: event.new, gone: event.gone }; // the state has it already
    else show.number = event.number ?? show.number;
    let known = true;
    for (const [name, keyOf] of Object.entries(KEYS)) {
      if (event[name] === undefined) continue;
      const list = merged(show[name], event[name], keyOf);
      known &&= list !== null;
      show[name] = list ?? show[name];
    }
    for (const told of event.cells || []) {
      const row = this.rowOf.get(told.officer);
      const column = this.columnOf.get(told.date);
      if (row !== undefined && column !== undefined) Object.assign(this.people[row].cells[column], told);
    }
    for (const told of event.people || []) {
      const row = this.rowOf.get(told.id);
      if (row !== undefined) Object.assign(this.people[row], { hours: told.hours, nights: told.nights });
    }
    for (const name of ["cover", "free", "verdict"]) {
      if (event[name] !== undefined) show[name] = event[name];
    }
    this.partly = null;
    this.news = { came: event.new || [], gone: event.gone || [] };
    if (event.crews) this.crewOf = new Map(show.crews.map((crew) => [crew.id, crew]));
    if (event.findings) this.#places();
    this.judgedAt = event.sequence;
    this.changed("judged");
    return known;
  }

  #places() {
    this.foundAt = new Map();
    (this.show.findings || []).forEach((finding, number) => {
      for (const [row, column] of finding.cells || []) {
        const key = row * this.dates.length + column;
        const known = this.foundAt.get(key);
        if (known) known.push(number);
        else this.foundAt.set(key, [number]);
      }
    });
  }

  #cellOf(edit) {
    const row = this.rowOf.get(edit.officer);
    const column = this.columnOf.get(edit.date);
    return row === undefined || column === undefined ? null : this.people[row].cells[column];
  }

  /** Whether the verdict is on all that is typed. */
  get judged() {
    return this.judgedAt === this.sequence && this.awaited <= this.sequence && !this.sent.length;
  }

  /** The edit in force on a cell, if it was typed and not saved. */
  edit(row, column) {
    if (!this.typed.size && !this.sent.length) return undefined;
    const key = `${this.people[row].id}|${this.dates[column].date}`;
    for (let index = this.sent.length - 1; index >= 0; index -= 1) {
      const edit = this.sent[index].get(key);
      if (edit) return edit;
    }
    return this.typed.get(key);
  }

  /** What a cell says now. */
  code(row, column) {
    return this.edit(row, column)?.code ?? this.people[row].cells[column].code;
  }

  /** A code as people read it. */
  textOf(code) {
    return code === "" ? "" : code.split("+").map((part) => this.letterOf.get(part) ?? part).join("/");
  }

  /** What a cell shows now. */
  text(row, column) {
    const edit = this.edit(row, column);
    const cell = this.people[row].cells[column];
    if (edit?.code) return this.textOf(edit.code);
    if (edit) return cell.away || "";
    return cell.code ? cell.text ?? this.textOf(cell.code) : cell.away || "";
  }

  /** The findings at a cell. */
  findings(row, column) {
    return (this.foundAt.get(row * this.dates.length + column) || []).map((number) => this.show.findings[number]);
  }

  /** So many values were typed and are not saved. */
  get unsaved() {
    const sent = this.sent.reduce((sum, batch) => sum + [...batch.keys()].filter((key) => !this.typed.has(key)).length, 0);
    return this.typed.size + this.seats.size + sent;
  }

  changed(what) {
    this.dispatchEvent(new CustomEvent("change", { detail: what }));
  }
}
