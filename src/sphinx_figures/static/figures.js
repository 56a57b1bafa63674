/* Makes the charts of a page live, one by one, as the reader comes near.
   The still picture stays in its place below and comes back by itself if anything fails. */
(() => {
  "use strict";

  const base = document.currentScript.src.replace(/[^/]*$/, "");
  const root = base.replace(/_static\/figures\/$/, "");
  const narrow = matchMedia("(max-width: 560px)");
  const darkness = matchMedia("(prefers-color-scheme: dark)");
  const figures = [...document.querySelectorAll("figure.chart[data-chart]")];
  const charts = new Map(); // name → what its file says
  const tables = new Map(); // mark → rows as text: each view gets objects of its own
  const scripts = new Map(); // address → promise
  const live = new Map(); // figure → {view, box, …}

  /* Each chart's file calls this. */
  window.sphinxFigures = (name, parts) => {
    charts.set(name, parts);
    for (const [mark, rows] of Object.entries(parts.data)) tables.set(mark, JSON.stringify(rows));
  };

  /* A classic script tag works from a folder, too, where fetch() does not. */
  const load = (name) => {
    if (!scripts.has(name)) {
      scripts.set(name, new Promise((resolve, reject) => {
        const tag = document.createElement("script");
        tag.src = base + name;
        tag.onload = resolve;
        tag.onerror = () => reject(new Error(name));
        document.head.append(tag);
      }));
    }
    return scripts.get(name);
  };

  const make = (tag, attributes = {}, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };

  const isDark = () => {
    const theme = document.documentElement.dataset.theme;
    return theme ? theme === "dark" : darkness.matches;
  };

  const tip = make("div", { class: "chart-tip", role: "tooltip", hidden: "" });

  const hideTip = () => { tip.hidden = true; };

  const words = (value) => {
    if (value === null || typeof value !== "object") return [make("p", {}, String(value))];
    const list = make("dl");
    for (const [name, text] of Object.entries(value)) {
      if (text === null || text === undefined || text === "" || text === "null") continue;
      list.append(make("dt", {}, name), make("dd", {}, String(text)));
    }
    return [list];
  };

  const showTip = (figure, event, value) => {
    if (value === null || value === undefined || value === "") return hideTip();
    tip.replaceChildren(...words(value));
    if (tip.parentNode !== figure) figure.append(tip);
    tip.hidden = false;
    const { width, height } = tip.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const left = Math.max(8, Math.min(event.clientX + 14, clientWidth - width - 8));
    const below = event.clientY + 16;
    const top = below + height < clientHeight ? below : event.clientY - height - 12;
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(8, top)}px`;
  };

  /* Milliseconds since 1970 are days to a reader. */
  const spoken = (value) => (Math.abs(value) > 1e11
    ? new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(value)
    : String(value));

  const label = (control) => String(control.name || control.signal)
    .replace(/[_\s]+/g, " ").replace(/[\s:]+$/, "");

  const slider = (control, value, id, set) => {
    const output = make("output", { for: id }, spoken(value));
    const input = make("input", { type: "range", id, min: control.min ?? 0,
      max: control.max ?? 100, step: control.step ?? 1 });
    input.value = value;
    input.setAttribute("aria-valuetext", spoken(value));
    input.addEventListener("input", () => {
      output.value = spoken(+input.value);
      input.setAttribute("aria-valuetext", output.value);
      set(+input.value);
    });
    return [make("label", { for: id }, label(control)), input, output];
  };

  const menu = (control, value, id, set) => {
    const options = [...control.options];
    const labels = [...(control.labels ?? options.map((option) => option ?? "All"))];
    if (value === null && !options.includes(null)) {
      options.unshift(null);
      labels.unshift("All");
    }
    const input = make("select", { id }, ...labels.map((text, i) =>
      make("option", { value: i }, String(text))));
    input.selectedIndex = Math.max(0, options.indexOf(value));
    input.addEventListener("change", () => set(options[input.selectedIndex]));
    return [make("label", { for: id }, label(control)), input];
  };

  const tick = (control, value, id, set) => {
    const input = make("input", { type: "checkbox", id });
    input.checked = Boolean(value);
    input.addEventListener("change", () => set(input.checked));
    return [make("label", { for: id }, label(control)), input];
  };

  const field = (control, value, id, set) => {
    const input = make("input", { type: control.input || "text", id });
    input.value = value ?? "";
    input.addEventListener("input", () => set(input.type === "number" ? +input.value : input.value));
    return [make("label", { for: id }, label(control)), input];
  };

  const kinds = { range: slider, select: menu, radio: menu, checkbox: tick };

  const addControls = (figure, controls) => {
    const rooms = figure.querySelectorAll(".chart-control");
    controls.forEach((control, i) => {
      const { signal } = control;
      let waiting = false;
      let latest;
      // One redraw for each frame, however fast the slider moves.
      const set = (value) => {
        latest = value;
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(() => {
          waiting = false;
          live.get(figure)?.view.signal(signal, latest).runAsync().catch(() => fail(figure));
        });
      };
      const build = kinds[control.input] ?? field;
      const value = live.get(figure).view.signal(signal);
      rooms[i].replaceChildren(...build(control, value, `${figure.id}-control-${i + 1}`, set));
    });
  };

  /* A finger has no hover: its first tap on a mark shows the words, the second follows the link. */
  const finger = { down: false, over: null, tapped: null };
  const mayFollow = () => {
    if (!finger.down || finger.tapped === finger.over) return true;
    finger.tapped = finger.over;
    return false;
  };

  /* No data from anywhere; links like those of the table, in this tab. */
  const loader = {
    load: () => Promise.reject(new Error("no data from elsewhere")),
    http: () => Promise.reject(new Error("no data from elsewhere")),
    file: () => Promise.reject(new Error("no data from elsewhere")),
    sanitize: (address) => {
      const text = String(address);
      const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(text);
      if (scheme && !/^(https?|mailto):$/i.test(scheme[0])) {
        return Promise.reject(new Error("unsafe address"));
      }
      if (!mayFollow()) return new Promise(() => {});
      return Promise.resolve({ href: scheme || /^[./#]/.test(text) ? text : root + text });
    },
  };

  /* Vega measures words in the font in which the page shows them, or labels would be cut. */
  const inTheFontOf = (figure, text) => text.replaceAll('"sans-serif"',
    JSON.stringify(getComputedStyle(figure).fontFamily));

  const specification = (figure, parts) => {
    const text = inTheFontOf(figure, JSON.stringify((narrow.matches && parts.narrow) || parts.wide));
    const colors = isDark() ? Object.keys(parts.dark) : [];
    const pattern = new RegExp(`(?:${colors.join("|")})(?![0-9a-f])`, "gi");
    const paint = (words) => (colors.length
      ? words.replace(pattern, (color) => parts.dark[color.toLowerCase()]) : words);
    const spec = JSON.parse(paint(text));
    for (const data of spec.data ?? []) {
      if (typeof data.values === "string") data.values = JSON.parse(paint(tables.get(data.values)));
    }
    return spec;
  };

  const quiet = (failures) => ({
    level() { return this; },
    error(...what) { failures.push(what); return this; },
    warn() { return this; },
    info() { return this; },
    debug() { return this; },
  });

  /* In the page's own measure, also where the whole chart is shown larger. */
  const size = (figure) => {
    const { offsetWidth: width, offsetHeight: height } = figure.querySelector(".chart-stage");
    return { width, height };
  };

  const draw = async (figure, state) => {
    const parts = charts.get(figure.dataset.chart);
    const { View, parse, expressionInterpreter } = window.sphinxFiguresVega;
    const spec = specification(figure, parts);
    const failures = [];
    const view = new View(parse(spec, null, { ast: true }), {
      expr: expressionInterpreter, renderer: "svg", loader, logger: quiet(failures),
    });
    view.tooltip((handler, event, item, value) => showTip(figure, event, value));
    view.addEventListener("pointerdown", (event, item) => { finger.over = item; });
    view.addEventListener("click", (event, item) => {
      if (finger.down) showTip(figure, event, item?.tooltip);
    });
    const fits = spec.autosize?.type === "fit";
    const { width, height } = size(figure);
    if (fits) view.width(width).height(height);
    const canvas = make("div", { "aria-hidden": "true" });
    // Off the page until it is whole: a chart that fails was never there.
    view.initialize(canvas);
    await view.runAsync();
    if (state) await view.setState(state).runAsync();
    const svg = canvas.querySelector("svg");
    if (failures.length || !svg) {
      view.finalize();
      throw new Error("chart failed");
    }
    for (const name of ["role", "aria-roledescription", "aria-label"]) canvas.removeAttribute(name);
    return { view, canvas, fits, width, height };
  };

  const show = (figure, drawn) => {
    const before = live.get(figure);
    const box = before?.box ?? make("div", { class: "chart-live", role: "img",
      "aria-label": figure.querySelector("img").alt });
    box.replaceChildren(drawn.canvas);
    if (!before) figure.querySelector(".chart-stage").append(box);
    before?.view.finalize();
    live.set(figure, { ...drawn, box });
    figure.dataset.live = "true";
  };

  const fail = (figure) => {
    const there = live.get(figure);
    live.delete(figure);
    figure.dataset.live = "false";
    there?.box.remove();
    try { there?.view.finalize(); } catch { /* it is gone already */ }
    for (const room of figure.querySelectorAll(".chart-control")) room.replaceChildren();
  };

  const start = async (figure) => {
    const name = figure.dataset.chart;
    try {
      await Promise.all([load("runtime.js"), load(`charts/${name}.js`)]);
      const { borrowed, controls } = charts.get(name);
      await Promise.all(Object.values(borrowed).map((lender) => load(`charts/${lender}.js`)));
      show(figure, await draw(figure));
      addControls(figure, controls);
      resizing?.observe(figure.querySelector(".chart-stage"));
    } catch {
      fail(figure);
    }
  };

  const redraw = async (figure) => {
    try {
      const { view } = live.get(figure);
      const { controls } = charts.get(figure.dataset.chart);
      const state = view.getState({
        signals: (name) => controls.some(({ signal }) => signal === name),
        data: (name) => /_store$/.test(name),
      });
      show(figure, await draw(figure, state));
    } catch {
      fail(figure);
    }
  };

  /* When: near the screen, under the pointer, in focus. */

  const queue = [];
  const asked = new Set();
  let working = false;

  const work = async () => {
    if (working) return;
    working = true;
    while (queue.length) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      await queue.shift()();
    }
    working = false;
  };

  const ask = (figure, atOnce) => {
    if (asked.has(figure)) return;
    asked.add(figure);
    queue[atOnce ? "unshift" : "push"](() => start(figure));
    work();
  };

  const renew = () => {
    hideTip();
    for (const figure of live.keys()) queue.push(() => (live.has(figure) ? redraw(figure) : null));
    work();
  };

  const resizing = typeof ResizeObserver === "function" && new ResizeObserver((entries) => {
    requestAnimationFrame(() => {
      for (const { target } of entries) {
        const figure = target.parentNode;
        const there = live.get(figure);
        const { width, height } = size(figure);
        if (!there?.fits || !width) continue;
        if (Math.abs(there.width - width) < 1 && Math.abs(there.height - height) < 1) continue;
        Object.assign(there, { width, height });
        there.view.width(width).height(height).runAsync().catch(() => fail(figure));
      }
    });
  });

  let armed = false;
  const arm = () => {
    if (armed) return;
    armed = true;
    const near = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        near.unobserve(target);
        ask(target);
      }
    }, { rootMargin: "300px" });
    figures.forEach((figure) => near.observe(figure));
  };

  /* A page knows where it was read; its text does not, where the book has no address of its own. */
  const address = (figure) => {
    const code = figure.querySelector("pre > code");
    const site = figure.querySelector("a.chart-code")?.href.replace(/figures\/[^/]*$/, "");
    if (!code || !/^http/.test(site ?? "") || !code.textContent.includes('src="figures/')) return;
    code.textContent = code.textContent.replace('src="', `src="${site}`);
    code.closest("details").querySelector("p").textContent = "Put this into a page of yours:";
  };

  const begin = () => {
    figures.forEach(address);
    for (const figure of figures) {
      for (const event of ["pointerenter", "focusin"]) {
        figure.addEventListener(event, () => ask(figure, true), { once: true });
      }
      figure.addEventListener("pointerleave", (event) => {
        if (event.pointerType !== "touch") hideTip();
      });
    }
    // The text comes first: charts in the first screen wait for the reader's first move, or 3 s.
    for (const event of ["scroll", "pointermove", "pointerdown", "keydown"]) {
      addEventListener(event, arm, { once: true, passive: true });
    }
    if (scrollY > 0) arm();
    else setTimeout(arm, 3000);
    addEventListener("pointerdown", (event) => {
      finger.down = event.pointerType === "touch";
      if (finger.down) hideTip();
    }, { capture: true, passive: true });
    addEventListener("keydown", (event) => { if (event.key === "Escape") hideTip(); });
    addEventListener("scroll", hideTip, { passive: true });
    new MutationObserver(renew).observe(document.documentElement,
      { attributes: true, attributeFilter: ["data-theme"] });
    darkness.addEventListener("change", renew);
    narrow.addEventListener("change", renew);
  };

  if (document.readyState === "complete") begin();
  else addEventListener("load", () => setTimeout(begin, 0), { once: true });
})();
