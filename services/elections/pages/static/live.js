// The live count: figures and strokes follow the stream; without it, the page loads itself again.
"use strict";
(() => {
  const page = document.querySelector("[data-stream]");
  const status = page.querySelector(".connection");
  const drawing = "http://www.w3.org/2000/svg";
  const FULL = 5; // strokes of 正
  let failures = 0;

  function character(strokes) {
    const svg = document.createElementNS(drawing, "svg");
    const use = document.createElementNS(drawing, "use");
    svg.setAttribute("class", "zheng");
    use.setAttribute("href", `#zheng-${strokes}`);
    svg.append(use);
    return svg;
  }

  function chalk(cell, votes) {
    const drawn = Array.from({ length: Math.floor(votes / FULL) }, () => character(FULL));
    if (votes % FULL) drawn.push(character(votes % FULL));
    cell.replaceChildren(...drawn);
    cell.dataset.votes = votes;
  }

  function show(state) {
    const keys = state.sheets.map((sheet) => sheet.key).join(" ");
    const signed = state.sheets.map((sheet) => sheet.state).join(" ");
    if (keys !== page.dataset.sheets || signed !== (page.dataset.states ?? signed)) return location.reload();
    page.dataset.states = signed;
    page.dataset.version = state.version;
    const figures = state.boards[page.dataset.board] ?? {};
    for (const cell of page.querySelectorAll("[data-count]")) cell.textContent = figures[cell.dataset.count] ?? 0;
    for (const cell of page.querySelectorAll("[data-strokes]")) {
      const votes = figures[cell.dataset.strokes] ?? 0;
      if (String(votes) !== cell.dataset.votes) chalk(cell, votes);
    }
    for (const sheet of state.sheets) page.querySelector(`[data-sheet="${sheet.key}"]`).textContent = sheet.papers;
  }

  function listen() {
    const source = new EventSource(page.dataset.stream);
    source.addEventListener("open", () => {
      failures = 0;
      if (status) status.textContent = "";
    });
    source.addEventListener("count", (event) => show(JSON.parse(event.data)));
    source.addEventListener("over", () => {
      source.close();
      location.reload();
    });
    source.addEventListener("error", () => {
      if (status) status.textContent = status.dataset.lost;
      if (source.readyState !== EventSource.CLOSED) return; // it tries again by itself, with the last event's id
      failures += 1;
      const wait = 5000 + Math.random() * 5000; // not all viewers at once
      setTimeout(failures > 2 ? () => location.reload() : listen, wait);
    });
  }

  listen();
})();
