// The picker of a press review: a button beside each quote that puts its reference where the cursor is; of words that
// are selected in it, their places too. Without this script the reference is typed as it stands there.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const body = document.getElementById("id_body");
  const picker = document.querySelector(".review-picker");
  if (!body || !picker) return;

  const wordsBefore = (quote, node, offset) => {
    const range = document.createRange();
    range.setStart(quote, 0);
    range.setEnd(node, offset);
    return range.toString();
  };
  const count = (text) => text.split(/\s+/).filter(Boolean).length;

  const part = (quote) => {
    const chosen = window.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return "";
    const range = chosen.getRangeAt(0);
    if (!quote.contains(range.startContainer) || !quote.contains(range.endContainer)) return "";
    const before = wordsBefore(quote, range.startContainer, range.startOffset);
    const first = count(before) + (/\S$/.test(before) ? 0 : 1);
    const last = count(wordsBefore(quote, range.endContainer, range.endOffset));
    return first <= last && last - first + 1 < count(quote.textContent) ? ` ${first}-${last}` : "";
  };

  let at = body.value.length; // words that are selected elsewhere take the cursor away
  for (const kind of ["keyup", "click", "input", "blur"]) {
    body.addEventListener(kind, () => { at = body.selectionEnd; });
  }

  const insert = (reference) => {
    body.focus();
    body.setRangeText(reference, at, at, "end");
    at += reference.length;
    body.dispatchEvent(new Event("input", { bubbles: true }));
  };

  for (const item of picker.querySelectorAll("[data-token]")) {
    const quote = item.querySelector("q");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Insert";
    button.setAttribute("aria-label", `Insert ${item.dataset.token}`);
    button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
    button.addEventListener("click", () => insert(`[[${item.dataset.token}${part(quote)}]]`));
    item.prepend(button, " ");
  }
});
