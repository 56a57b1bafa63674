// Escape closes a card that hover or focus opened, until the pointer or the focus leaves the mark.
(() => {
  "use strict";
  const marks = ".claim, .event, .said";
  const reopen = (event) => {
    const mark = event.target.closest?.(marks);
    if (mark && !mark.contains(event.relatedTarget)) mark.classList.remove("shut");
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelectorAll(`:is(${marks}):is(:hover, :focus-within)`);
    for (const mark of open) mark.classList.add("shut");
  });
  // A link to the list of sources on the same page: the card must not stay over the place.
  document.addEventListener("click", (event) => {
    event.target.closest?.('.card a[href^="#"]')?.closest(".card:popover-open")?.hidePopover();
  });
  document.addEventListener("pointerout", reopen);
  document.addEventListener("focusout", reopen);
})();
