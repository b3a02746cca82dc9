// Requests to the server, and what it tells unasked.

export const TAB = Math.random().toString(36).slice(2, 12);

/** A refusal of the server, with its sentence. */
export class Refused extends Error {
  constructor(said) {
    super(said.text || "");
    this.kind = said.kind || "refused";
    this.places = said.places || [];
    this.more = said;
  }
}

async function read(answer) {
  if (answer.status === 401) throw new Refused({ text: "", kind: "closed" });
  let content;
  try {
    content = await answer.json();
  } catch {
    throw new Refused({ text: "", kind: answer.status === 413 ? "large" : "lost" });
  }
  if (!answer.ok) throw new Refused(content);
  return content;
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, { credentials: "same-origin", cache: "no-store", ...options });
  } catch {
    throw new Refused({ text: "", kind: "lost" });
  }
  return read(answer);
}

export const get = (path) => ask(path, {});

/** Send an object; answers come in the order in which requests were made. */
export const post = (path, content = {}) =>
  ask(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ tab: TAB, ...content }) });

/**
 * Listen to the server's events; `back` is called when the connection stands again after it was lost.
 * @param {(event: any) => void} heard @param {() => void} lost @param {() => void} back
 */
export function listen(heard, lost, back) {
  let source = null;
  let broken = false;
  const open = () => {
    source = new EventSource("/events");
    source.onmessage = (message) => heard(JSON.parse(message.data));
    source.onopen = () => {
      if (broken) back();
      broken = false;
    };
    source.onerror = () => {
      broken = true;
      lost();
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 1000);
    };
  };
  open();
  // a browser allows six connections to a host: a tab that nobody sees gives its own back
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      source.close();
      broken = true;
    } else if (source.readyState === EventSource.CLOSED) open();
  });
}
