// Who has no account reads deadlines by the clock of their own browser; the portal's stands in the
// title. For everybody else the server writes them in the zone of their account.
const root = document.documentElement;
// English dates are written the European way, as the server writes them.
const locale = root.lang === "en" ? "en-GB" : root.lang;
const written = (at, style) => new Intl.DateTimeFormat(locale, { dateStyle: style }).format(at);
const twoDigits = (number) => String(number).padStart(2, "0");

// Lithuanian's long form ends with a full stop, which would stand twice at the end of a sentence.
function day(at) {
  const long = written(at, "long");
  return long.endsWith(".") ? written(at, "medium") : long;
}

function zone(at) {
  const parts = new Intl.DateTimeFormat(locale, { timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName").value;
}

function minutesFromUtc(moment) {
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)$/.exec(moment);
  return Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
}

function tell(time) {
  const at = new Date(time.dateTime);
  delete time.dataset.moment;
  if (minutesFromUtc(time.dateTime) === -at.getTimezoneOffset()) return;
  time.title = time.textContent;
  time.textContent = `${day(at)}, ${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())} ${zone(at)}`;
}

function tellAll() {
  if ("visitor" in root.dataset) document.querySelectorAll("time[data-moment]").forEach(tell);
}

tellAll();
document.addEventListener("htmx:after:swap", tellAll);
