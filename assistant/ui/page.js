// The page's own behaviour: opening a cited passage, the panel, and where the chat is scrolled to.
// A citation opens from what came with its answer, so that no call is needed.
(() => {
  "use strict";

  const NOTHING_CITED = "这次回答没有引用原文。";
  const LOST = "与问报的连接断了，正在重连。若一直连不上，请确认问报还在运行。";
  const isWide = () => window.matchMedia("(min-width: 900px)").matches;
  const find = (selector) => document.querySelector(selector);
  let opener = null;
  let lastState = "";

  function showPanel(name) {
    document.body.classList.toggle("wb-open", name !== "");
    if (name === "") {
      opener?.focus();
      opener = null;
      return;
    }
    document.body.dataset.panel = name;
    for (const tab of document.querySelectorAll(".wb-tabs [data-panel]")) {
      if (tab.dataset.panel) tab.setAttribute("aria-pressed", String(tab.dataset.panel === name));
    }
  }

  function forgetMark() {
    find(".wb-cite[aria-current]")?.removeAttribute("aria-current");
  }

  function openSource(mark) {
    const turn = mark.closest(".wb-turn");
    const source = turn?.querySelector(`[data-source="${Number(mark.dataset.cite)}"]`);
    const panel = find(".wb-source-panel");
    if (!source || !panel) return;
    forgetMark();
    mark.setAttribute("aria-current", "true");
    panel.replaceChildren(source.cloneNode(true));
    showPanel("source");
    const text = panel.querySelector(".wb-source-text");
    const quote = text.querySelector("mark");
    if (!quote) return;
    // The quote in the upper part of the panel, and no line cut in half at its top.
    const wanted = quote.offsetTop - text.clientHeight / 4;
    const lines = [...text.querySelectorAll("p")].map((line) => line.offsetTop - 8);
    text.scrollTop = lines.find((top) => top >= wanted && top <= quote.offsetTop - 8) ?? wanted;
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".wb-cite");
    if (mark) {
      openSource(mark);
      opener = mark;
      // A keyboard click has no position: whoever uses the keyboard goes on reading in the panel.
      if (!isWide() || event.detail === 0) find(".wb-source-panel").focus({ preventScroll: true });
      return;
    }
    const tab = event.target.closest("[data-panel]:not(body)");
    if (tab) {
      if (tab.dataset.panel) opener ??= tab.closest("#wb-side") ? null : tab;
      showPanel(tab.dataset.panel);
    } else if (document.body.classList.contains("wb-open") && !event.target.closest("#wb-side")) {
      if (!isWide()) showPanel("");
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && opener) showPanel("");
  });

  // A new question goes to the top of the chat and stays there while its answer grows below it.
  function follow() {
    const turn = find("#wb-current .wb-turn");
    const state = turn ? turn.dataset.state : "";
    if (state === lastState) return;
    lastState = state;
    if (state === "") {
      const panel = find(".wb-source-panel");
      if (panel) panel.replaceChildren();
      showPanel("library");
      document.body.classList.remove("wb-open");
    } else if (state === "pending") {
      const scroller = find("#wb-scroll");
      const above = turn.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
      scroller.scrollTop += above;
    } else if (isWide()) {
      const first = turn.querySelector(".wb-cite");
      if (first) openSource(first);
      else showNothing();
    }
  }

  function showNothing() {
    forgetMark();
    const sentence = document.createElement("p");
    sentence.className = "wb-nothing";
    sentence.textContent = NOTHING_CITED;
    find(".wb-source-panel")?.replaceChildren(sentence);
  }

  // Gradio's own notices are in English; the page raises none, so that one can only mean this.
  function tellWhetherConnected() {
    const isLost = find(".toast-item") !== null;
    const notice = find("#wb-lost");
    if (isLost && !notice) {
      const sentence = document.createElement("p");
      sentence.id = "wb-lost";
      sentence.setAttribute("role", "alert");
      sentence.textContent = LOST;
      document.body.append(sentence);
    } else if (!isLost && notice) {
      notice.remove();
    }
  }

  new MutationObserver(() => {
    // The page has one, light, colouring so far.
    if (document.body.classList.contains("dark")) document.body.classList.remove("dark");
    follow();
    tellWhetherConnected();
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-state", "class"],
  });
  document.body.dataset.panel = "library";
})();
