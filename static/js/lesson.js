// A lesson: forms and links bring parts of the page; the screen is added to; the field keeps history; what was typed is
// kept in this browser, so that a restart of the server loses nothing.
(() => {
  const $ = (id) => document.getElementById(id);
  const lost = document.querySelector("[data-lost]");
  const store = (id) => `play:${id}`;

  if (lost) {
    let kept;
    try {
      kept = JSON.parse(localStorage.getItem(store(lost.dataset.lost)));
    } catch {} // storage may be forbidden
    if (!kept) return;
    for (const [name, value] of kept) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      lost.append(field);
    }
    lost.hidden = false;
    return;
  }

  const keep = () => {
    try {
      localStorage.setItem(store(location.pathname.split("/")[2]), JSON.stringify([...new FormData($("kept"))]));
    } catch {}
  };
  const toEnd = () => ($("log").scrollTop = $("log").scrollHeight);
  const say = (text) => ($("live").textContent = text);
  const choose = (labels, more = 0) => {
    const list = $("choices");
    list.hidden = !labels.length;
    list.textContent = labels.join("  ") + (more ? `  and ${more} more` : "");
    if (labels.length) say(`${labels.length + more} choices: ${list.textContent}`);
  };

  const put = (html) => {
    const parts = new DOMParser().parseFromString(html, "text/html").body;
    for (const part of [...parts.children]) {
      const old = $(part.id);
      if (!old) continue;
      if (part.hasAttribute("data-append")) for (const key of old.querySelectorAll(".keyed .key")) key.parentNode.className = "", key.remove();
      if (part.hasAttribute("data-append")) old.append(...part.children);
      else old.replaceWith(part);
    }
    choose([]);
    keep();
    toEnd();
  };

  let busy = false;
  const bring = async (href, options, focus) => {
    if (busy) return;
    busy = true;
    document.documentElement.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(href, { ...options, headers: { "HX-Request-Type": "partial" } });
      const text = await answer.text();
      if (!answer.ok || !text.includes('id="log"')) return location.reload();
      put(text);
      focus?.();
    } catch {
      say("The server did not answer. Try again.");
    } finally {
      busy = false;
      document.documentElement.removeAttribute("aria-busy");
    }
  };
  const toField = () => ($("text") || $("line"))?.focus({ preventScroll: true });

  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-act]")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    bring(form.action, { method: "POST", body }, toField);
  });

  addEventListener("click", (event) => {
    const link = event.target.closest("a[data-part]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const inTabs = link.closest("#tabs, #prompt");
    const turns = link.matches("[rel]") || link.closest("#steps");
    const again = link.textContent;
    bring(link.href, {}, () => {
      history.replaceState(null, "", link.href);
      if (inTabs) toField();
      else if (turns) $("told-title").focus({ preventScroll: true });
      else [...document.querySelectorAll("a[data-part]")].find((one) => one.textContent === again)?.focus();
    });
  });

  // Tab completes while there is something to complete, else it goes on to the next element, as Shift+Tab always does.
  const onwards = () => document.querySelector("#prompt button").focus();
  let asking = 0;
  const complete = async (field) => {
    const { value, selectionStart: cursor } = field;
    const mine = ++asking;
    let found = { labels: [] };
    try {
      const form = new URL(field.form.action);
      const body = new URLSearchParams({ command: value, cursor });
      found = await (await fetch(`${form.pathname}/completions${form.search}`, { method: "POST", body })).json();
    } catch {}
    if (mine !== asking || field.value !== value || document.activeElement !== field) return; // typed on meanwhile
    const changed = found.labels?.length && value.slice(found.start, cursor) !== found.insert;
    if (changed) {
      field.setRangeText(found.insert, found.start, cursor, "end");
      choose([]);
    } else if (!(found.labels?.length > 1) || !$("choices").hidden) return choose([]), onwards();
    if (found.labels.length > 1) choose(found.labels, found.more);
  };
  addEventListener("input", ({ target }) => target.id === "line" && choose([]));

  // ↑ and ↓ walk through what was typed; Escape gives the keys back.
  let at = null;
  addEventListener("keydown", (event) => {
    const field = event.target;
    if (field.id !== "line" || field.tagName !== "INPUT") {
      const turn = { PageUp: "prev", PageDown: "next" }[event.key];
      if (turn && field === document.body) document.querySelector(`#doing [rel=${turn}]`)?.click();
      return;
    }
    if (event.key === "Escape") return choose([]), field.blur();
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Tab" && !event.shiftKey) {
      if (field.value === field.defaultValue || !field.value.slice(0, field.selectionStart).trim()) return; // as offered, or empty
      event.preventDefault();
      return complete(field);
    }
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return (at = null);
    const typed = [...document.querySelectorAll("#log .cmd code")].map((one) => one.textContent);
    at = Math.max(0, Math.min(typed.length, (at ?? typed.length) + (event.key === "ArrowUp" ? -1 : 1)));
    event.preventDefault();
    field.value = typed[at] ?? "";
  });

  // Several lines that are pasted run one after another.
  addEventListener("paste", (event) => {
    const field = event.target;
    const text = event.clipboardData?.getData("text") ?? "";
    if (field.id !== "line" || field.tagName !== "INPUT" || !text.trim().includes("\n")) return;
    event.preventDefault();
    const body = new URLSearchParams({ do: "run", command: field.value === field.defaultValue ? text : field.value + text });
    bring(field.form.action, { method: "POST", body }, toField);
  });

  keep();
  toEnd();
})();
