// What can be done with an answer: copy it, export it, say whether it was useful.
import { announce, find, make, on, request, say } from "./dom.js";
import { recordOf, records } from "./chat.js";

const REASONS = ["figure", "scope", "off", "source", "other"];

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without https the clipboard is closed to scripts; an old way often still works.
    const box = make("textarea", { class: "wb-hidden", "aria-hidden": "true" });
    box.value = text;
    document.body.append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    if (!done) return announce(say("copy_failed"));
  }
  announce(say("copied"));
}

export async function exportRecords(kind, title, chosen) {
  announce(say("exporting"));
  const plain = chosen.map(({ key, question, answer }) => ({ key, question, answer }));
  const response = await request(`export/${kind}`, { json: { title, records: plain } });
  const stated = response.headers.get("Content-Disposition") ?? "";
  const name = decodeURIComponent(stated.match(/filename\*=UTF-8''([^;]+)/)?.[1] ?? `wenbao.${kind}`);
  const address = URL.createObjectURL(await response.blob());
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  announce(name);
}

async function judge(record, verdict, reason, place) {
  const keys = [...records.keys()];
  const before = keys.slice(0, keys.indexOf(record.key)).map((key) => records.get(key).question);
  const { key, question, answer } = record;
  await request("feedback", { json: { record: { key, question, answer }, verdict, reason, earlier: before.slice(-20) } });
  place.replaceChildren(make("span", { class: "wb-meta", role: "status", text: say("thanks") }));
}

function reasonForm(button, record, place) {
  const more = make("textarea", { rows: "2", maxlength: "800", "aria-label": say("reason_more"), placeholder: say("reason_more") });
  const choices = REASONS.map((reason, n) =>
    make("label", {}, make("input", { type: "radio", name: "reason", value: reason, checked: n === 0 }), say(`reason_${reason}`)),
  );
  const form = make(
    "form",
    { class: "wb-reason" },
    make("fieldset", {}, make("legend", { text: say("reason_title") }), ...choices),
    more,
    make("button", { class: "wb-primary", text: say("submit") }),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = say(`reason_${new FormData(form).get("reason")}`);
    const told = more.value.trim();
    judge(record, "wrong", told ? `${reason}：${told}` : reason, place)
      .then(() => form.remove())
      .catch((error) => announce(error.message));
  });
  button.closest(".wb-actions").after(form);
  find("input", form).focus();
}

on("copy", (button) => copy(recordOf(button).copy));
on("copy-citation", (button) => copy(button.dataset.label));
on("export", (button) => {
  button.closest("details").open = false;
  const record = recordOf(button);
  return exportRecords(button.dataset.kind, record.question, [record]);
});
on("useful", (button) => judge(recordOf(button), "useful", "", button.closest(".wb-verdict")));
on("wrong", (button) => {
  const form = button.closest(".wb-answer").querySelector(".wb-reason");
  button.setAttribute("aria-expanded", String(!form));
  if (form) form.remove();
  else reasonForm(button, recordOf(button), button.closest(".wb-verdict"));
});

// A menu closes when something else is clicked.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.wb-menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
