// The library's room: the table of reports and its filters, a report's own page, and who may change it.
import { announce, find, fragment, make, on, openDialog, request, say } from "./dom.js";

const room = () => find(".wb-library");
let order = "year";
let page = 1;
let isKeeper = false;
let asked = 0;

export function showView(name) {
  document.body.dataset.view = name;
  document.body.classList.remove("wb-open");
  for (const tab of document.querySelectorAll(".wb-nav [data-view]")) {
    if (tab.dataset.view === name) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

function wantedQuery() {
  const form = find(".wb-filters", room());
  const query = new URLSearchParams(form ? new FormData(form) : {});
  query.set("order", order);
  query.set("page", page);
  return query;
}

async function refreshTable() {
  const turn = ++asked;
  const html = await fragment(`library?${wantedQuery()}`);
  // An answer to an older question must not overwrite a newer one's.
  if (turn === asked) find(".wb-table-room").innerHTML = html;
}

async function refreshFilters() {
  const place = find(".wb-filter-room");
  const before = find(".wb-filters", place) ? wantedQuery() : new URLSearchParams();
  place.innerHTML = await fragment("filters");
  for (const field of find(".wb-filters", place).elements) {
    if (field.name) field.value = before.get(field.name) ?? "";
  }
}

async function refreshLibrary() {
  await refreshFilters();
  await refreshTable();
}

async function lookUpKeeper() {
  const told = await (await request(`keeper?lang=${document.documentElement.lang.slice(0, 2)}`)).json();
  find(".wb-enter").hidden = !told.can_enter;
  isKeeper = told.keeper;
  const place = find(".wb-keeper-room");
  if (!isKeeper) place.replaceChildren();
  else if (!place.firstElementChild) {
    // First: a file dropped where nobody listens yet would be opened by the browser instead.
    const keeper = await import("./keeper.js");
    place.innerHTML = told.html;
    keeper.start(place, refreshLibrary);
  }
}

async function enterLibrary() {
  showView("library");
  find(".wb-library-list").hidden = false;
  find(".wb-report-room").hidden = true;
  try {
    await lookUpKeeper();
    await refreshLibrary();
  } catch (error) {
    find(".wb-table-room").replaceChildren(make("p", { class: "wb-error", role: "alert", text: error.message }));
  }
}

on("report", async (button) => {
  const place = find(".wb-report-room");
  place.innerHTML = await fragment(`reports/${encodeURIComponent(button.dataset.report)}`);
  showView("library");
  find(".wb-library-list").hidden = true;
  place.hidden = false;
  find("h2", place)?.focus();
});
on("sort", (button) => {
  order = button.dataset.order;
  page = 1;
  return refreshTable();
});
on("page", async (button) => {
  page = Number(button.dataset.page);
  await refreshTable();
  find(".wb-count", room())?.scrollIntoView({ block: "center" });
});
on("enter", () => {
  const token = make("input", { type: "password", autocomplete: "current-password", "aria-label": say("enter_title") });
  const told = make("p", { class: "wb-form-error", role: "alert" });
  const form = make("form", {}, make("h2", { text: say("enter_title") }), token, told, make("button", { class: "wb-primary", text: say("enter") }));
  const dialog = openDialog(say("enter_title"), form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await request("keeper/enter", { json: { token: token.value } });
      dialog.close();
      await enterLibrary();
    } catch (error) {
      told.textContent = error.message;
    }
  });
});

document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-view]:not(body)");
  if (!tab) return;
  if (tab.dataset.view === "library") enterLibrary();
  else showView(tab.dataset.view);
});
document.addEventListener("wenbao:view", (event) => showView(event.detail));
let waiting = 0;
document.addEventListener("input", (event) => {
  if (!event.target.closest(".wb-filters")) return;
  clearTimeout(waiting);
  page = 1;
  waiting = setTimeout(() => refreshTable().catch((error) => announce(error.message)), 150);
});
document.addEventListener("submit", (event) => {
  if (event.target.matches(".wb-filters")) event.preventDefault();
});
