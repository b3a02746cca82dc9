// The page: begins with the server's state, listens to its events, and goes from screen to screen.

import { SCREENS, bar, theme, useTheme } from "./bar.js";
import { coverScreen } from "./cover.js";
import { dayScreen } from "./day.js";
import { fill, h } from "./dom.js";
import { showHelp } from "./help.js";
import { Model } from "./model.js";
import { printed } from "./print.js";
import { rosterScreen } from "./roster.js";
import { returnTo, say, saidElement } from "./said.js";
import { get, listen, post, Refused, TAB } from "./server.js";
import { versionsScreen } from "./versions.js";
import { language, speak, t } from "./words.js";

const MAKERS = { roster: rosterScreen, day: dayScreen, cover: coverScreen, versions: versionsScreen };
const LOST_MS = 1500;

const model = new Model();
const main = h("main", { tabindex: -1 });
const screens = {};
let shown = null;
let queue = Promise.resolve();
let loading = 0;
let loaded = Promise.resolve(); // when the newest state asked for is here
let newest = 0; // number of the newest verdict that was heard
let asking = 0; // requests for words or the state that are on their way
let lostTimer = 0;
let spoken = null; // words of another language, until the state in it is here

const page = {
  connected: true,
  model,
  go,
  edit(edits) {
    if (model.state.read_only) return say("refused", t("only_shows"));
    const batch = model.send(edits);
    return inTurn(() => post("/api/edit", { edits })).then(
      (answer) => model.settle(batch, answer?.sequence),
      () => model.settle(batch),
    );
  },
  undo: () => inTurn(() => post("/api/undo")).then((answer) => model.expect(answer?.sequence), () => {}),
  redo: () => inTurn(() => post("/api/redo")).then((answer) => model.expect(answer?.sequence), () => {}),
  async save() {
    say("saved", "");
    const told = await inTurn(() => loaded.then(() => post("/api/save", { hash: model.show.hash }))).catch(() => null);
    if (told?.text) say("saved", told.text, [], "status");
  },
  speak: (to) => inTurn(() => post("/api/language", { language: to })).catch(() => {}),
  say: (text) => say("refused", text),
  refused,
  help: () => showHelp(home),
};
const head = bar(model, page);

/** Send one request after the other, in the order in which they were asked for. */
function inTurn(does) {
  say("refused", "");
  const result = queue.then(does);
  queue = result.catch(refused);
  return result;
}

function refused(error) {
  if (!(error instanceof Refused)) throw error;
  if (error.kind === "stale") return location.reload();
  if (error.kind === "lost") return lost();
  if (error.kind === "closed") return say("refused", t("closed"));
  if (error.kind === "large") return say("refused", t("too_large"));
  const again = error.kind === "changed" ? [[t("read_again"), readAgain]] : [];
  if (again.length) say("changed", ""); // the same, told less exactly
  return say("refused", error.message, again, "alert", error.places.length && error.places[0].text ? error.places : []);
}

function readAgain() {
  say("refused", "");
  say("changed", "");
  inTurn(() => post("/api/again")).catch(() => {});
}

async function asked(path) {
  asking += 1;
  const answer = await get(path).catch((error) => void refused(error));
  asking -= 1;
  return answer;
}

function load() {
  loaded = takeState();
  return loaded;
}

async function takeState() {
  loading += 1;
  const mine = loading;
  const before = newest;
  const state = await asked("/api/state");
  if (!state || mine !== loading) return;
  if (spoken?.language === state.language) useWords();
  if (state.language !== language()) return void begin();
  const kept = model.load(state) && shown && screens[shown];
  announce();
  if (before !== newest && newest > model.show?.number) load(); // a younger verdict came while it was on its way
  if (kept) return head.paint(shown);
  const place = screens.roster?.keys.active;
  for (const name of SCREENS) delete screens[name];
  go(shown || location.hash.slice(1) || "roster", true);
  if (place) screens.roster?.keys.go(place.position, place.column);
}

/** What the state asks for or tells, above the screens. */
function announce() {
  const { state } = model;
  const { offer } = state;
  say("changed", state.changed || "", [[t("read_again"), readAgain]]);
  say(
    "offer",
    offer ? t(offer.changed ? "offer_changed" : "offer", { count: offer.count, at: offer.at.replace("T", " ").slice(0, 16) }) : "",
    [
      [t("take_over"), () => inTurn(() => post("/api/offer", { take: true })).then(load, () => {})],
      [t("discard"), () => inTurn(() => post("/api/offer", { take: false })).then(load, () => {})],
    ],
  );
  const broken = state.status === "fault" || state.status === "gone";
  const places = broken ? state.fault.places.filter((place) => place.text !== state.fault.text) : [];
  say("fault", broken ? (places.length ? t("faults") : state.fault.text) : "", [[t("read_again"), readAgain]], "alert", places);
}

function go(name, anew = false) {
  if (!SCREENS.includes(name)) name = "roster";
  if (shown && screens[shown] && (shown !== name || anew)) screens[shown].hidden?.();
  if (!model.show) {
    const { status } = model.state;
    fill(main, h("p", { class: "waiting" }, t(status === "reading" || !status ? "reading" : "no_roster")));
    shown = name;
    head.paint(shown);
    return;
  }
  const fresh = shown !== name || !screens[name] || anew;
  shown = name;
  history.replaceState(null, "", `#${name}`);
  screens[name] ||= MAKERS[name](model, page);
  if (fresh) {
    fill(main, screens[name].element);
    screens[name].shown?.();
    if (document.activeElement === document.body) main.focus(); // the next Tab is the screen's first control
  }
  head.paint(shown);
}

function heard(event) {
  if (event.event === "typed") {
    if (event.tab !== TAB) say("refused", "");
    model.take(event);
  } else if (event.event === "judged") {
    say("judged", "");
    newest = event.number ?? newest;
    if (!model.judge(event) && !asking) load(); // else it is asked for again when it is there
  } else if (event.event === "judging") model.hear(event);
  else if (event.event === "refused") {
    say("judged", event.text, [], "alert", event.places);
    model.judge({ sequence: event.sequence });
  } else if (event.event === "said") say("desk", event.text, [], "status");
  else if (event.event === "changed") say("changed", event.text, [[t("read_again"), readAgain]]);
  else if (event.event === "language") begin();
  else if (event.event === "saved") load();
  else if (event.event === "status") {
    model.state = { ...model.state, status: event.status, fault: event.fault };
    if (event.status !== "reading") {
      if (event.status === "ready") {
        say("desk", "");
        say("refused", ""); // that it was still being read
      }
      load();
    } else head.paint(shown);
  }
}

function lost() {
  lostTimer ||= setTimeout(async () => {
    const error = await get("/api/words").catch((one) => one);
    if (!(error instanceof Refused)) {
      lostTimer = 0;
      return;
    }
    page.connected = false;
    say("lost", t(error.kind === "closed" ? "closed" : "lost"));
    head.paint(shown);
  }, LOST_MS);
}

function back() {
  clearTimeout(lostTimer);
  lostTimer = 0;
  page.connected = true;
  say("lost", "");
  load();
}

async function begin() {
  spoken = await asked("/api/words");
  if (!spoken) return;
  if (!model.show) useWords();
  await load();
}

/** Speak from now on as the state does: words and roster change together. */
function useWords() {
  speak(spoken);
  spoken = null;
  document.title = t("board");
}

model.addEventListener("change", (event) => {
  if (event.detail !== "loaded") head.paint(shown);
});
document.addEventListener("keydown", (event) => {
  const number = Number(event.key);
  if (event.altKey && !event.ctrlKey && number >= 1 && number <= SCREENS.length) {
    event.preventDefault();
    go(SCREENS[number - 1]);
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
    event.preventDefault();
    if (!event.defaultPreventedByGrid && event.target.className !== "editor") page.save();
  }
});
window.addEventListener("beforeunload", (event) => {
  if (model.sent.length) event.preventDefault();
});

/** The keyboard on the screen that is shown. */
function home() {
  if (screens[shown]?.keys) screens[shown].keys.focus();
  else document.getElementById(`to-${shown}`)?.focus();
}

useTheme(theme());
returnTo(home);
document.body.append(head.element, saidElement(), main);
printed(model);
listen(heard, lost, back);
begin();
