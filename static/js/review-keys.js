// Keys for the desk's review queues: a letter does what its marked button or link does. The page holds without it.
"use strict";
(() => {
  const box = document.getElementById("review-keys");
  if (!box) return;
  const kept = "parallax-review-keys";
  box.closest("[hidden]").hidden = false;
  try { box.checked = localStorage.getItem(kept) !== "off"; } catch { /* a browser that keeps nothing */ }
  box.addEventListener("change", () => {
    try { localStorage.setItem(kept, box.checked ? "on" : "off"); } catch { /* as above */ }
  });
  document.addEventListener("keydown", (event) => {
    if (!box.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
    const field = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], .select2-container");
    const target = field ? null : document.querySelector(`[data-review-keys] [data-key="${CSS.escape(event.key)}"]`);
    if (!target) return;
    event.preventDefault();
    target.click();
  });
})();
