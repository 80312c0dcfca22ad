// What stands in the form around `data-autosave` is kept on the server while somebody types, and
// who else is at the page is said. It never moves the page, and never throws away what was typed.
const QUIET_MS = 2_000;
const LONGEST_MS = 10_000;
const PRESENT_MS = 30_000;
const PATIENCE_MS = 20_000;
// A browser sends no more than 64 KiB once the page is gone.
const LARGEST_ON_LEAVING = 60_000;
const TOKEN = "csrfmiddlewaretoken";

const part = (root, name) => root.querySelector(`[data-${name}]`);
const tokens = () => document.querySelectorAll(`[name=${TOKEN}]`);

class Failure extends Error {}

class Autosave {
  typed = 0;
  saved = 0;
  failure = "";
  isLeaving = false;

  constructor(status) {
    this.status = status;
    this.form = status.closest("form");
    this.address = status.dataset.autosave;
  }

  get isUnsaved() {
    return this.typed > this.saved;
  }

  // A pause in the typing is waited for, but not for long.
  note() {
    this.isLeaving = false;
    if (!this.isUnsaved) this.since = Date.now();
    this.typed += 1;
    this.plan(Math.min(QUIET_MS, Math.max(0, this.since + LONGEST_MS - Date.now())));
  }

  plan(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait);
  }

  // One at a time; who leaves does not wait for the one before.
  async send({ keepalive = false } = {}) {
    if (this.isLeaving || (this.sending && !keepalive)) return;
    this.sending?.abort();
    const sending = (this.sending = new AbortController());
    const signal = AbortSignal.any([sending.signal, AbortSignal.timeout(PATIENCE_MS)]);
    const typed = this.typed;
    try {
      const page = await this.ask({ body: this.body(), keepalive, signal });
      this.saved = Math.max(this.saved, typed);
      this.show(page);
    } catch (failure) {
      if (sending.signal.aborted) return;
      this.fail(failure instanceof Failure ? failure.message : "no-connection", failure.cause);
    }
    this.sending = null;
    this.since = Date.now();
    if (this.isUnsaved) this.plan(this.failure ? LONGEST_MS : QUIET_MS);
  }

  body() {
    const entries = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== TOKEN) entries.append(name, value);
    }
    if (!this.isUnsaved) entries.append("here", "1");
    return entries;
  }

  // A sign-in in another tab made the page's token old: then a fresh one is asked for, once.
  async ask({ body, keepalive, signal }, isAgain = false) {
    const headers = { "X-CSRFToken": tokens()[0]?.value ?? "" };
    const isSmall = body.toString().length < LARGEST_ON_LEAVING;
    const options = { method: "POST", headers, body, signal, keepalive: keepalive && isSmall };
    const answer = await this.read(await this.fetch(options));
    const said = part(answer.page, "refused");
    if (answer.ok) return answer.page;
    if (said) throw new Failure("refused", { cause: said.textContent });
    if (answer.status !== 403 || isAgain) throw new Failure("failed");
    const fresh = await this.read(await this.fetch({ signal }));
    if (!fresh.ok) throw new Failure("failed");
    return this.ask({ body, keepalive, signal }, true);
  }

  fetch(options) {
    return fetch(this.address, { redirect: "manual", credentials: "same-origin", ...options });
  }

  async read(response) {
    if (response.type === "opaqueredirect") throw new Failure("signed-out");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = response.ok && page.querySelector(`[name=${TOKEN}]`)?.value;
    if (fresh) for (const token of tokens()) token.value = fresh;
    return { ok: response.ok, status: response.status, page };
  }

  show(page) {
    const { saved, others } = this.places;
    const now = part(page, "saved")?.textContent.trim();
    // Said aloud at the first time and after a failure, not every few seconds.
    if (now && (this.failure || !saved.textContent)) this.say(now);
    if (now || this.failure) saved.textContent = now ?? "";
    this.failure = "";
    const here = part(page, "others")?.textContent.trim() ?? "";
    if (here && here !== others.textContent.trim()) this.say(here);
    others.textContent = here;
  }

  fail(name, sentence) {
    const { saved } = this.places;
    const key = sentence ?? name;
    if (key === this.failure) return;
    this.failure = key;
    const written = this.status.querySelector(`[data-failure="${name}"]`)?.content.cloneNode(true);
    saved.replaceChildren(written ?? sentence.trim());
    this.say(saved.textContent);
  }

  say(sentence) {
    this.places.heard.textContent = sentence;
  }

  get places() {
    const place = (name) => this.status.querySelector(`[data-typing="${name}"]`);
    return { saved: place("saved"), others: place("others"), heard: place("heard") };
  }

  // Sent by a button: the page that comes knows it all.
  leave() {
    this.isLeaving = true;
    this.sending?.abort();
    this.sending = null;
    clearTimeout(this.timer);
  }

  // The browser shows the page again as it was left; what was being sent then may be lost.
  comeBack() {
    this.isLeaving = false;
    this.sending?.abort();
    this.sending = null;
    this.send();
  }

  watch() {
    for (const name of ["input", "change"]) this.form.addEventListener(name, () => this.note());
    document.addEventListener("submit", ({ target }) => {
      if (target === this.form || target.matches("[data-discards-typing]")) this.leave();
    });
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden || this.isUnsaved) this.send({ keepalive: document.hidden });
    });
    addEventListener("pagehide", () => this.isUnsaved && this.send({ keepalive: true }));
    addEventListener("pageshow", ({ persisted }) => persisted && this.comeBack());
    addEventListener("online", () => this.send());
    addEventListener("beforeunload", (event) => {
      if (this.isUnsaved && this.failure && !this.isLeaving) event.preventDefault();
    });
    setInterval(() => document.hidden || this.isUnsaved || this.send(), PRESENT_MS);
    this.send();
  }
}

const status = document.querySelector("[data-autosave]");
if (status) new Autosave(status).watch();
