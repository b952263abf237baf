// The list of remembered conversations: open, search, rename, export, delete.
import { announce, find, make, on, openDialog, say } from "./dom.js";
import { isBusy, records } from "./chat.js";
import { exportRecords } from "./answer.js";
import { allConversations, dropConversation, keepConversation } from "./memory.js";

let current = null;
let isWarned = false;

const rail = () => find(".wb-rail");

async function refresh() {
  const list = find(".wb-rail-list");
  if (!list || !document.body.hasAttribute("data-rail")) return;
  let all;
  try {
    all = await allConversations();
  } catch {
    return list.replaceChildren(make("li", { class: "wb-meta", text: say("not_kept") }));
  }
  const wanted = find(".wb-rail-search").value.trim().toLowerCase();
  const found = all.filter(({ title, records: kept }) =>
    [title, ...kept.map((one) => one.question)].some((text) => text.toLowerCase().includes(wanted)),
  );
  const none = all.length ? "no_match" : "no_conversations";
  list.replaceChildren(...(found.length ? found.map(item) : [make("li", { class: "wb-meta", text: say(none) })]));
}

function item(conversation) {
  const when = new Date(conversation.updated).toLocaleDateString(document.documentElement.lang);
  const open = make(
    "button",
    { type: "button", class: "wb-rail-open", onclick: () => reopen(conversation) },
    make("span", { class: "wb-rail-title", text: conversation.title }),
    make("span", { class: "wb-meta", text: when }),
  );
  if (conversation.id === current?.id) open.setAttribute("aria-current", "true");
  const button = (key, run) =>
    make("button", { type: "button", class: "wb-link", text: say(key), "aria-label": `${say(key)}：${conversation.title}`, onclick: run });
  return make(
    "li",
    {},
    open,
    make(
      "span",
      { class: "wb-rail-tools" },
      button("rename", () => rename(conversation)),
      button("export", () => exportRecords("docx", conversation.title, conversation.records).catch((e) => announce(e.message))),
      button("delete", () => remove(conversation)),
    ),
  );
}

function reopen(conversation) {
  if (isBusy()) return announce(say("busy"));
  current = conversation;
  for (const record of conversation.records) records.set(record.key, record);
  document.dispatchEvent(new CustomEvent("wenbao:view", { detail: "chat" }));
  window.wenbaoOpen({ records: conversation.records.map(({ key, question, answer }) => ({ key, question, answer })) });
  if (window.matchMedia("(max-width: 1199px)").matches) closeRail();
  refresh();
}

function rename(conversation) {
  const name = make("input", { type: "text", value: conversation.title, maxlength: "80", "aria-label": say("rename_title") });
  const form = make("form", {}, make("h2", { text: say("rename_title") }), name, make("button", { class: "wb-primary", text: say("save") }));
  const dialog = openDialog(say("rename_title"), form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    conversation.title = name.value.trim() || conversation.title;
    if (current?.id === conversation.id) current.title = conversation.title;
    await keepConversation(conversation);
    dialog.close();
    refresh();
  });
  name.select();
}

async function remove(conversation) {
  await dropConversation(conversation.id);
  if (current?.id === conversation.id) current = null;
  await refresh();
  const undo = async () => {
    await keepConversation(conversation);
    refresh();
  };
  announce(say("deleted"), { label: say("undo"), run: undo });
}

async function remember(record) {
  const title = record.question.trim().slice(0, 60) || say("untitled");
  current ??= { id: crypto.randomUUID?.() ?? record.key, title, records: [] };
  current.records = [...current.records, record];
  current.updated = Date.now();
  try {
    await keepConversation(current);
  } catch {
    if (!isWarned) announce(say("not_kept"));
    isWarned = true;
  }
  refresh();
}

function closeRail() {
  document.body.removeAttribute("data-rail");
  find("[data-do=rail]").setAttribute("aria-expanded", "false");
}

on("rail", (button) => {
  const isOpen = document.body.toggleAttribute("data-rail");
  button.setAttribute("aria-expanded", String(isOpen));
  refresh();
  if (isOpen) find(".wb-rail-search").focus();
});
on("rail-close", () => {
  closeRail();
  find("[data-do=rail]").focus();
});

document.addEventListener("wenbao:answered", (event) => remember(event.detail.record));
document.addEventListener("wenbao:restarted", () => {
  current = null;
  refresh();
});
document.addEventListener("input", (event) => {
  if (event.target.matches(".wb-rail-search")) refresh();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && rail()?.contains(event.target)) closeRail();
});
