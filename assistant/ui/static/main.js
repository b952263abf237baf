// The page's own script: starts the others, hands clicks to them, and watches what Gradio puts on the page.
import { act, find, make, on, say } from "./dom.js";
import { follow } from "./chat.js";
import "./source.js";
import "./scope.js";
import { showChosen } from "./report.js";
import "./answer.js";
import "./rail.js";
import { showView } from "./library.js";

const THEME = "wenbao-theme";

on("theme", () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme
    ? root.dataset.theme === "dark"
    : window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  try {
    localStorage.setItem(THEME, root.dataset.theme);
  } catch {
    // A browser that keeps nothing still shows the theme until the page is closed.
  }
});

// Gradio's own notices are in English; the page raises none, so that one can only mean this.
function tellWhetherConnected() {
  const isLost = find(".toast-item") !== null;
  const notice = find("#wb-lost");
  if (isLost && !notice) {
    document.body.append(make("p", { id: "wb-lost", role: "alert", text: say("lost") }));
  } else if (!isLost && notice) {
    notice.remove();
  }
}

// What Gradio's own markup lacks for screen readers.
function nameTheBox() {
  const box = find("#wb-box textarea");
  if (box && !box.hasAttribute("aria-label")) box.setAttribute("aria-label", box.placeholder);
}

document.addEventListener("click", act);
window.addEventListener("beforeprint", () => {
  for (const list of document.querySelectorAll(".wb-cited-list")) list.open = true;
});
new MutationObserver(() => {
  // Gradio colours its own parts by this class; the page has its own tokens for both.
  if (document.body.classList.contains("dark")) document.body.classList.remove("dark");
  follow();
  showChosen();
  nameTheBox();
  tellWhetherConnected();
}).observe(document.documentElement, {
  subtree: true,
  childList: true,
  attributes: true,
  attributeFilter: ["data-state", "class"],
});
showView("chat");
