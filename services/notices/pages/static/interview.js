// The interviewer's page: each visit goes into this device's store (IndexedDB) with its photos, and from there to the
// server. It leaves the store only when the server has said that it has it.
"use strict";
(() => {
  const KEPT = "shequ-interviews"; // as in interview-worker.js
  const LONGEST_WAIT = 30; // seconds between attempts
  const WIDEST = 1600; // pixels of a photo
  const start = JSON.parse(document.getElementById("start").textContent);
  const form = document.getElementById("visit");
  const part = (id) => document.getElementById(id);
  const text = (template, facts) => template.replace(/\{(\w+)\}/g, (_, name) => facts[name]);

  let database;
  let sending = false;
  let again = false; // something was added while it was sending
  let failures = 0;
  let timer;
  const counted = `interviews-sent-${start.id}`; // a page that was kept knows only how it began
  let sent = Math.max(Number(part("sent").dataset.sent), Number(localStorage.getItem(counted)));

  // --- the store on this device ---
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });

  function openDatabase() {
    const opening = indexedDB.open(`shequ-interviews-${start.id}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("visits", { keyPath: "id" });
    return done(opening);
  }

  const store = (mode) => database.transaction("visits", mode, { durability: "strict" }).objectStore("visits");
  const all = () => done(store("readonly").getAll());
  const keep = (visit) => done(store("readwrite").put(visit));
  const drop = (id) => done(store("readwrite").delete(id));

  // --- to the server ---
  async function post(path, body, headers = {}) {
    const answer = await fetch(path, { method: "POST", body, headers: { Accept: "application/json", ...headers } });
    if (answer.status >= 500 || answer.status === 429) throw new Error("not now");
    return answer.ok ? null : ((await answer.json().catch(() => ({}))).detail ?? String(answer.status));
  }

  async function send() {
    if (sending) return void (again = true);
    sending = true;
    clearTimeout(timer);
    try {
      do {
        again = false;
        for (const visit of (await all()).filter((each) => !each.refused)) await sendOne(visit);
      } while (again);
      failures = 0;
    } catch {
      failures += 1;
      timer = setTimeout(send, Math.min(LONGEST_WAIT, 2 ** failures) * 1000 * (0.5 + Math.random() / 2));
    }
    sending = false;
    await show();
  }

  async function sendOne({ id, body, photos }) {
    let why = null;
    for (const photo of photos) {
      const filled = new FormData();
      filled.set("id", photo.id);
      filled.set("interview_id", id);
      filled.set("visit", photo.visit);
      filled.set("file", photo.blob, "photo");
      why ??= await post("photos", filled);
    }
    why ??= await post("visits", JSON.stringify(body), { "Content-Type": "application/json" });
    if (why) return void (await keep({ id, body, photos, refused: why })); // stays here for the office to look at
    await drop(id);
    localStorage.setItem(counted, (sent += 1));
    await show();
  }

  // --- what is seen ---
  async function show() {
    const visits = await all();
    const waiting = visits.filter((each) => !each.refused).length;
    const state = part("state");
    state.textContent = text(waiting ? state.dataset.waiting : state.dataset.synced, { count: waiting });
    state.className = waiting ? "bad" : "good";
    part("sent").textContent = text(part("sent").dataset.text, { count: sent });
    part("refused").replaceChildren(...visits.filter((each) => each.refused).map(refusal));
  }

  function refusal({ id, refused, body, photos }) {
    const { text: words, retry, drop: away } = part("refused").dataset;
    const item = document.createElement("li");
    const when = new Date(body.visited_at).toLocaleString(document.documentElement.lang);
    const oncemore = () => keep({ id, body, photos }).then(send);
    item.append(when, " ", text(words, { why: refused }), " ", button(retry, oncemore), button(away, () => drop(id).then(show)));
    return item;
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.className = "quiet";
    made.type = "button";
    made.textContent = words;
    made.onclick = act;
    return made;
  }

  // --- the visit ---
  const outcome = () => new FormData(form).get("outcome");

  function answerTo({ code, kind }) {
    const typed = new FormData(form).getAll(`answers.${code}`).filter((each) => typeof each === "string" && each.trim());
    if (kind === "multiple") return typed;
    if (!typed.length) return null;
    return kind === "scale" || kind === "number" ? Number(typed[0]) : typed[0].trim();
  }

  async function smaller(file) {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [picture.width * scale, picture.height * scale];
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
  }

  const taken = (input, visit) =>
    Promise.all([...(input?.files ?? [])].map(async (file) => ({ id: crypto.randomUUID(), visit, blob: await smaller(file) })));

  function fault(answers) {
    const who = form.elements.who;
    if (who && !who.value) return form.dataset.who;
    if (outcome() !== "met") return "";
    if (form.elements.consent && !form.elements.consent.checked) return form.dataset.consent;
    const open = start.questions.filter(({ code, required }) => required && (answers[code] === null || answers[code].length === 0));
    return open.length ? form.dataset.missing : "";
  }

  async function keepVisit() {
    const met = outcome() === "met";
    const answers = met ? Object.fromEntries(start.questions.map((each) => [each.code, answerTo(each)])) : {};
    const photos = [];
    try {
      photos.push(...(await taken(form.elements.evidence, true)));
      for (const code of met ? start.photos : []) {
        const shots = await taken(form.elements[`answers.${code}`], false);
        answers[code] = shots.map((shot) => shot.id);
        photos.push(...shots);
      }
    } catch {
      return void (part("fault").textContent = form.dataset.photo);
    }
    if ((part("fault").textContent = fault(answers))) return;
    const [stratum, place] = (form.elements.who?.value ?? "").split("/");
    const id = crypto.randomUUID();
    const body = {
      id,
      outcome: outcome(),
      consent: Boolean(form.elements.consent?.checked),
      visited_at: new Date().toISOString(),
      answers,
      notes: form.elements.notes.value.trim() || null,
      stratum: stratum || null,
      place: place ? Number(place) : null,
    };
    await keep({ id, body, photos });
    form.elements.who?.selectedOptions[0]?.remove();
    form.reset();
    ask();
    await show();
    scrollTo(0, 0);
    send();
  }

  const ask = () => (part("asked").hidden = outcome() !== "met");

  async function keepPage() {
    if (!navigator.serviceWorker) return;
    await navigator.serviceWorker.register("worker.js");
    const files = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.href || each.src);
    await (await caches.open(KEPT)).addAll([location.href, ...files]);
    part("kept").textContent = part("sync").dataset.kept;
  }

  function stop() {
    part("stopped").textContent = part("stopped").dataset.storage;
    part("stopped").hidden = false;
    form.querySelector("button").disabled = true;
  }

  let keeping = Promise.resolve(); // a second tap waits for the first
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keeping = keeping.then(keepVisit).catch(stop);
  });
  form.addEventListener("change", ask);
  addEventListener("online", send);

  openDatabase()
    .then(async (opened) => {
      database = opened;
      navigator.storage?.persist?.();
      keepPage().catch(() => {}); // without it the page needs a network to open; visits are safe all the same
      ask();
      await show();
      await send();
    })
    .catch(stop);
})();
