// The moderator's keys. They can be switched off, and never act while somebody writes.
const SETTING = "ppi-moderation-keys";
const keysOn = document.querySelector("[data-keys-on]");
const opener = (step) => {
  const links = [...document.querySelectorAll("[data-queue] a")];
  const here = links.findIndex((link) => link.hasAttribute("aria-current"));
  return links[here + step];
};

const ACTIONS = {
  p: () => document.querySelector("[data-key=p]"),
  r: () => {
    const reason = document.querySelector("[data-key=r]");
    const send = reason?.form.querySelector("[name=decision][value=return]");
    return reason?.value.trim() ? send : reason;
  },
  j: () => opener(1),
  k: () => opener(-1),
};

const isWriting = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.repeat);
  if (!isPlain || !keysOn?.checked || isWriting(event.target)) return;
  const element = ACTIONS[event.key]?.();
  if (!element) return;
  event.preventDefault();
  element.matches("textarea") ? element.focus() : element.click();
});

if (keysOn) {
  keysOn.closest("[data-keys]").hidden = false;
  keysOn.checked = localStorage.getItem(SETTING) !== "off";
  keysOn.addEventListener("change", () => {
    localStorage.setItem(SETTING, keysOn.checked ? "on" : "off");
  });
}
