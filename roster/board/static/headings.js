// A range that was copied together with its headings: duties go to the people and dates that these name.

import { codeOf, plainCode } from "./clipboard.js";

const MOST_HEADINGS = 8; // rows above, columns before
const YEAR_FIRST = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?$/;
const SHORT = /^(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?$/;

/** The column of the date that a heading names; -1 for a date of another week, undefined for what is no date. */
function dateOf(text, model) {
  const first = text.normalize("NFKC").trim().split(/[\s(（]/)[0];
  const two = (number) => String(number).padStart(2, "0");
  const whole = YEAR_FIRST.exec(first);
  if (whole) return model.columnOf.get(`${whole[1]}-${two(whole[2])}-${two(whole[3])}`) ?? -1;
  const short = SHORT.exec(first);
  if (!short || codeOf(text, model.spellings) !== undefined) return undefined;
  const ends = [`-${two(short[1])}-${two(short[2])}`, `-${two(short[2])}-${two(short[1])}`]; // month first, else day first
  for (const end of ends) {
    const column = model.dates.findIndex((day) => day.date.endsWith(end));
    if (column >= 0) return column;
  }
  return -1;
}

/** Which row names the dates, and by column of the range the column of the grid. */
function datesOf(rows, model) {
  for (let at = 0; at < Math.min(MOST_HEADINGS, rows.length); at += 1) {
    const columns = new Map();
    rows[at].forEach((text, aside) => {
      const column = dateOf(text, model);
      if (column !== undefined) columns.set(aside, column);
    });
    if ([...columns.values()].some((column) => column >= 0)) return { at, columns };
  }
  return null;
}

/** By name and id the rows of the model; several where people share a name. */
function named(model) {
  const found = new Map();
  model.people.forEach((person, row) => {
    for (const text of new Set([plainCode(person.id), plainCode(person.name)])) found.set(text, [...(found.get(text) || []), row]);
  });
  return found;
}

/** The column that names people, and how many of its texts do; ids before names, as two people may have one name. */
function peopleOf(rows, people, spellings) {
  let best = { aside: -1, count: 0 };
  for (let aside = 0; aside < MOST_HEADINGS; aside += 1) {
    const said = rows.map((row) => row[aside]?.trim()).filter(Boolean);
    const count = said.filter((text) => people.get(plainCode(text))?.length === 1 && codeOf(text, spellings) === undefined).length;
    if (count > best.count) best = { aside, count, all: count === said.length };
  }
  return best;
}

/** Whether a row below the dates only tells of them: weekdays, and what is special about a date. */
function isMark(row, columns, model) {
  const texts = [...columns].filter(([aside, column]) => column >= 0 && row[aside]?.trim());
  const says = (name) => texts.every(([aside, column]) => plainCode(row[aside]) === plainCode(model.dates[column][name] || " "));
  return texts.length > 0 && (says("weekday") || says("mark"));
}

/**
 * Where the duties of a range with headings go, as rows and columns of the model; null for a range without headings.
 * `wrong` is the key of a sentence and its fields where it cannot be told.
 * @param {string[][]} rows @param {import("./model.js").Model} model @param {number[]} below rows from the selected one on
 */
export function byHeadings(rows, model, below) {
  const people = named(model);
  const dates = datesOf(rows, model);
  const { aside, all } = peopleOf(rows, people, model.spellings);
  if (!dates) return all ? { wrong: ["paste_no_dates", {}] } : null;
  const outside = [...dates.columns].find(([, column]) => column < 0);
  if (outside) return { wrong: ["paste_date_unknown", { found: rows[dates.at][outside[0]].trim().slice(0, 40) }] };
  let values = rows.slice(dates.at + 1);
  while (values.length && isMark(values[0], dates.columns, model)) values = values.slice(1);
  const texts = [];
  let known = aside < 0;
  let next = 0;
  for (const row of values) {
    let to = below[next];
    next += 1;
    if (aside >= 0) {
      const text = (row[aside] ?? "").trim();
      const found = people.get(plainCode(text)) || [];
      known ||= found.length === 1;
      if (!known || !text) continue; // a heading above the first person, a sum below the last one
      if (found.length !== 1) return { wrong: [found.length ? "name_twice" : "name_unknown", { found: text.slice(0, 40), ids: found.map((one) => model.people[one].id).join(", ") }] };
      to = found[0];
    }
    if (to === undefined) return { wrong: ["paste_outside", { rows: values.length, columns: dates.columns.size }] };
    for (const [from, column] of dates.columns) texts.push([to, column, row[from] ?? ""]);
  }
  return { texts };
}
