// Passkeys: what needs this script appears with it, and a passkey that was not used says so.
for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

document.addEventListener("allauth.error", (event) => {
  const problem = document.querySelector("[data-passkey-problem]");
  if (!problem) return;
  event.preventDefault();
  problem.hidden = false;
});
