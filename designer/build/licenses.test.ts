import { promises as fs } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";

const root = path.join(import.meta.dirname, "../..");
const notices = await fs.readFile(path.join(root, "designer/dist/licenses.txt"), "utf8");

it("says of what others wrote under which terms it is, and where its source is", async () => {
  expect(notices).toContain(
    "Eclipse Public License 2.0. Its source code\nis at https://github.com/kieler/elkjs",
  );
  expect(notices).toMatch(/^elkjs [\d.]+ \(EPL-2\.0.*\n {2}Source: https:\/\/github\.com\/kieler\/elkjs$/m);
  expect(notices).toContain("Eclipse Public License - v 2.0");

  const own = JSON.parse(await fs.readFile(path.join(root, "package.json"), "utf8"));
  const named = (name: string) => notices.includes(`\n${name} `);
  expect(Object.keys(own.dependencies).filter((name) => !named(name))).toEqual([]);
  expect(["github.com/hashicorp/golang-lru/v2", "modernc.org/sqlite"].filter((name) => !named(name))).toEqual(
    [],
  );
  expect(notices).toContain("The Go standard library, go");
});

it("names a source that a browser can open", () => {
  const sources = notices.match(/^ {2}Source: .*$/gm) ?? [];
  expect(sources.length).toBeGreaterThan(200);
  expect(sources.filter((line) => !/: https:\/\/[\w.-]+\/\S*$/.test(line))).toEqual([]);
});
