// The presentation by keys: the place is told, Escape leaves.
"use strict";

const slides = [...document.querySelectorAll(".slide")];
const place = document.querySelector("[data-place]");
const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };

function current() {
  const middle = window.innerHeight / 2;
  const found = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
  return found === -1 ? slides.length - 1 : found;
}

function tell(number) {
  const [first, second, last] = place.dataset.words.split("{}");
  place.textContent = `${first}${number + 1}${second}${slides.length}${last}`;
}

let target = null; // where a key sent us

function show(number) {
  target = Math.min(Math.max(number, 0), slides.length - 1);
  slides[target].focus({ preventScroll: true });
  slides[target].scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  tell(target);
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.target.closest("input, select, textarea")) return;
  const from = target ?? current();
  if (event.key in STEPS) show(from + STEPS[event.key]);
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(slides.length - 1);
  else if (event.key === "Escape") document.querySelector("[data-leave]").click();
  else return;
  event.preventDefault();
});

document.addEventListener("scrollend", () => { target = null; });
document.addEventListener("scroll", () => { if (target === null) requestAnimationFrame(() => tell(current())); });

document.querySelector("[data-keys]").hidden = false;
tell(current());
