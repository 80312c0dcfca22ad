// htmx: the token that Django asks for, what a screen reader hears, and what to do on failure.
const UNSAFE = /POST|PUT|PATCH|DELETE/;

function csrfToken(element) {
  const within = element.closest("form")?.querySelector("[name=csrfmiddlewaretoken]");
  return (within ?? document.querySelector("[name=csrfmiddlewaretoken]"))?.value;
}

function announce(text) {
  const announcer = document.getElementById("announcer");
  announcer.textContent = "";
  requestAnimationFrame(() => (announcer.textContent = text.trim()));
}

function showFailure() {
  const message = document.getElementById("request-failed").content.cloneNode(true);
  document.getElementById("toasts").replaceChildren(message);
}

// A page of its own: refused, not found, broken. A form with errors (400, 422) is swapped in.
const isForeignPage = ({ status }) => status >= 400 && status !== 400 && status !== 422;

document.addEventListener("htmx:config:request", ({ target, detail: { ctx } }) => {
  const { method, headers, body } = ctx.request;
  if (UNSAFE.test(method)) headers["X-CSRFToken"] = csrfToken(target);
  // A question asked with a whole form must not write the token into an address.
  else body?.delete("csrfmiddlewaretoken");
});

document.addEventListener("htmx:before:request", () => {
  document.getElementById("toasts").replaceChildren();
});

document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
  if (!isForeignPage(ctx.response)) return;
  ctx.swap = "none";
  ctx.select = ctx.selectOOB = ctx.push = ctx.replace = null;
  // A form that was refused, as with a token too old, is sent again as a page of its own: that
  // page says why, and shows what was typed.
  if (ctx.response.status === 403 && ctx.sourceElement instanceof HTMLFormElement) ctx.sourceElement.submit();
  else showFailure();
});

document.addEventListener("htmx:error", ({ detail: { error } }) => {
  if (error?.name !== "AbortError") showFailure();
});

document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
  const region = ctx.target?.id ? document.getElementById(ctx.target.id) : ctx.target;
  const heard = region?.querySelector("[data-announce]");
  if (heard) announce(heard.textContent);
  region?.querySelector("[data-error-summary]")?.focus();
});
