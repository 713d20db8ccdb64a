#include "draw/html.hpp"

namespace itsmflow::drawing {

const std::string_view kPageScript = R"js(
(() => {
  "use strict";
  const view = document.getElementById("view");
  const svg = view.querySelector("svg");
  const query = document.getElementById("query");
  const natural = { width: svg.viewBox.baseVal.width * 96 / 72, height: svg.viewBox.baseVal.height * 96 / 72 };  // it measures in points
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const named = (ids) => (ids ? ids.split(" ") : []).map((id) => document.getElementById(id)).filter(Boolean);
  const unit = 8;  // how far a shape stands from the edge when it is shown

  // Zoom. `x` and `y` say which point of the window stays where it is.
  let scale = 1;
  const middle = () => {
    const box = view.getBoundingClientRect();
    return [box.left + view.clientWidth / 2, box.top + view.clientHeight / 2];
  };
  function zoom(wanted, [x, y] = middle()) {
    const before = svg.getBoundingClientRect();
    const across = (x - before.left) / before.width;
    const down = (y - before.top) / before.height;
    scale = Math.min(6, Math.max(0.005, wanted));
    svg.style.width = natural.width * scale + "px";
    svg.style.height = natural.height * scale + "px";
    const after = svg.getBoundingClientRect();
    view.scrollLeft += after.left + across * after.width - x;
    view.scrollTop += after.top + down * after.height - y;
    document.getElementById("percent").textContent = Math.round(scale * 100) + " %";
  }
  const fitting = (width, height) => Math.min(view.clientWidth / width, view.clientHeight / height);
  const fit = () => zoom(Math.min(1, fitting(natural.width, natural.height)));
  // At first a picture that is too large to be read as a whole shows its beginning.
  function begin() {
    fit();
    if (scale >= 0.4) return;
    zoom(Math.min(1, Math.max(0.5, view.clientWidth / natural.width)));
    view.scrollTop = 0;
  }

  // Shows some shapes: all of them, and large enough to be read where there is room; where there isn't, only some of them.
  function goTo(shapes, otherwise = []) {
    if (shapes.length === 0) return;
    const boxes = shapes.map((shape) => shape.getBoundingClientRect());
    const box = {
      left: Math.min(...boxes.map((one) => one.left)), right: Math.max(...boxes.map((one) => one.right)),
      top: Math.min(...boxes.map((one) => one.top)), bottom: Math.max(...boxes.map((one) => one.bottom)),
    };
    const room = fitting((box.right - box.left) / scale + 10 * unit, (box.bottom - box.top) / scale + 10 * unit);
    if (room < 0.4 && otherwise.length > 0) return goTo(otherwise);
    const point = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    if (scale > room || scale < 0.8) zoom(Math.min(1, room), point);
    const [x, y] = middle();
    view.scrollLeft += point[0] - x;
    view.scrollTop += point[1] - y;
  }

  // A frame around what is found, so that it isn't seen by its colour alone.
  const frames = document.createElementNS(svg.namespaceURI, "g");
  svg.querySelector("g").append(frames);
  function frame(shape, kind) {
    const box = shape.getBBox();
    const halo = document.createElementNS(svg.namespaceURI, "rect");
    halo.setAttribute("class", "halo " + kind);
    for (const [name, value] of [["x", box.x - 5], ["y", box.y - 5], ["width", box.width + 10], ["height", box.height + 10], ["rx", 7]]) {
      halo.setAttribute(name, value);
    }
    frames.append(halo);
  }
  const unframe = (kind) => all(".halo" + kind, frames).forEach((halo) => halo.remove());
  function point(shapes) {
    unframe(".here");
    shapes.forEach((shape) => frame(shape, "here"));
    goTo(shapes);
  }

  // Findings. A badge is a text and the area before it.
  const badges = all("g.node text[fill='#fffffe']", svg);
  function choose(finding) {
    const was = finding && finding.querySelector(".show").getAttribute("aria-pressed") === "true";
    svg.classList.remove("chosen");
    all(".on", svg).forEach((one) => one.classList.remove("on"));
    badges.forEach((text) => [text, text.previousElementSibling].forEach((one) => { one.style.display = ""; }));
    all(".show").forEach((button) => button.setAttribute("aria-pressed", "false"));
    unframe(".here");
    if (!finding || was) return;
    const own = finding.dataset.badges.split(" ");
    const shapes = named(finding.dataset.shapes);
    svg.classList.add("chosen");
    svg.style.setProperty("--chosen", `var(--trail${finding.dataset.trail})`);
    [...shapes, ...named(finding.dataset.passed), ...named(finding.dataset.arrows)].forEach((one) => one.classList.add("on"));
    badges.filter((text) => !own.includes(text.textContent)).forEach((text) => {
      [text, text.previousElementSibling].forEach((one) => { one.style.display = "none"; });
    });
    finding.querySelector(".show").setAttribute("aria-pressed", "true");
    goTo(shapes, named(finding.dataset.ends));
  }

  // Search.
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const parts = all("#parts li").map((entry) => ({ entry, text: plain(entry.textContent) }));
  const arrows = all("g.edge", svg).map((arrow) => ({ arrow, text: plain(Array.from(arrow.querySelectorAll("text"), (text) => text.textContent).join(" ")) }));
  let hits = [];
  let at = -1;
  function search() {
    const wanted = plain(query.value.trim());
    unframe("");
    hits = [];
    at = -1;
    for (const { entry, text } of parts) {
      const found = wanted !== "" && text.includes(wanted);
      entry.hidden = wanted !== "" && !found;
      const link = found && entry.querySelector("[data-shapes]");
      if (link) hits.push(...named(link.dataset.shapes));
    }
    if (wanted !== "") hits.push(...arrows.filter(({ text }) => text.includes(wanted)).map(({ arrow }) => arrow));
    hits = Array.from(new Set(hits));
    hits.forEach((shape) => frame(shape, "hit"));
    all("#parts details").forEach((group) => {
      const left = all("li", group).some((entry) => !entry.hidden);
      group.hidden = !left;
      group.open = wanted !== "" && left;
    });
    tell();
  }
  function tell() {
    const output = document.getElementById("hits");
    if (query.value.trim() === "") output.textContent = "";
    else if (hits.length === 0) output.textContent = "Nothing found";
    else output.textContent = (at < 0 ? "" : at + 1 + " of ") + hits.length + " in the picture";
  }
  function step(by) {
    if (hits.length === 0) return;
    at = at < 0 && by < 0 ? hits.length - 1 : (at + by + hits.length) % hits.length;
    point([hits[at]]);
    tell();
  }

  function clear() {
    query.value = "";
    search();
    choose(null);
  }
  const deeds = {
    in: () => zoom(scale * 1.25), out: () => zoom(scale / 1.25), fit, full: () => zoom(1), clear,
    next: () => step(1), previous: () => step(-1),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && button.dataset.do) return deeds[button.dataset.do]();
    if (button) return choose(button.closest(".finding"));
    const link = event.target.closest("a[data-shapes]");
    if (!link) return;
    event.preventDefault();
    point(named(link.dataset.shapes));
  });
  query.addEventListener("input", search);
  query.addEventListener("keydown", (event) => {
    if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    if (event.key === "Escape") clear();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === query) return;
    // Single letters do nothing while somebody is in the lists: those who speak to the computer would set them off.
    if (event.key !== "Escape" && event.target.closest("aside")) return;
    const deed = { "+": "in", "=": "in", "-": "out", "0": "fit", "1": "full", Escape: "clear" }[event.key];
    if (deed) deeds[deed]();
    if (event.key === "/") query.focus();
    if (deed || event.key === "/") event.preventDefault();
  });
  view.addEventListener("wheel", (event) => {
    if (event.shiftKey) return;
    event.preventDefault();
    zoom(scale * Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0015)), [event.clientX, event.clientY]);
  }, { passive: false });

  // The mouse drags the picture; fingers do already.
  let held = null;
  view.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target === view && event.offsetX > view.clientWidth) return;
    held = { x: event.clientX + view.scrollLeft, y: event.clientY + view.scrollTop };
    view.classList.add("drags");
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    view.scrollLeft = held.x - event.clientX;
    view.scrollTop = held.y - event.clientY;
  });
  for (const end of ["pointerup", "pointercancel", "blur"]) {
    window.addEventListener(end, () => { held = null; view.classList.remove("drags"); });
  }

  all(".tools, .search, .show").forEach((one) => { one.hidden = false; });
  begin();
})();
)js";

}  // namespace itsmflow::drawing
