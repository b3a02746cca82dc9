// Where the names of places stand on the map, so that none lies over another.

const HIGH = 12;
const APART = 8; // from the middle of a mark

/** About how wide a text of 11 px is. @param {string} text */
const widthOf = (text) => [...text].reduce((sum, letter) => sum + (letter > "\u2e80" ? 11 : 6.2), 0);

const meet = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/**
 * By id where the name of each place begins: beside its mark, above or below it; none where all of that is taken.
 * @param {{id: string, x: number, y: number, text: string, always: boolean}[]} places `always` has a name in any case
 */
export function labelled(places) {
  const taken = places.map((place) => ({ x: place.x - 5, y: place.y - 5, w: 10, h: 10 }));
  const found = new Map();
  for (const place of [...places].sort((a, b) => Number(b.always) - Number(a.always))) {
    const w = widthOf(place.text);
    const starts = [
      [place.x + APART, place.y + 4],
      [place.x - APART - w, place.y + 4],
      [place.x - w / 2, place.y - APART],
      [place.x - w / 2, place.y + APART + HIGH - 2],
    ];
    const boxes = starts.map(([x, y]) => ({ x, y: y - HIGH + 2, w, h: HIGH }));
    const free = boxes.findIndex((box) => box.x >= 0 && !taken.some((one) => meet(box, one)));
    const at = free < 0 && place.always ? 0 : free;
    if (at < 0) continue;
    taken.push(boxes[at]);
    found.set(place.id, { x: starts[at][0], y: starts[at][1], text: place.text });
  }
  return found;
}
