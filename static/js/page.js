// On every page: the theme switch, copy buttons, files that are dropped or chosen, and what was cut out of them.
(() => {
  const root = document.documentElement;
  const say = (text) => (document.getElementById("live").textContent = text);
  const open = async (given) => (await import("./upload.js")).open(given);

  const nextTheme = () => {
    const themes = ["", "light", "dark"];
    const theme = themes[(themes.indexOf(root.dataset.theme || "") + 1) % 3];
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    try {
      localStorage.setItem("theme", theme);
    } catch {}
    say(`Theme: ${theme || "as the system"}`);
  };

  const copy = async (button) => {
    const source = button.parentNode.querySelector("pre");
    try {
      await navigator.clipboard.writeText(source.textContent);
    } catch { // on http:// another host than localhost has no clipboard, and only what shows can be selected
      source.classList.add("whole");
      getSelection().selectAllChildren(source);
      document.execCommand("copy");
      source.classList.remove("whole");
    }
    button.classList.add("copied");
    say("Copied");
  };

  addEventListener("click", ({ target }) => {
    if (target.closest(".theme")) nextTheme();
    if (target.closest(".copy-link")) navigator.clipboard?.writeText(location.href).then(() => say("Link copied"));
    const button = target.closest(".copy");
    if (button) copy(button);
  });
  addEventListener("keydown", (event) => {
    if (event.key !== " " || event.target.role !== "switch") return;
    event.preventDefault();
    event.target.click();
  });

  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    root.classList.add("dropping");
  });
  addEventListener("dragleave", (event) => event.relatedTarget || root.classList.remove("dropping"));
  addEventListener("drop", (event) => {
    root.classList.remove("dropping");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const items = [...event.dataTransfer.items].filter(({ kind }) => kind === "file");
    open(items.map((item) => item.webkitGetAsEntry?.() || item.getAsFile())); // gone when this event is over
  });
  addEventListener("change", ({ target }) => {
    if (!target.closest("[data-upload]")) return;
    open([...target.files]);
    target.value = ""; // the same file may be chosen again
  });

  // What was cut out of an upload is listed on its page: in this tab only, nobody else knows it.
  const showRemoved = async () => {
    const place = document.querySelector("[data-removed]:empty");
    try {
      if (place && sessionStorage.getItem(`removed:${place.dataset.removed}`)) (await import("./removed.js")).show(place);
    } catch {} // storage may be forbidden
  };
  addEventListener("htmx:after:swap", showRemoved);
  showRemoved();
})();
