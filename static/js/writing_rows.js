// Rows in order: dragged by a handle, by buttons with one press each, or with Alt and an arrow. And several rows at once.
// The order goes to the server as "this row, before that row": a list of numbers may be another person's by then.
"use strict";
{
  const { page, words, say } = window.driehoekWriting;
  const { refresh, own } = window.driehoekFresh;
  const MOVED = 5; // pixels before a press on the handle becomes a drag
  const EDGE = 60; // pixels from the edge where the page scrolls along
  const kindOf = (row) => row.dataset.row.split("-")[0];
  const rowsOf = (row) => [...row.parentElement.children].filter((each) => each.dataset.row && kindOf(each) === kindOf(row));

  const send = async (row, next) => {
    const before = row.nextElementSibling?.dataset.row?.split("-")[1] ?? "0"; // 0: last
    const body = new URLSearchParams({ before, csrfmiddlewaretoken: document.querySelector("#rij [name=csrfmiddlewaretoken]").value });
    const address = `${page().dataset.address}${row.dataset.row.replace("-", "/")}/verplaatsen/`;
    own.add(row.dataset.row);
    const answer = await fetch(address, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.status !== 204) {
      const said = answer && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".summary li")?.textContent.trim();
      row.parentElement.insertBefore(row, next);
      say(said || (answer ? words.failed : words.offlineAct));
    }
    if (answer) refresh();
  };
  const place = (row, before, next = row.nextElementSibling) => {
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    row.parentElement.insertBefore(row, before);
    focused?.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    const rows = rowsOf(row);
    const filled = { name: row.dataset.name, place: rows.indexOf(row) + 1, count: rows.length };
    say(words.placed.replace(/\{(\w+)\}/g, (_, name) => filled[name]));
    send(row, next);
  };
  const shift = (row, down) => {
    const rows = rowsOf(row), at = rows.indexOf(row), other = rows[down ? at + 1 : at - 1];
    if (!other) say(down ? words.last : words.first);
    else place(row, down ? other.nextElementSibling : other);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("#schrijven [data-move]");
    if (!button) return;
    event.preventDefault();
    shift(button.closest("[data-row]"), button.dataset.move === "down");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") drop(true);
    const row = event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key) && event.target.closest("#schrijven [data-row]");
    if (!row || event.target.closest("form.part-form") || !row.querySelector("[data-move]")) return;
    event.preventDefault();
    shift(row, event.key === "ArrowDown");
  });

  let held = null;
  const drop = (back) => {
    if (!held) return;
    const { row, next, is } = held;
    held = null;
    row.classList.remove("is-held");
    if (back) { row.parentElement.insertBefore(row, next); say(words.notMoved); }
    else if (is && row.nextElementSibling !== next) place(row, row.nextElementSibling, next);
  };
  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest("[data-handle]");
    if (!handle || event.button) return;
    event.preventDefault();
    const row = handle.closest("[data-row]");
    held = { row, handle, next: row.nextElementSibling, from: event.clientY, is: false };
    handle.setPointerCapture(event.pointerId);
  });
  document.addEventListener("pointermove", ({ clientY: y, pointerId }) => {
    if (!held || (!held.is && Math.abs(y - held.from) < MOVED)) return;
    held.is = true;
    held.row.classList.add("is-held");
    for (const row of rowsOf(held.row)) {
      const box = row.getBoundingClientRect();
      if (row !== held.row && y >= box.top && y <= box.bottom) row.parentElement.insertBefore(held.row, y < box.top + box.height / 2 ? row : row.nextElementSibling);
    }
    held.handle.setPointerCapture(pointerId); // a row that moves in the page lets go of it
    if (y < EDGE) scrollBy(0, -12); else if (y > innerHeight - EDGE) scrollBy(0, 12);
  });
  document.addEventListener("pointerup", () => drop(false));
  document.addEventListener("pointercancel", () => drop(true));

  const bar = document.getElementById("gekozen");
  const formPlace = bar.querySelector(".pick-bar__form");
  const picked = () => [...document.querySelectorAll("[data-pick]:checked")];
  const count = () => {
    const number = picked().length, isOpen = Boolean(formPlace.firstElementChild);
    bar.hidden = !number && !isOpen;
    bar.classList.toggle("pick-bar--open", isOpen);
    bar.querySelector(".pick-bar__count").textContent = number === 1 ? words.pickedOne : words.picked.replace("{count}", number);
  };
  const pickNone = () => { for (const tick of picked()) tick.checked = false; count(); };
  document.addEventListener("change", (event) => { if (event.target.matches("[data-pick]")) count(); });
  document.addEventListener("driehoek:fresh", count);
  document.addEventListener("driehoek:done", (event) => { if (event.target.id === "meer") pickNone(); }, true);
  new MutationObserver(count).observe(formPlace, { childList: true });
  bar.addEventListener("click", ({ target }) => {
    if (target.closest("[data-pick-none]")) { formPlace.replaceChildren(); pickNone(); window.driehoekKept.focusOn(document.querySelector("#schrijven h1")); }
    if (!target.closest("[data-several]")) return;
    const asked = new URLSearchParams(picked().map((tick) => [tick.dataset.pick, tick.value]));
    window.htmx.ajax("GET", `${page().dataset.address}meer/?${asked}`, { source: target, target: formPlace, swap: "innerHTML" });
  });
}
