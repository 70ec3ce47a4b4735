// Presenting: two keys turn, the page is put in place without leaving full screen, and the speaker's window goes along.
(() => {
  const $ = (selector) => document.querySelector(selector);
  const mode = $(".present").dataset.mode;
  const others = self.BroadcastChannel && new BroadcastChannel("present");

  const asked = (href) => {
    const url = new URL(href, location.href);
    url.searchParams.set("present", mode);
    return url.href;
  };

  // The next stop is fetched while this one is spoken about: a lesson's takes most of a second to be played.
  let ahead = {};
  const page = async (href) => {
    const answer = await fetch(href);
    return { url: answer.url, text: await answer.text() };
  };
  const lookAhead = () => {
    const href = $(".turns [rel=next]")?.href;
    if (href && ahead.href !== href) ahead = { href, page: page(href).catch(() => null) };
  };

  let busy = 0;
  const show = async (href, told, push = true) => {
    const mine = ++busy;
    try {
      const answer = (ahead.href === href && (await ahead.page)) || (await page(href));
      const found = new DOMParser().parseFromString(answer.text, "text/html");
      if (mine !== busy) return; // a later key was faster
      if (!found.querySelector(".present")) return location.assign(href);
      const { rel, id } = document.activeElement;
      $("main").replaceWith(found.querySelector("main"));
      document.title = found.title;
      if (push) history.pushState(null, "", answer.url);
      ($(rel ? `.turns [rel=${rel}]` : id ? `[id="${id}"]` : "_") || $("main h1")).focus({ preventScroll: true });
      $("#live").textContent = [...document.querySelectorAll(".above, main h1, .judged, .lead")].map((one) => one.textContent.trim()).join(". ");
      if (told) others?.postMessage(answer.url);
      lookAhead();
    } catch {
      location.assign(href);
    }
  };

  const full = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.());

  addEventListener("click", (event) => {
    if (event.target.closest("#full")) return full();
    const link = event.target.closest('main a[href*="present="]:not([target])');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, true);
  });
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input, textarea, select, pre")) return;
    const rel = { PageDown: "next", ArrowRight: "next", PageUp: "prev", ArrowLeft: "prev" }[key];
    if (!rel && key !== "Escape" && key !== "f") return;
    event.preventDefault();
    if (rel) $(`.turns [rel=${rel}]`)?.click();
    else if (key === "f") full();
    else if (!document.fullscreenElement) location.assign($("#leave").href);
  });
  addEventListener("popstate", () => show(location.href, true, false));
  others?.addEventListener("message", ({ data }) => show(asked(data), false));
  addEventListener("load", lookAhead);
})();
