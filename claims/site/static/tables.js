// Tables that can be sorted and filtered.
"use strict";
(() => {
  if (matchMedia("(max-width: 640px)").matches) document.querySelector(".toc details")?.removeAttribute("open");

  const value = (row, column, kind) => {
    const cell = row.cells[column];
    const text = cell.dataset.value || cell.textContent.trim();
    if (kind !== "number") return text.toLowerCase();
    const number = parseFloat(text);
    return Number.isNaN(number) ? null : number;
  };
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

  const sort = (table, column, isUp) => {
    const heads = [...table.tHead.rows[0].cells];
    const kind = heads[column].dataset.sort;
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const keys = new Map(rows.map((row, place) => [row, [value(row, column, kind), place]]));
    rows.sort((a, b) => {
      const [x, i] = keys.get(a);
      const [y, j] = keys.get(b);
      const isEmpty = (key) => key === null || key === "";
      if (isEmpty(x) || isEmpty(y)) return isEmpty(x) - isEmpty(y) || i - j; // empty cells come last
      return (isUp ? compare(x, y) : compare(y, x)) || i - j;
    });
    body.append(...rows);
    heads.forEach((head, place) => {
      if (place === column) head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
      else head.removeAttribute("aria-sort");
    });
  };

  const tables = [...document.querySelectorAll("table")].filter((table) => table.querySelector("th[data-sort]"));
  for (const table of tables) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const before = head.getAttribute("aria-sort");
        sort(table, column, before ? before === "descending" : head.dataset.sort === "text" || head.textContent === "#");
      });
    });
  }

  const form = document.querySelector("form.filters");
  if (!form || !tables.length) return;
  form.hidden = false;
  const told = form.querySelector("output");
  const filter = () => {
    const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kind = form.kind.value;
    const since = Number(form.since.value) || 0;
    let shown = 0;
    let all = 0;
    for (const row of document.querySelectorAll("section.board tbody tr, section.front tbody tr")) {
      const text = row.textContent.toLowerCase();
      const fits =
        words.every((word) => text.includes(word)) &&
        (!kind || row.dataset.kind === kind) &&
        (!since || Number(row.dataset.year) >= since);
      row.hidden = !fits;
      shown += fits;
      all += 1;
    }
    told.textContent = words.length || kind || since ? `${shown} of ${all} rows` : "";
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());

  // Cards have no heads to press: a list takes their place on narrow screens.
  const names = new Set(tables.flatMap((table) => [...table.tHead.rows[0].cells].map((head) => head.textContent)));
  for (const name of names) form.sort.add(new Option(name === "#" ? "Rank" : name, name));
  form.sort.addEventListener("change", () => {
    for (const table of tables) {
      const heads = [...table.tHead.rows[0].cells];
      const column = heads.findIndex((head) => head.textContent === form.sort.value);
      if (column >= 0) sort(table, column, heads[column].dataset.sort === "text" || heads[column].textContent === "#");
    }
  });
})();
