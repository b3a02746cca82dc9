// Lists as the desk tells them: the keys that go and the entries that come, or the whole list anew.

/** What an entry of each list is known by. */
export const KEYS = {
  findings: (one) => one.id,
  crews: (one) => one.id,
  presence: (one) => one.zones.join("|"),
};

/**
 * A list with what was told of it; null where an entry is to come behind one that is not here.
 * @template T @param {T[]} items @param {{whole?: T[], gone?: string[], came?: [string, T][]}} told @param {(item: T) => string} keyOf
 */
export function merged(items, told, keyOf) {
  if (told.whole) return told.whole;
  const gone = new Set(told.gone);
  const behind = new Map(told.came);
  const list = [];
  const add = (key) => {
    for (let item = behind.get(key); item !== undefined; item = behind.get(key)) {
      behind.delete(key);
      list.push(item);
      key = keyOf(item);
    }
  };
  add("");
  for (const item of items) {
    const key = keyOf(item);
    if (gone.has(key)) continue;
    list.push(item);
    add(key);
  }
  return behind.size ? null : list;
}
