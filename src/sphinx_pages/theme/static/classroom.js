/* A chart or a document alone on the screen, in large type, and a way from one to the next.
   Asked for when it is used for the first time (pages.js). Nothing is stored or sent. */
(() => {
  "use strict";
  const ROOM = 24; // pixels that a chart keeps from the edges
  const WIDTH = 700; // pixels for which charts are drawn: they are scaled, so that their type grows
  const LEAST = 1.35; // so much a tall chart grows if its picture fits: then one scrolls to its words
  const LINE = 80; // pixels that an arrow scrolls
  const PAGE = 0.85; // part of the height that a page scrolls
  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };
  const button = (words, keys, act) => {
    const element = make("button", { type: "button", "aria-keyshortcuts": keys }, words);
    element.addEventListener("click", act);
    return element;
  };

  const stages = [...document.querySelectorAll(".lesson-head, figure.chart, .document, .organizer, ol.tasks")];
  const count = make("output");
  const headline = button("Hide headline", "h", () => toggle());
  const back = button("Back", "ArrowLeft", () => step(-1));
  const next = button("Next", "ArrowRight", () => step(1));
  const close = button("Close", "Escape", () => dialog.close());
  const bar = make("div", { class: "classroom-bar" }, back, count, next, headline, close);
  const stage = make("div", { class: "classroom-stage", tabindex: "0", role: "group", "aria-label": "Chart or document" });
  const dialog = make("dialog", { class: "classroom", "aria-label": "Shown large" }, stage, bar);
  document.body.append(dialog);

  let at = -1;
  let from = null; // what is focused again afterwards
  const place = document.createComment("shown large");

  const title = () => stage.querySelector(".chart-title");
  const toggle = () => {
    const found = title();
    if (!found) return;
    const hidden = found instanceof HTMLDetailsElement ? found.open : !dialog.classList.contains("no-headline");
    if (found instanceof HTMLDetailsElement) found.open = !hidden;
    dialog.classList.toggle("no-headline", hidden && !(found instanceof HTMLDetailsElement));
    name();
  };
  const name = () => {
    const found = title();
    headline.hidden = !found;
    const hidden = found instanceof HTMLDetailsElement ? !found.open : dialog.classList.contains("no-headline");
    headline.textContent = hidden ? "Show headline" : "Hide headline";
  };

  /* A chart keeps its size in the page's own measure and is enlarged as a whole: words and marks
     grow together, and a live chart is not drawn anew. A tall one fits with what stands above it;
     on a phone it keeps the width. */
  const fit = () => {
    const chart = stage.querySelector(".chart-stage");
    if (!chart) return;
    const large = innerWidth > WIDTH;
    chart.style.inlineSize = large ? `${WIDTH}px` : "";
    chart.style.scale = chart.style.marginBlockEnd = "";
    const { offsetWidth: width, offsetHeight: height } = chart;
    const above = chart.getBoundingClientRect().top - stage.getBoundingClientRect().top + stage.scrollTop;
    const beside = stage.firstElementChild.offsetHeight - height + 2 * ROOM;
    const across = (stage.clientWidth - 2 * ROOM) / width;
    const alone = (stage.clientHeight - above - ROOM) / height;
    const factor = Math.min(across, Math.max(Math.min(LEAST, alone), (stage.clientHeight - beside) / height));
    if (factor <= 1 && !large) return;
    chart.style.scale = factor;
    chart.style.marginBlockEnd = `${(factor - 1) * height}px`;
  };
  const clear = () => {
    const chart = stage.querySelector(".chart-stage");
    if (chart) for (const rule of ["inlineSize", "scale", "marginBlockEnd"]) chart.style[rule] = "";
    if (stage.firstElementChild) place.replaceWith(stage.firstElementChild);
  };

  const show = (index) => {
    if (index < 0 || index >= stages.length) return;
    clear();
    at = index;
    stages[at].replaceWith(place);
    stage.append(stages[at]);
    stage.scrollTop = 0;
    count.textContent = `${at + 1} of ${stages.length}`;
    back.disabled = at === 0;
    next.disabled = at === stages.length - 1;
    name();
    fit();
  };
  const step = (by) => show(at + by);
  const scroll = (pixels) => stage.scrollBy(0, pixels);
  const turn = (by) => {
    const hidden = by > 0 ? stage.scrollHeight - stage.clientHeight - stage.scrollTop : stage.scrollTop;
    if (hidden > 1) scroll(by * PAGE * stage.clientHeight);
    else step(by);
  };

  const open = async (element) => {
    from = document.activeElement;
    // Not every browser, frame or phone has it: then the dialog fills the window.
    try { await document.documentElement.requestFullscreen(); } catch { /* the window will do */ }
    if (!dialog.open) dialog.showModal();
    show(Math.max(0, stages.indexOf(element)));
    // The stage has the focus, so that a space and the keys for pages scroll what does not fit.
    stage.focus();
  };
  dialog.addEventListener("close", () => {
    const shown = stages[at];
    clear();
    dialog.classList.remove("no-headline");
    if (document.fullscreenElement) document.exitFullscreen();
    shown.scrollIntoView({ block: "center" });
    (from?.isConnected && from !== document.body ? from : shown.querySelector(".show-large"))?.focus({ preventScroll: true });
  });
  document.addEventListener("fullscreenchange", () => {
    if (!document.fullscreenElement && dialog.open) dialog.close();
    else if (dialog.open) fit();
  });
  addEventListener("resize", () => { if (dialog.open) fit(); });
  dialog.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    // Clickers for slides send PageUp and PageDown: what is out of sight comes before the next one.
    const acts = { ArrowRight: () => step(1), PageDown: () => turn(1), ArrowLeft: () => step(-1),
      PageUp: () => turn(-1), ArrowDown: () => scroll(LINE), ArrowUp: () => scroll(-LINE),
      h: toggle, f: () => dialog.close() };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });

  document.addEventListener("show-large", (event) => open(event.target));
})();
