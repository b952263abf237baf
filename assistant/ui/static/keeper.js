// What the keeper of the library can do: upload, edit facts, replace, remove and restore.
// Loaded only where the server says that this is the keeper; the server checks each request again.
import { ROOT, announce, find, fragment, make, on, openDialog, request, say } from "./dom.js";

let room = null;
let refreshLibrary = null;
let queue = Promise.resolve();
let replaced = null;

// `refresh` shows the library anew after a change.
export function start(place, refresh) {
  room = place;
  refreshLibrary = refresh;
  const drop = find(".wb-drop", room);
  const input = find("input[type=file]", drop);
  input.addEventListener("change", () => {
    take([...input.files]);
    input.value = "";
  });
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("wb-over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("wb-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
  refreshLists().catch((error) => announce(error.message));
}

// The lists that stand folded below: what needs an eye, what readers said, what can be restored.
async function refreshLists() {
  await Promise.all(
    [...room.querySelectorAll("details[data-list]")].map(async (list) => {
      const place = find("div", list);
      place.innerHTML = await fragment(`keeper/${list.dataset.list}`);
      const count = Number(find("[data-count]", place)?.dataset.count ?? 0);
      find(".wb-number", list)?.replaceChildren(count ? `（${count}）` : "");
    }),
  );
}

// What was read of an uploaded report stands in its row, and follows what is corrected or removed.
async function showTaken(line, reportId) {
  const html = await fragment(`keeper/reports/${encodeURIComponent(reportId)}/taken`).catch(() => "");
  find(".wb-taken-facts", line)?.remove();
  line.insertAdjacentHTML("beforeend", html);
}

async function refreshAll() {
  const rows = [...room.querySelectorAll(".wb-uploads li[data-taken]")];
  await Promise.all([refreshLibrary(), refreshLists(), ...rows.map((line) => showTaken(line, line.dataset.taken))]);
}

// Files one after the other: the library takes one at a time, and a slow one shows where it is.
function take(files, replaces = null) {
  for (const file of files) {
    const bar = make("progress", { max: "1", value: "0", "aria-label": file.name });
    const told = make("span", { class: "wb-meta", text: say("waiting") });
    const line = make("li", {}, make("span", { class: "wb-upload-name", text: file.name }), bar, told);
    find(".wb-uploads", room).prepend(line);
    queue = queue.then(() => upload(file, replaces, line, bar, told));
  }
  queue = queue.then(refreshAll).catch((error) => announce(error.message));
}

async function upload(file, replaces, line, bar, told) {
  try {
    const outcome = await send(file, replaces, bar, told);
    const isTaken = outcome.action !== "refused";
    const key = isTaken ? outcome.action : "refused";
    told.textContent = [say(key, { count: outcome.passages }), outcome.message].filter(Boolean).join("：");
    line.classList.add(isTaken ? "wb-taken" : "wb-refused");
    if (outcome.report_id) {
      line.dataset.taken = outcome.report_id;
      await showTaken(line, outcome.report_id);
    }
    for (const text of outcome.notices ?? []) line.append(make("span", { class: "wb-unread", text }));
  } catch (error) {
    told.textContent = error.message;
    line.classList.add("wb-refused");
  }
  bar.remove();
}

// XMLHttpRequest, because fetch does not tell how much of a file has gone up.
function send(file, replaces, bar, told) {
  return new Promise((resolve, reject) => {
    const query = new URLSearchParams({ name: file.name, ...(replaces && { replaces }) });
    const call = new XMLHttpRequest();
    call.open("PUT", `${ROOT}wenbao/keeper/upload?${query}`);
    call.setRequestHeader("X-Wenbao-Page", "1");
    call.upload.onprogress = (event) => {
      told.textContent = say("uploading");
      bar.value = event.loaded / event.total / 2;
    };
    call.upload.onload = () => {
      told.textContent = say("reading");
    };
    call.onprogress = () => {
      const last = lines(call.responseText).at(-1);
      if (last?.all) {
        told.textContent = say("storing", last);
        bar.value = 0.5 + last.done / last.all / 2;
      }
    };
    call.onerror = () => reject(new Error(say("lost")));
    call.onload = () => {
      const last = lines(call.responseText).at(-1);
      if (last?.outcome) resolve(last.outcome);
      else reject(new Error(last?.error ?? say("failed")));
    };
    call.send(file);
  });
}

function lines(text) {
  return text
    .split("\n")
    .filter((line) => line.endsWith("}"))
    .map((line) => JSON.parse(line));
}

async function restore(reportId) {
  await request(`keeper/removed/${encodeURIComponent(reportId)}/restore`, { method: "POST" });
  announce(say("restored"));
  await refreshAll();
}

on("restore", (button) => restore(button.dataset.report));

on("remove", (button) => {
  const { report, title } = button.dataset;
  const ask = make("p", { text: say("remove_ask", { title }) });
  const yes = make("button", { type: "button", class: "wb-primary", text: say("remove") });
  const no = make("button", { type: "button", class: "wb-quiet", text: say("cancel") });
  const dialog = openDialog(say("remove"), ask, make("div", { class: "wb-form-buttons" }, yes, no));
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", async () => {
    dialog.close();
    try {
      await request(`keeper/reports/${encodeURIComponent(report)}`, { method: "DELETE" });
      announce(say("removed", { title }), { label: say("undo"), run: () => restore(report).catch((e) => announce(e.message)) });
      await refreshAll();
    } catch (error) {
      announce(error.message);
    }
  });
});

on("replace", (button) => {
  const { report, title } = button.dataset;
  replaced?.remove();
  replaced = make("input", { type: "file", class: "wb-hidden", "aria-label": say("replace_hint", { title }) });
  replaced.addEventListener("change", () => take([...replaced.files].slice(0, 1), report));
  room.append(replaced);
  announce(say("replace_hint", { title }));
  replaced.click();
});

on("edit-facts", async (button) => {
  const path = `keeper/reports/${encodeURIComponent(button.dataset.report)}`;
  const holder = make("div");
  holder.innerHTML = await fragment(`${path}/facts`);
  const form = find("form", holder);
  const before = new FormData(form);
  const { region } = form.elements;
  const government = make("option");
  find("#wb-choices-body", form)?.prepend(government);
  // Every place that can be chosen has a government, which the library need not know yet.
  const offerGovernment = () => {
    government.value = region.value.trim() && `${region.value.trim()}人民政府`;
  };
  offerGovernment();
  region.addEventListener("input", offerGovernment);
  const sure = find("button[type=submit]", form);
  let confirmed = false;
  // What was confirmed is what stands in the form: another region is asked about again.
  form.addEventListener("input", () => {
    confirmed = false;
    sure.textContent = say("save");
    find(".wb-form-error", form).textContent = "";
  });
  const dialog = openDialog(find("h2", form).textContent, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const changed = {};
    for (const [name, value] of new FormData(form)) {
      if (value === before.get(name)) continue;
      changed[name] = value.trim();
    }
    try {
      const flag = confirmed ? "?confirmed=true" : "";
      if (Object.keys(changed).length) await request(`${path}${flag}`, { method: "PATCH", json: changed });
      dialog.close();
      announce(say("saved"));
      await refreshAll();
    } catch (error) {
      find(".wb-form-error", form).textContent = error.message;
      confirmed = Boolean(error.confirm);
      if (confirmed) sure.textContent = say("save_anyway");
    }
  });
});
on("close-dialog", (button) => button.closest("dialog").close());
