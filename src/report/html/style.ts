/** The style of the page; part of it, so that the page needs no other file. */

const light = `--ground:#fff;--raised:#f6f8fa;--ink:#1b2129;--faint:#545d68;--line:#d3dae2;--link:#0a53be;
--was:#b5cff5;--now:#a5e0b4;--partly:#f5dd94;--open:#f7d4cb;--hatch:#e2a999;--alert:#7a4b00;--alert-ground:#fff6dc;--focus:#0a53be`;

const dark = `--ground:#11161c;--raised:#1a2129;--ink:#e7edf3;--faint:#a3afbb;--line:#323c47;--link:#8ab8ff;
--was:#24487a;--now:#1d6238;--partly:#6a5410;--open:#58291f;--hatch:#8a4737;--alert:#f2c55c;--alert-ground:#2b2410;--focus:#8ab8ff`;

const base = `:root{color-scheme:light dark;${light}}
@media (prefers-color-scheme:dark){:root{${dark}}}
*{box-sizing:border-box}
html{scroll-padding-top:4rem}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;overflow-wrap:break-word}
a{color:var(--link)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px;border-radius:3px}
header,main,footer{max-width:70rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.2rem}
h1{font-size:1.9rem;line-height:1.2;margin:.1rem 0 .3rem;letter-spacing:-.01em}
h2{font-size:1.35rem;line-height:1.3;margin:0 0 .4rem}
h3{font-size:1.05rem;line-height:1.4;margin:0 0 .25rem}
p{margin:0 0 .8rem;max-width:46rem}
section{margin:2.6rem 0}
section:focus{outline:0}
.faint{color:var(--faint)}
.kicker{margin:0;color:var(--faint);font-weight:600}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:.5rem;background:var(--ground);padding:.4rem .8rem;z-index:9}
.unseen{background:var(--alert-ground);color:var(--alert);font:600 .8em ui-monospace,monospace;border:1px solid;border-radius:3px;padding:0 .2em}
code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.875em;direction:ltr;unicode-bidi:isolate}
code{overflow-wrap:anywhere}
pre{margin:0;overflow-x:auto;background:var(--raised);border:1px solid var(--line);border-radius:6px;padding:.6rem .8rem;line-height:1.5;tab-size:4}
nav{position:sticky;top:0;z-index:5;background:var(--ground);border-bottom:1px solid var(--line);margin-top:1rem}
nav ul{display:flex;gap:.25rem 1.4rem;max-width:70rem;margin:0 auto;padding:.55rem 1.25rem;list-style:none;overflow-x:auto;white-space:nowrap}
nav a{text-decoration:none;color:var(--ink);padding:.2rem 0}
nav a:hover{text-decoration:underline}
nav b{font-weight:600;color:var(--faint)}
footer{border-top:1px solid var(--line);padding-top:1rem;padding-bottom:3rem;color:var(--faint);font-size:.9rem}`;

const parts = `.lead{font-size:1.15rem}
.decision{border-left:5px solid var(--alert);background:var(--alert-ground);padding:.5rem .9rem;border-radius:6px;font-weight:600}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.6rem,1fr));gap:.8rem;margin:1.2rem 0;padding:0}
.figures div{border:1px solid var(--line);border-radius:8px;padding:.8rem 1rem;background:var(--raised)}
.figures dt{color:var(--faint);font-size:.9rem}
.figures dd{margin:0;font-size:1.45rem;font-weight:650;line-height:1.3;font-variant-numeric:tabular-nums}
.figures dd small{display:block;font-size:.85rem;font-weight:400;color:var(--faint)}
.steps li{min-width:0}
.steps{list-style:none;padding:0;margin:0;display:grid;gap:.5rem}
.finding{border:1px solid var(--line);border-left:5px solid var(--alert);border-radius:8px;padding:.9rem 1.1rem;margin:.9rem 0;background:var(--alert-ground)}
.finding p{margin:.2rem 0 .6rem}
.finding pre{background:var(--ground);white-space:pre-wrap}
.label{display:block;margin:.6rem 0 .2rem;font-size:.9rem;color:var(--faint)}
.badge{display:inline-block;border:1px solid var(--line);border-radius:99px;padding:0 .55rem;font-size:.8rem;color:var(--faint);background:var(--ground)}
.defs{position:absolute}
h3.after{margin-top:1.6rem}
.map{display:block;width:100%;height:auto;border-radius:8px}
.narrow{display:none}
.cell{fill:url(#hatch)}
.hatch{fill:var(--open)}.hatch-line{stroke:var(--hatch);stroke-width:1.2}
.was{fill:var(--was)}.now{fill:var(--now)}
.frame{fill:none;stroke:var(--ground);stroke-width:2}
.map a:hover .frame,.map a:focus-visible .frame{stroke:var(--ink);stroke-width:3}
.map text{fill:var(--ink);font:600 13px system-ui,sans-serif;pointer-events:none}
.map .small{font-weight:400;font-size:12px}
.plate{fill:var(--ground);opacity:.78;pointer-events:none}
.legend{display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:.6rem 0;padding:0;list-style:none;font-size:.9rem;color:var(--faint)}
.legend i{display:inline-block;width:1rem;height:1rem;vertical-align:-.15rem;margin-right:.4rem;border:1px solid var(--line);border-radius:3px;text-align:center;font:700 .7rem/1rem ui-monospace,monospace;color:var(--ink)}
.key-was{background:var(--was)}.key-now{background:var(--now)}.key-partly{background:var(--partly)}.key-open{background:var(--open)}
details{border-bottom:1px solid var(--line)}
details details{border-bottom:0;border-top:1px solid var(--line)}
summary{cursor:pointer;padding:.5rem .2rem;display:grid;grid-template-columns:1rem minmax(0,1fr) auto;gap:0 .6rem;align-items:center;list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"▸" / "";color:var(--faint)}
details[open]>summary::before{content:"▾" / ""}
summary:hover{background:var(--raised)}
summary .name{font-weight:600;overflow-wrap:anywhere}
summary .percent{min-width:9.3rem;text-align:right}summary .count{min-width:4.6rem;text-align:right}
.test .name{font-weight:500}
summary .numbers{display:flex;gap:.9rem;align-items:center;font-size:.9rem;color:var(--faint);font-variant-numeric:tabular-nums;white-space:nowrap}
.bar{width:7rem;height:.7rem;border-radius:3px;border:1px solid var(--line);display:block}
.inner{padding:.3rem 0 1.2rem 1.6rem}
.evidence{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem 1rem;margin:.6rem 0;font-size:.93rem}
.evidence dt{color:var(--faint)}.evidence dd{margin:0}
.filter{display:flex;flex-wrap:wrap;gap:.5rem .8rem;align-items:center;margin:.6rem 0 .8rem}
.filter[hidden]{display:none}
.filter input{font:inherit;color:inherit;background:var(--ground);border:1px solid var(--faint);border-radius:6px;padding:.3rem .6rem;width:min(22rem,100%)}
[hidden]{display:none}`;

const sources = `.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.93rem;margin:.5rem 0 1rem}
caption{text-align:left;color:var(--faint);padding-bottom:.3rem}
th,td{text-align:left;padding:.3rem 1rem .3rem 0;border-bottom:1px solid var(--line);vertical-align:top}
th{color:var(--faint);font-weight:600;white-space:nowrap}
td.n,th.n{text-align:right;white-space:nowrap}
.wide{width:100%}.wide td:last-child{width:45%}
.track{display:block;width:100%;height:.8rem;margin-top:.35rem}
.kept{fill:var(--now)}.lost{fill:var(--hatch)}
.source{padding:.5rem 0;counter-reset:line}
.source i{display:block;font-style:normal;padding-right:1rem;white-space:pre;min-width:max-content;border-left:4px solid transparent}
.source i::before{counter-increment:line;content:counter(line) " " / "";display:inline-block;width:4.2em;padding-right:.3em;margin-right:.6em;text-align:right;color:var(--faint)}
.source i::after{content:"\\200b" / ""}
.source .b::before{content:counter(line) " ✓" / "covered before: "}
.source .n::before{content:counter(line) " +" / "covered now: "}
.source .p::before{content:counter(line) " ±" / "covered in part: "}
.source .o::before{content:counter(line) " !" / "not covered: "}
.source .b{border-left-color:var(--was)}
.source .n{border-left-color:var(--now);background:linear-gradient(90deg,var(--now) 4.4em,transparent 4.4em)}
.source .p{border-left-color:var(--partly);background:linear-gradient(90deg,var(--partly) 4.4em,transparent 4.4em)}
.source .o{border-left-color:var(--hatch);background:var(--open)}
.source .n::before,.source .p::before,.source .o::before{color:var(--ink)}
.source a{font-family:system-ui,sans-serif;font-size:.85em;margin-left:1.5em;white-space:nowrap}
.chart{width:100%;max-width:44rem;height:auto}
.chart text{fill:var(--faint);font:12px system-ui,sans-serif}
.chart .grid{stroke:var(--line)}
.chart .statements{fill:none;stroke:var(--link);stroke-width:2.5}
.chart .branches{fill:none;stroke:var(--alert);stroke-width:2.5;stroke-dasharray:6 4}
.dot-s{fill:var(--link)}.dot-b{fill:var(--alert)}`;

const narrow = `@media (max-width:44rem){
h1{font-size:1.5rem}section{margin:2rem 0}
header,main,footer{padding-left:1rem;padding-right:1rem}
.wide-map{display:none}.narrow{display:block}
summary{grid-template-columns:1rem minmax(0,1fr)}
summary .numbers{grid-column:2;flex-wrap:wrap;gap:.1rem .8rem}
summary .percent,summary .count{min-width:0;text-align:left}
.wide td:last-child{width:24%}
.inner{padding-left:0}
.evidence{grid-template-columns:1fr}.evidence dd{margin-bottom:.4rem}
.bar{width:4rem}
}
@media print{nav,.filter,.skip{display:none}pre{white-space:pre-wrap}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}`;

/** The whole style sheet. */
export const style = [base, parts, sources, narrow].join('\n');
