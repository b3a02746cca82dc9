// What is pasted as duties of the grid's cells, or the sentence that says why not.

import { codeOf, fromText, pasted } from "./clipboard.js";
import { byHeadings } from "./headings.js";
import { t } from "./words.js";

const MOST_PASTED = 50000;

/**
 * `cells` are of rows and columns of the model; `area` are the grid's positions that they reach over.
 * @param {string} text @param {number[]} rows those that the grid shows @param {import("./model.js").Model} model
 * @param {{top: number, bottom: number, left: number, right: number}} range
 * @returns {{cells?: any[], area?: any, refused?: string, at?: number[]}}
 */
export function pasteOf(text, rows, model, range) {
  const source = fromText(text);
  const { top, left, bottom, right } = range;
  const one = source.length === 1 && source[0].length === 1;
  const height = one ? bottom - top + 1 : source.length;
  const width = one ? right - left + 1 : Math.max(...source.map((row) => row.length));
  if (height * width > MOST_PASTED) return { refused: t("paste_large", { count: height * width, most: MOST_PASTED }) };
  const headed = one ? null : byHeadings(source, model, rows.slice(top));
  if (headed?.wrong) return { refused: t(...headed.wrong) };
  if (headed) return checked(headed.texts.map(([row, column, said]) => [row, column, codeOf(said, model.spellings), said]), rows, model);
  if (top + height > rows.length || left + width > model.dates.length) return { refused: t("paste_outside", { rows: height, columns: width }) };
  const { cells, wrong } = pasted(source, one, { top, left, height, width }, model.spellings);
  const all = [...cells, ...wrong.map(([position, column, said]) => [position, column, undefined, said])];
  return checked(all.map(([position, ...rest]) => [rows[position], ...rest]), rows, model);
}

/** The cells, unless one of them is no duty: then the sentence of the first such. */
function checked(cells, rows, model) {
  const wrong = cells.filter(([, , code]) => code === undefined);
  if (wrong.length) {
    const [row, column, , said] = wrong[0];
    const fields = { name: model.people[row].name, date: model.dates[column].date, found: said.slice(0, 40), count: wrong.length };
    return { refused: t("paste_unknown", { ...fields, codes: model.codes.join(", ") }), at: [rows.indexOf(row), column] };
  }
  const positions = cells.map(([row]) => rows.indexOf(row)).filter((position) => position >= 0);
  const columns = cells.map(([, column]) => column);
  const area = positions.length ? { top: Math.min(...positions), bottom: Math.max(...positions), left: Math.min(...columns), right: Math.max(...columns) } : null;
  return { cells, area };
}
