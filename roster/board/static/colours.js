// The colours of shifts, as the workbook has them, with an ink that can be read on each.

const COLOUR = /^#[0-9a-f]{6}$/i;
const PLAIN = "#dde3ea"; // of a shift without a colour

/** A colour that can be read on this one. @param {string} colour */
function inkOn(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const linear = [red, green, blue].map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  return (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

/**
 * Make the classes `s0`, `s1`, ... of the shifts; in the place of those made before.
 * @param {{colour?: string}[]} shifts @param {CSSStyleSheet|null} before
 */
export function useColours(shifts, before) {
  const rules = shifts.map((shift, index) => {
    const colour = COLOUR.test(shift.colour || "") ? shift.colour : PLAIN;
    return `.s${index}{background-color:${colour};color:${inkOn(colour)}}`;
  });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules.join("\n"));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((one) => one !== before), sheet];
  return sheet;
}
