// A list of names under the box in which one types: arrows choose, Enter or Tab takes, Escape leaves.
"use strict";
window.driehoekListbox = ({ id, className, label, take }) => {
  const list = Object.assign(document.createElement("ul"), { id, className, hidden: true });
  let box = null; // where one types
  let at = -1;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);

  const choose = (to) => {
    at = to;
    [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    if (at < 0) { box.removeAttribute("aria-activedescendant"); return; }
    box.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    for (const name of ["aria-activedescendant", "aria-controls"]) box?.removeAttribute(name);
    if (box?.role === "combobox") box.setAttribute("aria-expanded", "false");
    box = null;
  };
  const offer = (where, names, chosen) => {
    if (box && (box !== where || !names.length)) close();
    if (!names.length) return;
    box = where;
    list.replaceChildren(...names.map((name, place) => {
      const row = Object.assign(document.createElement("li"), { id: `${id}-${place}`, textContent: name });
      row.setAttribute("role", "option");
      return row;
    }));
    if (list.previousElementSibling !== box) box.after(list);
    box.setAttribute("aria-controls", id);
    if (box.role === "combobox") box.setAttribute("aria-expanded", "true");
    list.hidden = false;
    choose(chosen);
  };
  const takeAt = (place) => { const [where, name] = [box, list.children[place].textContent]; close(); take(where, name); where.focus(); };

  document.addEventListener("focusout", (event) => { if (event.target === box) setTimeout(() => { if (event.target === box) close(); }, 150); });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the box keeps the focus
    const row = event.target.closest("li");
    if (row) takeAt([...list.children].indexOf(row));
  });
  document.addEventListener("keydown", (event) => { // before the page hears it, for which Escape means something else
    if (event.target !== box || list.hidden || event.isComposing || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key], many = list.children.length;
    if (step) choose(at < 0 ? (step > 0 ? 0 : many - 1) : (at + step + many) % many);
    else if (event.key === "Escape") close();
    else if (at >= 0 && event.key === "Tab" && box.role === "combobox") { takeAt(at); return; }
    else if (at >= 0 && ["Enter", "Tab"].includes(event.key)) takeAt(at);
    else return;
    event.preventDefault();
  }, true);
  return { offer, isOpen: () => !list.hidden };
};
window.driehoekFolded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
