// The recorder's page: papers go into a chained log on this device (IndexedDB) and from there to the server.
"use strict";
(() => {
  const KEPT = "shequ-callout-page"; // as in callout-worker.js
  const BATCH = 100; // records at a time
  const LONGEST_WAIT = 30; // seconds between attempts
  const start = JSON.parse(document.getElementById("start").textContent);
  const form = document.getElementById("paper");
  const parts = [...form.querySelectorAll("fieldset")];
  const remembered = `callout-acknowledged-${start.id}`; // a page that was kept knows only how it began
  const part = (id) => document.getElementById(id);
  const text = (template, facts) => template.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

  let database;
  let log = []; // every record from the first, each with its hash
  let acknowledged = 0; // so many of them the server has
  let stopped = false;
  let sending = false;
  let signedOut = false;
  let failures = 0;
  let timer;
  let writing = Promise.resolve(); // one record after the other, however fast somebody taps

  // --- the log on this device ---
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  function openDatabase() {
    const opening = indexedDB.open("shequ-callouts", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("records", { keyPath: ["callout", "number"] });
    return done(opening);
  }

  const store = (mode) => database.transaction("records", mode, { durability: "strict" }).objectStore("records");
  const kept = () => done(store("readonly").getAll(IDBKeyRange.bound([start.id, 0], [start.id, Infinity])));

  async function hashOf(record) {
    const posts = Object.keys(record.contests).sort();
    const marks = (post) => {
      const { void: ground, votes, against, write_ins: names } = record.contests[post];
      return [post, ground, votes, against, names];
    };
    const whole = JSON.stringify([record.number, record.id, record.replaces, posts.map(marks), record.previous]);
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(whole));
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function append(contests, replaces = null) {
    writing = writing.then(async () => {
      if (stopped) return;
      const previous = log.at(-1)?.hash ?? start.id;
      const record = { number: log.length + 1, id: crypto.randomUUID(), replaces, contests, previous };
      record.hash = await hashOf(record);
      await done(store("readwrite").add({ callout: start.id, ...record }));
      log.push(record);
      show();
      send();
    });
    return writing.catch((error) => stop(String(error)));
  }

  // --- to the server ---
  async function send() {
    if (sending || stopped) return;
    sending = true;
    clearTimeout(timer);
    try {
      while (acknowledged < log.length && !stopped) await sendSome();
      failures = 0;
    } catch {
      failures += 1;
      timer = setTimeout(send, Math.min(LONGEST_WAIT, 2 ** failures) * 1000 * (0.5 + Math.random() / 2));
    }
    sending = false;
    show();
  }

  async function sendSome() {
    const items = log.slice(acknowledged, acknowledged + BATCH).map(({ callout, ...record }) => record);
    const body = JSON.stringify({ items });
    const headers = { "Content-Type": "application/json", Accept: "application/json" };
    const answer = await fetch("papers", { method: "POST", headers, body, redirect: "manual" });
    signedOut = answer.type === "opaqueredirect";
    if (signedOut || answer.status >= 500) throw new Error("not now");
    const told = await answer.json();
    if (answer.ok) localStorage.setItem(remembered, (acknowledged = Math.min(told.records, log.length)));
    else if (told.code === "papers_missing" && acknowledged > 0) acknowledged = 0; // it was set back: send all again
    else stop([told.detail, ...(told.fields ?? []).map((fault) => fault.message)].join(" "));
    show();
  }

  async function begin() {
    database = await openDatabase();
    log = await kept();
    if (log.length < start.records) await fetchLog();
    const known = start.records ? log[start.records - 1]?.hash : start.id;
    if (known !== start.head) return stop(part("stopped").dataset.differs);
    acknowledged = Math.min(log.length, Math.max(start.records, Number(localStorage.getItem(remembered))));
    navigator.storage?.persist?.();
    keepPage().catch(() => {}); // without it the page needs a network to open; papers are safe all the same
    show();
    send();
  }

  async function fetchLog() {
    const there = (await (await fetch("papers")).json()).items;
    if (log.some((record, place) => record.hash !== there[place].hash)) return;
    const records = store("readwrite");
    await Promise.all(there.slice(log.length).map((record) => done(records.add({ callout: start.id, ...record }))));
    log = there;
  }

  async function keepPage() {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register("worker.js");
    const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.href || each.src);
    await (await caches.open(KEPT)).addAll([location.href, ...files]);
    document.documentElement.dataset.kept = "yes";
  }

  // --- what is seen ---
  const inForce = () => {
    const replaced = new Set(log.map((record) => record.replaces));
    return log.filter((record) => Object.keys(record.contests).length && !replaced.has(record.id));
  };

  function show() {
    const [count, state, waiting] = [part("count"), part("state"), log.length - acknowledged];
    const papers = inForce();
    count.textContent = text(count.dataset.text, { papers: papers.length, records: log.length });
    const words = waiting ? (signedOut ? state.dataset.signedOut : state.dataset.waiting) : state.dataset.synced;
    state.textContent = text(words, { count: waiting });
    state.className = waiting ? "bad" : "good";
    part("head").textContent = (log.at(-1)?.hash ?? start.id).slice(0, 8);
    part("recent").replaceChildren(...papers.slice(-5).reverse().map(line));
  }

  const name = (id) => form.querySelector(`[data-vote="${id}"]`)?.textContent ?? id;

  function line(record) {
    const { back, paper, void: ground } = part("recent").dataset;
    const said = ({ contests }) =>
      parts.map(({ dataset: { post } }) => {
        const marks = contests[post];
        return marks.void ? ground : [...marks.votes.map(name), ...marks.write_ins].join("、") || "—";
      });
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.className = "quiet";
    button.textContent = back;
    button.onclick = () => append({}, record.id);
    item.append(text(paper, record), said(record).join(" ｜ "), " ", button);
    return item;
  }

  function stop(why) {
    stopped = true;
    part("stopped").textContent = why;
    part("stopped").hidden = false;
    part("record").disabled = true;
  }

  // --- the paper that is being called ---
  const pressed = (field, kind) => [...field.querySelectorAll(`[data-${kind}][aria-pressed=true]`)].map((b) => b.dataset[kind]);
  const names = (field) => (field.querySelector(".write-ins")?.value ?? "").split(/[、,，;；]/).map((each) => each.trim()).filter(Boolean);

  function marksOf(field) {
    const ground = field.querySelector(".void").value || null;
    return { votes: pressed(field, "vote"), against: pressed(field, "against"), write_ins: names(field), void: ground };
  }

  function check() {
    for (const field of parts) {
      const over = field.querySelector(".over");
      const { votes, write_ins: others } = marksOf(field);
      const count = votes.length + others.length;
      over.textContent = count > Number(field.dataset.seats) ? text(over.dataset.text, { count }) : "";
    }
    part("fault").textContent = "";
  }

  function press(button) {
    const opposite = button.dataset.vote ? `[data-against="${button.dataset.vote}"]` : `[data-vote="${button.dataset.against}"]`;
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    button.parentElement.querySelector(opposite)?.setAttribute("aria-pressed", false);
    check();
  }

  function clear() {
    form.reset();
    for (const button of form.querySelectorAll("[aria-pressed]")) button.setAttribute("aria-pressed", false);
    check();
  }

  form.addEventListener("click", (event) => event.target.dataset.vote || event.target.dataset.against ? press(event.target) : null);
  form.addEventListener("input", check);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!database || stopped) return;
    const contests = Object.fromEntries(parts.map((field) => [field.dataset.post, marksOf(field)]));
    const said = Object.values(contests).some((marks) => Object.values(marks).some((mark) => mark?.length));
    if (!said) return void (part("fault").textContent = form.dataset.blank);
    clear();
    append(contests);
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const button = form.querySelectorAll("[data-vote]")[Number(event.key) - 1]; // 1 to 9: the first nine names
    if (button) press(button);
    if (event.key === "Enter" && event.target === document.body) form.requestSubmit();
  });
  addEventListener("online", send);

  if (!crypto.subtle) return stop(part("stopped").dataset.insecure);
  navigator.locks.request(`callout-${start.id}`, { ifAvailable: true }, (lock) =>
    lock ? begin().then(() => new Promise(() => {})).catch((error) => stop(String(error))) : stop(part("stopped").dataset.tab),
  );
})();
