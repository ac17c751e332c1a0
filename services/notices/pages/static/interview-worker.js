// Keeps the interviewer's page and its files, so that it opens without a network. Visits are never kept here.
"use strict";
const KEPT = "shequ-interviews";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET") event.respondWith(fromNetwork(request).catch(() => fromDevice(request)));
});

async function fromNetwork(request) {
  const answer = await fetch(request);
  if (answer.status >= 500) throw new Error(`the server answers ${answer.status}`);
  const kept = await caches.open(KEPT);
  if (answer.status === 200 && !answer.redirected) kept.put(request, answer.clone());
  if (answer.status === 404) kept.delete(request, { ignoreSearch: true }); // the link was ended: forget whom it named
  return answer;
}

async function fromDevice(request) {
  const kept = await caches.match(request, { ignoreVary: true, ignoreSearch: true });
  return kept ?? Response.error();
}
