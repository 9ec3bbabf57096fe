"""What a page is measured by in the browser (WCAG 2.2 AA): each script gives a list of faults."""

CONTRAST = """() => {
  // 1.4.3: text keeps 4.5:1 against the nearest opaque ground, large text 3:1.
  const channel = v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4 };
  const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
  const parse = s => (s.match(/[\\d.]+/g) || []).map(Number);
  const ground = node => {
    for (; node; node = node.parentElement) {
      const c = parse(getComputedStyle(node).backgroundColor);
      if (c.length === 3 || c[3] === 1) return c;
    }
    return [255, 255, 255];
  };
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; (text = walker.nextNode());) {
    const node = text.parentElement;
    if (!text.data.trim() || node.closest('.vh, .skip') || !node.getClientRects().length) continue;
    const style = getComputedStyle(node);
    const ink = parse(node.closest('svg') ? style.fill : style.color);
    const [a, b] = [light(ink), light(ground(node))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (large ? 3 : 4.5)) faults.push(`${text.data.trim().slice(0, 40)}: ${ratio.toFixed(2)}`);
  }
  return faults;
}"""

SMALL_TARGETS = """() => {
  // 2.5.8: a target is 24 by 24 CSS pixels, or stands in a line of text, or far enough from the next one.
  const boxes = [...document.querySelectorAll('a, summary, button')]
    .filter(node => !node.closest('.skip') && node.getClientRects().length)
    .map(node => ({ node, box: node.getBoundingClientRect() }));
  const centre = box => [box.x + box.width / 2, box.y + box.height / 2];
  const near = (one, other) => {
    const [x, y] = centre(one.box);
    const dx = Math.max(other.box.left - x, 0, x - other.box.right);
    const dy = Math.max(other.box.top - y, 0, y - other.box.bottom);
    return Math.hypot(dx, dy) < 12;
  };
  return boxes
    .filter(one => Math.min(one.box.width, one.box.height) < 23.5)
    .filter(one => getComputedStyle(one.node).display !== 'inline')
    .filter(one => boxes.some(other => other !== one && near(one, other)))
    .map(one => `${one.node.textContent.trim().slice(0, 40)}: ${one.box.width} x ${one.box.height}`);
}"""

NAMELESS = """() => {
  // 2.4.4, 4.1.2: links and summaries have a name; headings are not empty and skip no level; ids are unique.
  const name = node => (node.getAttribute('aria-label') || node.textContent).trim();
  const named = [...document.querySelectorAll('a, summary, h1, h2, h3, h4')];
  const faults = named.filter(node => !name(node)).map(node => node.outerHTML);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5')].map(node => +node.tagName[1]);
  levels.forEach((level, i) => {
    if (level > (levels[i - 1] || 0) + 1) faults.push(`h${level} after h${levels[i - 1]}`);
  });
  const ids = [...document.querySelectorAll('[id]')].map(node => node.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => faults.push(`twice: #${id}`));
  document.querySelectorAll('[aria-labelledby]').forEach(node => {
    if (!document.getElementById(node.getAttribute('aria-labelledby'))) faults.push(node.outerHTML.slice(0, 60));
  });
  return faults;
}"""
