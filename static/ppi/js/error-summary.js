// The browser focuses the summary by `autofocus`; a fragment in the address keeps it from that.
const summary = document.querySelector("[data-error-summary]");

if (summary) {
  if (location.hash) summary.focus();
  document.title = `${summary.querySelector("h2").textContent}: ${document.title}`;
}
