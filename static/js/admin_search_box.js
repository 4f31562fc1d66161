// Tells screen readers what a search box is for and what was chosen in it.
"use strict";
{
  const nameOf = (select) => select.getAttribute("aria-label")
    || document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.replace(/:\s*$/, "") || "";
  const tell = (select) => {
    const shown = select.nextElementSibling?.querySelector(".select2-selection__rendered");
    if (!shown || shown.dataset.named) return;
    const name = nameOf(select);
    const update = () => shown.setAttribute("aria-label", `${name}: ${shown.getAttribute("title") || "–"}`);
    new MutationObserver(update).observe(shown, { childList: true });
    shown.dataset.named = "yes";
    update();
  };
  const tellAll = () => document.querySelectorAll("select.admin-autocomplete").forEach(tell);
  document.addEventListener("DOMContentLoaded", () => {
    tellAll();
    new MutationObserver(tellAll).observe(document.body, { childList: true, subtree: true });
  });
}
