import { createHash } from 'node:crypto';

/** The page's one stylesheet, light and dark. Text and controls reach a contrast of 4.5 : 1 or more (WCAG 2.1 AA). */
export const stylesheet = `
:root { color-scheme: light dark;
  --ink: light-dark(#14202e, #e6ebf1); --quiet: light-dark(#4a5868, #a9b5c2); --line: light-dark(#8494a5, #6d7d8e); --faint: light-dark(#dbe2e9, #2b3643);
  --ground: light-dark(#f4f6f8, #10161d); --paper: light-dark(#fff, #18212b); --blue: light-dark(#0a3d78, #8ab8f0); --blue-faint: light-dark(#e8eff8, #1d2c3f);
  --on-blue: light-dark(#fff, #0b1622); --focus: #ffbf00; --red: light-dark(#a3161a, #ff9a94); --red-faint: light-dark(#fdecec, #3b1d1f);
  --green: light-dark(#1a6334, #86d9a1); --green-faint: light-dark(#e6f4ea, #17311f); --amber: light-dark(#7a4b00, #f2c46d); --amber-faint: light-dark(#fff4d9, #38290e); }
* { box-sizing: border-box; }
html { font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; color: var(--ink); background: var(--ground); }
.inside { width: 100%; max-width: 76rem; margin-inline: auto; padding-inline: 1.25rem; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; top: .5rem; padding: .4rem .8rem; background: var(--paper); z-index: 1; }
.bar { background: var(--paper); border-top: 6px solid var(--blue); }
.bar .inside { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 1rem; padding-block: .7rem; }
.mark { display: grid; place-items: center; width: 2.1rem; height: 2.1rem; border-radius: 4px; background: var(--blue); color: var(--on-blue); font-weight: 700; }
.brand { margin-right: auto; color: inherit; text-decoration: none; line-height: 1.2; } .brand strong { display: block; } .brand span { color: var(--quiet); font-size: .9rem; }
.who { color: var(--quiet); font-size: .9rem; text-align: right; } .who strong { color: var(--ink); font-weight: 600; }
nav { background: var(--paper); border-bottom: 1px solid var(--faint); }
nav ul { display: flex; gap: .25rem 1.25rem; margin: 0 auto; list-style: none; overflow-x: auto; }
nav a { display: block; padding: .55rem 0 .45rem; border-bottom: 3px solid transparent; color: var(--ink); text-decoration: none; white-space: nowrap; }
nav a:hover { border-color: var(--line); } nav a[aria-current] { border-color: var(--blue); font-weight: 600; }
main { flex: 1; padding-block: 1.5rem 3rem; }
h1 { margin: 0 0 .35rem; font-size: 1.6rem; line-height: 1.25; overflow-wrap: anywhere; } h2 { margin: 2rem 0 .6rem; font-size: 1.2rem; } h3 { margin: 1.2rem 0 .4rem; font-size: 1rem; }
.lead { margin: 0 0 1.25rem; color: var(--quiet); max-width: 46rem; }
a { color: var(--blue); } code, .mono { font: .875em/1.5 ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.wide { overflow-x: auto; border: 1px solid var(--faint); border-radius: 6px; background: var(--paper); }
table { width: 100%; border-collapse: collapse; font-size: .9375rem; } caption { position: absolute; left: -99rem; }
th, td { padding: .5rem .8rem; text-align: left; vertical-align: top; border-top: 1px solid var(--faint); } thead tr:first-child th { border-top: 0; } td code { white-space: nowrap; } thead th { color: var(--quiet); font-weight: 600; font-size: .85rem; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; } td time { white-space: nowrap; }
.tag { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .85rem; font-weight: 600; background: var(--blue-faint); color: var(--blue); white-space: nowrap; }
.good { background: var(--green-faint); color: var(--green); } .bad { background: var(--red-faint); color: var(--red); } .warn { background: var(--amber-faint); color: var(--amber); } .off { background: var(--faint); color: var(--ink); }
.notice { margin: 0 0 1.25rem; padding: .75rem 1rem; border-left: 4px solid var(--green); background: var(--green-faint); } .notice.problem { border-color: var(--red); background: var(--red-faint); }
.secret { display: block; margin-top: .5rem; padding: .6rem .8rem; border: 1px solid var(--line); border-radius: 4px; background: var(--paper); user-select: all; }
.result { margin-bottom: .75rem; border: 1px solid var(--faint); border-radius: 6px; background: var(--paper); }
.result > h2, .result > summary { margin: 0; padding: .65rem 1rem; font-size: 1rem; display: flex; gap: .75rem; align-items: center; justify-content: space-between; }
.result > summary::before { content: "▸" / ""; color: var(--quiet); } .result[open] > summary::before { content: "▾" / ""; } .result > summary > .tag { margin-left: auto; }
.finding { padding: .8rem 1rem; border-top: 1px solid var(--faint); } .finding p { margin: 0; } .finding.note strong { font-weight: 400; } details > summary { cursor: pointer; } .finding > summary { color: var(--quiet); } .finding dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: .5rem 0 0; } dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
.diff { margin: 0; padding: .6rem 0; overflow-x: auto; font: .8125rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; } .diff span { display: block; padding-inline: 1rem; white-space: pre; min-width: max-content; }
.diff .added { background: var(--green-faint); } .diff .removed { background: var(--red-faint); } .diff .hunk { color: var(--quiet); }
.diff i { position: absolute; left: -99rem; }
form.inline { display: inline; } form.row { display: flex; flex-wrap: wrap; align-items: end; gap: .75rem; margin: .75rem 0 1.25rem; } label { display: grid; gap: .25rem; font-size: .9rem; font-weight: 600; } form.row input, form.row select { font-weight: 400; }
input, select, button { padding: .45rem .7rem; border: 1px solid var(--line); border-radius: 5px; font: inherit; color: inherit; background: var(--paper); max-width: 100%; }
input[name=token] { width: min(34rem, 100%); font-family: ui-monospace, monospace; }
button { border-color: var(--blue); color: var(--blue); font-weight: 600; cursor: pointer; } button.primary { background: var(--blue); color: var(--on-blue); } button.quiet { border-color: transparent; background: none; text-decoration: underline; padding-inline: .25rem; }
button:hover { box-shadow: inset 0 0 0 1px var(--blue); } .hint { margin: .25rem 0 0; color: var(--quiet); font-size: .875rem; font-weight: 400; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 2px var(--ink); }
.columns section { min-width: 0; }
.columns { display: grid; gap: 0 1.5rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); }
`;

/** Its name changes with its content, so browsers may keep it for ever. */
export const stylesheetPath = `/style-${createHash('sha256').update(stylesheet).digest('hex').slice(0, 12)}.css`;
