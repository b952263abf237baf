// The conversation: what is remembered of each turn, where the chat is scrolled to, asking by a click.
import { announce, find, isWide, on, say } from "./dom.js";

// Records by the key of their turn: question, answer (JSON of the answer contract), text to copy.
export const records = new Map();

export const recordOf = (element) => records.get(element.closest(".wb-turn")?.dataset.turn);
export const isBusy = () => find("#wb-current [data-state=pending]") !== null;

let lastState = "";
let lastKey = "";

// Ask: {question, again: key of the turn it repeats, scope: `chosen_json` of assistant/wire.py}.
export function send(asked) {
  if (isBusy()) announce(say("busy"));
  else window.wenbaoSend(asked);
}

export function fillBox(text) {
  const box = find("#wb-box textarea");
  box.value = text;
  // Gradio hears of it by the event.
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
}

// Tell the rest of the page what the server has just put there.
export function follow() {
  const turn = find("#wb-current .wb-turn");
  const state = turn?.dataset.state ?? "";
  const key = turn?.dataset.turn ?? "";
  if (state === lastState && key === lastKey) return;
  lastState = state;
  lastKey = key;
  document.body.toggleAttribute("data-busy", state === "pending");
  if (state === "pending") {
    scrollTo(turn);
    document.dispatchEvent(new CustomEvent("wenbao:asked"));
  } else if (state === "done") {
    const carried = find(".wb-record", turn);
    const record = carried && JSON.parse(carried.textContent);
    if (!record) return;
    records.set(record.key, record);
    document.dispatchEvent(new CustomEvent("wenbao:answered", { detail: { record, turn } }));
  } else if (state === "failed" || state === "stopped") {
    find(".wb-text", turn).scrollIntoView({ block: "nearest" });
  } else if (state === "" && !find("#wb-earlier .wb-turn")) {
    document.dispatchEvent(new CustomEvent("wenbao:restarted"));
  }
}

// A new question goes to the top of the chat and stays there while its answer grows below it.
function scrollTo(turn) {
  const scroller = find("#wb-scroll");
  scroller.scrollTop += turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
}

on("edit", (button) => fillBox(recordOf(button).question));
on("again", (button) => {
  const { question, key } = recordOf(button);
  send({ question, again: key });
});
on("retry", (button) => {
  const typed = find("#wb-box textarea").value;
  const shown = find(".wb-question p", button.closest(".wb-turn")).textContent;
  send({ question: typed || shown });
});
document.addEventListener("click", (event) => {
  const example = event.target.closest("[data-ask]");
  if (example) send({ question: example.dataset.ask });
});

// While an answer comes, Enter asks nothing: the question stays in the box.
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key !== "Enter" || event.shiftKey || !event.target.closest("#wb-box") || !isBusy()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    announce(say("busy"));
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, dialog");
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && isWide()) {
    event.preventDefault();
    find("#wb-box textarea").focus();
  }
});
