// The map for the keyboard: one Tab stop, arrow keys along the connections, focus that survives a new picture.
(() => {
  const find = (selector) => document.querySelector(selector);
  const edges = () => [...document.querySelectorAll("svg#map a[data-connection]")];
  const ends = (edge) => edge.dataset.connection.split("!")[0].split("->");
  let last; // the connection that had the focus in the map

  const edgeOf = (id) => edges().find((edge) => edge.dataset.connection === id);
  const selected = () => find("svg#map a[data-connection][aria-current]");

  const makeOneStop = (stop = selected() || edgeOf(last) || edges()[0]) => {
    for (const link of document.querySelectorAll("svg#map a")) link.tabIndex = link === stop ? 0 : -1;
  };
  const focusEdge = (edge) => {
    if (!edge) return;
    makeOneStop(edge);
    edge.focus({ preventScroll: false });
  };

  // A link to another state of the page brings a new picture and panel; data-page marks those that are another page.
  addEventListener("click", (event) => {
    const link = event.target.closest('.frame a[href^="/clusters/"]:not([data-page])');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    htmx.ajax("GET", link.getAttribute("href"), { source: link });
  });

  const walk = (edge, key) => {
    const all = edges();
    const near = key === "ArrowUp" || key === "ArrowDown"
      ? all.filter((other) => ends(other).some((end) => ends(edge).includes(end)))
      : all;
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[key];
    if (step) return near[(near.indexOf(edge) + step + near.length) % near.length];
    return { Home: all[0], End: all.at(-1) }[key];
  };

  addEventListener("focusin", ({ target }) => {
    if (target.matches("svg#map a[data-connection]")) last = target.dataset.connection;
  });
  addEventListener("keydown", (event) => {
    const taken = { z: "#undo", y: "#redo" }[(event.ctrlKey || event.metaKey) && !event.target.matches("input") ? event.key : ""];
    if (taken && find(taken)) return event.preventDefault(), find(taken).click();
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const { target, key } = event;
    const inMap = target.closest("svg#map");
    if (!inMap && target !== document.body && !target.closest("#panel, .stops")) return;
    if (target.matches("input, textarea, pre")) return;
    if (key === "t" && (inMap || target.closest("#panel"))) return find("#clock, #now")?.click();
    if (key === "b" && (inMap || target.closest("#panel"))) return find("#tools .btn")?.click();
    if (key === "o" && (inMap || target.closest("#panel"))) return find("#panel .open-all")?.click();
    if (key === "h" && (inMap || target.closest("#panel"))) return find("#panel .wire [data-page]")?.click();
    if (key === "Escape") return find("#panel .close")?.click();
    const to = inMap && walk(target.dataset.connection ? target : edges()[0], key);
    if (key === "Home" && !inMap && find("#now")) return find("#now").click();
    const turn = !inMap && find({ ArrowLeft: "#panel [rel=prev]", ArrowRight: "#panel [rel=next]" }[key] || "_");
    if (!to && !turn) return;
    event.preventDefault();
    if (to) focusEdge(to);
    else turn.click();
  });

  // htmx puts a new picture and a new panel in place: what had the focus is gone and has a successor.
  let successor;
  addEventListener("htmx:before:history:restore", () => (successor = () => selected() || edgeOf(last)));
  addEventListener("htmx:before:swap", () => {
    const had = document.activeElement;
    if (successor) return;
    if (had.closest("svg#map")) successor = () => edgeOf(last) || selected();
    else if (had.id && had.closest("#strip, #tools, .quiz")) successor = () => find(`#${had.id}`) || find("#panel h2");
    else if (had.rel) successor = () => find(`#panel [rel=${had.rel}]`) || find("#panel h2");
    else if (had.closest("#panel")) successor = () => find("#panel h2");
  });
  addEventListener("htmx:after:swap", () => {
    makeOneStop();
    const { group } = find("#panel").dataset;
    for (const entry of document.querySelectorAll("#legend a")) entry.ariaCurrent = entry.dataset.group === group || null;
    find("#live").textContent = find("#panel h2")?.textContent || document.title;
    const heir = successor?.();
    successor = undefined;
    if (heir?.matches("svg#map a")) focusEdge(heir);
    else heir?.focus();
  });
  document.addEventListener("DOMContentLoaded", () => makeOneStop());
})();
