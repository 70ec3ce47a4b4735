// What is wrong with the drawn page, as a list of sentences.
() => {
  const map = document.querySelector("svg#map");
  const faults = [];
  const shown = (element) => element.getClientRects().length > 0 && getComputedStyle(element).fill !== "rgba(0, 0, 0, 0)";
  // Where an element stands in the picture: the box that holds it has a place of its own.
  const placed = (element) => {
    const box = element.getBBox();
    const moved = map.getScreenCTM().inverse().multiply(element.parentNode.getScreenCTM());
    return new DOMRect(box.x + moved.e, box.y + moved.f, box.width, box.height);
  };
  const texts = [...map.querySelectorAll("text")].filter(shown).map((element) => [element.textContent, placed(element)]);
  const boxes = [...map.querySelectorAll("rect")].map(placed).filter((b) => b.width < 400 && b.height >= 20);
  const right = (a) => a.x + a.width;
  const bottom = (a) => a.y + a.height;
  const apart = (a, b) => right(a) <= b.x + 0.5 || right(b) <= a.x + 0.5 || bottom(a) <= b.y + 2 || bottom(b) <= a.y + 2;
  const holds = (box, x, y, edge) => x > box.x + edge && x < right(box) - edge && y > box.y + edge && y < bottom(box) - edge;
  texts.forEach(([text, a], at) => {
    for (const [other, b] of texts.slice(at + 1)) if (!apart(a, b)) faults.push(`${text} over ${other}`);
    for (const box of boxes)
      if (holds(box, a.x + a.width / 2, a.y + a.height / 2, 0) && (a.x < box.x - 0.5 || right(a) > right(box) + 0.5))
        faults.push(`${text} leaves its box`);
  });
  for (const line of map.querySelectorAll("a[data-connection] path")) {
    for (let at = 4; at < line.getTotalLength() - 12; at += 4) {
      const { x, y } = line.getPointAtLength(at);
      if (boxes.some((box) => holds(box, x, y, 1))) {
        faults.push(`a line of ${line.parentNode.dataset.connection} through a box`);
        break;
      }
    }
  }
  if (document.documentElement.scrollWidth > innerWidth) faults.push("the page is wider than its window");
  return faults;
}
