"use strict";
(function () {
  const top = document.getElementById("heads");
  if (!top) return;
  const heads = [...top.rows[0].cells];
  const bodies = [...top.parentNode.tBodies];
  const rows = bodies.flatMap((body) => [...body.rows]);
  const shown = bodies[0].rows.length;
  const letters = new Intl.Collator("en", { numeric: true });

  function key(row, column, text) {
    const cell = row.cells[column];
    const said = cell.dataset.v || cell.textContent;
    if (said === "" || said === "–") return null;
    return text ? said : Number(said);
  }
  function fill(body, order) {
    const sorted = document.createDocumentFragment();
    order.forEach((each) => sorted.appendChild(each.row));
    body.appendChild(sorted);
  }
  function sort(column, way) {
    const text = heads[column].className === "text";
    const order = rows.map((row, place) => ({ row, place, key: key(row, column, text) }));
    order.sort((a, b) => {
      // What has no value comes last either way.
      if (a.key === null || b.key === null) return (a.key === null) - (b.key === null) || a.place - b.place;
      return way * (text ? letters.compare(a.key, b.key) : a.key - b.key) || a.place - b.place;
    });
    fill(bodies[0], order.slice(0, shown));
    if (bodies.length > 1) fill(bodies[1], order.slice(shown));
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[column].setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
  }
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.appendChild(button);
    button.addEventListener("click", () => sort(column, head.getAttribute("aria-sort") === "ascending" ? -1 : 1));
  });
  const all = document.getElementById("all");
  if (!all) return;
  all.hidden = false;
  all.addEventListener("click", () => { bodies[1].hidden = false; all.hidden = true; });
})();
