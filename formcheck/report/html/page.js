"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const place = document.getElementById("chart");
  const W = 920, ROW = 92, TOP = 26, BOTTOM = 22, LEFT = 8, RIGHT = 8, PAD = 9;
  const NS = "http://www.w3.org/2000/svg";
  const height = TOP + ROW * data.curves.length + BOTTOM;
  let from = 0, to = data.end || 1, grip = null;

  function make(parent, name, attributes, text) {
    const node = document.createElementNS(NS, name);
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (text !== undefined) node.textContent = text;
    parent.appendChild(node);
    return node;
  }
  const svg = make(place, "svg", { viewBox: `0 0 ${W} ${height}` });
  const clip = make(make(svg, "defs", {}), "clipPath", { id: "inside" });
  make(clip, "rect", { x: LEFT, y: 0, width: W - LEFT - RIGHT, height: height });
  const drawn = make(svg, "g", {});
  const over = make(svg, "g", {});
  const x = (t) => LEFT + (t - from) / (to - from) * (W - LEFT - RIGHT);
  const t = (px) => Math.min(data.end, Math.max(0, from + (px - LEFT) / (W - LEFT - RIGHT) * (to - from)));
  const clock = (s) => `${Math.floor(s / 60)}:${(s % 60).toFixed(to - from < 8 ? 1 : 0).padStart(to - from < 8 ? 4 : 2, "0")}`;

  function range(curve) {
    const known = curve.v.filter((v) => v !== null).sort((a, b) => a - b);
    if (!known.length) return [0, 1];
    const low = Math.min(0, known[Math.floor(known.length * 0.005)]);
    const high = Math.max(1, known[Math.ceil(known.length * 0.995) - 1]);
    return [low, high];
  }
  data.curves.forEach((curve) => { [curve.low, curve.high] = range(curve); });
  const y = (curve, row, v) => TOP + row * ROW + ROW - PAD
    - (Math.min(curve.high, Math.max(curve.low, v)) - curve.low) / (curve.high - curve.low) * (ROW - 3 * PAD);

  function line(curve, row) {
    let path = "", open = false;
    for (let i = 0; i < curve.t.length; i++) {
      if (curve.v[i] === null || (i && curve.t[i] - curve.t[i - 1] > 0.5)) open = false;
      if (curve.v[i] === null) continue;
      path += `${open ? "L" : "M"}${x(curve.t[i]).toFixed(1)} ${y(curve, row, curve.v[i]).toFixed(1)}`;
      open = true;
    }
    return path;
  }
  function tick() {
    const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600];
    return steps.find((s) => (to - from) / s <= 12) || 1200;
  }
  function draw() {
    drawn.textContent = "";
    const inner = make(drawn, "g", { "clip-path": "url(#inside)" });
    data.reps.forEach((rep) => {
      make(inner, "rect", { class: "rep", x: x(rep.a), y: TOP, width: Math.max(1, x(rep.b) - x(rep.a)), height: ROW * data.curves.length });
      make(inner, "text", { x: (x(rep.a) + x(rep.b)) / 2, y: 11, "text-anchor": "middle" }, rep.n);
    });
    data.flags.forEach((flag) => {
      const bar = make(inner, "rect", { class: `flag ${flag.s}`, x: x(flag.a), y: 16, width: Math.max(3, x(flag.b) - x(flag.a)), height: 5, rx: 2 });
      make(bar, "title", {}, flag.title);
    });
    data.curves.forEach((curve, row) => {
      make(drawn, "rect", { class: "frame", x: LEFT, y: TOP + row * ROW, width: W - LEFT - RIGHT, height: ROW });
      const zero = y(curve, row, 0);
      make(drawn, "line", { class: "zero", x1: LEFT, x2: W - RIGHT, y1: zero, y2: zero });
      make(inner, "path", { class: "curve", d: line(curve, row), stroke: curve.colour });
      make(drawn, "text", { x: LEFT + 6, y: TOP + row * ROW + 14 }, curve.name);
      make(drawn, "text", { x: W - RIGHT - 4, y: TOP + row * ROW + 14, "text-anchor": "end" },
        `${Math.round(curve.low)} … ${Math.round(curve.high)}${curve.unit}`);
    });
    const step = tick();
    for (let s = Math.ceil(from / step) * step; s <= to + 1e-9; s += step)
      make(drawn, "text", { x: x(s), y: height - 7, "text-anchor": s - from < step / 2 ? "start" : "middle" }, clock(s));
  }
  function at(curve, time) {
    let low = 0, high = curve.t.length - 1;
    while (low < high) { const mid = (low + high + 1) >> 1; if (curve.t[mid] <= time) low = mid; else high = mid - 1; }
    return curve.v[low];
  }
  function point(event) { const box = svg.getBoundingClientRect(); return (event.clientX - box.left) / box.width * W; }
  function read(px) {
    over.textContent = "";
    const time = t(px);
    make(over, "line", { class: "head", x1: px, x2: px, y1: TOP, y2: height - BOTTOM });
    const right = px > W * 0.75;
    data.curves.forEach((curve, row) => {
      const value = at(curve, time);
      make(over, "text", { class: "value", x: px + (right ? -6 : 6), y: TOP + row * ROW + 30, "text-anchor": right ? "end" : "start" },
        value === null ? "not judged" : `${value.toFixed(0)}${curve.unit}`);
    });
    make(over, "text", { class: "value", x: px, y: height - 7, "text-anchor": "middle" }, `${time.toFixed(2)} s`);
    if (grip !== null) make(over, "rect", { class: "pick", x: Math.min(px, grip), y: TOP, width: Math.abs(px - grip), height: ROW * data.curves.length });
  }
  function show(a, b) { from = Math.max(0, a); to = Math.min(data.end, b); draw(); over.textContent = ""; }
  svg.addEventListener("pointermove", (event) => read(point(event)));
  svg.addEventListener("pointerleave", () => { over.textContent = ""; grip = null; });
  svg.addEventListener("pointerdown", (event) => { grip = point(event); });
  svg.addEventListener("pointerup", (event) => {
    const px = point(event);
    if (grip !== null && Math.abs(px - grip) > 8) show(Math.min(t(px), t(grip)), Math.max(t(px), t(grip)));
    grip = null;
  });
  svg.addEventListener("dblclick", () => show(0, data.end));
  document.querySelectorAll("tbody tr").forEach((row) => row.addEventListener("click", () => {
    const a = Number(row.dataset.a), b = Number(row.dataset.b), margin = 0.3 * (b - a);
    show(a - margin, b + margin);
    place.scrollIntoView({ behavior: "smooth", block: "center" });
  }));
  window.addEventListener("beforeprint", () => show(0, data.end));
  draw();
})();
