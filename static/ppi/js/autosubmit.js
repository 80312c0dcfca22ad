// A form marked `data-autosubmit` is sent when a choice in it changes; text waits for Enter.
const CHOICE = "select, [type=checkbox], [type=radio]";

document.addEventListener("change", ({ target }) => {
  if (target.form?.matches("[data-autosubmit]") && target.matches(CHOICE)) {
    target.form.requestSubmit();
  }
});

// "Apply filters" in the phone's sheet has nothing left to send but the sheet itself.
document.addEventListener("submit", ({ submitter }) => {
  const sheet = submitter?.closest("[popover]");
  if (sheet?.matches(":popover-open")) sheet.hidePopover();
});
