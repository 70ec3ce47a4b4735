// What is wrong with the texts of a page outside the picture, as a list of sentences.
() => {
  const faults = [];
  const scrolls = (element) => element.getClientRects().length && /auto|scroll|hidden/.test(getComputedStyle(element).overflowX);
  const unseen = (element) => getComputedStyle(element).clipPath !== "none" || getComputedStyle(element).position === "fixed";
  const above = (node, test) => {
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) if (test(at)) return at;
    return null;
  };
  const apart = (element) => element.closest("svg, pre") || above({ parentElement: element }, unseen);
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.data.trim() || !node.parentElement.checkVisibility() || apart(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) texts.push([node, rect]);
  }
  const name = (node) => `“${node.data.trim().slice(0, 40)}”`;
  texts.forEach(([node, a], at) => {
    const holder = above(node, scrolls);
    const edge = holder && getComputedStyle(holder).overflowX === "hidden" ? holder.getBoundingClientRect() : null;
    if (edge && getComputedStyle(holder).textOverflow !== "ellipsis" && (a.left < edge.left - 1 || a.right > edge.right + 1))
      faults.push(`${name(node)} is cut off`);
    if (!holder && (a.left < -1 || a.right > innerWidth + 1)) faults.push(`${name(node)} leaves the window`);
    for (const [other, b] of texts.slice(at + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (other !== node && wide > 1 && high > 5 && above(other, scrolls) === holder) faults.push(`${name(node)} over ${name(other)}`);
    }
  });
  for (const element of document.querySelectorAll("main, main *")) {
    const slit = element.clientHeight && element.clientHeight < 90 && element.scrollHeight > element.clientHeight + 9;
    if (slit && /auto|scroll/.test(getComputedStyle(element).overflowY)) faults.push(`${element.className || element.tagName} is a slit`);
  }
  return faults;
}
