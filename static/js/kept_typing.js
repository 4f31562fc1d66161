// What was typed in a form, kept in this browser until it has been saved. Passwords and files are never kept.
// sign_out.js throws everything away when someone signs out.
"use strict";
{
  const PREFIX = "driehoek-typed:";
  const DAYS = 7;
  const read = (store, key) => { try { return store.getItem(key); } catch { return null; } };
  const write = (store, key, value) => { try { value === null ? store.removeItem(key) : store.setItem(key, value); } catch { /* no room, or not allowed */ } };
  const keys = (start) => { try { return Object.keys(localStorage).filter((key) => key.startsWith(start)); } catch { return []; } };
  const keptAt = (key) => { try { return JSON.parse(read(localStorage, key)); } catch { return null; } };
  const keepAt = (key, kept, more) => write(localStorage, key, kept && JSON.stringify({ at: Date.now(), kept, ...more }));

  const isKept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !field.disabled
    && !["password", "file", "submit", "button", "reset", "image"].includes(field.type)
    && !/-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|-__prefix__-|^_/.test(field.name);
  const fieldsOf = (form) => [...form.elements].filter(isKept);
  const valueOf = (field) => ["checkbox", "radio"].includes(field.type) ? field.checked : field.value;
  const snapshot = (form) => {
    const kept = {};
    for (const field of fieldsOf(form)) {
      if (field.type === "radio" && !field.checked) continue;
      const label = field.tagName === "SELECT" ? field.selectedOptions[0]?.text : undefined;
      kept[field.name] = { value: field.type === "radio" ? field.value : valueOf(field), label };
    }
    return kept;
  };
  const putIn = (field, was) => {
    if (field.type === "radio") field.checked = was?.value === field.value;
    else if (field.type === "checkbox") field.checked = was.value;
    else field.value = was.value;
  };
  const forgetOld = () => {
    const limit = Date.now() - DAYS * 24 * 3600 * 1000;
    for (const key of keys(PREFIX)) if (!(keptAt(key)?.at > limit)) write(localStorage, key, null);
  };
  const focusOn = (element) => {
    if (element && !element.matches("a, button, input, textarea, select, summary")) element.tabIndex = -1;
    element?.focus();
  };

  window.driehoekKept = { PREFIX, read, write, keys, keptAt, keepAt, fieldsOf, valueOf, snapshot, putIn, forgetOld, focusOn };
}
