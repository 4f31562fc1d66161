// Counts what still fits in a text box, once it is nearly full. The server refuses what is too long.
// A screen reader hears it when one pauses.
"use strict";
{
  const words = document.currentScript.dataset;
  const NEAR = 0.25; // of what fits
  const PAUSE = 1000; // milliseconds
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const timers = new WeakMap();

  const sentence = (left) => {
    const count = Math.abs(left);
    const key = (left < 0 ? "over" : "left") + (count === 1 ? "One" : "");
    return words[key].replace("{count}", number.format(count));
  };
  const countersOf = (area) => {
    const id = `${area.id}_count`;
    if (!document.getElementById(id)) {
      area.insertAdjacentHTML("afterend", `<p class="count" id="${id}"></p><p class="count__said" role="status"></p>`);
      area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") ?? ""} ${id}`.trim());
    }
    const counter = document.getElementById(id);
    return { counter, said: counter.nextElementSibling };
  };
  const count = (area) => {
    const most = Number(area.dataset.most);
    const left = most - [...area.value].length;
    const text = left < most * NEAR ? sentence(left) : "";
    if (!text && !document.getElementById(`${area.id}_count`)) return;
    const { counter, said } = countersOf(area);
    counter.textContent = text;
    counter.classList.toggle("count--over", left < 0);
    clearTimeout(timers.get(area));
    timers.set(area, setTimeout(() => { said.textContent = text; }, PAUSE));
  };
  const countAll = (root) => root.querySelectorAll("textarea[data-most]").forEach(count);

  document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-most]")) count(event.target); });
  document.addEventListener("DOMContentLoaded", () => countAll(document));
  document.addEventListener("htmx:load", (event) => countAll(event.detail.elt));
}
