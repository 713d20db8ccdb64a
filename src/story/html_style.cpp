#include "story/html_style.hpp"

namespace itsmflow::story {

// Lists without marks say list-style-type: "", with which browsers still tell people who listen to the page that it is a list.
// Every text has a contrast of at least 4.5 to 1 to what is behind it (WCAG 2.2, 1.4.3).
const std::string_view kStyle = R"(
:root {
  color-scheme: light dark;
  --page: #ffffff; --panel: #f5f6f8; --text: #1b1f24; --faint: #57606a; --line: #d0d7de; --link: #0550ae;
  --good: #116329; --good-panel: #dafbe1; --bad: #a40e26; --bad-panel: #ffebe9; --warning: #7d4e00; --warning-panel: #fff8c5;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #12161c; --panel: #1c2129; --text: #e6eaef; --faint: #a1abb6; --line: #3a424d; --link: #79b8ff;
    --good: #7ee2a0; --good-panel: #10301c; --bad: #ff9c96; --bad-panel: #43181c; --warning: #f0c35a; --warning-panel: #382a06;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", "DejaVu Sans", sans-serif;
  overflow-wrap: break-word;
}
h1 { margin: 0; font-size: 1.8rem; line-height: 1.25; }
h2 { margin: 2.75rem 0 .75rem; padding-bottom: .3rem; border-bottom: 1px solid var(--line); font-size: 1.3rem; line-height: 1.3; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; line-height: 1.4; }
p { margin: .4rem 0; }
a { color: var(--link); }
ul, ol { margin: .5rem 0; }
.lead, .why, footer { color: var(--faint); }
.why { max-width: 45rem; }
.badges { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1rem 0; padding: 0; list-style-type: ""; }
.badges li { padding: .15rem .7rem; border: 1px solid var(--line); border-radius: 1rem; background: var(--panel); }
.badges b { font-weight: 600; }
.badges .good, .good > .heading { color: var(--good); } .badges .good { background: var(--good-panel); border-color: var(--good); }
.badges .bad, .bad > .heading { color: var(--bad); } .badges .bad { background: var(--bad-panel); border-color: var(--bad); }
.badges .warning { color: var(--warning); background: var(--warning-panel); border-color: var(--warning); }
.summary { margin: 1rem 0; padding: .8rem 1.1rem; border-left: .3rem solid var(--faint); background: var(--panel); font-size: 1.1rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 1.25rem 0 0; padding: 0; list-style-type: ""; }
dl { margin: .4rem 0; }
dl > div { display: grid; grid-template-columns: minmax(8rem, 17rem) minmax(0, 1fr); gap: 0 1rem; padding: .15rem 0; }
dt { color: var(--faint); }
dd { margin: 0; white-space: pre-line; overflow-wrap: anywhere; }
.remarks { padding-left: 1.25rem; }
.remarks li { margin: .3rem 0; }
.remarks.warning { padding: 0; list-style-type: ""; }
.remarks.warning li { padding: .5rem .9rem; border-left: .3rem solid var(--warning); background: var(--warning-panel); }
.shown { color: var(--faint); font-size: .9rem; white-space: nowrap; }
.events { margin: 0; padding: 0; list-style-type: ""; border-left: 2px solid var(--line); }
.events > li {
  display: grid; grid-template-columns: 4.9rem minmax(0, 1fr); gap: 0 1rem; padding: .4rem .5rem .4rem .9rem; scroll-margin-top: 1rem;
  border-left: .3rem solid transparent; margin-left: -2px;
}
.events > li.warning { border-left-color: var(--warning); background: var(--warning-panel); }
.events > li.bad { border-left-color: var(--bad); background: var(--bad-panel); }
.events > li.good { border-left-color: var(--good); }
.events > li:target, article:target { outline: 2px solid var(--link); }
.events p { margin: 0; }
.when { color: var(--faint); font-variant-numeric: tabular-nums; }
.number { display: block; font-size: .8rem; }
.events dl { font-size: .93rem; }
.moves { margin: .2rem 0; padding: 0; list-style-type: ""; font-size: .93rem; color: var(--faint); }
blockquote { margin: .4rem 0; padding: .1rem .9rem; border-left: .2rem solid var(--faint); white-space: pre-line; font-style: italic; }
.pause { margin: 0; padding: .6rem 0 .6rem 6.8rem; border-left: 2px dashed var(--faint); font-weight: 600; }
article { margin: 1rem 0; padding: .2rem 1.1rem .7rem; border: 1px solid var(--line); border-radius: .5rem; }
article.good { border-left: .3rem solid var(--good); } article.bad { border-left: .3rem solid var(--bad); }
article.warning { border-left: .3rem solid var(--warning); }
article h3 { margin-top: .7rem; }
article figure { margin: .5rem 0; } figcaption { color: var(--faint); }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 2px solid var(--link); }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .4rem .8rem .4rem 0; text-align: left; vertical-align: top; white-space: pre-line; }
tbody { border-top: 1px solid var(--line); }
thead th { color: var(--faint); font-weight: 600; }
tbody th { min-width: 9rem; font-weight: 600; overflow-wrap: anywhere; }
.under { padding-top: 0; overflow-wrap: anywhere; color: var(--faint); font-size: .85rem; }
footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: .9rem; }
@media screen and (max-width: 40rem) {
  body { padding: 1.25rem .9rem 3rem; }
  h1 { font-size: 1.45rem; }
  .summary { font-size: 1.02rem; padding: .6rem .8rem; }
  dl > div { grid-template-columns: minmax(0, 1fr); }
  .events > li { grid-template-columns: minmax(0, 1fr); padding-right: .3rem; }
  .number { display: inline; }
  .pause { padding-left: .9rem; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; }
  tbody { padding: .5rem 0; }
  tbody th, td { padding: 0; }
  tr { padding-bottom: .4rem; }
  td:not(:empty)::before { content: attr(data-label) " "; color: var(--faint); }
}
@media print {
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  a { color: inherit; text-decoration: none; }
  h2, h3 { break-after: avoid; }
  .events > li, .remarks li, article, tr, .summary, blockquote { break-inside: avoid; }
  .badges li, .summary, .events > li, .remarks li { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  .scroll { overflow: visible; }
}
)";

}  // namespace itsmflow::story
