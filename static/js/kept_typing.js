// What was typed in a form, kept in this browser until it has been saved. Passwords and files are never kept.
// Used by report.js, writing.js and admin_kept_typing.js; sign_out.js throws everything away when someone signs out.
"use strict";
{
  const PREFIX = "driehoek-typed:";
  const DAYS = 7;
  const read = (store, key) => { try { return store.getItem(key); } catch { return null; } };
  const write = (store, key, value) => { try { value === null ? store.removeItem(key) : store.setItem(key, value); } catch { /* no room, or not allowed */ } };
  const parsed = (text) => { try { return JSON.parse(text); } catch { return null; } };

  const isKept = (field) => field.name && field.name !== "csrfmiddlewaretoken" && !field.disabled
    && !["password", "file", "submit", "button", "reset", "image"].includes(field.type)
    && !/-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$|-__prefix__-|^_/.test(field.name);
  const fieldsOf = (form) => [...form.elements].filter(isKept);
  const isBox = (field) => field.type === "checkbox" || field.type === "radio";
  const valueOf = (field) => isBox(field) ? field.checked : field.value;
  const snapshot = (form) => {
    const kept = {};
    for (const field of fieldsOf(form)) {
      if (field.type === "radio" && !field.checked) continue;
      const label = field.tagName === "SELECT" ? field.selectedOptions[0]?.text : undefined;
      kept[field.name] = { value: field.type === "radio" ? field.value : valueOf(field), label };
    }
    return kept;
  };

  const forgetOld = () => {
    const limit = Date.now() - DAYS * 24 * 3600 * 1000;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(PREFIX) && !(parsed(read(localStorage, key))?.at > limit)) write(localStorage, key, null);
    }
  };

  window.driehoekKept = { PREFIX, read, write, parsed, fieldsOf, valueOf, snapshot, forgetOld };
}
