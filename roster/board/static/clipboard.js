// Ranges as spreadsheets have them on the clipboard: lines of values with tabs between them.

/** @param {string[][]} rows */
export const toText = (rows) => rows.map((row) => row.join("\t")).join("\r\n");

/** Rows of values; a value with tabs, quotes or line ends is in quotes, as spreadsheets write it. @param {string} text */
export function fromText(text) {
  const rows = [[]];
  let value = "";
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n");
  for (let at = 0; at < source.length; at += 1) {
    const sign = source[at];
    if (quoted) {
      if (sign !== '"') value += sign;
      else if (source[at + 1] === '"') {
        value += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && value === "") quoted = true;
    else if (sign === "\t" || sign === "\n") {
      rows[rows.length - 1].push(value);
      value = "";
      if (sign === "\n") rows.push([]);
    } else value += sign;
  }
  rows[rows.length - 1].push(value);
  const last = rows[rows.length - 1];
  if (rows.length > 1 && last.length === 1 && last[0] === "") rows.pop();
  return rows;
}

const OFF = new Set(["", "-", "–", "—", "OFF", "REST", "休", "休息"]);
const BETWEEN = /[+/]/; // two shifts of one day

/** What was typed as the codes have it: full-width signs made plain, capitals, a word for a day off made empty. */
export function plainCode(text) {
  const plain = text.normalize("NFKC").trim().toUpperCase();
  return OFF.has(plain) ? "" : plain;
}

/** The code that a text stands for; undefined where it is none. @param {string} text @param {Map<string, string>} spellings */
export function codeOf(text, spellings) {
  const plain = plainCode(text);
  if (plain === "") return "";
  if (spellings.has(plain)) return spellings.get(plain);
  const parts = plain.split(BETWEEN).map((part) => spellings.get(part.trim()));
  return parts.every((part) => part !== undefined) ? [...new Set(parts)].sort().join("+") : undefined;
}

/**
 * Pasted rows as cells of the grid, and those that stand for no code; a single value fills the whole range.
 * @param {string[][]} rows @param {boolean} one @param {{top: number, left: number, height: number, width: number}} range
 * @param {Map<string, string>} spellings
 */
export function pasted(rows, one, { top, left, height, width }, spellings) {
  const cells = [];
  const wrong = [];
  for (let down = 0; down < height; down += 1) {
    for (let aside = 0; aside < width; aside += 1) {
      const text = one ? rows[0][0] : rows[down][aside];
      if (text === undefined) continue;
      const code = codeOf(text, spellings);
      if (code === undefined) wrong.push([top + down, left + aside, text]);
      else cells.push([top + down, left + aside, code]);
    }
  }
  return { cells, wrong };
}
