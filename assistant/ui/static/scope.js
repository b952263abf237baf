// Changing the scope of an answer: a menu under its chip, of what the library has instead.
import { find, make, on, request, say } from "./dom.js";
import { recordOf, send } from "./chat.js";
import { choose, reportList } from "./report.js";

const MOST_SHOWN = 60;

let pop = null;
let chip = null;

function close() {
  if (!pop) return;
  pop.remove();
  pop = null;
  chip.setAttribute("aria-expanded", "false");
  chip.focus();
}

// What to choose from, as [label, change of scope], for the limit of a chip.
function choices(key, scopes, scope, isYearSaid) {
  if (key === "regions") {
    // A year that nobody named is the latest of the old region; the new one has its own.
    const years = isYearSaid ? scope.years : [];
    return scopes.regions.filter((one) => one.name).map((one) => [one.name, { regions: [one.name], years }]);
  }
  if (key !== "years") return scopes[key].map((one) => [one, { [key]: [one] }]);
  const within = scopes.regions.filter((one) => !scope.regions.length || scope.regions.includes(one.name));
  const years = [...new Set(within.flatMap((one) => one.years))].sort((a, b) => b - a);
  return years.map((year) => [`${year}年`, { years: [year] }]);
}

on("scope", async (button) => {
  const isSame = chip === button && pop;
  close();
  if (isSame) return;
  const record = recordOf(button);
  const { scope } = record.answer;
  const { key, menu: label } = button.dataset;
  if (key === "reports") {
    const again = (report) => {
      close();
      choose(report);
      send({ question: record.question, again: record.key, ...(report && { scope: { reports: [report.id] } }) });
    };
    pop = make("div", { class: "wb-pop", role: "dialog", "aria-label": label }, make("p", { text: label }), ...reportList(again));
    if (scope.reports.length) {
      pop.append(make("button", { type: "button", class: "wb-link", text: say("scope_no_report"), onclick: () => again(null) }));
    }
    return place(button);
  }
  const scopes = await (await request("scopes")).json();
  const said = record.answer.standalone_question || record.question;
  const isYearSaid = scope.from === "user" || scope.years.some((year) => said.includes(String(year)));
  const all = choices(key, scopes, scope, isYearSaid);
  const ask = (change) => {
    close();
    choose(null);
    send({ question: record.question, again: record.key, scope: { ...scope, reports: [], ...change } });
  };
  const list = make("ul", { class: "wb-choices" });
  const show = (text) => {
    const found = all.filter(([label]) => label.includes(text)).slice(0, MOST_SHOWN);
    list.replaceChildren(
      ...found.map(([label, change]) =>
        make("li", {}, make("button", { type: "button", text: label, onclick: () => ask(change) })),
      ),
    );
    if (!found.length) list.append(make("li", { text: say("scope_none") }));
  };
  show("");
  pop = make("div", { class: "wb-pop", role: "dialog", "aria-label": label }, make("p", { text: label }));
  if (all.length > 8) {
    const search = make("input", { type: "search", "aria-label": say("scope_search"), placeholder: say("scope_search") });
    search.addEventListener("input", () => show(search.value.trim()));
    pop.append(search);
  }
  pop.append(list);
  if (scope.from === "user") {
    const again = () => {
      close();
      send({ question: record.question, again: record.key });
    };
    pop.append(make("button", { type: "button", class: "wb-link", text: say("scope_default"), onclick: again }));
  }
  place(button);
});

// Put the menu under its chip.
function place(button) {
  chip = button;
  chip.setAttribute("aria-expanded", "true");
  const room = chip.closest(".wb-status");
  room.append(pop);
  pop.style.left = `${Math.max(Math.min(chip.offsetLeft, room.clientWidth - pop.offsetWidth), 0)}px`;
  find("input, button", pop)?.focus();
}

document.addEventListener("click", (event) => {
  if (pop && !pop.contains(event.target) && !event.target.closest("[data-do=scope]")) close();
});
document.addEventListener("keydown", (event) => {
  if (!pop) return;
  if (event.key === "Escape") close();
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const stops = [...pop.querySelectorAll("input, button")];
  const at = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  stops[Math.max(Math.min(at, stops.length - 1), 0)].focus();
  event.preventDefault();
});
