// Push messages: the button is shown where the browser knows them and has not been asked in vain.
const form = document.querySelector("[data-push-key]");
const supported = "serviceWorker" in navigator && "PushManager" in window;

if (form && supported && Notification.permission !== "denied") {
  form.hidden = false;
  form.addEventListener("submit", subscribe);
}

async function subscribe(event) {
  event.preventDefault();
  if ((await Notification.requestPermission()) !== "granted") return;
  const registration = await navigator.serviceWorker.register(form.dataset.pushWorker);
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: form.dataset.pushKey,
  });
  const { endpoint, keys } = subscription.toJSON();
  form.elements.endpoint.value = endpoint;
  form.elements.key.value = keys.p256dh;
  form.elements.secret.value = keys.auth;
  form.submit();
}
