// Comfort only: the page can be read without it. It fetches nothing and stores nothing.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Links into folded parts.

  function reveal() {
    const name = location.hash.slice(1);
    const target = name && document.getElementById(name);
    if (!target) return;
    const inner = one(":scope > details", target);
    if (inner) inner.open = true;
    let folded = false;
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) {
      folded ||= !box.open;
      box.open = true;
    }
    if (folded) target.scrollIntoView();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    link?.closest(".stances details")?.removeAttribute("open"); // its sheet would lie over the place
    if (link && link.hash === location.hash) setTimeout(reveal); // no hashchange when the link is followed again
  });
  addEventListener("hashchange", reveal);
  reveal();

  // The front page: search, filters, order.

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const days = (input) => (input.value && input.validity.valid ? input.value : "");

  function entry(card, index) {
    const { outlets, from, to, more = "", newest, size, disputes, unsupported } = card.dataset;
    const text = [one(".story-link", card).textContent, one(".lead", card).textContent, more, outlets].join(" ");
    return {
      card, index, from, to, text: plain(text), outlets: new Set(outlets.split("\n")),
      newest: newest === "" ? -Infinity : Number(newest),
      size: Number(size), disputes: Number(disputes), unsupported: Number(unsupported),
    };
  }

  const ORDERS = {
    size: (a, b) => a.index - b.index, // as the page comes: by size, then newest
    newest: (a, b) => (b.newest > a.newest) - (b.newest < a.newest) || a.index - b.index,
    disputes: (a, b) => b.disputes - a.disputes || a.index - b.index,
  };

  function frontPage(form) {
    const list = one("#cards");
    const entries = all(".card", list).map(entry);
    const field = (name) => one(`#${name}`, form);
    const total = entries.length.toLocaleString("en");
    let order = "size";

    function wanted() {
      const words = plain(field("search").value).split(/\s+/).filter(Boolean);
      const outlet = field("outlet").value;
      const [from, to] = [days(field("from")), days(field("to"))];
      const [disputed, unsupported] = [field("disputed").checked, field("unsupported").checked];
      return (e) =>
        (!outlet || e.outlets.has(outlet)) &&
        (!from || (e.to !== "" && e.to >= from)) &&
        (!to || (e.from !== "" && e.from <= to)) &&
        (!disputed || e.disputes > 0) &&
        (!unsupported || e.unsupported > 0) &&
        words.every((word) => e.text.includes(word));
    }

    function apply() {
      const fits = wanted();
      let shown = 0;
      for (const e of entries) {
        const fit = fits(e);
        shown += fit;
        if (e.card.hidden === fit) e.card.hidden = !fit;
      }
      const chosen = field("sort").value in ORDERS ? field("sort").value : "size";
      if (chosen !== order) {
        order = chosen;
        list.append(...[...entries].sort(ORDERS[order]).map((e) => e.card));
      }
      one("#none").hidden = shown > 0;
      const words = shown === entries.length ? `All ${total} stories` : `${shown.toLocaleString("en")} of ${total} stories`;
      if (one("#shown").textContent !== words) one("#shown").textContent = words;
    }

    form.hidden = false;
    form.addEventListener("input", apply);
    form.addEventListener("change", apply);
    form.addEventListener("reset", () => setTimeout(apply));
    form.addEventListener("submit", (event) => event.preventDefault());
    addEventListener("pageshow", apply); // the browser may have kept what was typed
    apply();
  }

  if (one("#filters")) frontPage(one("#filters"));

  // The stance table: sheets, order, export.

  const RANK = { supports: 0, mixed: 1, refutes: 2, not_stated: 3, unscored: 4 };

  document.addEventListener("toggle", (event) => {
    const box = event.target;
    if (!box.open || !box.matches(".stances details")) return;
    const sheet = one(".sheet-text", box);
    if (!one("button", sheet)) {
      const close = document.createElement("button");
      close.type = "button";
      close.textContent = "Close";
      close.addEventListener("click", () => shut(box));
      sheet.append(close);
    }
    one("summary", box).scrollIntoView({ block: "nearest", inline: "nearest" });
  }, true);

  function shut(box) {
    box.open = false;
    one("summary", box).focus();
  }

  addEventListener("keydown", (event) => {
    const box = event.key === "Escape" && one(".stances details[open]");
    if (box) shut(box);
  });

  function sortBy(button) {
    const head = button.closest("th");
    const body = one("tbody", head.closest("table"));
    const down = head.getAttribute("aria-sort") === "ascending";
    const column = Number(button.dataset.sort);
    const key = column
      ? (row) => RANK[row.cells[column].dataset.label]
      : (row) => row.dataset.outlet.toLowerCase();
    const rows = [...body.rows].map((row) => [key(row), row]);
    const order = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "en"));
    rows.sort(([a], [b]) => (down ? order(b, a) : order(a, b)));
    for (const other of all("th[aria-sort]", head.parentElement)) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    body.append(...rows.map(([, row]) => row));
  }

  const COLUMNS = [
    "story_id", "story_title", "claim_id", "claim", "article_id", "outlet", "published", "label",
    "supports", "refutes", "not_stated", "quoted", "speaker", "evidence", "duplicate_of",
  ];
  const NUMBERS = new Set(["supports", "refutes", "not_stated", "quoted"]);

  // Text that would begin a formula gets an apostrophe, as in `evenhand export --format csv`.
  function guarded(text) {
    return /^[=+\-@\t\r]/.test(text) && !/^[-+]\d+(?:\.\d+)?$/.test(text) ? `'${text}` : text;
  }

  function field(name, value = "") {
    const text = NUMBERS.has(name) ? value : guarded(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }

  function* stances(story) {
    const table = one("table.stances", story);
    const heads = [...table.tHead.rows[0].cells];
    for (const row of table.tBodies[0].rows) {
      for (const cell of [...row.cells].slice(1)) {
        const { label, quoted, supports, refutes, notStated } = cell.dataset;
        if (quoted === undefined) continue; // the run has no stance here
        const { claim: claim_id, text: claim } = heads[cell.cellIndex].dataset;
        const { article: article_id, outlet, published, copy: duplicate_of } = row.dataset;
        const speakers = all("[data-speaker]", cell).map((item) => item.dataset.speaker);
        const evidence = all("blockquote", cell).map((quote) => quote.textContent.replace(/\s*[\r\n]\s*/g, " "));
        yield {
          story_id: story.dataset.story, story_title: story.dataset.title, claim_id, claim, article_id, outlet,
          published, label, supports, refutes, not_stated: notStated, quoted,
          speaker: [...new Set(speakers)].join("; "), evidence: evidence.join("\n"), duplicate_of,
        };
      }
    }
  }

  function save(story) {
    const lines = [COLUMNS.join(",")];
    for (const row of stances(story)) lines.push(COLUMNS.map((name) => field(name, row[name])).join(","));
    const blob = new Blob(["\ufeff", ...lines.map((line) => `${line}\r\n`)], { type: "text/csv;charset=utf-8" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${story.dataset.file}-stances.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  for (const button of all("button[data-sort], button[data-export]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.sort) sortBy(button);
    if (button?.dataset.export === "stances") save(button.closest(".story"));
  });
})();
