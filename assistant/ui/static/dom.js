// What every other module here uses: words, elements, requests, short notices, and the table of actions.

export const words = JSON.parse(document.getElementById("wb-words").textContent);
export const ROOT = words.language === "zh" ? "" : "../";

export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

export const find = (selector, within = document) => within.querySelector(selector);
export const isWide = () => window.matchMedia("(min-width: 900px)").matches;

// Text goes in as text, never as markup: what a report or a user wrote cannot run.
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// A request to this server; what goes wrong becomes an Error whose message is for the user.
export async function request(path, options = {}) {
  const headers = { "X-Wenbao-Page": "1", ...options.headers };
  if (options.json !== undefined) {
    headers["Content-Type"] = "application/json";
    options = { ...options, method: options.method ?? "POST", body: JSON.stringify(options.json) };
  }
  let response;
  try {
    response = await fetch(`${ROOT}wenbao/${path}`, { ...options, headers });
  } catch {
    throw new Error(say("lost"));
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  const error = new Error(typeof told.error === "string" ? told.error : say("failed"));
  // What the server only asks about is done when the same is sent again with this flag.
  error.confirm = told.confirm;
  throw error;
}

// A fragment is HTML that the server made and escaped.
export async function fragment(path, options = {}) {
  const joint = path.includes("?") ? "&" : "?";
  return (await request(`${path}${joint}lang=${words.language}`, options)).text();
}

let fading = 0;

// Say something at the foot of the page; `undo` is {label, run} for what can be taken back.
export function announce(sentence, undo = null) {
  let place = find("#wb-notice");
  if (!place) {
    place = make("div", { id: "wb-notice", role: "status" });
    document.body.append(place);
  }
  place.replaceChildren(make("span", { text: sentence }));
  if (undo) {
    const run = () => {
      place.replaceChildren();
      undo.run();
    };
    place.append(make("button", { type: "button", class: "wb-link", text: undo.label, onclick: run }));
  }
  clearTimeout(fading);
  fading = setTimeout(() => place.replaceChildren(), undo ? 12000 : 4000);
}

const actions = new Map();

// `run(button, event)` is what a click on [data-do=name] does.
export const on = (name, run) => actions.set(name, run);

export function act(event) {
  const button = event.target.closest("[data-do]");
  const run = button && actions.get(button.dataset.do);
  if (!run) return false;
  Promise.resolve()
    .then(() => run(button, event))
    .catch((error) => announce(error.message));
  return true;
}

// A modal dialog with these children; gives it, shown. It is gone once closed.
export function openDialog(label, ...children) {
  const dialog = make("dialog", { class: "wb-dialog", "aria-label": label }, ...children);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
