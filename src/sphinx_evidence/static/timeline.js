// Narrows the timeline's list: by word, place, phase, status, and by a span of days on its strip.
// What was chosen stands in the address. Without this script the whole list is there.
(() => {
  "use strict";
  const base = document.currentScript.src.replace(/[^/]*$/, "");
  const form = document.querySelector("form.narrow");
  const strip = document.querySelector(".strip > svg");
  const { from, to, word, lane, phase, status, all } = form.elements;
  const shown = form.querySelector("output");
  const choices = [word, lane, phase, status];
  const again = form.querySelector(".told [type=reset]");
  const nothing = form.querySelector(".nothing");
  const days = Number(from.max);
  const start = Date.parse(from.dataset.start);
  const isoOf = (day) => new Date(start + day * 864e5).toISOString().slice(0, 10);
  const written = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

  const dayOf = (iso) => (Date.parse(iso) - start) / 864e5;
  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
  const events = [...document.querySelectorAll(".happenings > li")].map((item) => ({
    item,
    id: item.querySelector("details > div").id,
    key: item.classList.contains("key"),
    // A row without a day is in no span but the whole.
    first: item.dataset.first ? dayOf(item.dataset.first) : -Infinity,
    last: item.dataset.first ? dayOf(item.dataset.last ?? item.dataset.first) : Infinity,
    dated: "first" in item.dataset,
    words: plain(item.textContent),
  }));
  const months = [...document.querySelectorAll("section.month")];
  // A tick of the strip stands for all events of its day.
  const ticks = new Map([...strip.querySelectorAll(".tick")]
    .map((tick) => [Math.round(parseFloat(tick.getAttribute("x1")) * days / 100), tick]));
  for (const event of events) event.tick = ticks.get(dayOf(event.item.dataset.drawn ?? event.item.dataset.first));

  const narrow = () => {
    const [early, late] = [Number(from.value), Number(to.value)].sort((one, other) => one - other);
    const whole = early === 0 && late === days;
    const words = plain(word.value).split(/\s+/).filter(Boolean);
    let keys = 0, others = 0;
    const lit = new Set();
    for (const { item, key, first, last, dated, tick, words: text } of events) {
      const fits = (!lane.value || lane.value === item.dataset.lane)
        && (!phase.value || phase.value === item.dataset.phase)
        && (!status.value || status.value === item.dataset.status)
        && (whole || (dated && first <= late && last >= early))
        && words.every((one) => text.includes(one));
      if (fits) key ? keys++ : others++;
      if (fits) lit.add(tick);
      item.hidden = !fits;
    }
    for (const tick of ticks.values()) tick.classList.toggle("out", !lit.has(tick));
    for (const month of months) {
      month.classList.toggle("empty", !month.querySelector(`.happenings > li${all.checked ? "" : ".key"}:not([hidden])`));
    }
    for (const end of [from, to]) {
      end.setAttribute("aria-valuetext", written.format(start + end.value * 864e5));
    }
    const chosen = strip.querySelector(".chosen");
    chosen.setAttribute("x", `${100 * early / days}%`);
    chosen.setAttribute("width", `${100 * (late - early) / days}%`);
    const span = whole ? "" : `, ${written.format(start + early * 864e5)} to ${written.format(start + late * 864e5)}`;
    shown.textContent = (all.checked ? `${keys + others} events` : `${keys} key event${keys === 1 ? "" : "s"}`) + span
      + (all.checked || !others ? "" : `; ${others} other${others === 1 ? "" : "s"} hidden`);
    const set = choices.filter((field) => field.value).map((field) => field.labels[0].firstChild.data.trim());
    if (!whole) set.push("the days on the strip");
    nothing.hidden = keys > 0 || (all.checked && others > 0);
    nothing.firstChild.textContent = others ? `No key event fits, but others do: tick “${all.labels[0].textContent.trim()}”, or`
      : `No event fits all that was chosen (${set.join(", ")}). Loosen one, or`;
    again.hidden = whole && !words.length && !lane.value && !phase.value && !status.value && !all.checked;
  };

  // What is known of the others comes when it is first wanted; a script tag works from a folder, too.
  const others = () => {
    if (window.timelineOthers) return;
    window.timelineOthers = (told) => {
      for (const event of events) {
        if (event.key) continue;
        const summary = document.createElement("p");
        summary.textContent = told[event.id];
        document.getElementById(event.id).prepend(summary);
        event.words = plain(event.item.textContent);
      }
      narrow();
    };
    const script = document.createElement("script");
    script.src = `${base}timeline-others.js`;
    document.head.append(script);
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.closest?.(".happenings > li:not(.key)")) others();
  }, true);

  // The address says what was chosen: it can be sent to others, and the way back leads to it.
  const read = () => {
    const asked = new URLSearchParams(location.search);
    for (const field of choices) {
      field.value = asked.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    for (const [end, whole] of [[from, 0], [to, days]]) {
      const day = dayOf(asked.get(end.name));
      end.value = Number.isFinite(day) ? day : whole;
    }
    all.checked = asked.has("all");
    form.querySelector("details").open = choices.some((field) => field.value);
    if (word.value) others();
    narrow();
  };
  const write = () => {
    const asked = new URLSearchParams(choices.filter((field) => field.value).map((field) => [field.name, field.value]));
    if (from.value !== "0" || to.value !== from.max) for (const end of [from, to]) asked.set(end.name, isoOf(end.value));
    if (all.checked) asked.set("all", "");
    const item = document.querySelector(".happenings > li:has(:target)");
    const query = asked.toString().replace(/=(?=&|$)/, "");
    const address = location.pathname + (query && `?${query}`) + (item?.hidden ? "" : location.hash);
    // In a folder some browsers refuse.
    try { history.replaceState(history.state, "", address); } catch { /* the list is narrowed all the same */ }
  };
  form.addEventListener("input", () => {
    if (word.value) others();
    narrow();
  });
  form.addEventListener("change", write);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    write();
  });
  form.addEventListener("reset", () => setTimeout(() => {
    narrow();
    write();
  }));

  // A span drawn on the strip; a click alone takes the whole time again.
  let grip = null;
  const dayAt = (event) => {
    const box = strip.getBoundingClientRect();
    return Math.round(days * Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1));
  };
  strip.addEventListener("pointerdown", (event) => {
    grip = dayAt(event);
    strip.setPointerCapture(event.pointerId);
  });
  strip.addEventListener("pointermove", (event) => {
    if (grip === null) return;
    const day = dayAt(event);
    from.value = Math.min(grip, day);
    to.value = Math.max(grip, day);
    narrow();
  });
  strip.addEventListener("pointerup", (event) => {
    if (grip !== null && Math.abs(dayAt(event) - grip) < 3) [from.value, to.value] = [0, days];
    grip = null;
    narrow();
    write();
  });
  strip.addEventListener("pointercancel", () => { grip = null; });

  // The address of an event shows it, whatever the list was narrowed to; its fold opens by itself.
  const reach = () => {
    const item = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".happenings > li");
    if (!item?.hidden) return;
    form.reset();
    setTimeout(() => item.scrollIntoView());
  };
  addEventListener("hashchange", reach);
  read();
  reach();
  if (document.querySelector(".happenings > li:not(.key) > [open]")) others();
})();
