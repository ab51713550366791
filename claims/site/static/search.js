// Search over lists that are scripts, since a page on a disk may load nothing else.
"use strict";
(() => {
  const root = document.body.dataset.root;
  const MOST = 20;
  const PASSED_OVER = new Set(["on", "for", "in", "of", "the", "a", "an", "and", "at"]);
  const entries = [];
  let asked = false;
  let taken = 0;

  const spelled = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\u0300-\u036f]/g, "")
      .replace(/([a-z])(?=[0-9])/g, "$1 ")
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean);

  const load = (name) =>
    new Promise((done) => {
      const script = document.createElement("script");
      script.src = `${root}${name}`;
      script.onload = () => {
        for (const found of window.claimsFound.slice(taken)) {
          for (const [title, kind, address, weight] of found.entries) {
            entries.push({ title, kind: found.kinds[kind], address, weight, words: spelled(title) });
          }
        }
        taken = window.claimsFound.length;
        done();
      };
      script.onerror = done;
      document.head.append(script);
    });

  // All words have to begin a word of the title; whole words, and titles that hold little else, come first.
  const score = (entry, words) => {
    let points = 0;
    for (const word of words) {
      let best = 0;
      for (const other of entry.words) {
        if (other === word) {
          best = 3;
          break;
        }
        if (other.startsWith(word)) best = Math.max(best, 1);
      }
      if (!best) return 0;
      points += best;
    }
    const rest = entry.words.filter((word) => !PASSED_OVER.has(word)).length - words.length;
    const first = entry.kind === "paper" ? 0 : entry.kind === "system" ? 1 : 2;
    return points * 4 - Math.min(rest, 12) + first * 3 + Math.log10(1 + entry.weight) * 2;
  };

  const find = (text) => {
    const all = spelled(text);
    const telling = all.filter((word) => !PASSED_OVER.has(word));
    const words = telling.length ? telling : all;
    if (!words.length) return [];
    const found = [];
    for (const entry of entries) {
      const points = score(entry, words);
      if (points > 0) found.push([points, entry]);
    }
    return found.sort((a, b) => b[0] - a[0]).slice(0, MOST).map(([, entry]) => entry);
  };

  const set = (form, number) => {
    const input = form.querySelector("input");
    const list = document.createElement("ul");
    const status = document.createElement("output");
    list.className = "found";
    list.hidden = true;
    list.id = `found-${number}`;
    status.className = "hidden";
    status.setAttribute("aria-live", "polite");
    input.setAttribute("aria-controls", list.id);
    form.append(list, status);
    form.hidden = false;

    const close = () => {
      list.hidden = true;
    };
    const show = () => {
      const text = input.value.trim();
      list.replaceChildren();
      list.hidden = !text;
      if (!text) return;
      const found = find(text);
      for (const entry of found) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        const kind = document.createElement("small");
        link.href = root + entry.address;
        link.textContent = entry.title;
        kind.textContent = entry.kind;
        link.append(kind);
        item.append(link);
        list.append(item);
      }
      if (!found.length) {
        const item = document.createElement("li");
        item.textContent = "Nothing has these words.";
        list.append(item);
      }
      status.textContent = found.length ? `${found.length} found` : "nothing found";
    };
    const begin = async () => {
      if (asked) return;
      asked = true;
      await load("search-names.js");
      show();
      await load("search-papers.js");
      // Whoever has gone on to the list meanwhile keeps it as it is.
      if (document.activeElement === input) show();
    };
    input.addEventListener("focus", begin);
    input.addEventListener("input", async () => {
      await begin();
      show();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const first = list.querySelector("a");
      if (first) first.click();
    });
    form.addEventListener("keydown", (event) => {
      const links = [...list.querySelectorAll("a")];
      const here = links.indexOf(document.activeElement);
      if (event.key === "Escape") {
        close();
        input.focus();
      } else if (event.key === "ArrowDown" && links.length) {
        event.preventDefault();
        links[Math.min(here + 1, links.length - 1)].focus();
      } else if (event.key === "ArrowUp" && here >= 0) {
        event.preventDefault();
        (links[here - 1] || input).focus();
      }
    });
    form.addEventListener("focusout", (event) => {
      if (!form.contains(event.relatedTarget)) setTimeout(close, 150);
    });
  };
  // Without scripts there is no search, and so no box for it either.
  const form = document.createElement("form");
  const box = document.createElement("input");
  form.className = "search";
  form.setAttribute("role", "search");
  box.type = "search";
  box.autocomplete = "off";
  box.placeholder = "accuracy on ImageNet";
  box.setAttribute("aria-label", "Search metrics, datasets, hardware, systems and papers");
  form.append(box);
  document.querySelector("header").append(form);
  document.querySelectorAll("form.search").forEach(set);
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      document.querySelector("form.search input").focus();
    }
  });
})();
