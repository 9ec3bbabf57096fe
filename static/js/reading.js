/* What a reader with JavaScript gets more: local times, and keys that can be switched off (WCAG 2.1.4). No cookie. */
(() => {
  "use strict";
  const here = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  document.querySelectorAll('time[datetime*="T"]').forEach((time) => {
    const at = new Date(time.dateTime);
    if (isNaN(at)) return;
    time.title = at.toLocaleString(undefined, { ...here, weekday: "short", day: "numeric", month: "long", year: "numeric" });
    if (at.getTimezoneOffset() && time.closest("[data-local]")) {
      const local = document.createElement("span");
      local.className = "local";
      local.textContent = at.toLocaleTimeString(undefined, here);
      time.after(" ", local);
    }
  });

  const dialog = document.getElementById("keys");
  const opener = document.getElementById("keys-open");
  const choice = document.getElementById("keys-on");
  if (!dialog || !dialog.showModal) return;
  const kept = (value) => {
    try {
      if (value) localStorage.setItem("keys", value);
      return localStorage.getItem("keys");
    } catch {
      return value || "on"; // no storage: for this page alone
    }
  };
  let on = kept() !== "off";
  choice.checked = on;
  choice.addEventListener("change", () => {
    on = choice.checked;
    kept(on ? "on" : "off");
  });
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());

  const KINDS = "[data-item], .claim, .quote, .dispute, .card, .lead article, .articles > li, .changes > li, .reviewed > li, .outlets > li, .newest > li, main .plain > li";
  const items = () => [...document.querySelectorAll(KINDS)].filter((item) => item.getClientRects().length);
  let last = null;

  const move = (step) => {
    const all = items();
    const focused = document.activeElement.closest(KINDS) || last;
    let place = all.indexOf(focused);
    if (place >= 0) place += step;
    else place = Math.max(0, all.findIndex((item) => item.getBoundingClientRect().bottom > 0));
    const item = all[place];
    if (!item) return;
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    last = item;
  };

  const enter = (item) => {
    const parts = item.querySelectorAll("details");
    if (parts.length) {
      const open = ![...parts].every((part) => part.open);
      parts.forEach((part) => (part.open = open));
      return true;
    }
    const link = item.querySelector("a[href]");
    if (link) link.click();
    return !!link;
  };

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "?") dialog.showModal();
    else if (event.key !== "Enter" || !at.matches(KINDS) || !enter(at)) return;
    event.preventDefault();
  });
})();
