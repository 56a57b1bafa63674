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
  const HELD = { u: "Ukraine", r: "Russia", c: "contested" };
  const VOICES = Object.fromEntries(all("[name=map-voice]").map((input) => [input.value, input]));
  const teller = () => (state.voice === "all" ? ""
    : `by ${VOICES[state.voice].nextSibling.textContent.replace("Others", "others")} `);
  const VIEWS = Object.fromEntries(all("[name=map-view]").map((input) => [input.value, input]));

  const svg = one(".map-stage");
  const tip = one(".map-tip");
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
    const leader = element.querySelector(".leader");
    // A place of which nobody ever speaks stays a dot; any other may get a mark.
    const isTown = "town" in element.dataset;
    const reach = (told.all.length ? 7 : 3) + (isTown ? 2 : 0);
    return { element, marks, label, leader, place, name: label.textContent, isTown, reach, x: +x, y: +y, told, now: null };
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
  /* Who was said to hold a place, and when that was said. */
  const spoken = (now, day) => {
    if (!now) return [`nothing said ${teller()}by this day`];
    const holders = now.held.split(" ").map((letter) => HELD[letter]).join(", ");
    const who = now.held.length > 1 ? `statements disagree: ${holders}`
      : now.held === "c" ? holders : `held by ${holders}`;
    return [who, ago(day - now.day)];
  };
  const fade = (marks, opacity) => {
    for (const part of ["fill", "stroke"]) marks.setAttribute(`${part}-opacity`, opacity);
  };
  const flag = (element, name, on) => { if (on) element.dataset[name] = ""; else delete element.dataset[name]; };

  const areas = all("[data-km2]").map((element) => ({ out: element.querySelector("b"),
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
      if (opacity !== spot.opacity) fade(marks, spot.opacity = opacity);
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
    tell();
  };

  /* The place under the pointer, in focus, or opened says its name and what stands there. */
  let over = null;
  const tell = () => {
    const pointed = over ?? spotOf[svg.querySelector(":focus-visible")?.dataset.place];
    // Of the opened place the card says all but, on a crowded map, which mark it is.
    const opened = spotOf[state.place];
    const spot = pointed ?? (opened?.element.classList.contains("named") ? null : opened);
    tip.setAttribute("display", spot ? "inline" : "none");
    if (!spot) return;
    const [frame, ...lines] = tip.children;
    const [who, when = ""] = pointed ? spoken(spot.now, state.day) : [""];
    [spot.name, who, when].forEach((line, number) => say(lines[number], line));
    const width = 16 + Math.max(...lines.map((line) => line.getComputedTextLength()));
    const height = when ? 52 : who ? 37 : 22;
    frame.setAttribute("width", width);
    frame.setAttribute("height", height);
    const left = Math.max(2, Math.min(spot.px - width / 2, svg.clientWidth - width - 2));
    const top = spot.py > height + 18 ? spot.py - height - 16 : spot.py + 16;
    tip.setAttribute("transform", `translate(${left} ${top})`);
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
      spot.element.setAttribute("aria-label", `${spot.name}: ${spoken(spot.now, state.day).join(", ")}`);
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
  const FONT = 11;
  /* Sides of a mark for its name, the best first: anchor, and where its line of writing begins. */
  const sides = (gap) => [["start", gap, 4], ["end", -gap, 4], ["middle", 0, -gap], ["middle", 0, gap + 8],
    ["start", gap - 2, -3], ["start", gap - 2, 11], ["end", 2 - gap, -3], ["end", 2 - gap, 11],
    ["start", -6, -gap], ["start", -6, gap + 8], ["end", 6, -gap], ["end", 6, gap + 8],
    ["start", gap, 0], ["start", gap, 8], ["end", -gap, 0], ["end", -gap, 8]];
  /* Farther off, with a line that leads to the mark: names of towns may stand far, of other places
     with a mark less so, of dots near. */
  const AWAY = [15, 20, 26, 34, 44, 55, 66];
  const awayOf = (spot) => AWAY.slice(0, spot.isTown ? 7 : spot.told.all.length ? 4 : 3);
  /* So far a name keeps off the marks of others, where it can, not to be taken for theirs. */
  const CLEAR = 5;
  const ring = (far) => Array.from({ length: 16 }, (_, part) => {
    const [dx, dy] = [Math.cos(part * Math.PI / 8) * far, Math.sin(part * Math.PI / 8) * far];
    return [Math.abs(dx) < far / 3 ? "middle" : dx > 0 ? "start" : "end", dx, dy + 4];
  });
  const box = (spot, [anchor, dx, dy]) => {
    const width = spot.width + 2;
    const left = spot.px + dx - (anchor === "start" ? 1 : anchor === "end" ? width : width / 2);
    return [left, spot.py + dy - 9, left + width, spot.py + dy + 3];
  };
  const meet = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  const around = (spot) => [spot.px - spot.reach, spot.py - spot.reach, spot.px + spot.reach, spot.py + spot.reach];

  /* From the edge of a mark to the nearest point of its name, as a row of points. */
  const lead = (spot, [left, top, right, bottom]) => {
    const x = Math.max(left, Math.min(spot.px, right)) - spot.px;
    const y = Math.max(top, Math.min(spot.py, bottom)) - spot.py;
    const from = spot.reach / Math.hypot(x, y);
    return Array.from({ length: 32 }, (_, step) => from + (1 - from) * step / 32)
      .map((part) => [spot.px + x * part, spot.py + y * part])
      .map(([px, py]) => [px, py, px + 0.5, py + 0.5]);
  };

  /* Names in the order of their weight, each at the first side of its mark where it covers nothing;
     a line to a name covers nothing either, but for that of a town or a mark which has no other way. */
  const name = (width, height, taken) => {
    const shown = spots.filter(({ px, py }) => px > 0 && px < width && py > 0 && py < height);
    const dots = shown.map((spot) => [...around(spot), spot]);
    const isInside = (b) => b[0] > 2 && b[1] > 2 && b[2] < width - 2 && b[3] < height - 2;
    const isFree = (spot, b) => !taken.some((other) => meet(b, other))
      && !dots.some((dot) => dot[4] !== spot && meet(b, dot));
    const find = (spot, choices, isClear, off = 0) => {
      for (const side of choices) {
        const area = box(spot, side);
        const [left, top, right, bottom] = area;
        if (!isInside(area) || !isFree(spot, [left - off, top - off, right + off, bottom + off])) continue;
        const line = isClear ? lead(spot, area) : [];
        if (line.every((point) => isClear(spot, point))) return { side, area, line };
      }
      return null;
    };
    for (const { element } of spots) element.classList.remove("named");
    for (const spot of shown) {
      const close = sides(spot.reach + 2);
      const far = awayOf(spot).flatMap(ring);
      const found = find(spot, close, null, CLEAR) ?? find(spot, close)
        ?? find(spot, far, isFree, CLEAR) ?? find(spot, far, isFree)
        ?? (spot.told.all.length || spot.isTown ? find(spot, far, () => true) : null);
      if (!found) continue;
      spot.element.classList.add("named");
      const { side: [anchor, x, y], area, line } = found;
      spot.label.setAttribute("text-anchor", anchor);
      spot.label.setAttribute("x", x);
      spot.label.setAttribute("y", y);
      spot.leader.setAttribute("d", line.length ? `M${line.map(([left, top]) => [left - spot.px, top - spot.py]).join("L")}` : "");
      taken.push(area, ...line);
    }
  };

  /* The scale stands where neither the border, nor a place, nor a name of the ground comes into it:
     below or above if it can, in a corner rather than between two. */
  const border = one(".border").getAttribute("d").match(/-?[\d.]+,-?[\d.]+/g).map((pair) => pair.split(",").map(Number));
  const scaleBar = (scale, width, height, at, names) => {
    const km = [50, 20, 10, 5, 2].find((length) => length * scale < width / 3.2) ?? 1;
    const bar = one(".map-scale");
    bar.querySelector("path").setAttribute("d", `M0-4V0H${km * scale}V-4`);
    const text = bar.querySelector("text");
    text.textContent = `${km} km · north is up`;
    text.setAttribute("y", -8);
    const across = Math.max(km * scale, text.getComputedTextLength());
    const [right, bottom] = [width - across - 12, height - 12];
    const stands = [1, 0, 0.75, 0.5, 0.25].flatMap((down) => [0, 1, 0.25, 0.5, 0.75]
      .map((along) => [12 + along * (right - 12), 28 + down * (bottom - 28)]));
    const area = ([x, y]) => [x - 8, y - 24, x + across + 8, y + 8];
    const taken = [...border.map(([x, y]) => at(x, y)).map(([x, y]) => [x, y, x, y]), ...spots.map(around), ...names];
    const lie = (stand) => taken.filter((other) => meet(area(stand), other)).length;
    const free = stands.reduce((best, stand) => (lie(stand) < lie(best) ? stand : best));
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
    const taken = [];
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
    taken.push(scaleBar(scale, width, height, at, taken));
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
  const open = (place, { focus = false } = {}) => {
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
    history.scrollIntoView({ block: "nearest" });
  };
  const shut = () => {
    const spot = spotOf[state.place];
    state.place = "";
    history.hidden = true;
    settle();
    if (!spot) return;
    focusOn(spot);
    one(".map-now").scrollIntoView({ block: "nearest" });
  };

  /* Hands: pointer, keys, buttons ------------------------------------------ */
  const near = (event) => {
    const { left, top } = svg.getBoundingClientRect();
    const far = (spot) => Math.hypot(spot.px - event.clientX + left, spot.py - event.clientY + top);
    const best = spots.reduce((a, b) => (far(a) <= far(b) ? a : b));
    return far(best) < 20 ? best : null;
  };
  const pass = (spot) => {
    if (spot === over) return;
    over = spot;
    svg.classList.toggle("at-place", Boolean(spot));
    tell();
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
  // Heard at the root: an SVG that listens for the focus would be a stop of its own for the Tab key.
  for (const change of ["focusin", "focusout"]) root.addEventListener(change, tell);
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
    if (button.dataset.step) {
      steps[button.dataset.step]();
      return;
    }
    // The key dates stand under the map: who chooses one wants to see its day, and to go on from it.
    go(+button.dataset.date);
    slider.focus({ preventScroll: true });
    one(".map-now").scrollIntoView({ block: "nearest" });
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
    if (place && spotOf[place]) {
      open(place);
      return;
    }
    settle(false);
    one(".map-now").scrollIntoView({ block: "nearest" });
  };

  spots.find(({ place }) => place === "sudzha")?.element.setAttribute("tabindex", "0");
  lay();
  settle(false);
  read();
  addEventListener("hashchange", read);
  new ResizeObserver(lay).observe(svg);
  root.dataset.ready = "";
})();
