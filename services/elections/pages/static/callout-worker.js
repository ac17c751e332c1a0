// Keeps the recorder's page and its files, so that it opens without a network. Papers are never kept here.
"use strict";
const KEPT = "shequ-callout-page";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || request.url.endsWith("/papers")) return;
  event.respondWith(fromNetwork(request).catch(() => fromDevice(request)));
});

async function fromNetwork(request) {
  const answer = await fetch(request);
  if (answer.status >= 500) throw new Error(`the server answers ${answer.status}`);
  if (answer.status === 200 && !answer.redirected) (await caches.open(KEPT)).put(request, answer.clone());
  return answer;
}

async function fromDevice(request) {
  const kept = await caches.match(request, { ignoreVary: true });
  return kept ?? Response.error();
}
