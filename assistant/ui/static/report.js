// The report that questions are limited to: a chip above the box, to pick, see and clear.
import { find, isWide, make, on, request, say } from "./dom.js";
import { isBusy, send } from "./chat.js";

// {id, title}, or null: questions go to the whole library.
let chosen = null;
let pop = null;

export function choose(report) {
  chosen = report;
  showChosen();
}

// Gradio lays the composer out; the chip stands above it as soon as it is there.
export function showChosen() {
  const composer = find("#wb-composer");
  if (!composer) return;
  let bar = find("#wb-chosen");
  if (!bar) {
    bar = make("div", { id: "wb-chosen" });
    composer.before(bar);
  }
  const shown = chosen ? chosen.id : "";
  if (bar.dataset.report === shown) return;
  bar.dataset.report = shown;
  const label = chosen ? say("chosen", chosen) : say("chosen_pick");
  const pick = make("button", {
    type: "button",
    class: "wb-chip",
    "data-do": "pick-report",
    "aria-haspopup": "dialog",
    "aria-expanded": "false",
    title: chosen ? say("chosen_change") : null,
    text: label,
  });
  bar.replaceChildren(pick);
  if (chosen) {
    bar.append(make("button", { type: "button", class: "wb-link", "data-do": "clear-report", "aria-label": say("chosen_clear"), text: "×" }));
  }
}

// A list of reports with a search over their titles; `take` gets {id, title}.
export function reportList(take) {
  const list = make("ul", { class: "wb-choices" });
  const search = make("input", { type: "search", "aria-label": say("scope_search"), placeholder: say("scope_search") });
  let asked = 0;
  let waiting = 0;
  const show = async () => {
    const turn = ++asked;
    const query = new URLSearchParams({ text: search.value.trim() });
    const { reports } = await (await request(`titles?${query}`)).json();
    // An answer to an older search must not overwrite a newer one's.
    if (turn !== asked) return;
    list.replaceChildren(
      ...reports.map(({ id, title, told }) =>
        make(
          "li",
          {},
          make(
            "button",
            { type: "button", "data-report": id, onclick: () => take({ id, title }) },
            make("span", { text: title }),
            make("span", { class: "wb-meta", text: told }),
          ),
        ),
      ),
    );
    if (!reports.length) list.append(make("li", { text: say("scope_none") }));
  };
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 150);
  });
  show();
  return [search, list];
}

function close() {
  if (!pop) return;
  pop.remove();
  pop = null;
  find("#wb-chosen .wb-chip")?.setAttribute("aria-expanded", "false");
}

on("pick-report", (button) => {
  const wasOpen = pop !== null;
  close();
  if (wasOpen) return;
  const take = (report) => {
    close();
    choose(report);
    find("#wb-box textarea").focus();
  };
  const label = say("chosen_pick");
  pop = make("div", { class: "wb-pop", role: "dialog", "aria-label": label }, make("p", { text: label }), ...reportList(take));
  button.setAttribute("aria-expanded", "true");
  find("#wb-chosen").append(pop);
  find("input", pop).focus();
});
on("clear-report", () => {
  choose(null);
  find("#wb-box textarea").focus();
});
on("ask-about", (button) => {
  document.dispatchEvent(new CustomEvent("wenbao:view", { detail: "chat" }));
  choose({ id: button.dataset.report, title: button.dataset.title });
  if (isWide()) find("#wb-box textarea").focus();
});
// A question back: the choice names its report itself, whatever was chosen before.
on("choose", (button) => {
  choose(null);
  send({ question: button.dataset.question, again: button.closest(".wb-turn").dataset.turn });
});

document.addEventListener("click", (event) => {
  if (pop && !pop.contains(event.target) && !event.target.closest("[data-do=pick-report]")) close();
});
document.addEventListener("keydown", (event) => {
  if (pop && event.key === "Escape") {
    close();
    find("#wb-chosen .wb-chip").focus();
  }
});
document.addEventListener("wenbao:restarted", () => choose(null));

// What is typed while a report is chosen goes with it, past Gradio's own events.
function sendTyped(event) {
  const box = find("#wb-box textarea");
  const question = box.value.trim();
  if (!chosen || !question || isBusy()) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  box.value = "";
  box.dispatchEvent(new Event("input", { bubbles: true }));
  send({ question, scope: { reports: [chosen.id] } });
}
document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target.closest("#wb-box")) sendTyped(event);
  },
  true,
);
document.addEventListener(
  "click",
  (event) => {
    if (event.target.closest("#wb-send")) sendTyped(event);
  },
  true,
);
