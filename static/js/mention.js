// Offers the names of who reads along once one types "@" in a comment; they stand in the list on the page, so that one can do without.
// Arrows choose, Enter or Tab takes the name, Escape leaves. A screen reader hears the chosen name: the box points to it.
"use strict";
{
  const words = document.currentScript.dataset;
  const MOST = 8;
  const ASKED = /(?:^|\s)@([^@\n]{0,40})$/; // what stands between the "@" and the cursor
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  const list = document.createElement("ul");
  list.className = "mention";
  list.id = "noem";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.list);
  list.hidden = true;
  let box = null; // where one types
  let chosen = 0;

  const readers = (area) => {
    const audience = area.form.querySelector("[name$=audience]:checked");
    const onlyOwn = area.dataset.mention === "own" || audience?.value === "own";
    return [...document.querySelectorAll(`#wie-leest-mee li${onlyOwn ? "[data-own]" : ""}`)].map((row) => row.dataset.called);
  };
  const asked = (area) => ASKED.exec(area.value.slice(0, area.selectionStart))?.[1];
  const close = () => {
    list.hidden = true;
    box?.removeAttribute("aria-activedescendant");
    box?.removeAttribute("aria-controls");
    box = null;
  };
  const choose = (number) => {
    chosen = (number + list.children.length) % list.children.length;
    [...list.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === chosen)));
    box.setAttribute("aria-activedescendant", list.children[chosen].id);
  };
  const take = () => {
    const name = list.children[chosen].textContent;
    const begin = box.selectionStart - asked(box).length;
    const area = box;
    close();
    area.setRangeText(`${name} `, begin, area.selectionStart, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  };
  const offer = (area) => {
    const typed = asked(area);
    const found = typed === undefined ? [] : readers(area)
      .filter((name) => plain(name).split(" ").some((_, index, parts) => parts.slice(index).join(" ").startsWith(plain(typed))))
      .filter((name) => plain(typed) !== `${plain(name)} `)
      .slice(0, MOST);
    if (!found.length) return close();
    if (box && box !== area) close();
    box = area;
    list.replaceChildren(...found.map((name, index) => {
      const row = document.createElement("li");
      row.id = `noem-${index}`;
      row.setAttribute("role", "option");
      row.textContent = name;
      return row;
    }));
    area.after(list);
    area.setAttribute("aria-controls", list.id);
    list.hidden = false;
    choose(0);
  };

  document.addEventListener("input", (event) => { if (event.target.matches("textarea[data-mention]")) offer(event.target); });
  document.addEventListener("focusout", (event) => { if (event.target === box) setTimeout(close, 150); });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the box keeps the focus
    chosen = [...list.children].indexOf(event.target.closest("li"));
    if (chosen >= 0) take();
  });
  document.addEventListener("keydown", (event) => {
    if (event.target !== box || list.hidden || event.isComposing) return;
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) choose(chosen + steps[event.key]);
    else if (event.key === "Enter" || event.key === "Tab") take();
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
}
