import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { test as base, type Server } from "./server.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export type Language = "en" | "zh-CN";
export type Scheme = "light" | "dark";

type Chain = { key: string; draft: { revision: number } };

/** A document of nodes and edges. */
const whole = (key: string, name: string, parts: object) => ({
  format: "catenary/v1",
  kind: "Chain",
  key,
  name,
  ...parts,
});

/** Somebody who is signed in with the browser's own session, and asks the API beside the screen. */
export class Person {
  constructor(
    readonly page: Page,
    readonly server: Server,
    readonly org: string,
  ) {}

  get request(): APIRequestContext {
    return this.page.request;
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.server.url + path.replace("{org}", this.org));
  }

  /** Asks the API; `path` is that below the org. */
  async ask(
    method: string,
    path: string,
    data?: unknown,
    headers: Record<string, string> = {},
  ): Promise<unknown> {
    const answer = await this.request.fetch(`${this.server.url}/api/v1/orgs/${this.org}${path}`, {
      method,
      ...(data === undefined ? {} : { data }),
      headers: { "Idempotency-Key": crypto.randomUUID(), Origin: this.server.url, ...headers },
    });
    const text = await answer.text();
    expect(answer.ok(), `${method} ${path}: ${answer.status()} ${text}`).toBe(true);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** Makes a chain of a document's nodes and edges and publishes it. */
  async chain(key: string, name: string, document: object, publish = true): Promise<void> {
    const made = (await this.ask("POST", "/chains", whole(key, name, document))) as { chain: Chain };
    if (publish) await this.publish(made.chain);
  }

  /** Publishes the next version of a chain. */
  async version(key: string, name: string, document: object): Promise<void> {
    const { draft } = (await this.ask("GET", `/chains/${key}`)) as Chain;
    const base = { "If-Match": `"${draft.revision}"` };
    const saved = (await this.ask("PUT", `/chains/${key}/draft`, whole(key, name, document), base)) as {
      chain: Chain;
    };
    await this.publish(saved.chain);
  }

  private async publish({ key, draft }: Chain): Promise<void> {
    await this.ask("POST", `/chains/${key}/versions`, {}, { "If-Match": `"${draft.revision}"` });
  }

  /** Starts a run and waits for its end, unless it is not to be waited for. */
  async run(key: string, input: object, wait = true): Promise<string> {
    const headers: Record<string, string> = wait ? { Prefer: "wait=30" } : {};
    const run = (await this.ask("POST", `/chains/${key}/runs`, { input }, headers)) as { id: string };
    return run.id;
  }
}

/** What axe finds wrong with the page as it is, or with a part of it. */
export async function findings(page: Page, within = "html"): Promise<string[]> {
  // Through the debugger, as the page's policy lets no script of others in. It fetches no styles of its own: a
  // sheet that did not arrive would be put into a tag, which the policy refuses.
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(`(() => { ${axe}; })()`);
  return await page.evaluate(`axe.run(${JSON.stringify(within)}, {
    preload: false, resultTypes: ["violations"],
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }).then((r) => r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + n.target.join(" ") + " " + n.html.slice(0, 200))))`);
}

/** From now on, shows pages in a language and a colour scheme. */
export async function look(page: Page, language: Language, scheme: Scheme): Promise<void> {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
  await page.addInitScript((l) => localStorage.setItem("catenary.language", l), language);
}

/** Makes an environment of an image, the small one, and a script for its shell, so that tasks can be drawn. */
export async function taskParts(
  person: Person,
  source: string,
  image = process.env.TEST_IMAGE_SHELL,
): Promise<void> {
  if (!image) throw new Error('there is no image: eval "$(tools/services up docker images)"');
  await person.ask("POST", "/environments", {
    key: "shell",
    name: "Shell",
    entry: ["sh"],
    limits: { memory: "64Mi" },
    source: { kind: "docker", reference: image },
  });
  await person.ask("POST", "/scripts", { key: "pack", name: "Pack", language: "shell", source });
}

type Fixtures = { person: Person };

/** A test with an owner who is signed in, in English. Errors on the page fail it. */
export const test = base.extend<Fixtures>({
  person: async ({ page, server }, use) => {
    const broken: string[] = [];
    page.on("pageerror", (error) => broken.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !/Failed to load resource/.test(message.text()))
        broken.push(message.text());
    });
    const password = "a long enough password";
    server.command(
      [
        "owner",
        "create",
        "--tenant",
        "acme",
        "--email",
        "owner@example.org",
        "--password-stdin",
        "--data",
        server.data,
      ],
      password,
    );
    await page.addInitScript(() => {
      if (!localStorage.getItem("catenary.language")) localStorage.setItem("catenary.language", "en");
    });
    const signedIn = await page.request.post(`${server.url}/api/v1/session`, {
      data: { email: "owner@example.org", password },
      headers: { Origin: server.url },
    });
    expect(signedIn.status()).toBe(201);
    const orgs = await (await page.request.get(`${server.url}/api/v1/orgs`)).json();
    await use(new Person(page, server, orgs.items[0].id));
    expect(broken).toEqual([]);
  },
});

export { expect } from "@playwright/test";
