// Where arrows and their neighbours lead on the grid, alone and with Ctrl, as in a spreadsheet.

/**
 * The end of what is filled, or the next cell that is.
 * @param {{position: number, column: number}} at @param {number} down @param {number} right
 * @param {number[]} rows those shown @param {import("./model.js").Model} model
 */
export function edgeFrom(at, down, right, rows, model) {
  const inside = (place) => place.position >= 0 && place.position < rows.length && place.column >= 0 && place.column < model.dates.length;
  const filled = (place) => model.code(rows[place.position], place.column) !== "";
  const next = (place) => ({ position: place.position + down, column: place.column + right });
  let place = next(at);
  if (!inside(place)) return { ...at };
  const run = filled(at) && filled(place);
  while (inside(next(place)) && (run ? filled(next(place)) : !filled(place))) place = next(place);
  return place;
}

/**
 * Where a key alone leads; null for one that leads nowhere.
 * @param {string} key @param {{position: number, column: number}} at @param {number} last the last column @param {number} page rows
 */
export function stepOf(key, { position, column }, last, page) {
  const moves = {
    ArrowUp: [position - 1, column],
    ArrowDown: [position + 1, column],
    ArrowLeft: [position, column - 1],
    ArrowRight: [position, column + 1],
    Home: [position, 0],
    End: [position, last],
    PageUp: [position - page, column],
    PageDown: [position + page, column],
  };
  return key in moves ? { position: moves[key][0], column: moves[key][1] } : null;
}
