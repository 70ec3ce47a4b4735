// On every page: the theme switch, copy buttons, and files that are dropped or chosen.
(() => {
  const root = document.documentElement;
  const say = (text) => (document.getElementById("live").textContent = text);
  const openFile = async (file) => file && (await import("./upload.js")).open(file);

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
    openFile(event.dataTransfer.files[0]);
  });
  addEventListener("change", ({ target }) => target.closest("[data-upload]") && openFile(target.files[0]));
})();
