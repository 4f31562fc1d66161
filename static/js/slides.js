// The presentation: arrow keys, Page Up and Down, Home and End go from screen to screen; the place is told. Without this one scrolls.
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

function show(number) {
  const slide = slides[Math.min(Math.max(number, 0), slides.length - 1)];
  slide.focus({ preventScroll: true });
  slide.scrollIntoView({ behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  tell(slides.indexOf(slide));
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("a, button, input, select, summary")) return;
  const from = slides.includes(document.activeElement) ? slides.indexOf(document.activeElement) : current();
  if (event.key in STEPS) show(from + STEPS[event.key]);
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(slides.length - 1);
  else return;
  event.preventDefault();
});

tell(0);
