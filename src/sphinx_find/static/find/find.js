/* The search page: finds in the list that documents.js holds, by MiniSearch. Both are asked for when
   a reader first looks for something. */
(() => {
  "use strict";
  const [KIND, TITLE, PLACE, TEXT, NAMES] = [0, 1, 2, 3, 4];
  /* Kind → how a result is called, and how much it weighs beside the others. */
  const KINDS = {
    page: ["Page", 3], section: ["Section", 2], person: ["Person", 4], place: ["Place", 4],
    term: ["Term", 2.5], event: ["Event", 1.3], figure: ["Figure", 1.2], quotation: ["Quotation", 1],
    source: ["Source", 0.15],
  };
  const MOST = 40;
  const field = document.getElementById("search-words");
  const progress = document.getElementById("search-progress");
  const results = document.getElementById("search-results");
  const root = document.documentElement.dataset.content_root;

  /* 1,263 and 1 263 are 1263, km² is km2; accents, the ways to write one Slavic sound, and British and
     American spelling are one. */
  const joined = (text) => text.replace(/(\d)[,\u00a0\u202f ](?=\d{3}(?!\d))/g, "$1")
    .replace(/(\d)(?=km)/g, "$1 ");
  const words = (text) => joined(text).toLowerCase().normalize("NFKD")
    .replace(/\p{M}/gu, "").split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const sound = (word) => (/^\p{Script=Latin}+$/u.test(word)
    ? word.replace(/^gray/, "grey").replace(/ense$/, "ence").replace(/kh/g, "h").replace(/dzh/g, "dj").replace(/w/g, "v")
      .replace(/(?<=[aeou])y(?=[aeou])/g, "").replace(/iy|yi|yy|ij|ii|y/g, "i") : word);

  const load = (name) => new Promise((done, failed) => {
    const address = `${root}_static/find/${name}.js`;
    document.head.append(Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed }));
  });
  const make = () => new MiniSearch({
    fields: ["title", "names", "text"],
    storeFields: ["row"],
    tokenize: words,
    processTerm: sound,
    searchOptions: {
      combineWith: "AND",
      boost: { title: 4, names: 4 },
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 5 && !/\d/.test(term) ? 0.15 : false),
      boostDocument: (id, term, stored) => KINDS[stored.row[KIND]][1],
    },
  });
  const filled = (index) => {
    index.addAll(window.findDocuments.map((row, id) => (
      { id, row, title: row[TITLE], names: row[NAMES], text: row[TEXT] })));
    return index;
  };
  let waiting = null;
  const ready = () => (waiting ??= Promise.all([load("minisearch"), load("documents")]).then(() => filled(make())));

  const around = (text, terms) => {
    const low = text.toLowerCase();
    const at = Math.max(0, Math.min(...terms.map((term) => low.indexOf(term)).filter((n) => n >= 0), text.length));
    const start = Math.max(0, at === text.length ? 0 : at - 60);
    const end = Math.min(text.length, start + 180);
    return (start ? "… " : "") + text.slice(start, end).trim() + (end < text.length ? " …" : "");
  };
  const entry = (found) => {
    const row = found.row;
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: root + row[PLACE], textContent: row[TITLE] });
    const kind = Object.assign(document.createElement("span"), { className: "kind", textContent: KINDS[row[KIND]][0] });
    const text = Object.assign(document.createElement("p"), { textContent: around(row[TEXT], found.queryTerms) });
    item.append(kind, " ", link, text);
    return item;
  };
  const show = async () => {
    const asked = field.value.trim();
    results.replaceChildren();
    progress.textContent = "";
    if (!asked) return;
    const index = await ready();
    // The reader has typed on while the list was on its way.
    if (asked !== field.value.trim()) return;
    const found = index.search(asked);
    progress.textContent = !found.length ? `Nothing holds all of “${asked}”. Try fewer words.`
      : found.length > MOST ? `The nearest ${MOST} of ${found.length} places.`
        : found.length === 1 ? "One place." : `${found.length} places.`;
    const list = document.createElement("ul");
    list.append(...found.slice(0, MOST).map(entry));
    results.replaceChildren(list);
  };

  field.value = new URLSearchParams(location.search).get("q") || "";
  field.addEventListener("input", show);
  field.addEventListener("focus", ready);
  show();
})();
