// The page's words in the language in use, from the product's own catalogue.

let words = {};
let spoken = "en";

/** Take the words of a language. @param {{language: string, words: Record<string, string>}} answer */
export function speak(answer) {
  words = answer.words;
  spoken = answer.language;
  document.documentElement.lang = spoken;
}

export const language = () => spoken;

/** The words of a key, with its fields filled in. @param {string} key @param {Record<string, any>} [fields] */
export function t(key, fields = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));
}

/** A person's name and id, where these differ. @param {{name: string, id: string}|undefined} person */
export const titled = (person) => (!person ? "" : person.name === person.id ? person.id : `${person.name} (${person.id})`);

/** A date as month and day, as the workbook's cover sheet has it. @param {string} iso */
export const shortDate = (iso) => iso.slice(5);

/** Minutes after midnight as a time by the clock. @param {number} minutes */
export function clock(minutes) {
  const day = ((minutes % 1440) + 1440) % 1440;
  return `${String(Math.floor(day / 60)).padStart(2, "0")}:${String(day % 60).padStart(2, "0")}`;
}
