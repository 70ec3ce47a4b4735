// The handshake, message by message: Space shows the next one, Escape leads back to the map.
(() => {
  const find = (selector) => document.querySelector(selector);
  const messages = () => [...document.querySelectorAll(".msgs>li")];
  let seen = Infinity;

  const show = () => {
    messages().forEach((message, at) => message.classList.toggle("unseen", at >= seen));
    const last = messages()[seen - 1];
    if (!last) return;
    last.querySelector("details").open = true;
    last.scrollIntoView({ block: "nearest" });
    find("#live").textContent = last.querySelector("summary").textContent;
  };
  const next = () => {
    seen = seen > messages().length - 1 ? 1 : seen + 1;
    show();
  };

  find("#step").addEventListener("click", next);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.key === "Escape") return find("#back").click();
    if (event.key !== " " || event.target.closest("a, button, summary, pre, input")) return;
    event.preventDefault();
    next();
  });
})();
