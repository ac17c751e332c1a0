// Dragging a session to another day or room opens the page that says what that would break; nothing is saved here.
"use strict";

const board = document.querySelector("[data-board]");
const cells = board.querySelectorAll("[data-day]");

board.addEventListener("dragstart", (event) => {
  const card = event.target.closest("[data-move]");
  if (!card) return;
  event.dataTransfer.setData("text/plain", card.dataset.move);
  event.dataTransfer.effectAllowed = "move";
});

for (const cell of cells) {
  cell.addEventListener("dragover", (event) => {
    event.preventDefault();
    cell.classList.add("over");
  });
  cell.addEventListener("dragleave", () => cell.classList.remove("over"));
  cell.addEventListener("drop", (event) => {
    event.preventDefault();
    const address = new URL(event.dataTransfer.getData("text/plain"), window.location.href);
    if (address.origin !== window.location.origin || !address.pathname.endsWith("/move")) return;
    address.searchParams.set("day", cell.dataset.day);
    if ("room" in cell.dataset) address.searchParams.set("room_id", cell.dataset.room);
    window.location.assign(address);
  });
}
