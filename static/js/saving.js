// Forms that htmx sends while the connection, the server or the session may be gone: sent again when they can be. After signing in again
// in another tab the page goes on by itself.
"use strict";
{
  const RETRY = 15000; // milliseconds before a save that failed is tried again
  const LOOK = 10000; // milliseconds between two looks for a new session
  const kinds = [];
  const timers = new WeakMap();
  const failed = new WeakSet(); // forms that were sent and not saved
  let looking = null; // the timer, while nobody is signed in

  const kindOf = (form) => kinds.find(({ selector }) => form.matches(selector));
  const formOf = (element) => kinds.map(({ selector }) => element.closest?.(selector)).find((form) => form);
  const forms = () => kinds.flatMap(({ selector }) => [...document.querySelectorAll(selector)]);
  const isUnsaved = (form) => kindOf(form).isUnsaved?.(form) ?? failed.has(form);

  const say = (form, trouble) => {
    const { status, words } = kindOf(form);
    const said = words(form);
    status(form).textContent = said[trouble] || "";
    if (trouble !== "signedOut") return;
    const href = location.pathname + location.search; // which asks to sign in, and comes back here
    status(form).append(" ", Object.assign(document.createElement("a"), { href, className: "utrecht-link", target: said.signInTarget || "", textContent: said.signIn }));
  };
  const resend = (form, wait) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => { if (form.isConnected) kindOf(form).resend(form); }, wait));
  };
  const stop = (form) => clearTimeout(timers.get(form));

  // After signing in again this page takes the token of the new session, if that is of the same person.
  const renew = async () => {
    const answer = await fetch(location.pathname + location.search).catch(() => null);
    if (!answer?.ok || answer.redirected) return false;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
    if (!token || fresh.body.dataset.person !== document.body.dataset.person) return false;
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token;
    return true;
  };
  const goOn = async () => {
    if (!looking || document.hidden || !(await renew()) || !looking) return;
    clearInterval(looking);
    looking = null;
    for (const form of forms()) { say(form, ""); if (isUnsaved(form)) resend(form, 0); }
    document.dispatchEvent(new CustomEvent("driehoek:signed-in"));
  };
  const tell = (form, trouble) => {
    if (form) { failed.add(form); say(form, trouble); } else for (const kind of kinds) kind.tell?.(trouble);
  };
  const signedOut = (form) => {
    tell(form, "signedOut");
    looking ??= setInterval(goOn, LOOK);
  };
  window.addEventListener("focus", goOn);
  document.addEventListener("visibilitychange", goOn);

  document.addEventListener("htmx:beforeRequest", ({ detail: { elt } }) => {
    failed.delete(formOf(elt));
    if (formOf(elt) === elt) stop(elt);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo, elt } = event.detail;
    const form = formOf(elt);
    if (xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(pathInfo.requestPath, location.href).pathname) { // the login page came instead
      event.detail.shouldSwap = false;
      if (form || kinds.some(({ stays }) => stays)) signedOut(form); else location.reload();
    } else if ([409, 422].includes(xhr.status)) {
      event.detail.shouldSwap = xhr.getResponseHeader("Content-Type").startsWith("text/html");
      event.detail.isError = false;
    }
  });
  document.addEventListener("htmx:responseError", async ({ detail: { elt, xhr } }) => {
    const form = formOf(elt);
    tell(form, "failed");
    // The token is of an earlier session: someone signed in again before this page noticed.
    if (form && xhr.status === 403 && !form.dataset.renewed && await renew()) { form.dataset.renewed = "yes"; resend(form, 0); }
    else if (form && xhr.status >= 500) resend(form, RETRY);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) document.addEventListener(name, ({ detail: { elt } }) => {
    const form = formOf(elt);
    tell(form, "offline");
    if (form) resend(form, RETRY);
  });
  window.addEventListener("online", () => { for (const form of forms()) if (isUnsaved(form)) resend(form, 0); });

  window.driehoekSaving = { watch: (kind) => kinds.push(kind), say, resend, stop, signedOut, isSignedOut: () => looking !== null };
}
