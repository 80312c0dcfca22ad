// Everything here makes a page quicker or kinder; each page works without it.
import "./autosubmit.js";
import "./error-summary.js";
import "./htmx-setup.js";
import "./menus.js";

document.documentElement.dataset.js = "";
