/* The map that moves: shows what stood on one day, in the words of one voice; opens the history of a
   place; keeps day, voice, view and place in the address. Statements come from the page itself. */
(() => {
  "use strict";
  const root = document.querySelector(".live-map");
  if (!root) return;
  const one = (selector) => root.querySelector(selector);
  const all = (selector) => [...root.querySelectorAll(selector)];
  const A_DAY = 864e5;
  const FADE = 90; // days until a report is as faint as it gets
  const FAINTEST = 0.5;
  const PACE = 12; // days a second while playing
  const FIRST = Date.parse(root.dataset.first);
  const HELD = { u: "held by Ukraine", r: "held by Russia", c: "contested" };
  const VOICES = Object.fromEntries(all("[name=map-voice]").map((input) => [input.value, input]));
  const VIEWS = Object.fromEntries(all("[name=map-view]").map((input) => [input.value, input]));

  const svg = one(".map-stage");
  const slider = one("input[type=range]");
  const history = one(".map-history");
  const play = one("[data-step=play]");
  const iso = (day) => new Date(FIRST + day * A_DAY).toISOString().slice(0, 10);
  const words = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
  const said = (day) => words.format(FIRST + day * A_DAY);

  /* A standing reads DAY:HOLDERS:IDS. */
  const standings = (text) => (text ? text.split(" ").map((part) => {
    const [day, holders, ids] = part.split(":");
    return { day: +day, held: [...holders].join(" "), ids: ids.split("+") };
  }) : []);
  const shapes = one(".map-shapes");
  // Painted last, the names of towns lie over the marks of others; they are also the first to be named.
  const spots = all(".spot").reverse().map((element) => {
    const marks = shapes.cloneNode(true);
    // Outside what fades with age: the ring of the focus stays as strong as it is.
    element.prepend(marks.querySelector(".hit"), marks);
    const { place, x, y } = element.dataset;
    const told = {};
    for (const voice of Object.keys(VOICES)) told[voice] = standings(element.dataset[voice]);
    const label = element.querySelector("text");
    const isTown = "town" in element.dataset;
    return { element, marks, label, place, name: label.textContent, isTown, x: +x, y: +y, told, now: null };
  });
  const spotOf = Object.fromEntries(spots.map((spot) => [spot.place, spot]));
  const state = { day: Math.round((Date.parse(root.dataset.day) - FIRST) / A_DAY), voice: "all",
    view: "front", place: "" };

  /* What stands --------------------------------------------------------- */
  const standing = (spot, day) => {
    const told = spot.told[state.voice];
    let found = null;
    for (const it of told) if (it.day <= day) found = it; else break;
    return found;
  };
  const faint = (age) => Math.max(FAINTEST, 1 - (1 - FAINTEST) * Math.min(age, FADE) / FADE);
  const ago = (age) => (age === 0 ? "said on this day" : age === 1 ? "said one day before"
    : `said ${age} days before`);
  const spoken = (now, day) => {
    if (!now) return "nothing said by this day";
    const holders = now.held.split(" ").map((letter) => HELD[letter]);
    return `${holders.length > 1 ? `statements disagree: ${holders.join(", ")}` : holders[0]}, ${ago(day - now.day)}`;
  };
  const flag = (element, name, on) => { if (on) element.dataset[name] = ""; else delete element.dataset[name]; };

  const areas = all("[data-km2]").map((element) => ({ out: element.querySelector("output"),
    km2: element.dataset.km2.split(",") }));
  const bands = all(".band").map((element) => ({ element, start: +element.dataset.start,
    end: +element.dataset.end, title: element.textContent.trim().replace(/^\d+ /, "") }));
  const counts = Object.fromEntries(all("[data-count]").map((out) => [out.dataset.count, out]));
  const say = (element, text) => { if (element.textContent !== text) element.textContent = text; };

  const draw = () => {
    const { day } = state;
    const sum = { u: 0, r: 0, c: 0, split: 0, none: 0 };
    const fresh = [];
    for (const spot of spots) {
      const now = standing(spot, day);
      const { element, marks } = spot;
      if (now !== spot.now) {
        spot.now = now;
        if (now) element.dataset.held = now.held; else delete element.dataset.held;
        flag(element, "split", now?.held.length > 1);
      }
      const opacity = now ? faint(day - now.day).toFixed(2) : "1";
      if (opacity !== spot.opacity) marks.setAttribute("opacity", spot.opacity = opacity);
      const isNew = now?.day === day;
      if (isNew !== spot.isNew) flag(element, "new", spot.isNew = isNew);
      if (isNew) fresh.push(spot.name);
      sum[!now ? "none" : now.held.length > 1 ? "split" : now.held] += 1;
    }
    for (const [name, out] of Object.entries(counts)) say(out, String(sum[name]));
    for (const { out, km2 } of areas) say(out, km2[day] ? `${km2[day]} km²` : "not measured on this day");
    const phases = bands.filter(({ element, start, end }) => {
      const inside = start <= day && day <= end;
      element.classList.toggle("now", inside);
      return inside;
    });
    say(one(".map-day"), said(day));
    say(one(".map-phase"), phases.map(({ title }) => title).join(" · "));
    say(one(".map-new"), fresh.length ? `Said on this day of: ${fresh.sort().join(", ")}.` : "");
    if (+slider.value !== day) slider.value = day;
  };

  /* When the day has come to rest: words for screen readers, the history, the address. */
  const address = () => {
    const parts = [`day=${iso(state.day)}`];
    if (state.voice !== "all") parts.push(`voice=${state.voice}`);
    if (state.view !== "front") parts.push(`view=${state.view}`);
    if (state.place) parts.push(`place=${state.place}`);
    return `#${parts.join("&")}`;
  };
  const settle = (write = true) => {
    draw();
    const { out } = areas[0];
    slider.setAttribute("aria-valuetext", `${said(state.day)}. Held by Ukraine in Kursk region: ${out.textContent}`);
    for (const spot of spots) {
      spot.element.setAttribute("aria-label", `${spot.name}: ${spoken(spot.now, state.day)}`);
      spot.element.setAttribute("aria-pressed", String(spot.place === state.place));
    }
    if (state.place) mark();
    one(".map-link").href = address();
    if (write) window.history.replaceState(null, "", address());
  };

  let waiting = 0;
  const soon = () => {
    waiting ||= requestAnimationFrame(() => { waiting = 0; draw(); });
  };
  const go = (day) => {
    state.day = Math.max(0, Math.min(+slider.max, day));
    settle();
  };

  /* Where places stand --------------------------------------------------- */
  const FONT = 11.5;
  const anchors = [["start", 9, 4], ["end", -9, 4], ["middle", 0, -10], ["middle", 0, 18],
    ["start", 7, -6], ["start", 7, 14], ["end", -7, -6], ["end", -7, 14]];
  const far = [["middle", 0, -20], ["middle", 0, 28], ["start", 26, 4], ["end", -26, 4]];
  const box = (spot, [anchor, dx, dy]) => {
    const width = spot.width + 4;
    const left = spot.px + dx - (anchor === "start" ? 0 : anchor === "end" ? width : width / 2);
    return [left, spot.py + dy - FONT, left + width, spot.py + dy + 4];
  };
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

  /* Names in the order of their weight, each at the first free side of its mark. */
  const name = (width, height, taken) => {
    const shown = spots.filter(({ px, py }) => px > 0 && px < width && py > 0 && py < height);
    const dots = shown.map((spot) => [spot.px - 8, spot.py - 8, spot.px + 8, spot.py + 8, spot]);
    for (const spot of spots) {
      const sides = (spot.isTown ? [...anchors, ...far] : anchors).map((anchor) => [anchor, box(spot, anchor)]);
      const inside = sides.filter(([, b]) => b[0] > 2 && b[1] > 2 && b[2] < width - 2 && b[3] < height - 2);
      const covers = ([, b]) => dots.filter((dot) => dot[4] !== spot && meet(b, dot)).length;
      const open = inside.filter(([, b]) => !taken.some((other) => meet(b, other)));
      // A town is named even where its name must lie on a mark.
      const free = open.find((side) => !covers(side))
        ?? (spot.isTown ? open.sort((a, b) => covers(a) - covers(b))[0] : undefined);
      const [anchor] = free ?? inside[0] ?? sides[0];
      spot.label.setAttribute("text-anchor", anchor[0]);
      spot.label.setAttribute("x", anchor[1]);
      spot.label.setAttribute("y", anchor[2]);
      spot.element.classList.toggle("named", Boolean(free) && shown.includes(spot));
      if (free && shown.includes(spot)) taken.push(free[1]);
    }
  };

  /* The scale stands in the first corner that neither the border nor a place comes into. */
  const border = one(".border").getAttribute("d").match(/-?[\d.]+,-?[\d.]+/g).map((pair) => pair.split(",").map(Number));
  const scaleBar = (scale, width, height, at) => {
    const km = [50, 20, 10, 5, 2].find((length) => length * scale < width / 3.2) ?? 1;
    const bar = one(".map-scale");
    bar.querySelector("path").setAttribute("d", `M0-4V0H${km * scale}V-4`);
    const text = bar.querySelector("text");
    text.textContent = `${km} km · north is up`;
    text.setAttribute("y", -8);
    const across = Math.max(km * scale, text.getComputedTextLength());
    const corners = [[12, height - 12], [width - across - 12, height - 12], [12, 28], [width - across - 12, 28]];
    const area = ([x, y]) => [x - 8, y - 24, x + across + 8, y + 8];
    const inside = (box, [x, y]) => box[0] < x && x < box[2] && box[1] < y && y < box[3];
    const points = [...border.map(([x, y]) => at(x, y)), ...spots.map(({ px, py }) => [px, py])];
    const lie = (corner) => points.filter((point) => inside(area(corner), point)).length;
    const free = corners.find((corner) => !lie(corner)) ?? corners.sort((a, b) => lie(a) - lie(b))[0];
    bar.setAttribute("transform", `translate(${free})`);
    return area(free);
  };

  const lay = () => {
    const { width, height } = svg.getBoundingClientRect();
    if (!width) return;
    const [wide, tall] = svg.dataset.size.split(" ").map(Number);
    const names = one(`.map-names[data-view=${state.view}]`);
    const [left, top, across, down] = names.dataset.box.split(" ").map(Number);
    const scale = Math.min(width / across, height / down);
    const within = (from, length, shown, limit) => Math.max(0, Math.min(from - (shown - length) / 2, limit - shown));
    const x0 = within(left, across, width / scale, wide);
    const y0 = within(top, down, height / scale, tall);
    const at = (x, y) => [(x - x0) * scale, (y - y0) * scale];
    one(".map-land").setAttribute("transform", `matrix(${scale} 0 0 ${scale} ${-x0 * scale} ${-y0 * scale})`);
    for (const group of all(".map-names")) group.setAttribute("display", group === names ? "inline" : "none");
    for (const spot of spots) {
      [spot.px, spot.py] = at(spot.x, spot.y);
      spot.element.setAttribute("transform", `translate(${spot.px.toFixed(1)} ${spot.py.toFixed(1)})`);
      spot.width ??= measure(spot.label);
    }
    const taken = [scaleBar(scale, width, height, at)];
    for (const text of names.children) {
      const [x, y] = at(+text.dataset.x, +text.dataset.y);
      const half = text.getComputedTextLength() / 2;
      const middle = Math.max(half + 6, Math.min(x, width - half - 6));
      const area = (line) => [middle - half, line - FONT, middle + half, line + 4];
      const free = [y, y + 20, y - 20, y + 40, y - 40].find((line) => !spots.some(({ px, py }) =>
        meet(area(line), [px - 6, py - 6, px + 6, py + 6]))) ?? y;
      text.setAttribute("x", middle);
      text.setAttribute("y", free);
      taken.push(area(free));
    }
    name(width, height, taken);
    for (const { element } of bands) {
      const [text, words] = [element.querySelector("text"), element.querySelector("tspan")];
      words.removeAttribute("display");
      if (text.getComputedTextLength() + 6 > element.getBoundingClientRect().width) words.setAttribute("display", "none");
    }
  };
  /* A name that is not shown has no length. */
  const pen = document.createElement("canvas").getContext("2d");
  const measure = (label) => {
    const { fontFamily } = getComputedStyle(label);
    pen.font = `${"town" in label.parentNode.dataset ? 600 : 400} ${FONT}px ${fontFamily}`;
    return pen.measureText(label.textContent).width;
  };

  /* The history of a place ------------------------------------------------ */
  const make = (tag, attributes, ...inside) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...inside);
    return element;
  };
  const entryOf = (place) => document.getElementById(place);
  const mark = () => {
    const now = spotOf[state.place]?.now;
    for (const line of history.querySelectorAll("[data-row]")) {
      line.classList.toggle("stands", Boolean(now?.ids.includes(line.dataset.row)));
      line.classList.toggle("later", line.dataset.day > iso(state.day));
    }
  };
  const open = (place, { focus = false, seen = true } = {}) => {
    const entry = entryOf(place);
    if (!entry) return;
    state.place = place;
    const close = make("button", { type: "button", textContent: "Close" });
    close.addEventListener("click", () => shut());
    const title = (entry.querySelector("summary") ?? entry).cloneNode(true);
    title.querySelector(".count")?.remove();
    const list = entry.querySelector("ul")?.cloneNode(true)
      ?? make("p", { textContent: "Nobody is on record as saying who held it." });
    for (const element of list.querySelectorAll("[id]")) {
      element.dataset.row = element.id;
      element.removeAttribute("id");
    }
    const head = make("div", { className: "head" }, make("h2", {}, ...title.childNodes), close);
    history.replaceChildren(head, list);
    history.setAttribute("aria-label", `What was said of ${spotOf[place]?.name ?? place}`);
    history.hidden = false;
    settle();
    const stands = history.querySelector(".stands");
    history.scrollTop = stands ? stands.offsetTop - 2 - history.firstChild.offsetHeight : 0;
    if (focus) history.focus({ preventScroll: true });
    if (seen) history.scrollIntoView({ block: "nearest" });
  };
  const shut = () => {
    const spot = spotOf[state.place];
    state.place = "";
    history.hidden = true;
    settle();
    if (!spot) return;
    focusOn(spot);
    svg.scrollIntoView({ block: "nearest" });
  };

  /* Hands: pointer, keys, buttons ------------------------------------------ */
  const near = (event) => {
    const { left, top } = svg.getBoundingClientRect();
    const far = (spot) => Math.hypot(spot.px - event.clientX + left, spot.py - event.clientY + top);
    const best = spots.reduce((a, b) => (far(a) <= far(b) ? a : b));
    return far(best) < 20 ? best : null;
  };
  let over = null;
  const pass = (spot) => {
    over?.element.classList.remove("over");
    over = spot;
    over?.element.classList.add("over");
    svg.classList.toggle("at-place", Boolean(spot));
  };
  svg.addEventListener("pointermove", (event) => { pass(near(event)); });
  svg.addEventListener("pointerleave", () => { pass(null); });
  svg.addEventListener("click", (event) => {
    const spot = near(event);
    if (spot) open(spot.place);
  });
  const focusOn = (spot) => {
    for (const other of spots) other.element.tabIndex = other === spot ? 0 : -1;
    spot.element.parentNode.append(spot.element);
    spot.element.focus({ preventScroll: true });
  };
  const TURNS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  /* The nearest place in a direction: what lies beside the way counts twice. */
  const neighbour = (from, [dx, dy]) => {
    const { width, height } = svg.getBoundingClientRect();
    let best = null;
    for (const spot of spots) {
      const ahead = (spot.px - from.px) * dx + (spot.py - from.py) * dy;
      const aside = Math.abs((spot.px - from.px) * dy) + Math.abs((spot.py - from.py) * dx);
      const seen = spot.px > 0 && spot.px < width && spot.py > 0 && spot.py < height;
      if (!seen || ahead <= 0 || aside > 2 * ahead) continue;
      if (!best || ahead + 2 * aside < best.way) best = { spot, way: ahead + 2 * aside };
    }
    return best?.spot;
  };
  svg.addEventListener("keydown", (event) => {
    const spot = spotOf[document.activeElement.dataset?.place];
    if (!spot || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" || event.key === " ") open(spot.place, { focus: true });
    else if (TURNS[event.key]) focusOn(neighbour(spot, TURNS[event.key]) ?? spot);
    else return;
    event.preventDefault();
  });
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !history.hidden) shut();
  });

  let playing = 0;
  const stop = () => {
    if (!playing) return;
    cancelAnimationFrame(playing);
    playing = 0;
    play.textContent = "Play";
    settle();
  };
  const start = () => {
    if (state.day >= +slider.max) state.day = 0;
    const from = state.day;
    let began = 0;
    const step = (time) => {
      began ||= time;
      const day = Math.min(+slider.max, from + Math.floor((time - began) / 1000 * PACE));
      playing = requestAnimationFrame(step);
      if (day !== state.day) { state.day = day; draw(); }
      if (day >= +slider.max) stop();
    };
    play.textContent = "Pause";
    playing = requestAnimationFrame(step);
  };
  const days = () => [...new Set(spots.flatMap((spot) => spot.told[state.voice].map(({ day }) => day)))]
    .sort((a, b) => a - b);
  const steps = {
    play: () => (playing ? stop() : start()),
    before: () => go(days().findLast((day) => day < state.day) ?? 0),
    next: () => go(days().find((day) => day > state.day) ?? +slider.max),
    "-1": () => go(state.day - 1),
    1: () => go(state.day + 1),
  };
  root.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step], [data-date]");
    if (!button) return;
    if (button !== play) stop();
    if (button.dataset.step) steps[button.dataset.step]();
    else go(+button.dataset.date);
  });
  slider.addEventListener("input", () => {
    stop();
    state.day = +slider.value;
    soon();
  });
  slider.addEventListener("change", () => go(+slider.value));
  root.addEventListener("change", (event) => {
    if (event.target.name === "map-voice") state.voice = event.target.value;
    else if (event.target.name === "map-view") { state.view = event.target.value; lay(); }
    else return;
    settle();
  });

  /* The list below: opened where the address points, and searched. ----------- */
  const reveal = (id) => {
    const element = document.getElementById(id);
    if (!element) return;
    for (let above = element; above; above = above.parentElement) if (above.tagName === "DETAILS") above.open = true;
    element.scrollIntoView();
  };
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  const groups = [...document.querySelectorAll(".places")];
  const find = make("input", { type: "search", autocomplete: "off", spellcheck: false });
  find.addEventListener("input", () => {
    const asked = plain(find.value.trim());
    for (const group of groups) {
      const entries = [...group.querySelectorAll(".place")];
      for (const entry of entries) {
        const heading = entry.querySelector("summary") ?? entry;
        entry.hidden = Boolean(asked) && !plain(heading.textContent).includes(asked);
      }
      const found = entries.some((entry) => !entry.hidden);
      group.hidden = !found;
      group.open = Boolean(asked) && found;
    }
  });
  find.id = "map-find";
  groups[0]?.before(make("p", { className: "search" },
    make("label", { htmlFor: find.id, textContent: "Find a place" }), find));

  /* From the address ------------------------------------------------------- */
  const read = () => {
    const hash = decodeURIComponent(location.hash.slice(1));
    if (!hash) return;
    if (!hash.includes("=")) {
      reveal(hash);
      return;
    }
    const asked = new URLSearchParams(hash);
    const day = Math.round((Date.parse(asked.get("day")) - FIRST) / A_DAY);
    if (day >= 0 && day <= +slider.max) state.day = day;
    state.voice = VOICES[asked.get("voice")] ? asked.get("voice") : "all";
    state.view = VIEWS[asked.get("view")] ? asked.get("view") : "front";
    VOICES[state.voice].checked = true;
    VIEWS[state.view].checked = true;
    lay();
    const place = asked.get("place");
    if (place && spotOf[place]) open(place, { seen: false });
    else settle(false);
    root.scrollIntoView();
  };

  spots.find(({ place }) => place === "sudzha")?.element.setAttribute("tabindex", "0");
  lay();
  settle(false);
  read();
  addEventListener("hashchange", read);
  new ResizeObserver(lay).observe(svg);
  root.dataset.ready = "";
})();
