// Everything here makes a page quicker or kinder; each page works without it.
import "./autosave.js";
import "./autosubmit.js";
import "./error-summary.js";
import "./htmx-setup.js";
import "./menus.js";
import "./push.js";
import "./reader-zone.js";
import "./share.js";

document.documentElement.dataset.js = "";
