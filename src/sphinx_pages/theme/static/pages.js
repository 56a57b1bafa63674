/* Theme switch, contents on small screens, copy buttons, "on this page".
   Everything here is an addition: without it the page is complete. */
(() => {
  "use strict";
  const root = document.documentElement;
  /* The loader in the head (page.py) knows by this that the additions are here. */
  document.getElementById("scripts")?.remove();

  /* Theme ------------------------------------------------------------- */
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const remember = (mode) => {
    try { localStorage.setItem("mode", mode); } catch { /* storage may be denied */ }
  };
  const show = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (dark.matches ? "dark" : "light") : mode;
    document.dispatchEvent(new CustomEvent("themechange", { detail: root.dataset.theme }));
  };
  const themeButton = document.querySelector(".theme-switch");
  if (themeButton) {
    const modes = ["auto", "light", "dark"];
    const label = themeButton.querySelector("span");
    const name = () => { label.textContent = `Theme: ${root.dataset.mode || "auto"}`; };
    themeButton.hidden = false;
    name();
    themeButton.addEventListener("click", () => {
      const mode = modes[(modes.indexOf(root.dataset.mode || "auto") + 1) % modes.length];
      remember(mode);
      show(mode);
      name();
    });
    dark.addEventListener("change", () => { if (root.dataset.mode === "auto") show("auto"); });
    /* A page that comes back (Back, another tab) follows what was chosen meanwhile. */
    const follow = () => {
      let mode = root.dataset.mode;
      try { mode = localStorage.getItem("mode") || "auto"; } catch { /* storage may be denied */ }
      if (mode !== root.dataset.mode) { show(mode); name(); }
    };
    follow();
    addEventListener("pageshow", (event) => { if (event.persisted) follow(); });
    addEventListener("storage", follow);
  }

  /* Contents on small screens: the links work by :target alone; this adds the Escape key. */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && location.hash === "#contents") {
      location.hash = "#main-content";
      document.querySelector(".to-contents").focus();
    }
  });

  /* Search key: "/" as on many sites, when no field has the focus. */
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const field = document.getElementById("search-words");
      const link = document.querySelector(".to-search");
      event.preventDefault();
      if (field) field.focus(); else if (link) link.click();
    }
  });

  /* Copy buttons on code cells */
  if (navigator.clipboard) {
    for (const block of document.querySelectorAll(".cell_input .highlight")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(block.querySelector("pre").textContent);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not copied";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      });
      block.append(button);
    }
  }

  /* In class: a chart or a document alone on the screen. What shows it is asked for when needed. */
  const here = document.currentScript?.src.replace(/[^/]*$/, "") ?? "";
  let classroom = null;
  const showLarge = async (element) => {
    classroom ??= new Promise((done) => {
      const script = document.createElement("script");
      const sheet = document.createElement("link");
      Object.assign(sheet, { rel: "stylesheet", href: `${here}classroom.css`, onload: () => document.head.append(script) });
      Object.assign(script, { src: `${here}classroom.js`, onload: done });
      document.head.append(sheet);
    });
    await classroom;
    element.dispatchEvent(new Event("show-large", { bubbles: true }));
  };
  const shown = [...document.querySelectorAll("figure.chart, .document")];
  for (const element of shown) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "show-large";
    button.textContent = "Full screen";
    button.setAttribute("aria-keyshortcuts", "f");
    button.addEventListener("click", () => showLarge(element));
    (element.querySelector(".chart-bar") ?? element).append(button);
  }
  const middle = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return Math.abs((top + bottom - innerHeight) / 2);
  };
  document.addEventListener("keydown", (event) => {
    const busy = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key !== "f" || busy || event.ctrlKey || event.metaKey || event.altKey || !shown.length) return;
    const meant = event.target.closest("figure.chart, .document");
    showLarge(meant ?? shown.reduce((one, other) => (middle(other) < middle(one) ? other : one)));
  });

  /* "On this page": marks the section in view; steps aside for margin notes. */
  const links = new Map();
  for (const link of document.querySelectorAll(".sections a[href^='#']")) {
    const section = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (section) links.set(section, link);
  }
  if (links.size && "IntersectionObserver" in window) {
    const seen = new Set();
    const watcher = new IntersectionObserver((entries) => {
      for (const entry of entries) seen[entry.isIntersecting ? "add" : "delete"](entry.target);
      let current = null;
      for (const section of links.keys()) if (seen.has(section)) current = section;
      for (const [section, link] of links) {
        if (section === current) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    }, { rootMargin: "-15% 0px -70% 0px" });
    for (const section of links.keys()) watcher.observe(section);
  }

  /* On small screens a section is laid out when the reader comes near (see frame.css). From then
     on it is like any other: while it could still be skipped, it would cut off cards. */
  const near = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      target.classList.add("laid-out");
      near.unobserve(target);
    }
  }, { rootMargin: "50% 0px" });
  const sections = ".chapter-page article > section > section";
  for (const section of document.querySelectorAll(sections)) near.observe(section);
  // The place that the address names may have moved while what is above it was laid out.
  const [arrival] = performance.getEntriesByType("navigation");
  if (arrival?.type === "navigate") {
    setTimeout(() => document.querySelector(".chapter-page :target")?.scrollIntoView(), 150);
  }

  /* Search: Firefox takes a form of a page from a folder for one that leads elsewhere. */
  document.querySelector("form.search")?.addEventListener("submit", (event) => {
    event.preventDefault();
    location.search = new URLSearchParams(new FormData(event.target)).toString();
  });
})();
