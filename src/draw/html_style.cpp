#include "draw/html.hpp"

namespace itsmflow::drawing {

// Every text has a contrast of at least 4.5 to 1 to what is behind it (WCAG 2.2, 1.4.3). What the script alone can move is hidden in the
// page and shown by it.
const std::string_view kPageStyle = R"(
:root { color-scheme: light dark; --panel: #f5f6f8; --link: #0550ae; --error: #a40e26; --warning: #7d4e00; }
@media screen and (prefers-color-scheme: dark) { :root { --panel: #1c2129; --link: #79b8ff; --error: #ff9c96; --warning: #f0c35a; } }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; }
body {
  margin: 0; display: grid; grid-template-rows: auto minmax(0, 1fr) auto; background: var(--panel); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: anywhere;
}
header { padding: .7rem 1.2rem; }
h1 { margin: 0; font-size: 1.3rem; line-height: 1.3; }
h2 { margin: 1.2rem 0 .5rem; font-size: 1.05rem; }
h3 { margin: 0; font-size: .98rem; line-height: 1.4; font-weight: 600; }
p { margin: .3rem 0; }
header p { margin: 0; color: var(--quiet); max-width: 60rem; }
a { color: var(--link); }
footer { padding: .3rem 1.2rem; color: var(--quiet); font-size: .85rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr) 25rem; min-height: 0; border: solid var(--frame); border-width: 1px 0; }
.stage { display: flex; flex-direction: column; min-width: 0; min-height: 0; background: var(--paper); }
#view { display: flex; flex: 1; min-height: 0; overflow: auto; }
#view > svg { display: block; flex: none; margin: auto; }
#view.drags { cursor: grabbing; user-select: none; }
.tools { display: flex; align-items: center; gap: .3rem; padding: .4rem 1.2rem; background: var(--panel); border-block-end: 1px solid var(--frame); }
#percent { min-width: 3.6rem; text-align: center; font-variant-numeric: tabular-nums; font-size: .9rem; }
button, input {
  font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--quiet); border-radius: .35rem; padding: .15rem .6rem; min-height: 1.9rem;
}
button { cursor: pointer; }
button[aria-pressed="true"] { background: var(--ink); color: var(--paper); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 1px; }
#view:focus-visible { outline-offset: -3px; }
aside { min-height: 0; overflow-y: auto; padding: .8rem 1.1rem 2rem; border-inline-start: 1px solid var(--frame); }
.search {
  position: sticky; inset-block-start: -.8rem; margin: -.8rem -1.1rem 0; padding: .8rem 1.1rem .2rem; background: var(--panel); z-index: 1; display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto; gap: .3rem .4rem; align-items: center;
}
#hits { grid-column: 1 / -1; color: var(--quiet); font-size: .9rem; min-height: 1.4rem; }
ul { list-style-type: ""; padding: 0; margin: 0; }
.finding { margin: 0 0 .8rem; padding: .6rem .8rem; background: var(--paper); border: 1px solid var(--frame); border-inline-start: .3rem solid var(--quiet); border-radius: .4rem; }
.finding.error { border-inline-start-color: var(--error); } .error .severity { color: var(--error); }
.finding.warning { border-inline-start-color: var(--warning); } .warning .severity { color: var(--warning); }
.severity { text-transform: uppercase; font-size: .78rem; letter-spacing: .04em; }
.where, .help, .note { color: var(--quiet); font-size: .88rem; }
.rule::before { content: "["; } .rule::after { content: "]"; }
.steps { list-style-type: ""; margin: .5rem 0; padding: 0; font-size: .93rem; }
.steps li { margin: .2rem 0; }
.steps a { text-decoration: none; } .steps a:hover { text-decoration: underline; }
.badge { display: inline-block; min-width: 1.5rem; padding: 0 .35rem; border-radius: .3rem; color: var(--paper); text-align: center; line-height: 1.45; }
.trail0 { background: var(--trail0); } .trail1 { background: var(--trail1); } .trail2 { background: var(--trail2); } .trail3 { background: var(--trail3); }
.show { margin-top: .3rem; font-size: .9rem; }
details { margin: .3rem 0; } summary { cursor: pointer; font-weight: 600; }
details li { padding: .12rem 0; }
/* What is chosen stands out, and the rest steps back. */
svg.chosen g.node:not(.on), svg.chosen g.edge:not(.on) { opacity: .25; }
svg.chosen g.edge.on path { stroke: var(--chosen); stroke-width: 2.5; }
svg.chosen g.edge.on polygon { stroke: var(--chosen); fill: var(--chosen); }
.halo { fill: none; stroke: var(--link); stroke-width: 3; stroke-dasharray: 7 3; pointer-events: none; }
.halo.here { stroke-width: 5; stroke-dasharray: none; }
@media (max-width: 56rem) {
  html, body { height: auto; }
  body { display: block; }
  main { display: block; }
  .stage { height: 65vh; }
  aside { overflow: visible; border: 0; border-block-start: 1px solid var(--frame); }
}
@media print {
  html, body { height: auto; }
  body, main { display: block; background: none; }
  main { border: 0; }
  .tools, .search, .show, #parts { display: none !important; }
  .stage, #view { display: block; height: auto; overflow: visible; }
  #view > svg { width: 100% !important; height: auto !important; max-height: 80vh; }
  aside { overflow: visible; border: 0; padding: 0; }
  .finding { break-inside: avoid; } h2 { break-after: avoid; }
  .badge { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
)";

}  // namespace itsmflow::drawing
