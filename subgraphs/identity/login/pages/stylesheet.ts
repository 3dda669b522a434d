import { createHash } from 'node:crypto';

/** The one stylesheet of the login pages. Text and controls reach a contrast of 4.5 : 1 or more (WCAG 2.1 AA), by day and in the dark. */
export const stylesheet = `
:root {
  --ink: #14202e; --quiet: #4a5868; --line: #8494a5; --faint: #dbe2e9; --ground: #f4f6f8; --paper: #fff;
  --blue: #0a3d78; --blue-dark: #072a54; --blue-faint: #e8eff8; --focus: #ffbf00; --red: #a3161a; --red-faint: #fdecec;
  --on-blue: #fff; --note: #fff4cc; --note-line: #e3cf86;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf4; --quiet: #a9b7c6; --line: #71849a; --faint: #2c3947; --ground: #10171f; --paper: #18222d;
    --blue: #8ebdf2; --blue-dark: #b9d7f9; --blue-faint: #1c2d42; --focus: #ffbf00; --red: #ff9b9b; --red-faint: #3a1a1c;
    --on-blue: #0b1826; --note: #3a3113; --note-line: #6b5b21;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; font: 1.0625rem/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; color: var(--ink); background: var(--ground); }
.inside { display: block; width: 100%; max-width: 44rem; margin-inline: auto; padding-inline: 1.25rem; }
.bar { background: var(--paper); border-top: 6px solid var(--blue); border-bottom: 1px solid var(--faint); }
.bar .inside { display: flex; align-items: center; gap: .75rem; padding-block: .9rem; }
.mark { display: grid; place-items: center; width: 2.25rem; height: 2.25rem; border-radius: 4px; background: var(--blue); color: var(--on-blue); font-weight: 700; font-size: 1.25rem; }
.brand strong { display: block; line-height: 1.2; } .brand { line-height: 1.2; color: var(--quiet); } .brand strong { color: var(--ink); }
.specimen { margin: 0; background: var(--note); border-bottom: 1px solid var(--note-line); font-size: .9375rem; } .specimen .inside { padding-block: .55rem; }
main { flex: 1; padding-block: 2.25rem 3rem; }
h1 { margin: 0 0 .75rem; font-size: clamp(1.6rem, 1.3rem + 1.4vw, 2.1rem); line-height: 1.2; text-wrap: balance; }
.lead { margin: 0 0 1.75rem; color: var(--quiet); max-width: 38rem; }
.who { display: inline-block; margin: 0 0 1rem; padding: .2rem .7rem; border-radius: 1rem; background: var(--blue-faint); font-size: .9375rem; }
.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: .9rem; }
.people { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr)); }
.card { display: block; width: 100%; padding: 1rem 1.15rem; border: 1px solid var(--line); border-radius: 6px; background: var(--paper);
  color: inherit; font: inherit; text-align: left; text-decoration: none; cursor: pointer; }
.card:hover { border-color: var(--blue); box-shadow: inset 4px 0 0 var(--blue); }
.card strong { display: block; color: var(--blue); font-size: 1.0625rem; } .card:hover strong { text-decoration: underline; }
.detail { display: block; color: var(--quiet); font-size: .9375rem; }
.cards .detail { margin-bottom: .6rem; }
.level { display: inline-flex; align-items: center; gap: .55rem; font-size: .875rem; color: var(--ink); }
.steps { display: inline-flex; gap: 3px; } .steps i { width: 14px; height: 8px; border-radius: 1px; background: var(--faint); }
.level-1 i:nth-child(-n+1), .level-3 i:nth-child(-n+3), .level-4 i { background: var(--blue); }
fieldset { margin: 1.5rem 0 0; padding: 0; border: 0; min-width: 0; } legend { margin-bottom: .75rem; padding: 0; font-weight: 600; }
.problem { padding: .8rem 1rem; border-left: 4px solid var(--red); background: var(--red-faint); }
.aside { margin: 1.5rem 0 0; } .aside + .aside { margin-top: .75rem; } a { color: var(--blue); }
.plain { padding: 0; border: 0; background: none; color: var(--blue); font: inherit; text-decoration: underline; cursor: pointer; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; }
.primary, .secondary { padding: .7rem 1.4rem; border: 2px solid var(--blue); border-radius: 6px; font: inherit; font-weight: 600; cursor: pointer; }
.primary { background: var(--blue); color: var(--on-blue); } .primary:hover { background: var(--blue-dark); } .secondary { background: var(--paper); color: var(--blue); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 2px var(--ink); }
.code { margin-top: 2rem; color: var(--quiet); font-size: .875rem; overflow-wrap: anywhere; }
footer { border-top: 1px solid var(--faint); background: var(--paper); color: var(--quiet); font-size: .875rem; } footer p { margin: 0; padding-block: 1.1rem; }
@media (max-width: 30rem) { main { padding-block: 1.5rem 2rem; } .primary, .secondary { width: 100%; } }
@media (forced-colors: active) { .steps { display: none; } .card { border-width: 2px; } }
`;

/** Its name changes with its content, so browsers may keep it for ever. */
export const stylesheetPath = `/style-${createHash('sha256').update(stylesheet).digest('hex').slice(0, 12)}.css`;
