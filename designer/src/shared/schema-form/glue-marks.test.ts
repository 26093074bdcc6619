import { expect, it } from "vitest";
import { glueMarks } from "./glue-marks";

const marks = async (source: string) =>
  (await glueMarks(source, (why, name) => `${name}: ${why}`)).map((m) => `${m.line}:${m.column} ${m.text}`);

it("finds network, timers, modules and what else glue does not have, each once", async () => {
  expect(
    await marks(
      [
        "const answer = await fetch('https://example.com');",
        "  setTimeout(() => fetch('x'), 10);",
        "return require('fs') + window.name;",
      ].join("\n"),
    ),
  ).toEqual(["1:22 fetch: network", "2:3 setTimeout: timer", "3:8 require: module", "3:24 window: page"]);
  expect(await marks("import fs from 'fs';\nreturn 1;")).toEqual(["1:1 import: module"]);
});

it("leaves alone what the body declares, what it reads from its input, and words in texts", async () => {
  expect(await marks("const fetch = (x) => x; return fetch(1);")).toEqual([]);
  expect(await marks("return input.document + nodes.a.output.process;")).toEqual([]);
  expect(await marks("return 'fetch' + `window`; // eval")).toEqual([]);
  expect(await marks("return Object.keys(input).map((k) => k?.length ?? 0);")).toEqual([]);
});
