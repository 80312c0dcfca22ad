// "Share" opens the device's own sheet where there is one; elsewhere it stays a link to a mail.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-share]");
  if (!link || !navigator.share) return;
  event.preventDefault();
  // Closing the sheet without sharing is an answer, not a mistake.
  navigator.share({ title: document.title, url: link.dataset.share }).catch(() => {});
});
