// The source panel: a citation in its place in the report, the next one, the page as it was printed.
import { find, fragment, isWide, make, on, request, say } from "./dom.js";
import { records } from "./chat.js";

const panel = () => find(".wb-source-panel");
let opener = null;
let shown = { key: "", n: 0 };

export function closePanel() {
  document.body.classList.remove("wb-open");
  opener?.focus();
  opener = null;
}

function forgetMark() {
  for (const mark of document.querySelectorAll(".wb-cite[aria-current]")) {
    mark.removeAttribute("aria-current");
  }
}

function sentence(text) {
  return make("p", { class: "wb-nothing", role: "status", text });
}

// Show citation n of a turn; `mark` is what was clicked, if anything was.
async function open(key, n) {
  const record = records.get(key);
  const citation = record?.answer.citations.find((one) => one.n === n);
  if (!citation || !panel()) return;
  forgetMark();
  for (const mark of document.querySelectorAll(`[data-turn="${key}"] .wb-cite[data-cite="${n}"]`)) {
    mark.setAttribute("aria-current", "true");
  }
  shown = { key, n };
  document.body.setAttribute("data-source", "");
  showSteps(record);
  if (!panel().firstElementChild?.matches(".wb-source")) panel().replaceChildren(sentence(say("opening")));
  // One citation is enough for the server; the rest of the answer stays here.
  const answer = { ...record.answer, citations: [citation], figures: [], computed: [], table: null };
  try {
    const html = await fragment("source", { json: { record: { question: "", answer }, n } });
    if (shown.key !== key || shown.n !== n) return;
    panel().innerHTML = html;
    scrollToQuote();
  } catch (error) {
    panel().replaceChildren(sentence(error.message));
  }
}

function scrollToQuote() {
  const text = find(".wb-source-text", panel());
  const quote = find("mark", text);
  if (!quote) return;
  // The quote in the upper part of the panel, and no line cut in half at its top.
  const wanted = quote.offsetTop - text.clientHeight / 4;
  const lines = [...text.querySelectorAll("p")].map((line) => line.offsetTop - 8);
  text.scrollTop = lines.find((top) => top >= wanted && top <= quote.offsetTop - 8) ?? wanted;
}

function showSteps(record) {
  const numbers = record.answer.citations.map((one) => one.n);
  const steps = find(".wb-panel-steps");
  steps.hidden = numbers.length < 2;
  const at = numbers.indexOf(shown.n);
  find(".wb-panel-count").textContent = say("count", { n: at + 1, all: numbers.length });
  find("[data-do=previous]").disabled = at <= 0;
  find("[data-do=next]").disabled = at >= numbers.length - 1;
}

function step(by) {
  const numbers = records.get(shown.key).answer.citations.map((one) => one.n);
  const n = numbers[numbers.indexOf(shown.n) + by];
  if (n !== undefined) return open(shown.key, n);
}

export function showNothing(text) {
  forgetMark();
  shown = { key: "", n: 0 };
  find(".wb-panel-steps").hidden = true;
  panel()?.replaceChildren(sentence(text));
}

document.addEventListener("click", (event) => {
  const mark = event.target.closest(".wb-cite");
  if (!mark) {
    const isOutside = !event.target.closest("#wb-side, dialog, #wb-notice");
    if (document.body.classList.contains("wb-open") && isOutside && !isWide()) closePanel();
    return;
  }
  open(mark.closest(".wb-turn").dataset.turn, Number(mark.dataset.cite));
  document.body.classList.add("wb-open");
  opener = mark;
  // A keyboard click has no position: whoever uses the keyboard goes on reading in the panel.
  if (!isWide() || event.detail === 0) panel().focus({ preventScroll: true });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && opener && !find("dialog[open], .wb-pop")) closePanel();
});

document.addEventListener("wenbao:answered", (event) => {
  const { record } = event.detail;
  if (!record.answer.citations.length) {
    document.body.setAttribute("data-source", "");
    showNothing(say("nothing_cited"));
  } else if (isWide()) {
    open(record.key, record.answer.citations[0].n);
  }
});

document.addEventListener("wenbao:restarted", () => {
  document.body.removeAttribute("data-source");
  document.body.classList.remove("wb-open");
  find(".wb-panel-steps").hidden = true;
  panel()?.replaceChildren();
});

on("previous", () => step(-1));
on("next", () => step(1));
on("panel-close", closePanel);
on("goto", (button) => {
  const room = button.closest(".wb-source, .wb-report-room");
  const place = find(`:is(.wb-source-text, .wb-report-text) [data-ordinal="${button.dataset.ordinal}"]`, room);
  place?.scrollIntoView({ block: "start" });
});
on("picture", async (button) => {
  const text = find(".wb-source-text", button.closest(".wb-source"));
  const isOn = button.getAttribute("aria-pressed") === "true";
  button.setAttribute("aria-pressed", String(!isOn));
  button.textContent = isOn ? say("picture_again") : say("text_again");
  text.classList.toggle("wb-has-picture", !isOn);
  find(".wb-picture", text)?.remove();
  if (isOn) return scrollToQuote();
  const box = make("div", { class: "wb-picture" }, sentence(say("opening")));
  text.prepend(box);
  text.scrollTop = 0;
  try {
    // The address is made by the server and starts at the page's own root.
    const path = button.dataset.address.replace(/^(\.\.\/)?wenbao\//, "");
    const response = await request(path);
    const page = path.match(/pages\/(\d+)/)[1];
    const picture = make("img", { alt: say("picture_alt", { page }), src: URL.createObjectURL(await response.blob()) });
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src));
    box.replaceChildren(picture);
    if (response.headers.get("X-Wenbao-Marked") === "0") box.prepend(sentence(say("picture_unmarked")));
  } catch (error) {
    box.replaceChildren(sentence(error.message));
  }
});
