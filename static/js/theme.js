// Runs before the first paint: says that scripts run, and takes the theme that was chosen on this device.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("theme");
    if (chosen) root.dataset.theme = chosen;
  } catch {} // storage may be forbidden: then the system's theme holds
})();
