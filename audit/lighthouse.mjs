// node lighthouse.mjs PACKAGE CHROME ADDRESSES METRICS FLAG …: looks at each page three times and
// prints its scores (0 to 1) and metrics, a line of JSON for each run. One browser serves all.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [home, chromePath, addresses, metrics, ...chromeFlags] = process.argv.slice(2);
const inside = createRequire(`${home}/package.json`);
const load = (file) => import(pathToFileURL(file));
const { default: lighthouse } = await load(`${home}/core/index.js`);
const { launch } = await load(inside.resolve("chrome-launcher"));

const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", ...chromeFlags] });
const options = { port: chrome.port, logLevel: "silent", disableFullPageScreenshot: true };
const speed = { ...options, onlyAudits: metrics.split(",") };
for (const address of addresses.split(",")) {
  for (const wanted of [options, speed, speed]) {
    const { lhr } = await lighthouse(address, wanted);
    const scores = Object.values(lhr.categories).map(({ id, score }) => [id, score]);
    const values = metrics.split(",").map((name) => [name, lhr.audits[name].numericValue]);
    console.log(JSON.stringify({ address, scores: Object.fromEntries(scores), metrics: Object.fromEntries(values) }));
  }
}
await chrome.kill();
