// What a script adds to marks and cards: a tap on the words, Escape, copying, a report.
(() => {
  "use strict";
  const marks = "[data-n]";
  const report = document.currentScript.dataset.report;
  const cardOf = (mark) => document.getElementById(mark.querySelector("button").getAttribute("popovertarget"));
  const markOf = (card) => document.querySelector(`[popovertarget="${card.id}"]`)?.closest(marks);

  // What an address names is seen, in whatever it is folded; not every browser does so by itself.
  const unfold = () => {
    const place = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folds = [];
    for (let part = place; part; part = part.parentElement) if (part.matches("details:not([open])")) folds.push(part);
    for (const part of folds) part.open = true;
    if (folds.length) place.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();

  // A number and an order are judged when they are complete; the reason opens with the right answer.
  document.addEventListener("change", ({ target }) => {
    const asked = target.closest?.(".quiz fieldset");
    const told = asked?.querySelector("output");
    if (!told) return;
    const given = [...asked.querySelectorAll("[data-answer]")];
    // A comma before three digits marks thousands (1,263), any other the decimals (12,8).
    const plain = (value) => value.replace(/\s/g, "").replace(/,(?=\d{3}(?!\d))/g, "").replace(",", ".");
    const near = ({ value, dataset }) => Math.abs(plain(value) - dataset.answer) <= (dataset.tolerance ?? 0);
    const right = given.every((one) => one.value && near(one));
    told.textContent = given.some((one) => !one.value) ? "" : right ? "Right." : "Not yet. The reason is folded below.";
    if (right) asked.nextElementSibling.open = true;
  });

  if (!("popover" in HTMLElement.prototype)) return;

  // Words open their card, too; selecting them does not, and a second click closes it.
  let open = null;
  document.addEventListener("pointerdown", () => { open = document.querySelector(".card:popover-open"); }, true);
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.(marks);
    if (mark && !event.target.closest("button, a") && getSelection().isCollapsed) {
      const card = cardOf(mark);
      if (card !== open && !card.matches(":popover-open")) card.showPopover({ source: mark.querySelector("button") });
    }
    // A link to the list of sources on the same page: the card must not stay over the place.
    event.target.closest?.('.card a[href^="#"]')?.closest(".card:popover-open")?.hidePopover();
  });

  // A card that was closed stays so until the pointer and the focus have left its mark.
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(".card")) return;
    const mark = markOf(event.target);
    mark?.classList.toggle("shut", event.newState === "closed" && mark.matches(":hover, :focus-within"));
    // Under the pointer a closed card would hold itself open, until its mark calls it anew.
    event.target.classList.toggle("shut", event.newState === "closed");
    if (event.newState === "open") {
      addActs(event.target, mark);
      clear(event.target, mark);
    }
  }, true);
  const call = ({ target }) => {
    const mark = target.closest?.(marks);
    if (mark) cardOf(mark)?.classList.remove("shut");
  };
  document.addEventListener("pointerover", call);
  document.addEventListener("focusin", call);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const mark of document.querySelectorAll(`${marks}:is(:hover, :focus-within)`)) mark.classList.add("shut");
    document.activeElement?.closest(".card:not(:popover-open)") && document.activeElement.blur();
  });
  // A card that is only seen is gone before Tab reaches it, and the focus would be lost.
  document.addEventListener("keydown", (event) => {
    const mark = event.key === "Tab" && event.target.closest?.(marks);
    const card = mark && cardOf(mark);
    if (!card || card.matches(":popover-open")) return;
    card.inert = true;
    setTimeout(() => { card.inert = false; });
  });
  const leave = (event) => {
    const mark = event.target.closest?.(marks);
    if (!mark || mark.contains(event.relatedTarget)) return;
    setTimeout(() => mark.classList.toggle("shut", mark.classList.contains("shut") && mark.matches(":hover, :focus-within")));
  };
  document.addEventListener("pointerout", leave);
  document.addEventListener("focusout", leave);

  // On a phone the card is a sheet at the lower edge: its mark stays in sight above it.
  const clear = (card, mark) => {
    const hidden = mark ? mark.lastElementChild.getBoundingClientRect().bottom - card.getBoundingClientRect().top : 0;
    if (hidden > 0 && matchMedia("(max-width: 40rem)").matches) scrollBy(0, hidden + 8);
  };

  // Copy and report: made when a card opens, because without a script they could do nothing.
  const addActs = (card, mark) => {
    const acts = card.querySelector(".acts");
    if (acts.children.length > 1) return;
    const link = acts.querySelector("a");
    const [what, who] = [...card.querySelectorAll("p")].map((line) => line.textContent.trim());
    const citation = () => `${what}. ${who}. In: ${document.title}, ${link.textContent}, ${link.href}`;
    const control = (name, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.addEventListener("click", () => act(button));
      return button;
    };
    const copy = (name, text) => control(name, async (button) => {
      await navigator.clipboard.writeText(text());
      button.textContent = "Copied";
    });
    const added = navigator.clipboard ? [copy("Copy link", () => link.href), copy("Copy citation", citation)] : [];
    if (report) {
      const about = document.createElement("a");
      const address = mark ? `${location.href.split("#")[0]}#${mark.id}` : location.href;
      const filled = { row: link.hash.slice(1), wrong: `${address}\n${link.href}\n\n` };
      about.href = report.replace(/{(\w+)}/g, (_, name) => encodeURIComponent(filled[name]));
      about.textContent = "Report an error";
      added.push(about);
    }
    const close = control("Close", () => card.hidePopover());
    close.className = "close";
    link.after(...added, close);
  };
})();
